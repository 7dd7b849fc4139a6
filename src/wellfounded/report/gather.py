"""What is gathered from the items while their pages are written.

Counts, moments, places, and what was not read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from wellfounded.claims.told import ToldTime, told_times
from wellfounded.report import paths, wording
from wellfounded.report.mention import Event, Mention, Spot, snippet
from wellfounded.report.model import ItemView, Previous, Receipt
from wellfounded.report.text import Piece
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact, Failure
from wellfounded.terms.statement import Span, Statement
from wellfounded.terms.timespan import Reading

_PUBLISHED = ("html.published", "xmp.published")


def published_day(item: ItemView) -> str:
    """Give the day of publication that a person stated of an item, else the one the item states of itself, else nothing."""
    stated = [r.published.moment for r in item.receipts if r.published is not None]
    says = [f.when for r in item.readings for f in r.facts if f.name in _PUBLISHED and f.when]
    whole = (moment.local[:10] for moment in (*stated, *says) if len(moment.fields) >= 3)
    return next(whole, "")


def _open(reading: Reading) -> str:
    return "" if reading.first and reading.last else "after" if reading.first else "before"


def _joined(spans: tuple[Span, ...]) -> str:
    return " … ".join(span.text for span in spans)


METADATA_SAYS = "the file's own metadata, which anyone can write"


@dataclass(slots=True)
class Tally:
    """Counts over the items shown, so that no number counts what an audience does not see."""

    items: int = 0
    octets: int = 0
    receipts: int = 0
    unread: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    givers: Counter[str] = field(default_factory=Counter)
    inside: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    standings: Counter[str] = field(default_factory=Counter)
    new: int = 0
    reread: int = 0
    kept: int = 0

    def add(self, item: ItemView, news: str) -> None:
        """Count one item; `news` is new, read again, or empty."""
        self.items += 1
        self.octets += item.size
        self.receipts += len(item.receipts)
        self.kinds[item.kind] += 1
        givers = {r.giver for r in item.receipts if r.giver or r.parent is None}
        self.givers.update(givers)
        self.inside += not givers
        self.standings.update(tags(item))
        codes = {failure.code for failure in failures(item)}
        self.failures.update(codes)
        self.unread += bool(codes)
        self.new += news == "new"
        self.reread += news == "read again"
        self.kept += news != "new"


def news(item: ItemView, previous: Previous | None) -> str:
    """Give what is new about an item since the last report: new, read again, or nothing."""
    if previous is None:
        return ""
    if not previous.held(item.digest):
        return "new"
    return "read again" if any(r.entry > previous.entry for r in item.readings) else ""


def tags(item: ItemView) -> list[str]:
    """Give the words that stand beside an item in lists."""
    standing = item.standing
    said = {
        "withdrawn": standing.withdrawn,
        standing.handling: standing.handling != "open",
        "a minor's": standing.minor,
        "content note": standing.graphic,
        f"consent: {standing.consent}": standing.consent is not None,
        "not read": not item.readings or any(r.outcome == "failed" for r in item.readings),
    }
    return [word for word, holds in said.items() if holds]


def failures(item: ItemView) -> Iterator[Failure]:
    """Give every failure of an item; an item nobody has read yet is one too."""
    for reading in item.readings:
        yield from reading.failures
        if reading.outcome == "failed" and not reading.failures:
            yield Failure(reading.stage, "failed", "")
    if not item.readings and not item.standing.withdrawn:
        yield Failure("read", "not-yet", "")


def told_once(found: Iterable[Failure]) -> list[Failure]:
    """Give failures for reading: what several stages say of one place in the same words stands once, with all the stages."""
    merged: dict[tuple[str, str, str], Failure] = {}
    for one in found:
        key = (one.code, one.what, wording.place(one.locus))
        first = merged.get(key)
        if first is None:
            merged[key] = one
        elif one.stage not in first.stage.split(", "):
            merged[key] = replace(first, stage=f"{first.stage}, {one.stage}")
    return list(merged.values())


@dataclass(frozen=True, slots=True)
class Mentions:
    """Builds the mentions of one item: its label and where its page stands."""

    item: ItemView
    label: str

    def _mention(
        self, what: str, who: str, anchor: str, locus: Locus | None, **more: str
    ) -> Mention:
        return Mention(what, who, self.label, anchor, wording.place(locus), **more)

    def of_receipt(self, receipt: Receipt) -> Iterator[Event]:
        """Give the times a person stated about a receipt."""
        page = f"{paths.item(self.item.digest)}#r{receipt.number}"
        for what, stated in (("published", receipt.published), ("received", receipt.received)):
            if stated is not None:
                who = f"stated by {stated.by}, entered on {wording.clock(stated.entered)}"
                yield Event(stated.moment, self._mention(f"stated as {what}", who, page, None))

    def of_fact(self, fact: Fact, anchor: str) -> Iterator[Event | Spot]:
        """Give the time and the place a file states about itself."""
        page = f"{paths.item(self.item.digest)}#{anchor}"
        mention = self._mention(fact.name, METADATA_SAYS, page, fact.locus)
        if fact.when is not None:
            yield Event(fact.when, mention)
        if fact.where is not None:
            yield Spot(fact.where, mention)

    def of_statement(self, statement: Statement, published: str, page: str) -> Iterator[Event]:
        """Give the times of a statement: when it was said, and those it tells of. What has no day yet gives none."""
        for told in told_times(statement, published):
            event = self._told(told, page)
            if event is not None:
                yield event

    def _told(self, told: ToldTime, page: str) -> Event | None:
        days = [d for r in told.when.readings for d in (r.first, r.last) if d]
        if not days:
            return None
        first, last = min(days), max(days)
        side = next((s for r in told.when.readings for s in (_open(r),) if s), "")
        one = told.statement
        who = " ".join((one.speaker or _joined(one.source) or "nobody who is named").split())
        what = "said then by" if told.told == "said" else "said to have been then, by"
        mention = self._mention(
            f"{what} {who}", wording.MACHINE, page, one.locus, words=" ".join(_joined(one.content).split()),
            language=one.language,
        )  # fmt: skip
        until = Moment.parse(last) if last != first else None
        return Event(
            Moment.parse(first), mention, len(told.when.readings) > 1, one.stance, until, side
        )

    def of_piece(self, piece: Piece, text_page: int) -> Iterator[Event | Spot]:
        """Give the times and positions written in a piece of text."""
        page = f"{paths.item(self.item.digest, text_page)}#{piece.anchor}"
        passage = piece.passage
        who = wording.source(passage.source)
        for found in piece.found:
            if found.chars is None:
                what, words = f"time of the {passage.source}", snippet(passage.text, (0, 0))
            else:
                kind = "date" if found.place is None else "position"
                what, words = f"{kind} written in the text", snippet(passage.text, found.chars)
            mention = self._words(what, who, page, piece, words)
            if found.place is not None:
                yield Spot(found.place, mention)
            for when in found.moments:
                yield Event(when, mention, undecided=len(found.moments) > 1)

    def _words(self, what: str, who: str, page: str, piece: Piece, words: str) -> Mention:
        passage = piece.passage
        return self._mention(what, who, page, passage.locus, words=words, language=passage.language)
