"""Decoders that make prints of what they hear and see: run in the sandbox only."""
