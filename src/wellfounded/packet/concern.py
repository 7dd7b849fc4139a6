"""What speaks against filing an item as it is: each kind of it needs a decision by a person, or refuses the item by name.

It is told from what readings found, so it is a machine reading, unchecked: what no reader finds is not in it. Nothing here
opens the item.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from wellfounded.catalogue.answers import FoundFact, FoundMember, FoundPassage
from wellfounded.catalogue.handling import Handling

_SHOWN: Final = 3
_FACTS: Final = (
    ("hidden", "hidden or covered text", re.compile(r".*(hidden|invisible|tracked|delet|insert).*")),
    (
        "author",
        "names of makers in its metadata",
        re.compile(r".*\.(author|last-author|creator|manager|company|owner\w*|artist)|mail\.(from|to|cc|bcc)", re.I),
    ),
    ("device", "devices and serial numbers", re.compile(r"exif\.(make|model|\w*serial\w*|hostcomputer)|.*\.(make|model|\w*serialnumber)", re.I)),
    ("comment", "comments in the file", re.compile(r"image\.comment|pdf\.annotations")),
    (
        "active",
        "scripts or actions, which a packet leaves out",
        re.compile(r"pdf\.(javascript|launch|submit-form|import-data|media|additional-actions|xfa-form|go-to-\w+)|html\.scripts|office\.macros"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Concern:
    """One kind of thing: what, how many, a few of them shown. `refused`: no decision lifts it.

    `mark` is a digest of everything found of the kind: a decision holds for that and nothing else.
    """

    kind: str
    what: str
    count: int
    shown: tuple[str, ...]
    mark: str
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """What is known of an item: how it is handled, whether it is gone or was not read, and what was found in it.

    `people` are the names behind the handles of the case; `now` the clock, microseconds since 1970.
    """

    handling: Handling
    withdrawn: bool
    state: str
    facts: tuple[FoundFact, ...]
    passages: tuple[FoundPassage, ...]
    members: tuple[FoundMember, ...]
    people: tuple[str, ...]
    now: int


def concerns(read: Read) -> list[Concern]:
    """Give what speaks against filing an item, refusals first."""
    if read.withdrawn:
        return [_concern("withdrawn", "it was withdrawn", ["withdrawn"], refused=True)]
    return [*_refusals(read), *_of_handling(read.handling), *_found(read)]


def _refusals(read: Read) -> Iterator[Concern]:
    h = read.handling
    if h.handling == "privileged":
        yield _concern("privilege", "it is privileged", [h.handling], refused=True)
    if reason := _without_consent(h, read.now):
        yield _concern("consent", reason, [reason], refused=True)
    if read.state in ("unread", "failed"):
        yield _concern("not-read", "it was not read: nobody knows what it holds", [read.state], refused=True)  # fmt: skip


def _without_consent(h: Handling, now: int) -> str:
    """Say why consent does not cover a court; empty where it does, or where nobody recorded any for a paper of no minor."""
    if h.consent in ("none", "team"):
        return f"the giver's consent is for {h.consent}, not for a court"
    if h.minor and not h.consent:
        return "it concerns a minor, and nobody recorded consent for a court"
    if h.consent_until is not None and now >= h.consent_until.interval()[0]:
        return f"consent ended {h.consent_until.local}"
    return ""


def _of_handling(h: Handling) -> Iterator[Concern]:
    if h.handling == "private":
        yield _concern("private", "it is marked private", [h.handling])
    if h.minor:
        yield _concern("minor", "it concerns a minor: names to be left out", ["minor"])
    if not h.consent:
        yield _concern("no-consent", "nobody recorded any consent", ["none recorded"])


def _found(read: Read) -> Iterator[Concern]:
    for kind, what, names in _FACTS:
        hits = [f"{f.name}: {f.value}" for f in read.facts if names.fullmatch(f.name)]
        if kind == "comment":
            hits += [p.text for p in read.passages if _aside(p)]
        if hits:
            yield _concern(kind, what, hits)
    places = [f"{f.name}: {f.value}" for f in read.facts if f.where is not None]
    if places:
        yield _concern("position", "positions (GPS)", places)
    inside = [
        m.name.shown if m.name else m.item.hex[:12]
        for m in read.members
        if m.relation in ("attachment", "embedded")
    ]
    if inside:
        yield _concern("attachment", "files inside it, which are not filed with it", inside)
    named = sorted({n for n in read.people if n and any(_stands(n, p.text) for p in read.passages)})
    if named:
        yield _concern("name", "names of people behind the handles of this case", named)


def _aside(passage: FoundPassage) -> bool:
    return (passage.locus.part or "").startswith(("comment", "annotation"))


def _stands(name: str, text: str) -> bool:
    return name.casefold() in text.casefold()


def _concern(kind: str, what: str, found: Iterable[str], *, refused: bool = False) -> Concern:
    texts = list(dict.fromkeys(found))
    mark = hashlib.sha256("\n".join(sorted(texts)).encode("utf-8", "replace")).hexdigest()
    return Concern(kind, what, len(texts), tuple(t[:120] for t in texts[:_SHOWN]), mark, refused)
