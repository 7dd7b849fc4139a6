"""Aligned passages: what stands in both texts, with the places on both sides."""

import random

from hypothesis import given
from hypothesis import strategies as st

from wellfounded.copies.text.align import align
from wellfounded.copies.text.content import Keys
from wellfounded.copies.text.variants import variants
from wellfounded.copies.text.words import split

_VOCABULARY = [f"{a}{b}{c}" for a in "bdgkmprst" for b in "aeiou" for c in "lnrsx"]


def _words(seed: int, count: int) -> list[str]:
    return random.Random(seed).choices(_VOCABULARY, k=count)


def test_a_passage_inside_other_matter() -> None:
    """Thirty words that stand in both are given with their exact places, and nothing else."""
    shared = _words(1, 30)
    a = " ".join(_words(2, 40) + shared + _words(3, 25))
    b = " ".join(_words(4, 11) + shared + _words(5, 60))
    (one,) = align(left := split(a), right := split(b))
    assert a[slice(*left.span(*one.a))] == b[slice(*right.span(*one.b))] == " ".join(shared)


def test_texts_without_a_passage_give_none() -> None:
    """Two texts of the same vocabulary share no passage; the same search finds one that is put in."""
    a, b = _words(6, 400), _words(7, 400)
    assert align(split(" ".join(a)), split(" ".join(b))) == []
    assert len(align(split(" ".join(a)), split(" ".join(b + a[100:120])))) == 1


def test_edits_inside_a_passage_are_variants() -> None:
    """A changed year, a word left out and a word put in do not break the passage; each is named with both places."""
    a = "The camera was found in September 2024 near the eastern gate by two soldiers who wrote down the number and kept it"
    b = "The camera was found in September 2021 near the gate by two young soldiers who wrote down the number and kept it"
    left, right = split(a), split(b)
    (one,) = align(left, right)
    found = variants(left, right, one, Keys())
    assert [(v.a_text, v.b_text, v.sort) for v in found] == [
        ("2024", "2021", "number"), ("eastern", "", "word"), ("", "young", "word"),
    ]  # fmt: skip
    assert all(a[slice(*v.a)] == v.a_text and b[slice(*v.b)] == v.b_text for v in found)


def test_a_passage_printed_twice_is_found_twice() -> None:
    """A text that prints a passage twice is aligned with the other in both places."""
    shared = " ".join(_words(8, 25))
    found = align(split(shared), split(f"{shared}\n{' '.join(_words(9, 30))}\n{shared}"))
    assert [(one.b, one.matched) for one in found] == [((0, 25), 25), ((55, 80), 25)]


@given(st.integers(0, 2**32), st.integers(12, 60), st.integers(0, 50), st.integers(0, 50))
def test_symmetric(seed: int, length: int, before: int, after: int) -> None:
    """Which text comes first makes no difference to what is aligned."""
    shared = _words(seed, length)
    a = split(" ".join(_words(seed + 1, before) + shared))
    b = split(" ".join(shared + _words(seed + 2, after)))
    forth = {(one.a, one.b) for one in align(a, b)}
    assert forth == {(one.b, one.a) for one in align(b, a)}
    assert any(end - start >= length for (start, end), _ in forth)
