"""Contradictions: frames, what clashes, variants between copies."""
