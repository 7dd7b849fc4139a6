"""Contradictions: event frames read from texts, compared as intervals, and folded into places on two sides."""
