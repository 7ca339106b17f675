"""Charts: ``compare.charts.x(study)`` draws ``catalogue/x.py``."""
