"""The sample case, made by the one command a newcomer types, holds what the program promises at this stage.

What is planted is read from the key, which the program never reads.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import wellfounded
from tests.cli.command import Ran, run
from tests.e2e.pages import Page, wrongs

pytestmark = pytest.mark.slow
SAMPLE = Path(wellfounded.__file__).parent / "sample"
KEY = {p["id"]: p for p in json.loads((SAMPLE / "key.json").read_text("utf-8"))["planted"]}
GIVEN = json.loads((SAMPLE / "manifest.json").read_text("utf-8"))
Wf = Callable[..., Ran]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which `wellfounded demo` made the sample case."""
    folder = tmp_path_factory.mktemp("made") / "try"
    ran = run("demo", folder, home=folder.parent / "unused", by="")
    assert ran.status == 0, ran.err
    assert str(folder / "report" / "index.html") in ran.out
    return folder


@pytest.fixture
def wf(made: Path) -> Wf:
    """A function that runs a verb on the sample case."""
    return lambda *words: run("-C", made / "case", *words, home=made / "home")


def _records(wf: Wf, planted: str, kind: str, n: int = 0) -> list[dict[str, Any]]:
    """The records of a kind that `show` gives for the nth file of what is planted."""
    name = Path(KEY[planted]["items"][n]).name
    return [r for r in wf("show", name, "--json").records if r["type"] == kind]


def _hits(wf: Wf, *words: str) -> list[dict[str, Any]]:
    return [r for r in wf("search", *words, "--json").records if r["type"] == "hit"]


def test_every_file_is_in_with_what_was_said_of_it(wf: Wf) -> None:
    """At least 25 files; each has a receipt; status tells how many givers there are."""
    assert len(GIVEN["items"]) >= 25
    status = wf("status", "--json").records[0]
    assert status["items"] >= len(GIVEN["items"])
    assert status["givers"] == len({i["source"] for i in GIVEN["items"] if i.get("source")})


def test_the_same_bytes_are_one_object_with_two_receipts(wf: Wf) -> None:
    """The photograph came by itself and inside the parcel: told by status, and shown with both receipts."""
    assert wf("status", "--json").records[0]["duplicates"] >= 1
    assert "received more than once" in wf("status").out
    receipts = _records(wf, "same-bytes", "receipt")
    assert len(receipts) == 2
    assert {r["door"] for r in receipts} == {"file", "member"}
    names = {r["private"]["name"]["shown"] for r in receipts}
    assert KEY["same-bytes"]["facts"]["member"] in names


def test_what_was_not_read_is_said(wf: Wf) -> None:
    """The broken clip is a Failure that names what it lacks; the hostile PDF is over a limit; the rest went on."""
    damaged = _records(wf, "damaged", "failure")
    assert any(KEY["damaged"]["facts"]["lacks"] in f["what"] for f in damaged)
    assert {f["code"] for f in damaged} == {"damaged"}
    assert "over-limit" in {f["code"] for f in _records(wf, "hostile", "failure")}
    status = wf("status", "--json").records[0]
    assert status["unread"] == 0
    assert status["failed"] + status["partial"] < 10


def test_a_scan_is_found_through_ocr_with_its_page(wf: Wf) -> None:
    """Each of the words the key says it reads; the hit says page, machine and confidence."""
    for words in KEY["scan"]["facts"]["reads"]:
        hits = [h for h in _hits(wf, f'"{words}"') if h["name"] == "scan_0003.pdf"]
        assert hits, words
        assert all(h["source"] == "ocr" and h["locus"]["page"] in (1, 2) for h in hits)
        assert all(0 < h["confidence"] <= 1000 for h in hits)
    assert "machine reading, unchecked" in wf("search", "2,100 places").out


def test_names_are_found_in_other_scripts(wf: Wf) -> None:
    """A Chinese name in either form; a Uyghur word in Arabic, Latin and Cyrillic letters."""
    chinese, uyghur = (Path(KEY[k]["items"][0]).name for k in ("translation", "uyghur"))
    for word, name in (
        ("凯林", chinese),
        ("凱林", chinese),
        ("مەكتەپكە", uyghur),
        ("mektepke", uyghur),
        ("мектепкә", uyghur),
    ):
        assert name in {h["name"] for h in _hits(wf, word)}, word
    assert not _hits(wf, "凱琳")


def test_languages_are_noted(wf: Wf) -> None:
    """The Uyghur letter and the Chinese paper are known by their language."""
    for planted in ("uyghur", "translation"):
        languages = {r["language"] for r in _records(wf, planted, "passage")}
        assert KEY[planted]["facts"]["language"] in {x.partition("-")[0] for x in languages}


def test_times_are_never_guessed(wf: Wf) -> None:
    """Chat messages have no zone; an undecidable date keeps two readings; a photograph has the zone it states or none."""
    for n in (0, 1):
        passages = _records(wf, "chat-order", "passage") if n == 0 else []
        passages += _records(wf, "chat-clocks", "passage", 1) if n else []
        moments = [m for p in passages for m in p["when"]]
        assert moments
        assert all(not m.get("offsets_min") for m in moments)
        first = next(p["when"] for p in passages if p["when"])
        assert len(first) == (2 if n == 0 else 1)
    shown = wf("show", "WhatsApp Chat with Joren.txt").out
    assert "2024-09-03T07:12 (no zone) or 2024-03-09T07:12 (no zone)" in shown
    letter = [m for p in _records(wf, "uyghur", "passage") for m in p["when"]]
    assert len(letter) == len(KEY["uyghur"]["facts"]["readings"])
    for item, zone in KEY["clocks"]["facts"].items():
        told = [r for r in wf("show", Path(item).name, "--json").records if r["type"] == "fact"]
        when = [r["when"] for r in told if r["name"] == "exif.DateTimeOriginal"]
        hours = [int(zone[:3]) * 60] if zone else []
        assert [w.get("offsets_min", []) for w in when] == [hours], item


def test_positions_are_facts_with_a_radius(wf: Wf) -> None:
    """The two photographs give the position that was planted, with how wide it may be."""
    for item, (latitude, longitude) in KEY["positions"]["facts"].items():
        told = [r for r in wf("show", Path(item).name, "--json").records if r["type"] == "fact"]
        place = next(r["where"] for r in told if r["name"] == "gps")
        assert place["lat_e7"] == pytest.approx(latitude * 1e7, abs=50)
        assert place["lon_e7"] == pytest.approx(longitude * 1e7, abs=50)
        assert place["radius_m"] > 0


def test_a_cell_can_be_cited(wf: Wf) -> None:
    """The row of the register is found with its sheet and cells; its portraits are items of their own."""
    facts = KEY["declarant-row"]["facts"]
    hit = next(h for h in _hits(wf, facts["number"]) if h["name"].endswith(".xlsx"))
    assert hit["locus"]["sheet"] == KEY["stock-portrait"]["facts"]["sheet"]
    assert hit["locus"]["cells"].startswith(f"A{facts['row']}")
    members = _records(wf, "declarant-row", "member")
    assert len(members) == KEY["stock-portrait"]["facts"]["portraits"]


def test_members_are_items(wf: Wf) -> None:
    """Attachments of the mail, both members of one name in the parcel, and the name in GB18030."""
    attached = {m["name"] for m in _records(wf, "mail", "member")}
    assert attached == set(KEY["mail"]["facts"]["attachments"])
    parcel = [m["name"] for m in _records(wf, "parcel", "member")]
    assert parcel.count(KEY["parcel"]["facts"]["twice"]) == 2
    assert any(KEY["parcel"]["facts"]["gb18030"] in name for name in parcel)
    assert _hits(wf, "NOTE ON TRAFFIC", "source:text")


@pytest.mark.parametrize("planted", ["privileged", "consent-ended"])
def test_what_is_for_the_team_alone_is_in_no_other_report(
    made: Path, wf: Wf, tmp_path: Path, planted: str
) -> None:
    """The privileged letter and the note whose consent has ended: words and digest in the team's report, in no other."""
    (item,) = _records(wf, planted, "item")
    digest = item["item"].removeprefix("sha256:")
    words = max((r["text"] for r in _records(wf, planted, "passage")), key=len)[:40]
    seen = {"team": _told(made / "report")}
    for audience in ("court", "public"):
        folder = tmp_path / audience
        assert wf("report", "-o", folder, "--for", audience).status == 0
        seen[audience] = _told(folder)
        assert wrongs(folder) == {}
    assert {a for a, text in seen.items() if words in text} == {"team"}
    assert {a for a, text in seen.items() if digest in text} == {"team"}


def _told(report: Path) -> str:
    """All names and words of a report's pages."""
    return "\n".join(str(p) + Page(p).text for p in report.rglob("*.html"))


def test_care_is_taken_on_the_pages(made: Path, wf: Wf) -> None:
    """The minor's statement is marked; the graphic clip has a content note and a second step; both by their own page."""
    for planted, mark in (("minor", "minor"), ("graphic", "Content note")):
        (item,) = _records(wf, planted, "item")
        assert item[planted] is True
        digest = item["item"].removeprefix("sha256:")
        (path,) = (made / "report" / "items").rglob(f"{digest}.html")
        assert mark in Page(path).text
    assert "two steps" in Page(path).text


def test_the_report_opens_offline(made: Path) -> None:
    """Well-formed pages without script that lead nowhere but to each other; the first has title, audience and what is not read."""
    assert wrongs(made / "report") == {}
    first = Page(made / "report" / "index.html").text
    for words in (
        "The centre on Mill Road",
        "Not for handing over",
        "givers, by handle",
        "Not read",
    ):
        assert words in first


def test_the_case_checks(wf: Wf) -> None:
    """Every byte agrees, and the outside proof that is not there is said not to be."""
    ran = wf("check", "--full")
    assert ran.status == 0
    assert "Every byte that was read agrees" in ran.out
    assert "could not be checked" in ran.out


def test_the_library_does_the_same(made: Path, tmp_path: Path) -> None:
    """The typed functions a script would use, on the sample's own files."""
    from wellfounded import add, build, check, init, issue_report, open_case, open_catalogue, status
    from wellfounded.case.home import Home

    home = Home(tmp_path / "home")
    with init(tmp_path / "vale", title="The Kerrin footage", actor="mina", home=home).case as case:
        added = add(case, [SAMPLE / "data" / "press"], actor="mina")
        assert added.received == len(list((SAMPLE / "data" / "press").iterdir()))
        built = build(case, actor="mina")
        assert built.read >= added.received
    with open_case(tmp_path / "vale", home=home) as case:
        assert status(case).counts.items >= added.received
        with open_catalogue(case) as catalogue:
            hits = catalogue.search(KEY["shared-misspelling"]["facts"]["spelling"]).hits
            assert {h.name for h in hits} == {
                Path(i).name for i in KEY["shared-misspelling"]["items"]
            }
        assert not check(case, full=True).damaged
        written = issue_report(case, tmp_path / "report", audience="public", actor="mina")
    assert (written.folder / "index.html").is_file()


def _claim(wf: Wf, words: str, *more: str) -> dict[str, Any]:
    return next(c for c in wf("claim", "--json", *more).records if words in c.get("text", ""))


def test_the_declarations_paragraphs_are_claims(wf: Wf) -> None:
    """Each of its numbered paragraphs, in order, with its place."""
    claims = [c for c in wf("claim", "--json").records if c.get("paragraph")]
    assert [c["paragraph"] for c in claims] == [str(n) for n in range(1, 23)]
    assert all(c["place"]["locus"]["part"] == c["paragraph"] for c in claims)


def test_reprints_fold_to_their_agency(wf: Wf) -> None:
    """Three publications of one report are one origin, and the claim falls with the archive they all quote."""
    side = _claim(wf, "More than 4,000")["support"]
    assert (side["least"], side["most"], side["publications"], side["folded"]) == (0, 1, 3, 2)
    assert side["possibly_falls_with"] == ["The Tavesh Archive"]
    (origin,) = side["origins"]
    assert "Northline News Agency" in origin["outlets"]
    without = _claim(wf, "More than 4,000", "--without", "Northline News Agency")["support"]
    assert (without["most"], without["publications"]) == (0, 0)


def test_the_circle_is_found(wf: Wf) -> None:
    """The three outlets of the key cite each other and reach nobody; the count is nought."""
    side = _claim(wf, "900 people")["support"]
    assert (side["least"], side["most"], side["publications"]) == (0, 0, 3)
    assert side["says"] == "this support runs in a circle and reaches no original"
    (circle,) = side["circles"]
    assert len(circle) == len(KEY["circle"]["items"])
    outlets = {outlet for origin in side["origins"] for outlet in origin["outlets"]}
    assert set(circle) == outlets


def test_documents_testimony_and_measurement_are_independent(wf: Wf) -> None:
    """Scan, declaration and the agency's own comparison are three; the ministry's denial stands beside them."""
    claim = _claim(wf, "The centre at Kerrin has four halls")
    side, denial = claim["support"], claim["denial"]
    assert (side["least"], side["most"], side["folded"]) == (3, 3, 1)
    assert side["grounds"] == ["eyewitness", "document", "measurement"]
    assert (denial["least"], denial["most"], denial["grounds"]) == (1, 1, ["official"])
    items = {k["item"] for k in claim["links"] if k["stance"] == "denies"}
    assert items == {r["item"] for r in _records(wf, "denial", "item")}


def test_footage_folds_as_texts_do(wf: Wf) -> None:
    """A clip and its excerpt, a picture and its forwarded copy: four items, two origins measured; the agency at most a third."""
    side = _claim(wf, "filmed in September")["support"]
    assert (side["least"], side["most"], side["publications"], side["folded"]) == (2, 3, 5, 2)


def test_an_article_and_the_scan_it_quotes_are_one(wf: Wf) -> None:
    """What Ostral Wire saw is the scan: the order's two head counts have one origin at least."""
    claim = next(c for c in wf("claim", "--json").records if c.get("paragraph") == "11")
    assert claim["support"]["least"] == 1
    assert any(not d["sure"] or "scan" in d["b"] for d in claim["support"]["dependences"])


def test_three_states_are_told_apart(wf: Wf) -> None:
    """Suggested, accepted unopened and opened: only the last count."""
    claims = wf("claim", "--json").records
    states = {k["state"] for c in claims for k in c.get("links", ())}
    assert states == {"suggested", "accepted", "confirmed"}
    unopened = _claim(wf, "Families are told")
    assert unopened["support"]["publications"] == unopened["denial"]["publications"] == 0
    accepted = (
        unopened["accepted_support"]["publications"] + unopened["accepted_denial"]["publications"]
    )
    assert accepted > 0
