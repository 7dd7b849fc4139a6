"""Subtitle files: a person's transcript with its times."""

from __future__ import annotations

import pytest

from tests.extract.fake import run
from wellfounded.extract.untrusted import read as dispatcher
from wellfounded.extract.untrusted import subtitle
from wellfounded.terms.record import Passage

SRT = (
    "1\n00:00:01,000 --> 00:00:02,500\nThe gate was <i>shut</i>.\n\n"
    "2\n01:00:03,250 --> 01:00:04,000\nWe waited\nuntil nine.\n"
)
VTT = (
    "WEBVTT - harbour\n\nNOTE made by hand\n\nSTYLE\n::cue { color: red }\n\n"
    "intro\n00:01.000 --> 00:02.500 align:start\n<v Mina>The gate was shut &amp; locked.\n\n"
)


def _spans(found: list[Passage]) -> list[tuple[tuple[int, int] | None, str]]:
    return [(p.locus.pts, p.text) for p in found]


def test_cues_of_subrip_have_their_words_and_times() -> None:
    """Each cue is a caption with its span in milliseconds; markup is left out, lines are kept."""
    found = run(subtitle.read, SRT.encode())
    assert _spans(found.passages) == [
        ((1000, 2500), "The gate was shut."),
        ((3_603_250, 3_604_000), "We waited\nuntil nine."),
    ]
    assert {p.source for p in found.passages} == {"caption"}
    assert found.passages[0].locus.describe() == "00:00:01.000-00:00:02.500"


def test_cues_of_webvtt_have_their_speaker() -> None:
    """A voice span names the speaker; notes and styles are no cues."""
    (cue,) = run(subtitle.read, VTT.encode()).passages
    assert (cue.locus.pts, cue.text) == ((1000, 2500), "The gate was shut & locked.")
    assert cue.speaker == "Mina"


def test_line_ends_charsets_and_languages() -> None:
    """Windows line ends and a legacy charset are read, and the language is named."""
    words = "1\r\n00:00:01,000 --> 00:00:02,500\r\nВорота были закрыты, и мы ждали до девяти часов.\r\n\r\n"
    found = run(subtitle.read, (words * 5).encode("cp1251"))
    assert len(found.passages) == 5 and found.passages[0].language == "ru"
    assert found.passages[0].text.startswith("Ворота")


def test_a_cue_that_ends_before_it_begins_is_said() -> None:
    """Its words are kept at its start, and the file's fault is a Failure."""
    found = run(subtitle.read, b"1\n00:00:05,000 --> 00:00:02,000\nBack.\n")
    assert found.passages[0].locus.pts == (5000, 5001) and found.codes == ["damaged"]


@pytest.mark.parametrize("data", [b"", b"no cue here", b"1\n00:00:01 -> 00:00:02\nx"])
def test_without_a_cue_it_is_damaged(data: bytes) -> None:
    """No cue at all ends as damaged."""
    assert run(subtitle.read, data).codes == ["damaged"]


@pytest.mark.parametrize(("text", "name"), [(SRT, "x.srt"), (VTT, "x.vtt"), (SRT, "words.txt")])
def test_the_kind_is_found_by_content(text: str, name: str) -> None:
    """The dispatcher finds subtitles whatever their name, and prose with an arrow is still text."""
    assert run(dispatcher.read, text.encode(), name).facts["kind"] == "subtitle"
    assert run(dispatcher.read, b"from 10:00 --> to 11:00 we met", "a.txt").facts["kind"] == "text"
