"""Stamps from outside on a checkpoint (docs/formats/stamp.md): what each says, and whether that holds under what a reader has."""
