"""What stands with an item agrees or clashes; each clash carries its innocent explanation."""

from dataclasses import replace

from wellfounded.copies.agreement import Stands, across, findings
from wellfounded.copies.origins import Clock
from wellfounded.terms.moment import Moment
from wellfounded.terms.place import Place


def _clock(written: str, whose: str, *offsets: int) -> Clock:
    return Clock(replace(Moment.parse(written), offsets=offsets), whose)


def test_times_agree_as_instants_and_not_as_digits() -> None:
    """Nine at +04:00 and five in UTC are one instant; a time without a zone may be it; another day is none."""
    local = _clock("2024-09-05T09:14:12", "exif.DateTimeOriginal, the file's own word", 240)
    utc = _clock("2024-09-05T05:14:12", "container.created, the file's own word", 0)
    bare = _clock("2024-09-05T09:14:12", "exif.DateTimeDigitized, the file's own word")
    assert [f.agrees for f in findings(Stands([local, utc, bare]))] == [True, True, True]
    other = _clock("2024-09-08T05:14:12", "container.created, the file's own word", 0)
    (clash,) = findings(Stands([local, other]))
    assert not clash.agrees and "clock" in clash.innocent


def test_made_after_it_was_published() -> None:
    """A file made after the day it is said to have been published clashes with that; made before, it agrees."""
    made = _clock("2025-03-02T10:00:00", "container.created, the file's own word", 0)
    early, late = (_clock(d, "published, stated by mina", 0) for d in ("2021-08-14", "2025-03-09"))
    (clash,) = findings(Stands([made, early]))
    assert not clash.agrees and "made after it was published" in clash.what and clash.innocent
    assert [f.agrees for f in findings(Stands([made, late]))] == [True]


def test_encoder_and_device() -> None:
    """An encoder's mark beside a device's name clashes; without a device nothing is said."""
    (clash,) = findings(Stands(device="Orbis P40", encoders=["Lavf58.76.100"]))
    assert not clash.agrees and "messengers" in clash.innocent
    assert findings(Stands(encoders=["Lavf58.76.100"])) == []
    assert findings(Stands(device="Orbis P40", encoders=["Orbis Camera"]))[0].agrees


def test_positions() -> None:
    """Positions within each other's radius agree; farther apart they clash."""
    here, near, far = (Place(450_000_000, n, 50) for n in (90_000_000, 90_005_000, 91_000_000))
    assert findings(Stands(places=[("gps", here), ("xmp.gps", near)]))[0].agrees
    assert not findings(Stands(places=[("gps", here), ("xmp.gps", far)]))[0].agrees


def test_across_copies() -> None:
    """Copies of one thing that state two years clash, each under its name."""
    one = _clock("2021-08-14T10:00:00", "container.created, the file's own word", 0)
    two = _clock("2025-03-02T10:00:00", "container.created, the file's own word", 0)
    (clash,) = across([("pack.mp4", [one]), ("kerrin.mp4", [two])])
    assert not clash.agrees and clash.what.startswith("pack.mp4 and kerrin.mp4")
    assert across([("pack.mp4", [one])]) == []
