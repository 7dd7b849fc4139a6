"""Comparing evidence: prints, pairs, families of copies, and what people decided about an item."""
