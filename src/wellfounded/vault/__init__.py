"""Preserved originals and personal values of a case, and the one place its paths are spelled."""

from wellfounded.vault.incoming import Incoming, Receiving, sweep
from wellfounded.vault.layout import CASE_FORMAT, ENCRYPTED_FORMAT, LOG_KINDS, Layout
from wellfounded.vault.objects import FolderVault, ObjectStore, Stored
from wellfounded.vault.private import Personal, PrivateFolder

__all__ = [
    "CASE_FORMAT",
    "ENCRYPTED_FORMAT",
    "LOG_KINDS",
    "FolderVault",
    "Incoming",
    "Layout",
    "ObjectStore",
    "Personal",
    "PrivateFolder",
    "Receiving",
    "Stored",
    "sweep",
]
