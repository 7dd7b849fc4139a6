"""Indexes of rows of bits: exact, kept as plain files, made again from the prints at any time (docs/formats/near-index.md)."""
