"""The calendar file is valid, and says nothing of the matter but its code."""

from __future__ import annotations

from datetime import date

from wellfounded.law.ics import Due, calendar_file

DAY = date(2026, 11, 25)


def unfolded(data: bytes) -> list[str]:
    """Content lines of a calendar, unfolded as RFC 5545 section 3.1 says."""
    return data.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def due(number: int = 1, secret: str = "a") -> Due:
    """A date on 6 July."""
    return Due(number, date(2026, 7, 6), date(2026, 7, 2), date(2026, 12, 25), secret)


def test_lines_end_and_fold_as_the_standard_says() -> None:
    """CRLF everywhere, at most 75 octets a line, no character cut in two; folding is undone to the same text."""
    data = calendar_file("Akte-Ürümçi-" + "ü" * 60, [due()], DAY)
    lines = data.split(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"") and lines[-1] == b""
    assert max(map(len, lines)) == 75
    assert all(line.decode() is not None for line in lines)
    assert f"SUMMARY:Akte-Ürümçi-{'ü' * 60}: date 1" in unfolded(data)


def test_an_event_has_what_the_standard_asks_for() -> None:
    """UID, DTSTAMP in UTC, a whole day that ends the day after, and text escaped."""
    lines = unfolded(calendar_file("M;1,\\", [due()], DAY))
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//wellfounded//deadlines 1//EN"]
    assert lines[-1] == "END:VCALENDAR"
    assert "DTSTAMP:20261125T000000Z" in lines
    assert "DTSTART;VALUE=DATE:20260706" in lines and "DTEND;VALUE=DATE:20260707" in lines
    assert "SUMMARY:M\\;1\\,\\\\: date 1" in lines
    assert any(
        "As of 2026-11-25." in x and "Check the rule again by 2026-12-25" in x for x in lines
    )


def test_uids_differ_by_secret_and_stay_when_the_date_moves() -> None:
    """So a calendar moves the event instead of showing two."""

    def uid(*dues: Due) -> list[str]:
        return [x for x in unfolded(calendar_file("M", list(dues), DAY)) if x.startswith("UID:")]

    moved = Due(1, date(2026, 7, 1), None, DAY, "a")
    assert uid(due()) == uid(moved)
    assert len(set(uid(due(), due(2, "b")))) == 2
