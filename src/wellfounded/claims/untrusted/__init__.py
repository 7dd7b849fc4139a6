"""Decoders of this room, run in the sandbox worker only."""
