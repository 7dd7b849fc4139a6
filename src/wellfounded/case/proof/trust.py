"""What a person holds from outside a case to judge stamps by: roots of authorities, keys of witnesses, block headers.

It lies in the person's home and never in a case: whoever makes a case could put their own there.

    HOME/authorities/NAME/{url,roots.pem}     HOME/witnesses/NAME/{url,key}     config.toml: headers = "FILE"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wellfounded.case.home import Home
from wellfounded.ledger.signer import write_private
from wellfounded.ledger.stamps import rfc3161
from wellfounded.ledger.stamps.cosignature import WITNESS, VerifierKey
from wellfounded.ledger.stamps.headers import Headers
from wellfounded.ledger.stamps.net import host_of
from wellfounded.terms.errors import Mistaken

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.ASCII)
_AUTHORITIES, _WITNESSES = "authorities", "witnesses"


@dataclass(frozen=True, slots=True)
class Authority:
    """A time stamp authority as a person named it: where it is asked ("" when only its roots are held), and its roots."""

    name: str
    url: str
    roots: tuple[Certificate, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness as a person named it: where it is asked, and its key."""

    name: str
    url: str
    key: VerifierKey


@dataclass(frozen=True, slots=True)
class Trust:
    """Everything stamps are judged by."""

    roots: tuple[Certificate, ...] = ()
    witnesses: tuple[VerifierKey, ...] = ()
    headers: Headers | None = None

    @classmethod
    def of(
        cls,
        home: Home,
        *,
        roots: Sequence[Path] = (),
        witnesses: Sequence[str] = (),
        headers: Path | None = None,
    ) -> Trust:
        """Give what the home holds and what is named besides; raises Mistaken `roots-form`, `key-text`, `headers-form`."""
        held = [c for one in authorities(home) for c in one.roots]
        held += [c for path in roots for c in rfc3161.roots_of(_read(path))]
        keys = [one.key for one in all_witnesses(home)]
        keys += [VerifierKey.parse(text, WITNESS) for text in witnesses]
        named = home.configured("headers")
        file = headers or (Path(named) if named else None)
        return cls(tuple(dict.fromkeys(held)), tuple(keys), None if file is None else Headers(file))


def keep_authority(home: Home, name: str, url: str, roots: Path | None) -> Authority:
    """Name an authority, or change one; raises Mistaken `name-form`, `url-form`, `roots-form`, `nothing-named`."""
    if not url and roots is None:
        raise Mistaken("nothing-named", "neither an address nor roots were given")
    folder = _folder(home, _AUTHORITIES, name)
    if roots is not None:
        pem = _read(roots)
        rfc3161.roots_of(pem)
        write_private(folder / "roots.pem", pem.decode("ascii", "replace"))
    _keep_url(folder, url)
    return _authority(folder)


def keep_witness(home: Home, name: str, url: str, key: str) -> Witness:
    """Name a witness, or change one; raises Mistaken `name-form`, `url-form`, `key-text`."""
    parsed = VerifierKey.parse(key, WITNESS)
    folder = _folder(home, _WITNESSES, name)
    write_private(folder / "key", f"{parsed}\n")
    _keep_url(folder, url)
    return _witness(folder)


def authorities(home: Home) -> list[Authority]:
    """Give the authorities the person named."""
    return [_authority(folder) for folder in _named(home, _AUTHORITIES)]


def all_witnesses(home: Home) -> list[Witness]:
    """Give the witnesses the person named."""
    return [_witness(folder) for folder in _named(home, _WITNESSES)]


def authority_of(home: Home, word: str) -> Authority:
    """Give the authority of a name, or an unnamed one at an address; raises Mistaken `no-authority`, `url-form`."""
    if "://" in word:
        return Authority(host_of(word), word, ())
    found = next((a for a in authorities(home) if a.name == word), None)
    if found is None or not found.url:
        raise Mistaken(
            "no-authority",
            f"no address of an authority {word!r} is known here",
            next="name it once: wellfounded authority new NAME --url URL --roots FILE, or give its URL",
        )
    return found


def witness_of(home: Home, word: str, key: str | None) -> Witness:
    """Give the witness of a name, or one at an address with its key; raises Mistaken `no-witness`, `url-form`, `key-text`."""
    if "://" in word and key:
        parsed = VerifierKey.parse(key, WITNESS)
        host_of(word)
        return Witness(parsed.name, word, parsed)
    found = next((w for w in all_witnesses(home) if w.name == word), None)
    if found is None or not found.url:
        raise Mistaken(
            "no-witness",
            f"no address and key of a witness {word!r} are known here",
            next="name it once: wellfounded witness new NAME --url URL --key KEY, or give URL and --key",
        )
    return found


def _authority(folder: Path) -> Authority:
    pem = folder / "roots.pem"
    roots = tuple(rfc3161.roots_of(pem.read_bytes())) if pem.is_file() else ()
    return Authority(folder.name, _url(folder), roots)


def _witness(folder: Path) -> Witness:
    key = VerifierKey.parse((folder / "key").read_text("utf-8"), WITNESS)
    return Witness(folder.name, _url(folder), key)


def _named(home: Home, kind: str) -> Iterator[Path]:
    place = home.folder / kind
    if place.is_dir():
        yield from sorted(
            p for p in place.iterdir() if _NAME.fullmatch(p.name) and any(p.iterdir())
        )


def _folder(home: Home, kind: str, name: str) -> Path:
    if _NAME.fullmatch(name) is None:
        raise Mistaken("name-form", f"not a name: {name[:40]!r}", next="use a-z 0-9 . _ -")
    folder = home.folder / kind / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _keep_url(folder: Path, url: str) -> None:
    if url:
        host_of(url)
        write_private(folder / "url", f"{url}\n")


def _url(folder: Path) -> str:
    path = folder / "url"
    return path.read_text("utf-8").strip() if path.is_file() else ""


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise Mistaken(
            "unreadable",
            "the file cannot be read",
            where=str(path),
            why=exc.strerror or "",
            next="check the path, and that you may read it",
        ) from exc
