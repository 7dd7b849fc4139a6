"""What a WACZ file says of its own parts, held against the parts: each digest recomputed, each part listed or not.

Agreement shows that nothing changed since whoever made the list made it; who that was, it does not show: the list can be made
anew with everything else. A signature is said to be there, and not checked.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from typing import Any, Final

from wellfounded.intake.untrusted.streaming import BLOCK
from wellfounded.terms.decoding import Emitter, Source
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact

PACKAGE: Final = "datapackage.json"
_DIGEST: Final = "datapackage-digest.json"
_MOST_JSON: Final = 16 << 20
_NAMED: Final = 200
_SAID: Final = {"title": "title", "mainPageUrl": "url", "software": "software", "wacz_version": "version"}  # fmt: skip
_BROKEN: Final = (zipfile.BadZipFile, KeyError, ValueError, OSError, zlib.error, NotImplementedError, RuntimeError, EOFError, RecursionError)  # fmt: skip


def judge(source: Source, out: Emitter) -> None:
    """Hand over facts `wacz....` where a zip is a WACZ; nothing where it is none."""
    source.file.seek(0)
    try:
        with zipfile.ZipFile(source.file) as packed:
            package = _json(packed, PACKAGE)
            if isinstance(package, dict) and "wacz_version" in package:
                _state(package, out)
                _hold(packed, package, out, source.limits.output_bytes)
    except _BROKEN:
        return


def _state(package: dict[str, Any], out: Emitter) -> None:
    for name, ours in _SAID.items():
        if isinstance(package.get(name), str):
            out.record(Fact(f"wacz.{ours}", package[name][:2000]))
    try:
        made = Moment.parse(str(package.get("created")))
    except ValueError:
        return
    out.record(Fact("wacz.created", str(package["created"])[:100], when=made))


def _hold(packed: zipfile.ZipFile, package: dict[str, Any], out: Emitter, most: int) -> None:
    """Hold every part against the list, and the list against its digest."""
    listed = {
        str(r.get("path")): str(r.get("hash", ""))
        for r in package.get("resources", [])
        if isinstance(r, dict)
    }
    there = [info.filename for info in packed.infolist() if not info.is_dir()]
    agree, left = 0, most
    for name, stated in listed.items():
        if name not in there:
            _name(out, "missing", name)
            continue
        left -= packed.getinfo(name).file_size
        agrees = None if left < 0 else _agrees(packed, name, stated)
        agree += agrees is True
        if agrees is not True:
            _name(out, "differs" if agrees is False else "not-checked", name)
    out.record(Fact("wacz.agree", f"{agree} of {len(listed)} listed parts have the digest that is stated"))  # fmt: skip
    for name in sorted(set(there) - set(listed) - {PACKAGE, _DIGEST})[:_NAMED]:
        _name(out, "unlisted", name)
    for name in sorted({n for n in there if there.count(n) > 1})[:_NAMED]:
        _name(out, "twice", name)
    _seal(packed, out)


def _seal(packed: zipfile.ZipFile, out: Emitter) -> None:
    """Say what the digest of the list says, and whether anybody signed it."""
    seal = _json(packed, _DIGEST) if _DIGEST in packed.namelist() else None
    if not isinstance(seal, dict):
        out.record(Fact("wacz.list-digest", "absent"))
        out.record(Fact("wacz.signed", "no"))
        return
    agrees = _agrees(packed, PACKAGE, str(seal.get("hash", "")))
    said = {True: "agrees", False: "differs", None: "of a kind that is not known here"}[agrees]
    out.record(Fact("wacz.list-digest", said))
    signed = "signedData" in seal
    out.record(Fact("wacz.signed", "a signature is there; it was not checked" if signed else "no"))


def _agrees(packed: zipfile.ZipFile, name: str, stated: str) -> bool | None:
    """Say whether a part has the digest that is stated of it; None for a kind that is not known or trusted."""
    kind, _, digest = stated.partition(":")
    if kind != "sha256":
        return None
    running = hashlib.sha256()
    with packed.open(name) as part:
        while data := part.read(BLOCK):
            running.update(data)
    return running.hexdigest() == digest.lower()


def _json(packed: zipfile.ZipFile, name: str) -> Any:
    with packed.open(name) as part:
        return json.loads(part.read(_MOST_JSON))


def _name(out: Emitter, what: str, name: str) -> None:
    out.record(Fact(f"wacz.{what}", name[:1000]))
