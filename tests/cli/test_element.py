"""`wellfounded element` as a person types it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Ran, run


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home, and a case beside it with four papers that were read."""
    folder = tmp_path_factory.mktemp("element")
    home, inbox = folder / "home", folder / "inbox"
    inbox.mkdir()
    (inbox / "radio.txt").write_text("The radio read the letter aloud and named its writer to all.")
    (inbox / "alt.txt").write_text("Die Brücke wurde gesperrt, und niemand durfte sie betreten.")
    (inbox / "alt-en.txt").write_text("The bridge was closed, and nobody was allowed on it.")
    (inbox / "zertifikat.txt").write_text("I am competent to translate from German into English.")
    run("init", folder / "case", home=home)
    wf(home, "add", inbox)
    wf(home, "build")
    wf(home, "matter", "set", "--forum", "us-eoir", "--country", "Karsia")
    return home


def wf(home: Path, *words: str | Path) -> Ran:
    """Run a command in the case."""
    return run("-C", home.parent / "case", *words, home=home)


def row(home: Path, element: str) -> dict[str, Any]:
    """One row of the matrix."""
    records = wf(home, "element", "--json").records
    return next(r for r in records if r["type"] == "element" and r["id"] == element)


def test_a_person_links_and_takes_back(home: Path) -> None:
    """Under a handle; the log itself holds neither element nor reason."""
    linked = wf(home, "element", "link", "radio.txt", "B2b", "--kind", "media-reprints")
    assert linked.status == 0
    (one,) = row(home, "B2b")["links"]
    assert (one["by"], one["stance"], one["kind"]) == ("mina", "supports", "media-reprints")
    case = home.parent / "case"

    def held(folder: str) -> bool:
        files = (f for f in (case / folder).rglob("*") if f.is_file())
        return any(b"media-reprints" in f.read_bytes() for f in files)

    assert held("private/work") and not held("work")
    wf(home, "element", "link", "radio.txt", "B2b", "--undo")
    assert row(home, "B2b")["links"] == []


def test_a_paper_and_its_translation_are_one_origin(home: Path) -> None:
    """And a foreign paper lacks first a translation, then its certificate, then nothing."""

    def lacks() -> list[str]:
        return [r["lacks"] for r in wf(home, "element", "--json").records if r["type"] == "foreign"]

    assert lacks() == ["translation"]
    wf(home, "link", "alt-en.txt", "--translation-of", "alt.txt")
    assert lacks() == ["certificate"]
    wf(home, "link", "zertifikat.txt", "--certificate-of", "alt-en.txt")
    assert lacks() == []
    for name in ("alt.txt", "alt-en.txt"):
        wf(home, "element", "link", name, "D1")
    assert (len(row(home, "D1")["links"]), row(home, "D1")["origins"]) == (2, 1)


def test_private_papers_are_marked(home: Path) -> None:
    """A paper made private after it was linked too."""
    wf(home, "element", "link", "radio.txt", "F1", "--stance", "contradicts")
    assert row(home, "F1")["links"][0]["private"] is False
    number = wf(home, "show", "radio.txt", "--json").records[0]
    assert number["type"] == "item"
    for receipt in ("@1", "@2", "@3", "@4"):
        wf(home, "amend", receipt, "--handling", "private", "--because", "the client's own")
    assert row(home, "F1")["links"][0]["private"] is True
    assert "private paper" in wf(home, "element").out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("radio.txt", "B9"), "unknown-element"),
        (("radio.txt", "B2b", "--stance", "proves"), "stance"),
        (("radio.txt", "B2b", "--kind", "rumour"), "evidence-kind"),
        (("nothing.txt", "B2b"), "unknown-item"),
    ],
)
def test_what_cannot_be_is_refused(home: Path, words: tuple[str, ...], code: str) -> None:
    """With a stable code and what there is instead."""
    ran = wf(home, "element", "link", *words)
    assert (ran.status, f"[{code}]" in ran.err) == (2, True), ran.err


def test_what_a_withdrawn_item_said_is_gone(home: Path) -> None:
    """The link goes with it, and a new one is refused."""
    wf(home, "element", "link", "zertifikat.txt", "I1")
    assert len(row(home, "I1")["links"]) == 1
    digest = row(home, "I1")["links"][0]["item"]
    wf(home, "withdraw", "zertifikat.txt", "--reason", "another client's", "--yes")
    assert row(home, "I1")["links"] == []
    assert "withdrawn-item" in wf(home, "element", "link", digest.removeprefix("sha256:"), "I1").err


def test_without_a_forum_there_are_no_elements(tmp_path: Path) -> None:
    """It says how to name one."""
    run("init", tmp_path / "case", home=tmp_path / "home")
    ran = run("-C", tmp_path / "case", "element", home=tmp_path / "home")
    assert ran.status == 2 and "no-forum" in ran.err and "matter set" in ran.err


def test_a_claim_brings_the_origins_under_it(home: Path) -> None:
    """The same paper linked by itself and under a claim is one origin; the claim ends, its row is as before."""
    wf(home, "claim", "new", "The letter was read aloud")
    wf(
        home,
        "claim",
        "link",
        "C1",
        "radio.txt",
        "--quote",
        "read the letter aloud",
        "--knows",
        "official",
    )
    assert wf(home, "element", "link", "C1", "B3", "--because", "so they know").status == 0
    held = row(home, "B3")
    assert [(c["claim"], c["says"], c["because"]) for c in held["claims"]] == [
        ("C1", "1 independent origin", "so they know")
    ]
    assert (held["origins"], held["links"]) == (1, [])
    wf(home, "element", "link", "radio.txt", "B3")
    assert row(home, "B3")["origins"] == 1
    (claim,) = [r for r in wf(home, "claim", "--json").records if r["type"] == "claim"]
    assert claim["elements"] == ["B3"]
    wf(home, "element", "link", "C1", "B3", "--undo")
    assert row(home, "B3")["claims"] == []


def test_a_claim_that_nobody_could_have_known_brings_none(home: Path) -> None:
    """Suggested links count nothing here either, and a claim is no kind of evidence."""
    wf(home, "claim", "new", "The bridge was closed, and nobody was allowed on it", "--suggest")
    wf(home, "element", "link", "C2", "B1")
    (held,) = row(home, "B1")["claims"]
    assert (held["says"], row(home, "B1")["origins"]) == ("nothing linked that counts", 0)
    ran = wf(home, "element", "link", "C2", "B1", "--kind", "media-reprints", "--json")
    assert (ran.status, '"evidence-kind"' in ran.err) == (2, True)
