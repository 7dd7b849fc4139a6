"""Plain text keeps its words: every passage is the characters its locus names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extract.fake import Collected, run
from wellfounded.extract.untrusted import read, text
from wellfounded.intake.untrusted import charset
from wellfounded.terms.digest import Digest
from wellfounded.terms.record import Passage

ARTICLE = Path(os.environ.get("WELLFOUNDED_CORPORA", "corpora")) / "../cases/seed/article.txt"


def _spans_hold(out: Collected, whole: str) -> bool:
    digest = Digest.of(whole.encode("utf-8"))
    for passage in out.passages:
        assert passage.locus.chars is not None
        start, end = passage.locus.chars
        if passage.locus.within != digest or whole[start:end] != passage.text:
            return False
    return True


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=400))
def test_spans_count_code_points(words: str) -> None:
    """text[chars] is the passage, whatever the letters; outside passages is white space only."""
    data = words.encode("utf-8")
    whole = charset.decode(data).text
    out = run(text.read, data)
    assert _spans_hold(out, whole)
    covered = "".join(p.text for p in out.passages)
    assert "".join(covered.split()) == "".join(whole.split())


def test_a_wrong_span_would_be_seen() -> None:
    """The rule above fails for a passage moved by one character."""
    out = run(text.read, b"One line.\n\nAnother.")
    assert _spans_hold(out, "One line.\n\nAnother.")
    assert not _spans_hold(out, "XOne line.\n\nAnother.")


def test_characters_beyond_the_basic_plane_count_once() -> None:
    """A locus counts code points, not UTF-16 units or bytes."""
    out = run(text.read, "😀😀\n𠀀𠀁 second".encode("utf-16"))
    assert [p.locus.chars for p in out.passages] == [(0, 2), (3, 12)]


def test_paragraphs() -> None:
    """Wrapped lines are one paragraph; lines that are not wrapped are one each; numbers are kept."""
    wrapped = (
        "The guard said that the gate had been closed since early in the\n"
        "morning and that nobody had been let through it on that day, or\n"
        "on the day before.\n"
    )
    out = run(
        text.read, f"{wrapped}\nDear Sir\nShort line\n\n12. I was there.\n第三条 规定".encode()
    )
    assert [p.text for p in out.passages] == [
        wrapped.strip(),
        "Dear Sir",
        "Short line",
        "12. I was there.",
        "第三条 规定",
    ]
    assert [p.locus.part for p in out.passages] == [None, None, None, "12", "第三条"]


def test_repeated_blocks_are_annotated() -> None:
    """A run of paragraphs that stands twice is one Fact: the later place, and the earlier."""
    out = run(text.read, b"Alpha beta.\nGamma delta.\nBetween.\nAlpha beta.\nGamma delta.\n")
    (fact,) = out.named("text.repeats")
    assert fact.value == "0-24"
    assert fact.locus is not None
    assert fact.locus.chars == (34, 58)
    assert run(text.read, b"Alpha beta.\nGamma delta.\n").named("text.repeats") == []


@pytest.mark.skipif(not ARTICLE.exists(), reason="the seed article is not beside the corpora")
def test_the_seed_article() -> None:
    """39 lines, 20 distinct: the headline with its byline and seventeen paragraphs stand twice."""
    data = ARTICLE.read_bytes()
    out = run(read.read, data, "article.txt")
    assert out.facts["text.lines"] == 39
    assert len({p.text for p in out.passages}) == 20
    whole = data.decode("utf-8")
    repeats = out.named("text.repeats")
    assert len(repeats) == 2
    for fact in repeats:
        assert fact.locus is not None
        assert fact.locus.chars is not None
        later = whole[slice(*fact.locus.chars)]
        earlier = whole[slice(*map(int, str(fact.value).split("-")))]
        assert later == earlier
    assert {p.language for p in out.passages if len(p.text) > 20} == {"en"}
    assert [m.local for p in out.passages[:12] for m in p.when] == ["2021", "2020"]


def test_override_characters_are_reported() -> None:
    """A name turned around by an override, and a zero-width space, are named with their place."""
    out = run(text.read, "invoice\u202etxt.exe and zero\u200bwidth\u202e".encode())
    (override,) = out.named("text.overrides")
    assert override.value == "U+202E x 2"
    assert override.locus is not None
    assert override.locus.chars == (7, 8)
    assert out.facts["text.invisible"] == "U+200B x 1"
    assert "\u202e" in out.text
    assert run(text.read, b"plain words").named("text.overrides") == []


def test_a_long_line_is_cut_between_words() -> None:
    """One line of 50,000 characters becomes passages that together are the line."""
    line = "word and another, " * 3000
    out = run(text.read, line.encode())
    assert max(len(p.text) for p in out.passages) <= 4000
    assert _spans_hold(out, line)
    assert "".join("".join(p.text for p in out.passages).split()) == "".join(line.split())


def test_the_limit_of_characters_is_stated() -> None:
    """Beyond the limit text is not read, and that is a Failure with the limit; the start is kept."""
    out = run(text.read, b"0123456789 words " * 50, text_chars=100)
    assert out.codes == ["over-limit"]
    assert out.failures[0].limits == (("text_chars", 100),)
    assert isinstance(out.passages[0], Passage)
    assert sum(len(p.text) for p in out.passages) <= 100


def test_line_ends_of_all_kinds() -> None:
    """CR LF, CR and LF end a line; counting is the same for each."""
    for ending in ("\n", "\r\n", "\r"):
        assert run(text.read, ending.join("abc").encode()).facts["text.lines"] == 3
    assert run(text.read, b"a\n").facts["text.lines"] == 1


def test_same_bytes_same_records() -> None:
    """Two readings give the same records in the same order."""
    data = "Первый абзац.\n\nВторой абзац, 3 марта 2024 г.\n".encode("koi8-r") * 3
    assert run(text.read, data).records == run(text.read, data).records
