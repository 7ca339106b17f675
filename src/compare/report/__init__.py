"""Outputs a person asked for: executed notebooks, and the account of how a run was made."""
