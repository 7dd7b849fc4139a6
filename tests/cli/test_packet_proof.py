"""A packet that was built is checked by the program beside it: two verdicts, saved again, and the case that knows of it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pikepdf
import pytest

from tests.cli.command import Ran, run
from tests.packet import papers
from tests.verifier.both import Verdict, verifier

_DAY = ("--as-of", "2026-03-01")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home, and a case beside it with two papers and one out of an archive as exhibits; the packet is built."""
    folder = tmp_path_factory.mktemp("packet-proof")
    inbox = papers.write(folder / "inbox", {"letter.pdf": papers.paper(3), "turned.pdf": papers.paper(2, change=papers.turned(90))})  # fmt: skip
    inner = papers.write(folder / "inner", {"packed.pdf": papers.paper(1, size=(612, 700))})
    subprocess.run(["python3", "-m", "zipfile", "-c", inbox / "pack.zip", inner / "packed.pdf"], check=True)  # fmt: skip
    home = folder / "home"
    run("init", folder / "case", home=home)
    wf(home, "add", inbox, "--consent", "court")
    wf(home, "build")
    wf(home, "matter", "set", "--forum", "us-eoir", "--caption", "party=AZAR, Mira")
    for name in ("letter", "turned", "packed"):
        assert wf(home, "exhibit", "add", f"{name}.pdf", "--title", f"The {name} paper").status == 0
    wf(home, "exhibit", "decide", "packed.pdf", "no-consent", "file")
    ran = wf(home, "packet", "build", "-o", folder / "packet", *_DAY)
    assert (ran.status, ran.err) == (0, "")
    assert "does not show the custody of C" in ran.out
    return home


def wf(home: Path, *words: str | Path) -> Ran:
    """Run a command in the case."""
    return run("-C", home.parent / "case", *words, home=home)


def key(home: Path) -> str:
    """The custody log's key."""
    return next(
        r["verifier_key"] for r in wf(home, "key", "--json").records if r["log"] == "custody"
    )


def codes(found: Verdict, verdict: str) -> list[str]:
    """The codes found under one verdict."""
    return sorted({f["code"] for f in found.findings if f["verdict"] == verdict})


def test_every_page_walks_back_to_its_original(home: Path) -> None:
    """Both verdicts hold; what custody would name more is said not to be shown, and is shown when asked for."""
    part = home.parent / "packet" / "Exhibits.pdf"
    found = verifier(part, "--key", key(home), "--file", home.parent / "inbox" / "letter.pdf")
    assert codes(found, "agrees") == ["content", "file", "manifest", "pages"]
    assert codes(found, "cannot check") == ["packet-exhibit"] and found.exit == 6
    whole = home.parent / "whole"
    assert wf(home, "packet", "build", "-o", whole, *_DAY, "--whole-entries").status == 0
    assert verifier(whole / "Exhibits.pdf", "--key", key(home)).exit == 0
    assert part.read_bytes() == (whole / "Exhibits.pdf").read_bytes()


def test_the_program_beside_it_runs_alone(home: Path) -> None:
    """Python and the folder are all it needs; the printed checkpoint, kept, takes the place of a key."""
    folder = home.parent / "packet"
    with pikepdf.open(folder / "Exhibits.pdf") as pdf:
        zipped = pdf.Root.PieceInfo.Wellfounded.Private.Proof.read_bytes()
    from tools.formats.packets import unzipped

    (home.parent / "kept").write_bytes(unzipped(zipped)["checkpoint"])
    words = ["python3", "-I", folder / "wellfounded-verify.py", folder / "Exhibits.pdf", "--checkpoint", home.parent / "kept"]  # fmt: skip
    done = subprocess.run(words, capture_output=True, text=True, cwd="/", env={})
    assert "agrees: bit for bit the file that was issued" in done.stdout, done.stderr
    assert "unchanged: since the checkpoint you gave" in done.stdout


@pytest.mark.parametrize(
    "options",
    [
        ["--object-streams=generate", "--recompress-flate", "--compression-level=9"],
        ["--object-streams=disable", "--coalesce-contents", "--linearize"],
        ["--qdf"],
    ],
)
def test_a_court_that_saves_it_again_changes_no_page(home: Path, options: list[str], tmp_path: Path) -> None:  # fmt: skip
    """qpdf writes another file; each page is still found to hold what its original held."""
    part = home.parent / "packet" / "Exhibits.pdf"
    subprocess.run(["qpdf", *options, part, tmp_path / "court.pdf"], check=True)
    found = verifier(tmp_path / "court.pdf", "--key", key(home))
    assert codes(found, "agrees") == ["content", "manifest"]
    assert codes(found, "damaged") == [] and codes(found, "cannot check") == ["packet-proof"]


def test_the_case_still_agrees_with_itself(home: Path) -> None:
    """Packets are no items: nothing new waits to be read, nothing is listed, and the case is checked whole."""
    case = home.parent / "case"
    ran = wf(home, "status", "--json")
    assert ran.status == 0 and "Nothing new" in wf(home, "build").out
    listed = {r["name"] for r in wf(home, "exhibit", "--json").records if r["type"] == "exhibit"}
    assert listed == {"letter.pdf", "turned.pdf", "packed.pdf"}
    assert verifier(case).codes == frozenset()
