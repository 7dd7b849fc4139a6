"""Who a source is: `he`, `the judge` and `Guan` led back to the fullest name the same text gives.

A pronoun goes to the person last spoken of as the doer of something, `the judge` to the last judge more fully named, part of a
name to the whole of it. Where none fits, nothing is given: a wrong name is worse than none.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any, Final

from wellfounded.claims.untrusted import clauses
from wellfounded.claims.untrusted.spans import Span, runs

_HE: Final = frozenset({"he", "she", "him", "her", "his", "himself", "herself"})
_SHE: Final = frozenset({"she", "her", "herself"})
_IT: Final = frozenset({"it", "its", "itself"})
_WHO: Final = frozenset({"who", "which", "that", "whom", "whose"})
_NO_NAMES: Final = frozenset({"ORG", "GPE", "LOC", "FAC", "DATE", "TIME", "NORP", "EVENT", "LAW"})
_FAR: Final = 450
"""Code points a pronoun reaches back."""

_MOST: Final = 50_000
_TITLES: Final = ("mr.", "mrs.", "ms.", "dr.", "mr", "mrs", "ms", "dr")


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody or something named: where, the words of its phrase, its head, and what kind it is."""

    place: Span
    words: str
    head: str
    kind: str
    definite: bool


@dataclass(slots=True)
class Speakers:
    """The people and bodies of one text, gathered paragraph by paragraph in order."""

    doers: list[Mention] = field(default_factory=list)
    phrases: dict[str, list[Mention]] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    sexes: dict[str, str] = field(default_factory=dict)

    def add(self, doc: Any, offset: int) -> None:
        """Take in the mentions of a parsed paragraph."""
        for entity in doc.ents:
            if entity.label_ == "PERSON":
                self._name(_plain(entity.text))
        text = doc.text  # put together anew each time it is asked for
        for chunk in doc.noun_chunks:
            if len(self.doers) < _MOST:
                self._phrase(chunk, text, offset)

    def _name(self, name: str) -> None:
        parts = name.split()
        for part in {parts[0], parts[-1]} if len(parts) > 1 else ():
            known = self.names.setdefault(part.lower(), [])
            if name not in known and len(known) < 20:
                known.append(name)

    def _phrase(self, chunk: Any, text: str, offset: int) -> None:
        root = chunk.root
        if root.pos_ == "PRON":
            self._pronoun(root, offset)
            return
        numbers = clauses.phrase(root)
        places = runs(chunk.doc, numbers, offset)
        if not places:
            return
        place = (places[0][0], places[-1][1])
        words = text[place[0] - offset : place[1] - offset]
        first = chunk[0].lower_
        if root.dep_ == "nsubj" and root.ent_type_ not in _NO_NAMES and _is_name(chunk):
            self._name(_plain(chunk.text))
        found = Mention(place, words, root.lemma_.lower(), kind(root), first == "the")
        if root.dep_ in ("nsubj", "nsubjpass", "agent") or root.head.dep_ == "agent":
            self.doers.append(found)
        self.phrases.setdefault(found.head, []).append(found)

    def _pronoun(self, token: Any, offset: int) -> None:
        """Carry on who `he` is: the pronoun is a doer under the name it is led back to."""
        at = offset + token.idx
        if token.lower_ in _HE and token.dep_ in ("nsubj", "nsubjpass"):
            name = self._person_before(at, token.lower_)
            if name:
                place = (at, at + len(token))
                self.doers.append(Mention(place, name, name, "person", False))

    def full(self, words: str, head: Any, at: int) -> str:
        """Give the fullest name of the source whose head is `head` and whose words stand at `at`, or ''."""
        lower = words.lower()
        if lower in _HE:
            return self._person_before(at, lower)
        if lower in _IT:
            return self._doer_before(at, ("body", "document"))
        if head.tag_ in ("WP", "WDT") or lower in _WHO:
            return ""
        if (
            head.pos_ in ("PROPN", "NOUN")
            and words[:1].isupper()
            and (whole := self._whole_name(words))
        ):
            return whole
        if lower.startswith("the "):
            return self._named_before(head.lemma_.lower(), words, at)
        return words

    def _person_before(self, at: int, pronoun: str) -> str:
        found = self._doer(at, ("person",))
        if found is None or found.words.lower().startswith(("a ", "an ")):
            return ""
        name = self._whole_name(found.words) or found.words
        sex = "she" if pronoun in _SHE else "he"
        return name if self.sexes.setdefault(name, _sex(name) or sex) == sex else ""

    def _doer_before(self, at: int, kinds: tuple[str, ...]) -> str:
        found = self._doer(at, kinds)
        return "" if found is None else found.words

    def _doer(self, at: int, kinds: tuple[str, ...]) -> Mention | None:
        """Give the last doer before a place, of some kinds, if it stands near enough."""
        index = bisect_left(self.doers, at, key=lambda m: m.place[0])
        for mention in reversed(self.doers[max(0, index - 60) : index]):
            if at - mention.place[1] > _FAR:
                return None
            if mention.kind in kinds and mention.place[1] <= at:
                return mention
        return None

    def _whole_name(self, words: str) -> str:
        """Give the longest name with this part, if there is only one such person in the text."""
        plain = _plain(words)
        known = self.names.get(plain.lower(), ()) if len(plain.split()) == 1 else ()
        return known[0] if len(known) == 1 else ""

    def _named_before(self, head: str, words: str, at: int) -> str:
        """Give the last phrase before a place that says more of the same head: `an immigration judge`."""
        for mention in reversed(self.phrases.get(head, ())):
            if mention.place[1] <= at and len(mention.words) > len(words) and not mention.definite:
                return mention.words
        return words


_WOMEN: Final = frozenset(
    "woman mother sister daughter wife spokeswoman chairwoman mrs. ms. mrs ms girl aunt".split()
)
_MEN: Final = frozenset(
    "man father brother son husband spokesman chairman mr. mr boy uncle".split()
)


def _sex(words: str) -> str:
    """Give she or he where the words themselves say which, else ''."""
    said = {word.strip(",").lower() for word in words.split()}
    return "she" if said & _WOMEN else "he" if said & _MEN else ""


def _plain(name: str) -> str:
    """Give a name without titles and the possessive."""
    words = [
        w for w in name.replace("’s", "").replace("'s", "").split() if w.lower() not in _TITLES
    ]
    return " ".join(words).strip(" ,.“”\"'")


def _is_name(chunk: Any) -> bool:
    """Whether a phrase is a name of two or three words and nothing else."""
    return 1 < len(chunk) < 4 and all(t.pos_ == "PROPN" for t in chunk)


_PERSONS: Final = frozenset(
    "man woman judge lawyer attorney spokesman spokeswoman spokesperson official officer minister president chief director"
    " leader witness resident villager farmer doctor teacher student prisoner detainee activist journalist reporter senator"
    " governor mayor father mother son daughter brother sister wife husband friend neighbor neighbour worker driver guard"
    " soldier commander ambassador diplomat professor expert analyst adviser aide candidate applicant survivor refugee"
    " prosecutor secretary chairman chairwoman inspector warden nurse caretaker client".split()
)
_DOCUMENTS: Final = frozenset(
    "file document report record study survey poll letter statement memo email e-mail affidavit ruling decision article post"
    " tweet transcript clip video footage recording photograph picture image book paper testimony declaration notice order"
    " list database log diary spreadsheet message filing complaint indictment analysis review investigation inquiry".split()
)
_AGENCIES: Final = frozenset(
    "reuters ap afp upi xinhua tass interfax dpa efe ansa kyodo yonhap pti ani anadolu bloomberg".split()
)
_BODY_WORDS: Final = frozenset(
    "government committee group agency ministry department police court company party commission council association union"
    " parliament army embassy office organization organisation authority bureau institute university panel team campaign".split()
)
_PARTS: Final = {"PERSON": "person", "ORG": "body", "GPE": "body"}


def kind(head: Any) -> str:
    """Give what a source is by its head: person, body, document, agency or speaker (not shown)."""
    lemma = head.lemma_.lower()
    if head.lower_ in _AGENCIES:
        return "agency"
    if lemma in _DOCUMENTS:
        return "document"
    if lemma in _BODY_WORDS:
        return "body"
    if lemma in _PERSONS or head.lower_ in _HE:
        return "person"
    if head.ent_type_ in _PARTS:
        return _PARTS[head.ent_type_]
    return "speaker"
