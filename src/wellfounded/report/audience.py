"""What an audience may see: a pure function from a view to a smaller view.

`court` and `public` are built from what is allowed, not by taking away what is known to be private:
a field this file does not name does not pass. Templates then never get the values at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from wellfounded.report.claims_for import Eyes, claims_for
from wellfounded.report.clashing import contradictions_for, contradictions_for_team
from wellfounded.report.kin import narrowed
from wellfounded.report.model import (
    Audience,
    Consent,
    ItemView,
    Link,
    LogLine,
    NotReceived,
    Part,
    Reading,
    Receipt,
    ReportView,
    Standing,
)
from wellfounded.report.said import with_initials
from wellfounded.report.shown import initials
from wellfounded.report.words_beside import Quoted
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Refused
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Failure, Passage, Picture

MAX_NESTING: Final = 64
NOT_HERE: Final = (("item", "not in this report"),)
_COVERING: Final[dict[Audience, set[Consent | None]]] = {
    "court": {None, "court", "public"},
    "public": {"public"},
}
_LINKS: Final = frozenset({"translation-of", "transcript-of", "part-of", "certificate-of"})
_ROLES: Final = frozenset({"thumbnail", "page", "keyframe", "contact-sheet", "waveform"})
_BODY: Final = frozenset(
    {"audience", "code", "count", "door", "failures", "held", "how", "kind", "missing"}
    | {"outcome", "records", "recipe", "size", "stage", "tool"}
)
_WORDS: Final = frozenset(
    {"kind", "mime", "charset", "image.format", "image.mode", "pdf.version", "video.codec"}
    | {"audio.codec", "video.container", "audio.container"}
)
_NUMBERS: Final = (
    *("archive.", "audio.", "chat.", "html.", "image.", "mail.", "pdf.", "sheet.", "text."),
    "video.",
)
_TIMES: Final = (
    *("audio.", "chat.", "container.", "exif.", "html.", "mail.", "office.", "pdf.", "track"),
    *("video.", "xmp."),
)


_OURS: Final = re.compile(r"(container|track\d+|track\d+\.media)\.(created|modified)")
"""Times that a container holds as numbers: the words beside them are this program's."""


def for_audience(view: ReportView) -> ReportView:
    """Give the view its audience may see; for the team, with a minor's speakers as initials.

    Pure and lazy: items and log lines are filtered as they are walked.
    """
    if view.audience == "team":
        claims = tuple(claims_for(view.claims, _eyes(view, lambda item: True)))
        clashing = tuple(contradictions_for_team(view.contradictions, _minor(view)))
        items = map(_for_team, view.items)
        return replace(view, items=items, claims=claims, contradictions=clashing)
    may_see = sight(view.standing, view.audience, view.made)
    item = _Narrowed(view.audience, may_see)
    return replace(
        view,
        standing=lambda digest: view.standing(digest) if may_see(digest) else None,
        kin=tuple(
            n
            for k in view.kin
            for n in narrowed(k, may_see, _own_time, handles=view.audience == "court")
        ),
        quoted=_quoted_for(view.quoted, may_see),
        claims=tuple(claims_for(view.claims, _eyes(view, may_see))),
        contradictions=tuple(
            contradictions_for(view.contradictions, may_see, lambda at: stands_aside("", at))
        ),
        items=(item.item(i) for i in view.items if may_see(i.digest) and item.allowed(i.standing)),
        log=map(item.line, view.log),
        not_received=map(_nameless, view.not_received),
        needs=(),
        protections_missing=(),
        law=None,
    )


def _eyes(view: ReportView, may_see: Callable[[Digest], bool]) -> Eyes:
    def minor(digest: Digest) -> bool:
        standing = view.standing(digest)
        return standing is not None and standing.minor

    return Eyes(
        view.audience, may_see, view.label, minor, lambda locus: stands_aside("text", locus)
    )


def _minor(view: ReportView) -> Callable[[Digest], bool]:
    """Give whether an item is a minor's."""

    def minor(item: Digest) -> bool:
        standing = view.standing(item)
        return standing is not None and standing.minor

    return minor


def _quoted_for(
    quoted: Callable[[Digest], Quoted | None], may_see: Callable[[Digest], bool]
) -> Callable[[Digest], Quoted | None]:
    """Give the texts of items that may be seen, without what stands aside."""

    def narrowed_text(digest: Digest) -> Quoted | None:
        found = quoted(digest) if may_see(digest) else None
        return None if found is None else found.without_asides()

    return narrowed_text


def covers(standing: Standing, audience: Audience, made: int) -> bool:
    """Whether an item's own standing lets this audience see it at the clock `made`.

    Consent that names an end is over at the earliest instant that end can mean. The public sees only
    what somebody recorded consent to publish for; a court also what nobody recorded anything for, but
    for a minor's item.
    """
    if audience == "team":
        return True
    if standing.withdrawn or standing.handling != "open":
        return False
    if standing.consent not in _COVERING[audience] or (standing.minor and not standing.consent):
        return False
    return standing.consent_until is None or made < standing.consent_until.interval()[0]


def sight(
    standing_of: Callable[[Digest], Standing | None], audience: Audience, made: int
) -> Callable[[Digest], bool]:
    """Give whether an item may be seen: its own standing, and one way in that may be seen too."""

    @lru_cache(maxsize=65_536)
    def may_see(digest: Digest, depth: int = 0) -> bool:
        if depth > MAX_NESTING:
            raise Refused("nesting", f"an item lies deeper than {MAX_NESTING} containers")
        standing = standing_of(digest)
        if standing is None or not covers(standing, audience, made):
            return False
        return standing.alone or any(may_see(p, depth + 1) for p in standing.parents)

    return may_see


def _for_team(item: ItemView) -> ItemView:
    if not item.standing.minor:
        return item
    readings = tuple(replace(r, passages=map(_initialled, r.passages)) for r in item.readings)
    return replace(item, readings=readings, statements=map(with_initials, item.statements))


def _own_time(label: str) -> bool:
    """Say whether a time under this label is one that a file states of itself, and is shown to everybody."""
    return label.startswith(_TIMES)


def _initialled(passage: Passage) -> Passage:
    return replace(passage, speaker=initials(passage.speaker)) if passage.speaker else passage


def _nameless(offered: NotReceived) -> NotReceived:
    return replace(offered, what="", name=None)


def _locus(locus: Locus | None) -> Locus | None:
    return None if locus is None else replace(locus, member=None)


def stands_aside(source: str, locus: Locus) -> bool:
    """Whether words stand in metadata or in somebody's margin notes, not in what the item says."""
    return source == "metadata" or (locus.part or "").startswith(("comment", "annotation"))


def _aside(passage: Passage) -> bool:
    return stands_aside(passage.source, passage.locus)


class _Narrowed:
    """What is left of an item and its parts for the court or the public."""

    def __init__(self, audience: Audience, may_see: Callable[[Digest], bool]) -> None:
        self._audience = audience
        self._may_see = may_see

    def allowed(self, standing: Standing) -> bool:
        """Refuse an item that its own view calls private, whatever `standing` said elsewhere."""
        return standing.handling == "open" and not standing.withdrawn

    def _actor(self, handle: str) -> str:
        return handle if self._audience == "court" else ""

    def item(self, item: ItemView) -> ItemView:
        """Give an item from its allowed parts only; what a machine reads out of its text is for the team."""
        return ItemView(
            digest=item.digest,
            size=item.size,
            kind=item.kind,
            mime=item.mime,
            standing=Standing(minor=item.standing.minor, graphic=item.standing.graphic),
            receipts=tuple(self._receipt(r) for r in item.receipts),
            readings=tuple(self._reading(r) for r in item.readings),
            links=tuple(self._links(item)),
            parts=self._parts(item),
            log=tuple(self.line(entry) for entry in item.log),
        )

    def line(self, entry: LogLine) -> LogLine:
        """Give a log line; of an item left out, only that the line exists."""
        actor = self._actor(entry.actor)
        if not all(self._may_see(digest) for digest in entry.about):
            return replace(entry, actor=actor, about=(), body=NOT_HERE)
        body = tuple((name, value) for name, value in entry.body if name in _BODY)
        return replace(entry, actor=actor, body=body)

    def _receipt(self, receipt: Receipt) -> Receipt:
        parent = receipt.parent
        return Receipt(
            number=receipt.number,
            door=receipt.door,
            clock=receipt.clock,
            actor=self._actor(receipt.actor),
            parent=parent if parent is not None and self._may_see(parent) else None,
            changed_while_read=receipt.changed_while_read,
        )

    def _reading(self, reading: Reading) -> Reading:
        return replace(
            reading,
            facts=tuple(fact for f in reading.facts if (fact := self._fact(f)) is not None),
            passages=(self._passage(p) for p in reading.passages if not _aside(p)),
            pictures=tuple(self._picture(p) for p in reading.pictures if p.role in _ROLES),
            failures=tuple(self._failure(f) for f in reading.failures),
        )

    def _fact(self, fact: Fact) -> Fact | None:
        """Keep what a file is made of and the times it states.

        Never a position, a name or a device.
        """
        if fact.where is not None:
            return None
        if fact.when is not None and fact.name.startswith(_TIMES):
            when = replace(fact.when, written="")
            ours = _OURS.fullmatch(fact.name) is not None
            value = fact.value if ours else when.local
            return Fact(fact.name, value, _locus(fact.locus), when)
        number = isinstance(fact.value, int) and fact.name.startswith(_NUMBERS)
        if number or fact.name in _WORDS:
            return Fact(fact.name, fact.value, _locus(fact.locus))
        return None

    def _passage(self, passage: Passage) -> Passage:
        within = replace(passage.locus, member=None)
        return replace(_initialled(passage), locus=within)

    def _picture(self, picture: Picture) -> Picture:
        return replace(picture, locus=replace(picture.locus, member=None))

    def _failure(self, failure: Failure) -> Failure:
        """Keep stage, code and limits; the sentence may hold a name, so the page prints its own."""
        return Failure(failure.stage, failure.code, "", _locus(failure.locus), failure.limits)

    def _links(self, item: ItemView) -> Iterator[Link]:
        for link in item.links:
            if link.kind in _LINKS and self._may_see(link.other):
                yield replace(link, by=self._actor(link.by))

    def _parts(self, item: ItemView) -> Iterator[Part]:
        for part in item.parts:
            if self._may_see(part.item):
                yield Part(part.item, part.relation, None, part.size)
