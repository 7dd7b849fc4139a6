"""bagit.py as the outside judge of bags. The release that has a wheel asks pkg_resources for its own version and nothing else, and setuptools no longer has that module."""

from __future__ import annotations

import sys
from types import ModuleType
from unittest.mock import patch

_asked = ModuleType("pkg_resources")
_asked.DistributionNotFound = LookupError  # type: ignore[attr-defined]
_asked.get_distribution = {}.__getitem__  # type: ignore[attr-defined]

with patch.dict(sys.modules, {"pkg_resources": _asked}):
    import bagit

Bag, BagError = bagit.Bag, bagit.BagError
