"""Keeping evidence: received, checked, corrected, copied to other disks, joined, withdrawn."""
