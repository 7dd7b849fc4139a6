"""What stands in the index of languages and pages, and how a text becomes blocks."""

from __future__ import annotations

import pytest

from wellfounded.catalogue.answers import FoundPassage, Link
from wellfounded.packet import wording
from wellfounded.packet.exhibit import Exhibit, pages_named, tab
from wellfounded.packet.languages import told
from wellfounded.packet.paged import Block, text_of
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment


def exhibit(number: int) -> Exhibit:
    """An exhibit of its own item."""
    return Exhibit(Digest.of(bytes([number])), tab(number), f"{number}.txt", "text", None)


def test_language_and_translation_are_told() -> None:
    """The foreign one by its language and where its translation stands; the translation by what it is of."""
    listed = [exhibit(n) for n in range(4)]
    links = [
        Link(1, "translation-of", listed[1].item, listed[0].item, "mina", 0, None),
        Link(2, "certificate-of", listed[2].item, listed[1].item, "mina", 0, None),
        Link(3, "translation-of", Digest.of(b"not listed"), listed[3].item, "mina", 0, None),
    ]
    assert told(listed, ["ug", "en", "en", "qq"], links, "en") == [
        "In Uyghur; translation at tab B",
        "Translation of exhibit A; certificate at tab C",
        "Certificate of exhibit B",
        "In qq",
    ]
    assert told(listed[:1], ["ug"], [], "") == [""]


def test_pages_are_read_and_written() -> None:
    """Rising, each once; written again they are the same."""
    assert pages_named("1-3, 7,9-9") == (1, 2, 3, 7, 9)
    assert wording.ranges((1, 2, 3, 7, 9)) == "1–3, 7, 9"
    for wrong in ("", "0", "3-1", "2,2", "1-9999999", "one", "-2"):
        with pytest.raises(Mistaken, match="not a list of pages"):
            pages_named(wrong)


def test_control_characters_stand_as_a_mark() -> None:
    """Those that turn directions too; joiners and every script stay."""
    assert wording.plain("a\x00b\u202ec\nd") == "a\ufffdb\ufffdc d"
    assert wording.plain("می\u200cخواهم 中文 ئۇيغۇر") == "می\u200cخواهم 中文 ئۇيغۇر"


def passage(text: str, source: str = "text", **more: object) -> FoundPassage:
    """A passage as the catalogue gives it."""
    item = Digest.of(b"item")
    place = {k: more.pop(k) for k in ("sheet", "message", "part") if k in more}
    held: dict[str, object] = {
        "language": "", "confidence": None, "speaker": "", "heading": "", "when": (), "stage": "read",
    }  # fmt: skip
    return FoundPassage(
        id=0, item=item, reading=0, seq=0, text=text, source=source,
        locus=Locus(item, **place), **(held | more),  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_text_becomes_blocks() -> None:
    """Paragraphs of one mail are one message; of a chat each is its own; comments are left out; a sheet is headed once."""
    at = (Moment((2024, 3, 1, 9, 30)),)
    mail = {"source": "message", "speaker": "J.", "when": at, "part": "1"}
    chat = {"source": "message", "speaker": "J.", "when": at}
    found = [
        passage("Subject", "metadata"),
        passage("Dear", **mail),  # type: ignore[arg-type]
        passage("Yours", **mail),  # type: ignore[arg-type]
        passage("one", **chat, message=1),  # type: ignore[arg-type]
        passage("two", **chat, message=2),  # type: ignore[arg-type]
        passage("an aside", part="comment 1"),
        passage("a\tb", "cell", sheet="Hall"),
        passage("c\td", "cell", sheet="Hall"),
    ]
    assert list(text_of(found)) == [
        Block(kind="heading", text="Subject"),
        Block(kind="message", text="Dear\n\nYours", speaker="J.", when="2024-03-01 09:30"),
        Block(kind="message", text="one", speaker="J.", when="2024-03-01 09:30"),
        Block(kind="message", text="two", speaker="J.", when="2024-03-01 09:30"),
        Block(kind="heading", text="Sheet Hall"),
        Block(kind="row", cells=("a", "b")),
        Block(kind="row", cells=("c", "d")),
    ]
