"""Copies of text as pages show them: sigla for the witnesses, the variants as an apparatus, and passages beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from wellfounded.copies.text.apparatus import Entry, apparatus
from wellfounded.copies.text.beside import Beside, beside
from wellfounded.copies.text.document import Document, Read, Reader
from wellfounded.report.kin import Kin, Relation
from wellfounded.terms.digest import Digest

MOST_WITNESSES: Final = 40
MOST_PAIRS: Final = 40
MOST_CHARS: Final = 400_000


@dataclass(frozen=True, slots=True)
class Quoted:
    """The text of an item as it is compared. `aside` are half-open places of margin notes and the like, which only the team sees."""

    item: Digest
    text: str
    language: str = ""
    aside: tuple[tuple[int, int], ...] = ()

    def without_asides(self) -> Quoted:
        """Give the text with blanks in place of what stands aside; every place stays what it was."""
        text = self.text
        for first, end in self.aside:
            text = text[:first] + " " * (end - first) + text[end:]
        return replace(self, text=text, aside=())


@dataclass(frozen=True, slots=True)
class Variant:
    """One place of the apparatus with its witnesses as sigla: who agrees with the base, who reads otherwise, who lacks it."""

    entry: Entry
    agree: str
    readings: tuple[tuple[str, str], ...]
    silent: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts beside each other: their passages, and the language tag of each side."""

    passages: tuple[Beside, ...]
    languages: tuple[str, str]


@dataclass(frozen=True, slots=True)
class WordsBeside:
    """What a family says in words: its witnesses by siglum (the base first), its variants, and its pairs beside each other.

    `weighty` are places where a number, a date or a name differs, `others` the rest. `language` is that of the base.
    """

    sigla: dict[Digest, str]
    base: Digest | None = None
    language: str = ""
    weighty: tuple[Variant, ...] = ()
    others: tuple[Variant, ...] = ()
    pairs: dict[tuple[Digest, Digest], Pair] | None = None

    @property
    def short(self) -> dict[str, str]:
        """Give the siglum by the first twelve digits of an item, as reasons name it."""
        return {item.hex[:12]: letter for item, letter in self.sigla.items()}

    def pair(self, relation: Relation) -> Pair | None:
        """Give the passages of a relation, or None where it has none to show."""
        return (self.pairs or {}).get((relation.a, relation.b))


def siglum(number: int) -> str:
    """Give the siglum of a witness, from 0: A to Z, then A2 to Z2 and so on."""
    again, letter = divmod(number, 26)
    return chr(ord("A") + letter) + (str(again + 1) if again else "")


def words_beside(kin: Kin, quoted: Callable[[Digest], Quoted | None]) -> WordsBeside:
    """Read the texts of a family and lay them beside each other; of very large families and texts, the first ones. Pure."""
    sigla = {m.item: siglum(n) for n, m in enumerate(kin.members)}
    related = [r for r in kin.relations if any(c.kind == "text" for c in r.copies)]
    if not related:
        return WordsBeside(sigla)
    reader = Reader()
    texts = _read(reader, [m.item for m in kin.members], related, quoted)
    base = _base(kin, texts)
    if base is None:
        return WordsBeside(sigla)
    others = [item for item in texts if item != base and kin.once]
    entries = apparatus(texts[base].words, [texts[item].words for item in others], reader.keys)
    found = [_variant(e, [sigla[item] for item in (base, *others)]) for e in entries]
    return WordsBeside(
        sigla,
        base,
        texts[base].document.language,
        tuple(v for v in found if v.entry.sort != "word"),
        tuple(v for v in found if v.entry.sort == "word"),
        _pairs(reader, texts, related),
    )


def _read(
    reader: Reader,
    items: Iterable[Digest],
    related: list[Relation],
    quoted: Callable[[Digest], Quoted | None],
) -> dict[Digest, Read]:
    wanted = {item for r in related for item in (r.a, r.b)}
    found: dict[Digest, Read] = {}
    for item in items:
        one = quoted(item) if item in wanted and len(found) < MOST_WITNESSES else None
        if one is not None and one.text.strip():
            document = Document(item, "", one.text[:MOST_CHARS], one.language)
            found[item] = reader.read(document)
    return found


def _base(kin: Kin, texts: dict[Digest, Read]) -> Digest | None:
    """Give the witness that most others are made from, else the one received first."""
    made = Counter(m.parent for m in kin.members if m.parent in texts)
    return max(texts, key=lambda item: made[item], default=None)


def _variant(entry: Entry, sigla: list[str]) -> Variant:
    named = {*entry.agree, *(w for r in entry.readings for w in r.witnesses)}
    return Variant(
        entry,
        _joined(sigla, entry.agree),
        tuple((r.text, _joined(sigla, r.witnesses)) for r in entry.readings),
        _joined(sigla, [n for n in range(len(sigla)) if n not in named]),
    )


def _joined(sigla: list[str], numbers: Iterable[int]) -> str:
    return " ".join(sigla[n] for n in numbers)


def _pairs(
    reader: Reader, texts: dict[Digest, Read], related: list[Relation]
) -> dict[tuple[Digest, Digest], Pair]:
    found = {}
    for one in related[:MOST_PAIRS]:
        a, b = texts.get(one.a), texts.get(one.b)
        if a is not None and b is not None:
            languages = a.document.language, b.document.language
            found[one.a, one.b] = Pair(tuple(beside(a, b, reader.keys)), languages)
    return found
