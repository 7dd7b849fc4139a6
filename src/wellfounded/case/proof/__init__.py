"""Proof to others: stamps and witnesses from outside, one item's custody shown and the rest hidden."""
