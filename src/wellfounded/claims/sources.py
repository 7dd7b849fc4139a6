"""Which words for a source mean the same one: `the Pass Gazette` here and the outlet of that page there.

A name counts as one source wherever it stands; `he`, `officers` and `the ministry` mean somebody only within their own text, and
there a part of a name means the whole where only one source has it. Names that are a part of one another in different texts
may be one source: that is a possible dependence, and never a sure one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from wellfounded.catalogue.tokens.fold import fold
from wellfounded.copies.text.content import function_words

_OWN: Final = frozenset(
    {
        "agency",
        "newspaper",
        "paper",
        "station",
        "outlet",
        "magazine",
        "site",
        "website",
        "programme",
    }
)
_ARTICLES: Final = frozenset(
    {"the", "a", "an", "this", "that", "our", "its", "his", "her", "their", "my"}
)
_TITLES: Final = frozenset(
    "mr mrs ms dr judge captain sergeant general colonel director professor president minister officer lawyer".split()
)
_JOINING: Final = frozenset("by of in at from with for to on and who that".split())
_FEWEST: Final = 2
_ROLE: Final = 3
_TAIL: Final = re.compile(r".\s[|–—-]\s([^|–—]{2,80})$")


@dataclass(frozen=True, slots=True)
class Name:
    """A source as one text names it. `text` tells texts apart; `own` is True for who published that text itself."""

    text: str
    shown: str
    role: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A source: its key, its fullest name as shown, its role, and whether the key is good in every text."""

    key: str
    shown: str
    role: str
    everywhere: bool


class Sources:
    """The sources of several texts, each name led to one of them."""

    def __init__(
        self, names: Iterable[Name], canonical: Callable[[str], str] = lambda shown: shown
    ) -> None:
        """Take every name of every text that is looked at.

        `canonical` gives for a name the one of several that mean the same, in whichever script, by which it is known.
        """
        self._canonical = canonical
        self._found: dict[Name, Known] = {}
        texts: dict[str, list[Name]] = {}
        for name in names:
            texts.setdefault(name.text, []).append(name)
        for inside in texts.values():
            self._resolve(list(dict.fromkeys(inside)))
        shown = {known.key: known.shown for name, known in self._found.items() if name.own}
        for name, known in self._found.items():
            self._found[name] = replace(known, shown=shown.get(known.key, known.shown))

    def of(self, name: Name) -> Known:
        """Give the source a name means."""
        return self._found[name]

    def all(self) -> list[Known]:
        """Give every source once, in the order first named."""
        return list({known.key: known for known in reversed(self._found.values())}.values())[::-1]

    def possible(self, keys: Container[str]) -> list[tuple[Known, Known, str]]:
        """Give pairs of sources, of those with one of these keys, that may be one by their names, each with the reason."""
        mine = (k for k in self.all() if k.key in keys and (k.everywhere or _proper(k.shown)))
        sources = [(known, _words(known.shown)) for known in mine]
        places: dict[str, list[int]] = {}
        for n, (_, words) in enumerate(sources):
            for word in words:
                places.setdefault(word, []).append(n)
        found: dict[tuple[int, int], str] = {}
        for n, (one, words) in enumerate(sources):
            for m in min((places[word] for word in words), key=len, default=()):
                two, theirs = sources[m]
                if m != n and words <= theirs:
                    because = f"“{one.shown}” and “{two.shown}” may be one name"
                    found.setdefault((min(m, n), max(m, n)), because)
        return [(sources[a][0], sources[b][0], why) for (a, b), why in sorted(found.items())]

    def _resolve(self, names: Sequence[Name]) -> None:
        own = next((name for name in names if name.own), None)
        full = [name for name in names if name.own or _proper(head(name.shown))]
        for name in names:
            meant = own if own is not None and _means_own(name) else _whole(name, full)
            self._found[name] = _known(meant, name.role, self._canonical(head(meant.shown)))


def _whole(name: Name, full: Sequence[Name]) -> Name:
    """Give the one longer name of the same text that this is a part of, else the name itself."""
    words = _words(name.shown)
    longer = [one for one in full if words and words < _words(one.shown)]
    longest = [
        one for one in longer if all(_words(two.shown) <= _words(one.shown) for two in longer)
    ]
    if longer and longest:
        return longest[0]
    same = [one for one in full if words and words == _words(one.shown)]
    return same[0] if same else name


def _known(name: Name, role: str, canonical: str) -> Known:
    words = _words(canonical)
    listed = canonical != head(name.shown)
    everywhere = name.own or listed or (_proper(head(name.shown)) and len(words) >= _FEWEST)
    said = " ".join(sorted(words)) or fold(canonical).strip()
    key = f"source:{said}" if everywhere else f"source:{name.text}:{said}"
    return Known(key, head(name.shown), name.role if name.own else role, everywhere)


@lru_cache(maxsize=50_000)
def head(shown: str) -> str:
    """Give a name without what explains it: `Halvard Brenn, spokesman of the ministry` and `spokesman Halvard Brenn` are Halvard Brenn."""
    first, mark, _ = shown.partition(", ")
    words = (first if mark and _proper(first) else shown).split()
    role = next((n for n, word in enumerate(words) if _capital(word)), 0)
    before = [w.casefold() for w in words[:role] if w.casefold() not in _ARTICLES]
    if 0 < len(before) <= _ROLE and _JOINING.isdisjoint(before):
        words = words[role:]
    return " ".join(words)


def bare(shown: str) -> str:
    """Give a name without what explains it and without its article; empty where it describes and names nobody."""
    words = head(shown).split()
    if words and words[0].casefold() in _ARTICLES:
        words = words[1:]
    name = " ".join(words)
    return name if _proper(name) else ""


def outlet_in_title(title: str) -> str:
    """Give the outlet that stands at the end of a page's title (`... | Lantern Post`), or empty. The page's own word."""
    found = _TAIL.search(title.strip())
    words = found[1].split() if found else []
    telling = [w for w in words if w.casefold() not in function_words()]
    return " ".join(words) if telling and all(w[0].isupper() for w in telling) else ""


def named(shown: str) -> str:
    """Give the form in which names are compared: folded, without articles and titles, in order of the alphabet."""
    return " ".join(sorted(_words(shown))) or fold(shown).strip()


@lru_cache(maxsize=50_000)
def _words(shown: str) -> frozenset[str]:
    words = fold(head(shown)).replace("'s", "").split()
    kept = [w for w in words if w not in _ARTICLES and w not in _TITLES]
    return frozenset(w for w in kept if w not in function_words() or len(kept) == 1)


def _proper(shown: str) -> bool:
    """Say whether words are a name and no description: every word that tells something is capitalised, or of a script without capitals."""
    words = [w for w in shown.split() if w.casefold() not in _ARTICLES]
    telling = [w for w in words if fold(w).strip() not in function_words()]
    return bool(telling) and all(_capital(w) for w in telling)


def _capital(word: str) -> bool:
    letter = next((c for c in word if c.isalnum()), "")
    return letter != "" and (
        letter.isupper() or letter.isdigit() or letter.lower() == letter.upper()
    )


def _means_own(name: Name) -> bool:
    words = fold(name.shown).split()
    return (
        name.role == "outlet" and len(words) == _FEWEST and words[0] == "this" and words[1] in _OWN
    )
