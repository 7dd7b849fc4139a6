"""The logs, taken in: receipts, handling, corrections, readings, withdrawals, and how far."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogue.feeding import Logs, digest, fact, failure, member, passage, picture
from wellfounded.catalogue import Applied, Catalogue, Position
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment

LETTER, PHOTO, ZIP = digest("letter"), digest("photo"), digest("zip")


def the_case() -> Logs:
    """One case with a bit of everything."""
    logs = Logs()
    logs.add("actor", body={"handle": "mina"}, private={"person": "Mina Sart"})
    logs.receive(
        LETTER,
        "letter.txt",
        giver="k7",
        note="by courier",
        handling="private",
        consent="court",
        consent_until={"local": "2030"},
        received={"local": "2024-03-01T12:30", "offsets_min": [480]},
    )
    logs.receive(ZIP, "bundle.zip", size=99)
    logs.receive(PHOTO, "IMG_0001.jpg", giver="k8", modified=17, graphic=True)
    logs.add("not-received", body={"door": "file", "code": "not-a-file", "what": "a FIFO"})
    logs.read(
        ZIP, [fact("kind", "archive-zip"), member(LETTER, "in.txt"), member(PHOTO, "p.jpg", 1)]
    )
    parent = {"item": str(ZIP), "reading": 6, "index": 0}
    logs.receive(LETTER, "in.txt", door="member", parent=parent, consent="team", minor=True)
    logs.read(
        LETTER,
        [
            fact("kind", "text"),
            fact("mime", "text/plain"),
            passage(LETTER, "They came at dawn.", language="en", locus={"page": 1}),
            passage(
                LETTER,
                "Said on the day",
                speaker="Ada",
                when=[{"local": "2024-02-29T08:00", "offsets_min": [360, 480]}],
            ),
            {"type": "aura", "colour": "blue"},
        ],
    )
    logs.read(
        PHOTO,
        [
            fact("kind", "image"),
            fact("gps", "x", where={"lat_e7": 10, "lon_e7": -20, "radius_m": 30}),
            picture(PHOTO),
            failure("needs-extra", next="install wellfounded[ocr]"),
        ],
        outcome="partial",
    )
    logs.add("linked", LETTER, PHOTO, log="work", body=link("part-of"))
    logs.add("noted", LETTER, log="work", private={"note": "ask again"})
    logs.add("dreamt", LETTER, body={"of": "sheep"})
    return logs


def link(kind: str, **more: object) -> dict[str, object]:
    """The body of a link from the letter to the photograph."""
    return {"kind": kind, "from": str(LETTER), "to": str(PHOTO), **more}


def test_the_same_bytes_twice_are_one_item_and_two_numbered_receipts() -> None:
    """An item shows every receipt, each with its own number, name and circumstances."""
    catalogue = the_case().feed(Catalogue.in_memory())
    letter = catalogue.item(LETTER)
    assert [r.number for r in letter.receipts] == [1, 4]
    assert [r.name.shown for r in letter.receipts if r.name] == ["letter.txt", "in.txt"]
    first, second = letter.receipts
    assert (first.giver, first.note, first.item) == ("k7", "by courier", LETTER)
    assert first.received == Moment((2024, 3, 1, 12, 30), (480,))
    assert (second.door, second.parent, second.parent_index) == ("member", ZIP, 0)
    assert letter.containers == (ZIP,)
    assert [i.digest for i in catalogue.duplicates()] == [LETTER]
    assert catalogue.descendants(ZIP) == [LETTER]
    assert [r.number for r in catalogue.receipts(after=2)] == [3, 4]
    assert (catalogue.receipt(3) or first).modified == 17
    assert catalogue.receipt(5) is None


def test_the_strictest_handling_of_all_receipts_holds_until_an_entry_changes_it() -> None:
    """Of two receipts the least consent, the closest handling and any minor hold; a later entry changes what it names."""
    logs = the_case()
    catalogue = logs.feed(Catalogue.in_memory())
    holds = catalogue.summary(LETTER).handling
    assert (holds.handling, holds.consent, holds.minor, holds.graphic) == (
        "private",
        "team",
        True,
        False,
    )
    assert holds.consent_until == Moment((2030,))
    logs.add("handling", LETTER, body={"handling": "open", "minor": False, "graphic": None})
    logs.receive(LETTER, "third.txt", handling="privileged", graphic=True)
    holds = logs.feed(catalogue).summary(LETTER).handling
    assert (holds.handling, holds.minor, holds.graphic, holds.consent) == (
        "open",
        False,
        True,
        "team",
    )


def test_an_amendment_supersedes_and_keeps_what_stood_before() -> None:
    """A corrected giver is shown, searched for and counted; the older one stands beside it with the reason."""
    logs = the_case()
    receipt = next(e.index for e in logs.custody if e.entry["type"] == "received")
    body = {"receipt": receipt, "because": "misheard", "superseded": ["giver", "note"]}
    logs.add("amended", LETTER, body=body, private={"giver": "k9"})
    catalogue = logs.feed(Catalogue.in_memory())
    amended = catalogue.item(LETTER).receipts[0]
    assert (amended.giver, amended.note) == ("k9", "")
    change = amended.amendments[0]
    assert change.names == ("giver", "note")
    assert dict(change.before) == {"giver": "k7", "note": "by courier"}
    assert change.because == "misheard"
    assert catalogue.givers() == [("k8", 1), ("k9", 1)]


def test_an_item_shows_what_readings_found() -> None:
    """Passages, facts, pictures, members, failures and readings come back as the records said."""
    catalogue = the_case().feed(Catalogue.in_memory())
    texts = list(catalogue.passages(LETTER))
    assert [p.text for p in texts] == ["They came at dawn.", "Said on the day"]
    assert (texts[0].locus.page, texts[0].locus.within, texts[0].language) == (1, LETTER, "en")
    assert (texts[1].speaker, texts[1].when[0].offsets) == ("Ada", (360, 480))
    assert [(f.name, f.value) for f in catalogue.facts(LETTER)] == [
        ("kind", "text"),
        ("mime", "text/plain"),
    ]
    assert [(p.role, p.width) for p in catalogue.pictures(PHOTO)] == [("thumbnail", 320)]
    found = [(m.name.shown if m.name else "", m.item) for m in catalogue.members(ZIP)]
    assert found == [("in.txt", LETTER), ("p.jpg", PHOTO)]
    photo = catalogue.item(PHOTO)
    assert (photo.summary.state, photo.summary.kind) == ("partial", "image")
    assert [f.failure.code for f in photo.failures] == ["needs-extra"]
    assert [(f.name, f.failure.next) for f in catalogue.failures()] == [
        ("IMG_0001.jpg", "install wellfounded[ocr]")
    ]
    letter = catalogue.item(LETTER)
    assert [n.text for n in letter.notes] == ["ask again"]
    assert [(entry.kind, entry.target) for entry in letter.links] == [("part-of", PHOTO)]
    assert [e.type for e in letter.entries] == [
        "received",
        "received",
        "read",
        "dreamt",
        "linked",
        "noted",
    ]
    assert letter.languages == ("en",)


def test_an_entry_of_an_unknown_type_is_kept_and_shown() -> None:
    """A type of a later version is listed with its body."""
    catalogue = the_case().feed(Catalogue.in_memory())
    (dream,) = catalogue.entries("custody", types=["dreamt"])
    assert (dict(dream.body), dream.items, dream.actor) == ({"of": "sheep"}, (LETTER,), "mina")


def test_a_link_can_be_undone_and_is_still_listed() -> None:
    """Nothing is edited: the undone link names the entry that undid it."""
    logs = the_case()
    undone = logs.add("linked", LETTER, PHOTO, log="work", body=link("part-of", undone=True))
    (only,) = logs.feed(Catalogue.in_memory()).links()
    assert only.undone == undone


def test_counts_of_the_case() -> None:
    """What `status` says adds up, and changes since a line of the log are counted."""
    logs = the_case()
    catalogue = logs.feed(Catalogue.in_memory())
    counts = catalogue.counts()
    assert (counts.items, counts.receipts, counts.givers, counts.bytes) == (3, 4, 2, 4 + 99 + 4)
    assert (counts.read, counts.partial, counts.failed, counts.unread) == (2, 1, 0, 0)
    assert (counts.withdrawn, counts.not_received, counts.duplicates) == (0, 1, 1)
    assert counts.failures == {"needs-extra": 1}
    assert counts.needs_person == {"needs-extra": 1}
    assert counts.kinds == {"archive-zip": 1, "image": 1, "text": 1}
    assert counts.consent == {"": 2, "team": 1}
    assert (counts.minors, counts.graphic, counts.passages) == (1, 1, 2)
    last = len(logs.custody)
    logs.receive(digest("new"), "new.txt")
    changes = logs.feed(catalogue).changes(last)
    assert (changes.types, changes.new_items) == ({"received": 1}, 1)
    assert catalogue.counts().unread == 1
    assert catalogue.people() == {"mina": "Mina Sart"}
    assert [n.code for n in catalogue.not_received()] == ["not-a-file"]


def test_times_and_places_of_the_case_in_order() -> None:
    """Stated and measured times stand in one order; a stated one names who entered it."""
    catalogue = the_case().feed(Catalogue.in_memory())
    lines = [(d.label, d.stated_by, d.text) for d in catalogue.timeline()]
    assert lines == [("text", "", "Said on the day"), ("received", "mina", "")]
    (place,) = catalogue.places()
    assert (place.item, place.place.radius_m, place.label) == (PHOTO, 30, "gps")
    assert [d.item for d in catalogue.timeline(PHOTO)] == []


def test_items_come_in_order_and_by_kind_or_state() -> None:
    """A list is in the order of the log, whole or of one kind or state."""
    catalogue = the_case().feed(Catalogue.in_memory())
    assert [(i.number, i.name) for i in catalogue.items()] == [
        (1, "letter.txt"),
        (2, "bundle.zip"),
        (3, "IMG_0001.jpg"),
    ]
    assert [i.digest for i in catalogue.items(kind="image")] == [PHOTO]
    assert [i.digest for i in catalogue.items(state="partial")] == [PHOTO]


def test_pending_lists_what_a_recipe_has_not_read() -> None:
    """A new recipe makes every item due; a reading, and a withdrawal, take it off; a password puts it on again."""
    logs = the_case()
    catalogue = logs.feed(Catalogue.in_memory())
    assert list(catalogue.pending("read", "sha256:r1")) == []
    assert [p.digest for p in catalogue.pending("read", "sha256:r2")] == [LETTER, ZIP, PHOTO]
    assert [p.name for p in catalogue.pending("ocr", "sha256:o", kinds=["image"])] == [
        "IMG_0001.jpg"
    ]
    logs.add("unlocked", ZIP, body={"how": "password"})
    logs.feed(catalogue)
    assert [p.digest for p in catalogue.pending("read", "sha256:r1")] == [ZIP]
    logs.read(ZIP, [fact("kind", "archive-zip")])
    logs.add("withdrawn", PHOTO, body={"objects": []})
    logs.feed(catalogue)
    assert list(catalogue.pending("read", "sha256:r1")) == []
    assert [p.digest for p in catalogue.pending("read", "sha256:r2")] == [LETTER, ZIP]


def test_a_newer_reading_takes_the_place_of_the_older() -> None:
    """Content of the older reading goes when the newer is put; the older entry stays listed."""
    logs = the_case()
    catalogue = logs.feed(Catalogue.in_memory())
    older = catalogue.item(LETTER).readings[-1]
    newer = logs.read(LETTER, [passage(LETTER, "Read anew.")], recipe="sha256:r2")
    logs.feed(catalogue)
    assert [p.text for p in catalogue.passages(LETTER)] == ["Read anew."]
    assert [(r.index, r.current) for r in catalogue.item(LETTER).readings] == [
        (older.index, False),
        (newer, True),
    ]
    late = catalogue.put_records(LETTER, "read", "sha256:r1", older.index, [])
    assert not late
    assert [p.text for p in catalogue.passages(LETTER)] == ["Read anew."]
    catalogue.check()


def test_records_of_a_reading_nobody_logged_are_refused() -> None:
    """Nothing enters the catalogue that no log entry tells of."""
    catalogue = the_case().feed(Catalogue.in_memory())
    with pytest.raises(Mistaken, match="not a reading"):
        catalogue.put_records(LETTER, "read", "sha256:r1", 99, [])


def test_entries_already_taken_in_are_passed_over_and_gaps_are_refused() -> None:
    """A batch may be given twice; an entry left out, or a position beyond the end, is a mistake."""
    logs = the_case()
    catalogue = logs.feed(Catalogue.in_memory())
    before = list(catalogue.dump())
    assert catalogue.apply(logs.custody) == 0
    assert list(catalogue.dump()) == before
    assert catalogue.position("custody") == logs.positions()[0]
    with pytest.raises(Mistaken, match="does not follow"):
        catalogue.apply([Applied("custody", 99, logs.custody[0].entry)])
    with pytest.raises(Mistaken, match="taken in"):
        catalogue.apply([], [Position("work", 99, "")])
    assert catalogue.position("work") == logs.positions()[1]
    assert catalogue.apply(logs.custody[:3], [Position("custody", 3, "c3")]) == 0
    assert catalogue.position("custody") == logs.positions()[0]


def test_a_batch_is_taken_in_whole_or_not_at_all() -> None:
    """A batch that fails at its end leaves nothing of its beginning."""
    logs = the_case()
    catalogue = Catalogue.in_memory()
    gap = Applied("custody", 99, logs.custody[0].entry)
    with pytest.raises(Mistaken):
        catalogue.apply([*logs.custody, gap])
    assert catalogue.position("custody") == Position("custody", 0)
    assert list(catalogue.items()) == []


@pytest.mark.parametrize("batch", [1, 3, 1000])
def test_a_rebuild_gives_the_same_content(tmp_path: Path, batch: int) -> None:
    """Fed in batches of any size, in one go or as things happened, the content is equal."""
    logs = Logs()
    grown = Catalogue.open(tmp_path / "grown.db")
    source = the_case()
    for applied in source.custody[1:]:
        logs.custody.append(applied)
        logs.sets = source.sets
        logs.feed(grown)
    logs.work = source.work
    logs.feed(grown)
    rebuilt = logs.feed(Catalogue.fresh(tmp_path / "rebuilt.db"), batch=batch)
    assert list(rebuilt.dump()) == list(grown.dump())
    assert len(list(grown.dump())) > 30
    rebuilt.check()


def test_consent_can_be_taken_away() -> None:
    """A later entry that names consent with nothing leaves none said."""
    logs = the_case()
    logs.add("handling", LETTER, body={"consent": None, "consent_until": None})
    holds = logs.feed(Catalogue.in_memory()).summary(LETTER).handling
    assert (holds.consent, holds.consent_until) == ("", None)
