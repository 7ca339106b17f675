"""Outputs a person asked for: the evidence page, the report, the workbook, executed notebooks, and the account of a run."""
