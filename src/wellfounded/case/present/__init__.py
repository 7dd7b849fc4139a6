"""Putting evidence before others: the report, exports, the matter, its elements and exhibits."""
