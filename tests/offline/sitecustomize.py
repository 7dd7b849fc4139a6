"""Puts the socket guard into every Python program a test starts: PYTHONPATH names this folder."""

import guard

guard.install()
