"""The format check: a finished packet, ours or not, held against the rules of a forum as data."""

from __future__ import annotations

from wellfounded.packet.lint.check import TESTS, lint
from wellfounded.packet.lint.finding import Finding

__all__ = ["TESTS", "Finding", "lint"]
