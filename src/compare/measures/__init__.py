"""Measures: the table ``x`` is built by ``compare.measures.x.x(study)``; the folder is the registry."""
