"""A packet that was built is checked by the program beside it: two verdicts, saved again, and the case that knows of it."""

from __future__ import annotations

import hashlib
import re
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


def test_a_sensitive_source_is_shown_by_a_commitment_only(home: Path) -> None:
    """Its digest stands nowhere in what is handed out, where that of another does; its pages agree; the salt opens the commitment."""
    folder = home.parent / "sensitive"
    words = ("packet", "build", "-o", folder, *_DAY, "--sensitive", "letter.pdf", "--whole-entries")
    assert wf(home, *words).status == 0
    found = verifier(folder / "Exhibits.pdf", "--key", key(home))
    assert found.exit == 0 and "content" in codes(found, "agrees")
    letter, turned = (
        hashlib.sha256((home.parent / "inbox" / name).read_bytes()).hexdigest()
        for name in ("letter.pdf", "turned.pdf")
    )
    held = _held(folder)
    assert turned.encode() in held and letter.encode() not in held
    private = b"".join(p.read_bytes() for p in (home.parent / "case/private/custody").iterdir())
    salt = re.search(rb'"sha256:%s":"([0-9a-f]{64})"' % letter.encode(), private)
    assert salt
    commitment = hashlib.sha256(bytes.fromhex(salt[1].decode()) + bytes.fromhex(letter)).hexdigest()
    assert f'"commitment":"sha256:{commitment}"'.encode() in held
    again = home.parent / "sensitive-again"
    assert wf(home, *words[:3], again, *words[4:]).status == 0
    assert (again / "Exhibits.pdf").read_bytes() == (folder / "Exhibits.pdf").read_bytes()


def _held(folder: Path) -> bytes:
    """Everything a packet and its proof hold, unpacked: streams, the members of zips, and the words on its pages."""
    from tools.formats.packets import unzipped

    with pikepdf.open(folder / "Exhibits.pdf") as pdf:
        found = [one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream)]
    found.append((folder / "packet.proof").read_bytes())
    inner = [data for one in found if one[:2] == b"PK" for data in unzipped(one).values()]
    words = subprocess.run(["pdftotext", folder / "Exhibits.pdf", "-"], capture_output=True)
    return b"\n".join([*found, *inner, words.stdout])


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


def test_the_team_s_report_lists_what_was_issued(home: Path) -> None:
    """Each part with its digest; the report for a court has nothing of it."""
    digest = hashlib.sha256((home.parent / "packet" / "Exhibits.pdf").read_bytes()).hexdigest()
    for audience, there in (("team", True), ("court", False)):
        out = home.parent / f"report-{audience}"
        assert wf(home, "report", "-o", out, "--for", audience).status == 0
        pages = b"".join(p.read_bytes() for p in out.rglob("*.html"))
        assert (b'<h2 id="packets">' in pages) is there
        assert there is False or digest.encode() in pages
