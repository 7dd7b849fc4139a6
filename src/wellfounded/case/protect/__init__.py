"""Who can open a case."""
