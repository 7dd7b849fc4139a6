"""The format check of packets."""
