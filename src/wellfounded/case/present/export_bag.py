"""What makes an export a bag: the tag files of BagIt 1.0 (RFC 8493), and the profile ours keep (BagIt Profiles 1.4.0)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from wellfounded.case.init import PROGRAM
from wellfounded.terms.digest import Digest

PROFILE_NAME: Final = "bagit-profile.json"
MANIFEST: Final = "manifest-sha256.txt"
_TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
_IDENTIFIER: Final = "urn:uuid:5f2a8c1e-7d43-4f0b-9a36-2c1d8e90b7a4"
_DECLARED: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def profile() -> dict[str, Any]:
    """Give the profile: SHA-256 alone, nothing to fetch, and no field of bag-info that could name anybody."""
    return {
        "BagIt-Profile-Info": {
            "BagIt-Profile-Identifier": _IDENTIFIER,
            "BagIt-Profile-Version": "1.4.0",
            "Source-Organization": "wellfounded",
            "External-Description": "Preserved originals with a proof of their custody",
            "Version": "1.0",
        },
        "Bag-Info": {
            "BagIt-Profile-Identifier": {"required": True, "values": [_IDENTIFIER]},
            "Bag-Software-Agent": {"required": True},
            "Payload-Oxum": {"required": True},
        },
        "Manifests-Required": ["sha256"],
        "Manifests-Allowed": ["sha256"],
        "Tag-Manifests-Required": ["sha256"],
        "Tag-Manifests-Allowed": ["sha256"],
        "Tag-Files-Required": ["READ-ME.txt", PROFILE_NAME],
        "Allow-Fetch.txt": False,
        "Serialization": "optional",
        "Accept-Serialization": ["application/zip"],
        "Accept-BagIt-Version": ["1.0"],
    }


def profile_bytes() -> bytes:
    """Give the profile as the file that lies in each bag."""
    return (json.dumps(profile(), indent=2) + "\n").encode()


def tag_files(sizes: Iterable[int]) -> dict[str, bytes]:
    """Give the tag files that say what kind of folder this is, for payload files of these sizes.

    No date, title or sender: the same originals give the same bytes.
    """
    octets = list(sizes)
    info = (
        f"Bag-Software-Agent: {PROGRAM}\n"
        f"BagIt-Profile-Identifier: {_IDENTIFIER}\n"
        f"Payload-Oxum: {sum(octets)}.{len(octets)}\n"
    )
    return {
        "bagit.txt": _DECLARED,
        "bag-info.txt": info.encode(),
        PROFILE_NAME: profile_bytes(),
    }


def close(folder: Path) -> None:
    """Write the list of all that is no payload, the proof included: after this nothing may be added."""
    tags = (
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] != "data"
    )
    lines = [f"{Digest.of((folder / name).read_bytes()).hex}  {name}\n" for name in sorted(tags)]
    (folder / _TAG_MANIFEST).write_text("".join(lines), encoding="utf-8", newline="\n")
