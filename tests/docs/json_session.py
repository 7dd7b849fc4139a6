"""A short session that makes every command print its JSON Lines once."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PIL import ExifTags, Image

from tests import site
from tests.authority import Authority
from tests.cli.command import run
from tests.cli.test_capture_media import watch
from tests.copies.sound.heard import tune
from tests.copies.sound.heard_file import wav
from tests.packet.papers import paper
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.preserve.key import show
from wellfounded.case.proof.witness import own_witness
from wellfounded.ledger.witness.net import serving
from wellfounded.vault.encrypted import Identity, session

_LETTER = (
    "The gate was blue.\n\nSigned on 3 March 2024.\n\nMira Tolv said the bus was full.\n\n"
    "The ministry has 30 days to file.\n\nMira Tolv, 41, left.\n\nMira Tolv was born on 3 May 1950.\n"
)
_UYGHUR = "ئۇ دەرۋازىنىڭ تاقالغانلىقىنى، ھېچكىمنىڭ چىقالمىغانلىقىنى ئېيتتى، بىز ئۇنى ئاڭلىدۇق.\n"
Printed = dict[str, list[dict[str, Any]]]


def printed(folder: Path) -> Printed:
    """The records of a session of all commands, by verb; `errors` holds what stood on standard error."""
    home, case, inbox = folder / "home", folder / "case", folder / "inbox"
    found: Printed = {"errors": []}

    def wf(*words: str | Path, stdin: str = "", inside: bool = True) -> None:
        where = ("-C", case) if inside else ()
        ran = run(*where, *words, "--json", home=home, stdin=stdin)
        found.setdefault(str(words[0]), []).extend(ran.records)
        found["errors"] += [json.loads(line) for line in ran.err.splitlines()]

    _fill(inbox)
    wf("init", case, "--title", "Vale", inside=False)
    wf("add", inbox, "--dry-run")
    wf("add", inbox, "--source", "wren", "--received", "2024-03", "--consent", "court")
    wf("add", folder / "absent")
    _arriving(folder / "arriving")
    wf("watch", folder / "arriving", "--once", "--rest", "0.1")
    wf("build")
    wf("status")
    wf("search", "gate")
    wf("show", "letter.txt")
    wf("show", "pack.zip")
    wf("show", "torn.pdf")
    _sounds(folder, wf)
    wf("link", "second.txt", "--translation-of", "letter.txt")
    wf("show", "second.txt")
    wf("amend", "@1", "--published", "2024-03-01", "--handling", "private", "--because", "seen")
    wf("actor", "new", "wren", "--name", "W. R.")
    wf("actor")
    wf("matter", "set", "--forum", "us-eoir", "--decision", "2026-01-28", "--not-detained")
    wf("element", "link", "letter.txt", "B2b", "--kind", "media-reprints")
    wf("element")
    wf("exhibit", "add", "letter.txt", "--title", "Letter")
    wf("exhibit")
    wf("exhibit", "rules")
    wf("exhibit", "sheet", "-o", folder / "exhibits.csv")
    wf("exhibit", "read", folder / "exhibits.csv")
    (folder / "paper.pdf").write_bytes(paper())
    wf("add", folder / "paper.pdf", "--consent", "court")
    wf("build")
    wf("exhibit", "remove", "letter.txt")
    wf("exhibit", "add", "paper.pdf", "--title", "Paper")
    wf("packet", "build", "-o", folder / "packet")
    wf("packet", "lint", inbox / "torn.pdf", "--forum", "us-eoir", inside=False)
    wf("deadline", "--as-of", "2026-02-01")
    wf("check", "--full")
    _stamps(folder, wf)
    _second(folder, wf)
    wf("look", inbox / "letter.txt", inside=False)
    wf("unlock", "locked.zip", "--password-stdin", stdin="wrong\n")
    wf("mirror", folder / "copy")
    with site.serving() as served:
        wf("capture", "http://news.example/", "http://news.gone/", "--proxy", served.proxy)
    with site.serving(watch()) as served:
        wf("capture", "http://news.example/watch", "--media", "--proxy", served.proxy)
    wf("statement")
    wf("statement", "annotator")
    wf("timeline")
    wf("contradiction")
    wf("contradiction", "set-aside", "1", "--because", "two people")
    wf("chat", "WhatsApp Chat with Ana.txt", "WhatsApp Chat with Ben.txt")
    wf("statement", "extract", inbox / "letter.txt", inbox / "uyghur.txt", inside=False)
    _claims(folder, wf)
    wf("report", "-o", folder / "report")
    wf("export", "--all", "-o", folder / "export", "--for", "team")
    wf("prove", "letter.txt", "--reveal", "name", "--whole-entries", "-o", folder / "proof.zip")
    wf("withdraw", "second.txt", "--reason", "meant for others", "--yes")
    wf("doctor")
    wf("key")
    wf("key", "backup", folder / "key.backup")
    wf("key", "restore", folder / "key.backup", inside=False)
    wf("key", "rotate")
    _encrypted(folder, home, found)
    return found


def _encrypted(folder: Path, home: Path, found: Printed) -> None:
    """Make an encrypted case, let somebody in and out, open and lock it; what the kernel would keep is kept here."""
    own, kept = Identity.new(), dict[str, bytes]()
    (folder / "identity").write_text(own.text())
    (folder / "new").write_text("harbour tide lark\n")
    before = ("--identity", folder / "identity", "-C", folder / "hidden")

    def wf(*words: str | Path) -> None:
        ran = run(*before, *words, "--json", home=home)
        found.setdefault(str(words[0]), []).extend(ran.records)
        found["errors"] += [json.loads(line) for line in ran.err.splitlines()]

    def keep(number: str, secret: bytes, seconds: int) -> None:
        kept[number] = secret

    with (
        patch.object(session, "keep", keep),
        patch.object(session, "kept", kept.get),
        patch.object(session, "forget", lambda number: kept.pop(number, None) is not None),
    ):
        wf("init", folder / "hidden", "--recipient", str(own.recipient))
        wf("access", "add", "wren", "--new-passphrase-file", folder / "new")
        wf("access")
        wf("access", "change", "wren", "--recipient", str(Identity.new().recipient))
        wf("access", "remove", "wren")
        wf("open")
        wf("status")
        wf("lock")


def _sounds(folder: Path, wf: Callable[..., None]) -> None:
    """Find a copy of a sound in the case, in an index and between two files; and find none."""
    heard = folder / "heard"
    heard.mkdir()
    for name, sound in (
        ("one.wav", tune(1, 6)),
        ("two.wav", tune(1, 6)[8000:]),
        ("else.wav", tune(2, 5)),
    ):
        (heard / name).write_bytes(wav(sound))
    (heard / "torn.mp4").write_bytes(b"\0\0\0\x18ftypisom" + bytes(40))
    _dated(heard / "dated.jpg")
    wf("add", heard)
    wf("build")
    wf("copy", "one.wav")
    wf("copy")
    wf("show", "one.wav")
    wf("origin")
    wf("origin", "split", "one.wav", "two.wav", "--because", "two radios")
    wf("origin", "join", "one.wav", "two.wav", "--because", "one after all")
    wf("decide", "one.wav", "--as", "same sound", "--because", "one bell in both")
    wf("show", "one.wav")
    wf("decide", "one.wav", "--by", "otto")
    wf("show", "one.wav", "--by", "otto")
    wf("show", "dated.jpg")
    wf("index", "build", heard, "-o", folder / "index", inside=False)
    for name in ("two.wav", "torn.mp4"):
        wf("index", "query", folder / "index", heard / name, inside=False)
        wf("compare", heard / "one.wav", heard / name, "-o", folder / "page.html", inside=False)
    wf("compare", heard / "one.wav", heard / "else.wav", inside=False)
    told = "The gate opened at nine and 14 buses came out, the driver said, before the guards closed it"
    (heard / "wire.txt").write_text(told, "utf-8")
    (heard / "print.txt").write_text(told.replace("14", "40"), "utf-8")
    wf("compare", heard / "wire.txt", heard / "print.txt", inside=False)


def _claims(folder: Path, wf: Callable[..., None]) -> None:
    """Write claims, find what bears on one, and decide."""
    for name, text in (
        ("one.txt", "Jon Ferel said that forty buses stood at the gate of the yard."),
        ("two.txt", "Forty buses stood at the gate of the yard, Lena Dol said."),
    ):
        (folder / name).write_text(text)
        wf("add", folder / name)
    wf("build")
    wf("claim", "new", "The gate was blue", "--suggest")
    wf("claim", "show", "C1", "1")
    wf("claim", "suggest", "--copies")
    wf("claim", "confirm", "C1", "--all")
    wf("claim", "link", "C1", "letter.txt", "--quote", "the bus was full", "--knows", "eyewitness")
    wf("claim", "new", "The bus was full")
    wf("claim", "merge", "C1", "C2")
    wf("claim", "sheet", "-o", folder / "claims.csv")
    wf("claim", "read", folder / "claims.csv")
    wf("claim", "same", "Mira Tolv", "letter.txt", "--because", "her letter")
    wf("element", "link", "C1", "B2b")
    wf("entity")
    wf("entity", "export", "-o", folder / "entities.ftm.json")
    wf("element")
    wf("claim")


def _dated(path: Path) -> None:
    """A picture that states two times of its making."""
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif).update(
        {0x9003: "2024:09:05 09:14:12", 0x9004: "2024:09:07 09:14:12"}
    )
    Image.new("RGB", (32, 24), "grey").save(path, exif=exif)


def _stamps(folder: Path, wf: Callable[..., None]) -> None:
    """Ask a real authority on loopback, and one that is not there; carry a request."""
    ridge = Authority(folder / "ridge")
    with ridge.serving() as url:
        wf("authority", "new", "ridge", "--url", url, "--roots", ridge.roots, inside=False)
        wf("stamp", "ask", "ridge", "http://127.0.0.1:9/")
        with patch("wellfounded.ledger.clock_us", lambda: 0):
            wf("stamp", "ask", "ridge")
    wf("authority", inside=False)
    _witness(folder, wf)
    wf("stamp", "request", folder / "stick")
    wf("stamp")


def _second(folder: Path, wf: Callable[..., None]) -> None:
    """Join another case that holds the same letter."""
    other = folder / "other"
    run("init", other, home=folder / "home")
    run("-C", other, "add", folder / "inbox" / "letter.txt", home=folder / "home")
    wf("join", other)
    wf("join")
    wf("show", "letter.txt")


def _witness(folder: Path, wf: Callable[..., None]) -> None:
    """Ask a witness on loopback that does not know the log, and one that does."""
    book = own_witness(Home(folder / "elsewhere"), "witness.example/ridge")
    with serving(book) as url, Case(folder / "case", home=Home(folder / "home")) as case:
        wf("witness", "new", "ridge", "--url", url, "--key", str(book.key), inside=False)
        known = [state.verifier_key for state in show(case)]
        wf("witness", "know", known[0], "--name", "witness.example/mine", inside=False)
        wf("witness", "ask", "ridge", "http://127.0.0.1:9/", "--key", str(book.key))
        own_witness(Home(folder / "elsewhere"), "", known)
        wf("witness", "ask", "ridge")
        wf("witness", inside=False)
    with patch("wellfounded.cli.witness.stay", side_effect=SystemExit(0)):
        wf("witness", "serve", "--port", "0", inside=False)


def _arriving(folder: Path) -> None:
    folder.mkdir()
    (folder / "late.txt").write_text("Came later.")
    (folder / "link").symlink_to("late.txt")
    for name, count in (("Ana", "fourteen"), ("Ben", "forty")):
        lines = ["ready?", f"I counted {count} buses", "see you"]
        told = (f"13/03/2024, 07:0{n} - Ana: {words}\n" for n, words in enumerate(lines))
        (folder / f"WhatsApp Chat with {name}.txt").write_text("".join(told), "utf-8")


def _fill(inbox: Path) -> None:
    inbox.mkdir(parents=True)
    (inbox / "letter.txt").write_text(_LETTER)
    (inbox / "uyghur.txt").write_text(_UYGHUR)
    (inbox / "long.txt").write_text(_UYGHUR * (410_000 // len(_UYGHUR)))
    (inbox / "second.txt").write_text(
        "Die Pforte war blau, und niemand durfte hinein, sagten die Nachbarn am Abend.\n"
    )
    (inbox / "torn.pdf").write_bytes(b"%PDF-1.7\nbroken off")
    (inbox / "again.txt").write_bytes((inbox / "letter.txt").read_bytes())
    (inbox / "elsewhere").symlink_to("/nowhere")
    with zipfile.ZipFile(inbox / "pack.zip", "w") as pack:
        pack.writestr("inner.txt", "Inside.")
    os.chmod(inbox / "letter.txt", 0o600)
    (inbox / "locked.zip").write_bytes(locked_zip())


def locked_zip() -> bytes:
    """A zip whose member is said to be enciphered."""
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        pack.writestr("secret.txt", "Enciphered by declaration only.")
    data = bytearray(out.getvalue())
    data[6] |= 1
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)
