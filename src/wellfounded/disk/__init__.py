"""Durable files: the one place that calls the file system for what must survive a crash."""

from wellfounded.disk.files import PLAIN, Files, read
from wellfounded.disk.folder import Disk, NewFile, OneFolder
from wellfounded.disk.lock import FileLock, Lock

__all__ = ["PLAIN", "Disk", "FileLock", "Files", "Lock", "NewFile", "OneFolder", "read"]
