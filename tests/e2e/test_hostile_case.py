"""A case whose every name is an attack: all 515 naughty strings as file names, contents and queries, through the command line.

Besides them names with line breaks, terminal escapes, bidirectional overrides and bytes that are no UTF-8.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import Ran, run
from tests.e2e.pages import Page, wrongs
from wellfounded import open_case, open_catalogue

pytestmark = pytest.mark.slow
Wf = Callable[..., Ran]
ODD = (
    b"line\nDAMAGED: forged.txt",
    b"escape\x1b[2J\x1b]0;title\x07.txt",
    "override\u202egpj.exe".encode(),
    "isolate\u2067abc\u2069.txt".encode(),
    "c1\u009b31m.txt".encode(),
    b"caf\xe9.txt",
    b"\xff\xfe\xfd",
    b"-rf",
    b"--json",
    "separator\u2028line.txt".encode(),
)


def _strings() -> list[str]:
    corpora = os.environ.get("WELLFOUNDED_CORPORA")
    if not corpora:
        pytest.skip("WELLFOUNDED_CORPORA is not set")
    return list(json.loads((Path(corpora) / "naughty-strings" / "blns.json").read_text("utf-8")))


def _names() -> list[bytes]:
    raws = [s.encode().replace(b"/", b"_").replace(b"\0", b"_")[:255] for s in _strings()]
    return sorted({r for r in raws if r not in (b"", b".", b"..")} | set(ODD))


@pytest.fixture(scope="module")
def wf(tmp_path_factory: pytest.TempPathFactory) -> Wf:
    """A function that runs a verb on a case of files with these names, each holding its own name, all read."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "in").mkdir()
    for raw in _names():
        with open(os.fsencode(folder / "in") + b"/" + raw, "wb") as file:
            file.write(b"named " + raw)

    def verb(*words: str | Path, case: Path = folder / "case") -> Ran:
        return run("-C", case, *words, home=folder / "home")

    assert (
        run("init", folder / "case", "--title", ODD[2].decode(), home=folder / "home").status == 0
    )
    added = verb("add", folder / "in")
    assert added.status == 0, added.err
    assert f"Received {len(_names())} files" in added.out
    assert verb("build").status in (0, 1)
    assert verb("report", "-o", folder / "report").status == 0
    verb.__dict__.update(report=folder / "report", case=folder / "case")
    return verb


def _clean(ran: Ran) -> bool:
    """Whether what was printed has only printable characters, blanks of any script and line ends."""
    kept = "\n\t\u200c\u200d"
    return all(
        c.isprintable() or c in kept or (c.isspace() and c > "\x9f" and c not in "\u2028\u2029")
        for c in ran.out + ran.err
    )


def test_the_check_of_characters_sees_them() -> None:
    """Each odd character is seen where it stands raw."""
    for raw in ODD[1:5]:
        assert not _clean(Ran(0, raw.decode(), ""))
    assert _clean(Ran(0, "plain\n", ""))


def test_every_file_is_there_under_its_name(wf: Wf) -> None:
    """Each receipt keeps the bytes of the name; show of each is one record of that item."""
    for number in (1, len(_names()) // 2, len(_names())):
        records = wf("show", f"@{number}", "--json").records
        assert [r["type"] for r in records].count("item") == 1
    status = wf("status", "--json").records[0]
    assert status["receipts"] == len(_names())
    assert status["read"] + status["partial"] + status["failed"] == status["items"]
    root: Path = wf.__dict__["case"]
    with open_case(root) as case, open_catalogue(case) as catalogue:
        items = (catalogue.item(one.digest) for one in catalogue.items())
        names = {r.private["name"]["bytes_hex"] for item in items for r in item.receipts}
    assert {bytes.fromhex(name) for name in names} == set(_names())


def test_nothing_printed_acts_on_a_terminal(wf: Wf) -> None:
    """Status, show, check: no escape, override or forged line, for people and as JSON."""
    for words in (("status",), ("check", "--full"), ("search", "named"), ("search", "DAMAGED")):
        for more in ((), ("--json",)):
            ran = wf(*words, *more)
            assert ran.status == 0, ran.err
            assert _clean(ran), words
            assert not any(line.startswith("DAMAGED") for line in ran.out.splitlines())
    for number in range(1, len(_names()) + 1, 7):
        assert _clean(wf("show", f"@{number}", "--text"))


def test_every_string_is_a_query_and_a_name(wf: Wf) -> None:
    """Each is searched for, and each fifth asked after, without an error other than a typed one; what is printed stays clean."""
    for number, text in enumerate(_strings()):
        ran = wf("search", "--json", "--", text)
        assert ran.status == 0, (text, ran.err)
        assert ran.records[-1]["type"] == "found"
        assert _clean(ran), text
        if number % 5:
            continue
        shown = wf("show", "--", text)
        assert shown.status in (0, 2), (text, shown.err)
        assert _clean(shown), text
        assert len(shown.err.splitlines()) <= 1


def test_a_word_of_a_name_is_found(wf: Wf) -> None:
    """The search is not only silent: words of odd names and of their files are found."""
    for words in ("forged", "override*", "separator", "caf*"):
        found = wf("search", words, "--json").records
        assert [r for r in found if r["type"] == "hit"], words


def test_the_report_is_well_formed(wf: Wf) -> None:
    """Each page closes its tags, has no script and no acting character, and links only to what is there."""
    report: Path = wf.__dict__["report"]
    pages = list(report.rglob("*.html"))
    assert len(pages) > 500
    assert wrongs(report) == {}
    text = "".join(Page(p).text for p in pages)
    assert "<script>alert(123)<_script>" in text
    assert "forged.txt" in text


def test_wrong_pages_are_seen(tmp_path: Path) -> None:
    """A tag left open, a script, an attribute that runs, an override, a link to outside or to nowhere are each seen."""
    for n, body in enumerate(
        (
            "<p>",
            "</p>",
            "<script></script>",
            "<p onclick=x></p>",
            "\u202e",
            "<a href='https://a.test'></a>",
            "<a href=gone.html></a>",
            "\x1b",
        )
    ):
        folder = tmp_path / str(n)
        folder.mkdir()
        (folder / "a.html").write_text(body, encoding="utf-8")
        assert wrongs(folder), body
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "a.html").write_text(
        "<p><a href='a.html#x'>x</a><br></p>", encoding="utf-8"
    )
    assert wrongs(tmp_path / "good") == {}
