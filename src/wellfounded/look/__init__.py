"""The room that shows one file on one page: what it says of itself, what it does not, and what to
ask its sender.
"""

from __future__ import annotations

from wellfounded.look.page import page
from wellfounded.look.plain import plain
from wellfounded.look.view import Look

__all__ = ["Look", "page", "plain"]
