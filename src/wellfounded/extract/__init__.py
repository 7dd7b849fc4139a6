"""Bytes to text, pictures, sound and marks: every decoder stands in `untrusted/`."""
