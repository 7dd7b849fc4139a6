"""Decoders of untrusted bytes: imported only inside the worker of the sandbox."""
