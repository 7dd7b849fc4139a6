"""Reading finished packets, ours or not: they are hostile bytes like any others."""
