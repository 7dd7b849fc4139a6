"""Variants between copies are listed place by place with their witnesses, and passages stand beside each other without loss."""

import random
from hashlib import sha256

from wellfounded.copies.text.apparatus import Entry, apparatus
from wellfounded.copies.text.beside import MOST_CHARS, beside
from wellfounded.copies.text.content import Keys
from wellfounded.copies.text.document import Document, Reader
from wellfounded.copies.text.words import split
from wellfounded.terms.digest import Digest

BASE = (
    "Judge Maren Toll said that Joren Vask, 38, recorded the material in September 2024 from a rented room on Mill Road. He applied for asylum in December "
    "and has been held at Fort Ressen since January. The hearing went on for four hours before the judge read her ruling out."
)


def _entries(*others: str) -> list[Entry]:
    return apparatus(split(BASE), [split(other) for other in others], Keys())


def test_each_place_names_who_reads_what() -> None:
    """A number, a year and a month that differ are told apart by their witnesses; who has the passage and agrees is named."""
    one = BASE.replace("38", "48")
    two = BASE.replace("2024", "2021").replace("December", "January")
    found = {e.lemma: e for e in _entries(one, two)}
    assert found["38"].readings[0].text == "48" and found["38"].readings[0].witnesses == (1,)
    assert found["38"].agree == (0, 2) and found["38"].sort == "number"
    assert found["2024"].readings[0].witnesses == (2,) and found["2024"].agree == (0, 1)
    assert found["December"].sort == "name" and found["December"].readings[0].text == "January"
    assert BASE[slice(*found["2024"].at)] == "2024"
    assert set(found) == {"38", "2024", "December"}


def test_two_witnesses_at_one_place_are_one_entry() -> None:
    """The same error in two witnesses is one reading of both; differences that overlap are one place with its own readings."""
    (entry,) = _entries(BASE.replace("38", "48"), BASE.replace("38", "48"))
    assert [(r.text, r.witnesses) for r in entry.readings] == [("48", (1, 2))]
    wide, narrow = BASE.replace("a rented room", "some hired flat"), BASE.replace("rented", "dark")
    (entry,) = _entries(wide, narrow)
    assert (entry.lemma, entry.sort) == ("a rented room", "word")
    assert [(r.text, r.witnesses) for r in entry.readings] == [
        ("some hired flat", (1,)),
        ("a dark room", (2,)),
    ]


def test_left_out_put_in_and_without_the_passage() -> None:
    """Words left out are an empty reading, words put in stand at the word before them, a witness of half the text is silent."""
    out, added = BASE.replace("rented ", ""), BASE.replace("at Fort Ressen", "at Fort Ressen camp")
    half = BASE[: BASE.index("and has been")]
    found = {e.lemma: e for e in _entries(out, added, half)}
    assert found["rented"].readings[0].text == ""
    assert found["Ressen"].readings[0].text == "Ressen camp"
    named = {*found["Ressen"].agree, *(w for r in found["Ressen"].readings for w in r.witnesses)}
    assert named == {0, 1, 2} and 3 in found["rented"].agree


def test_the_same_number_in_words_is_no_number_that_differs() -> None:
    """`four` and `4` differ in writing only; `four` and `14` differ as numbers."""
    (entry,) = _entries(BASE.replace("four hours", "4 hours"))
    assert entry.sort == "word"
    (entry,) = _entries(BASE.replace("four hours", "14 hours"))
    assert entry.sort == "number"


def test_passages_beside_each_other_hold_every_word() -> None:
    """The stretches of each side joined are the text of its place; only what differs is marked so; what is too long is cut and said."""
    reader = Reader()
    other = f"Night desk. {BASE.replace('38', '48')}"
    a, b = (
        reader.read(Document(Digest(sha256(t.encode()).digest()), "", t)) for t in (BASE, other)
    )
    (one,) = beside(a, b, reader.keys)
    assert "".join(s.text for s in one.left) == BASE[slice(*one.a)]
    assert "".join(s.text for s in one.right) == other[slice(*one.b)]
    assert [s.text for s in one.left if s.mark == "differs"] == ["38"]
    assert [s.text for s in one.right if s.mark == "differs"] == ["48"]
    assert not one.cut and not one.anew
    long = " ".join(random.Random(1).choices([f"w{n}" for n in range(900)], k=2_000))
    c, d = (
        reader.read(Document(Digest(sha256(t.encode()).digest()), "", t))
        for t in (long, f"x {long}")
    )
    cut = max(beside(c, d, reader.keys), key=lambda p: p.a[1] - p.a[0])
    assert cut.cut and sum(len(s.text) for s in cut.left) <= MOST_CHARS
