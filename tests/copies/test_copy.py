"""The copy record: kept in whole numbers, shown in seconds, the same from both sides."""

import pytest

from wellfounded.copies import shown
from wellfounded.copies.copy import Copy, Evidence, Side, Transform
from wellfounded.terms import canonical
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Refused

_A, _B = Digest.of(b"a"), Digest.of(b"b")
_HALF = (500_000, 0, 250_000, 0, 500_000, 250_000, 0, 0, 1_000_000)
_COPY = Copy(
    "video",
    Side(_A, "long.mp4", 4_000_000, 10_000_000, (0, 0, 640_000, 360_000)),
    Side(_B, "short.mp4", 0, 6_000_000),
    "derived",
    912,
    Transform(speed=1_250_000, mirrored=True, turned=90, frame=_HALF),
    (Evidence("points", "41 of 60 points of the frame agree", 120),),
    "first",
)


def test_a_kept_copy_comes_back() -> None:
    """Canonical JSON holds it and gives the same copy."""
    record = canonical.decode(canonical.encode(_COPY.to_json()))
    assert Copy.from_json(record) == _COPY


def test_shown_in_seconds_pixels_and_shares() -> None:
    """The record of `--json` has the fields of the issue, in units people use."""
    record = shown.record(_COPY)
    assert list(record)[:5] == ["type", "v", "kind", "a", "b"]
    assert (record["a"]["start"], record["a"]["end"]) == (4.0, 10.0)
    assert record["a"]["box"] == [0, 0, 640, 360] and record["b"]["box"] is None
    assert record["a"]["sha256"] == _A.hex
    assert record["score"] == 0.912 and record["pass"] == "first"
    assert record["transform"]["speed"] == 1.25 and record["transform"]["frame"][0] == 0.5


def test_from_the_other_side() -> None:
    """Turned round, speed, turn and frame are those of the way back; twice, it is the copy again."""
    back = _COPY.turned_round()
    assert (back.a, back.b) == (_COPY.b, _COPY.a)
    assert back.transform.speed == 800_000
    assert back.transform.frame == (2_000_000, 0, -500_000, 0, 2_000_000, -500_000, 0, 0, 1_000_000)
    assert back.turned_round() == _COPY


@pytest.mark.parametrize(
    "change", [{"v": 2}, {"kind": "smell"}, {"verdict": "surely"}, {"v": None}]
)
def test_a_copy_of_another_version_is_refused(change: dict[str, object]) -> None:
    """A kind or verdict this version does not know is never shown as one it knows."""
    with pytest.raises(Refused):
        Copy.from_json(_COPY.to_json() | change)


def test_clock() -> None:
    """Minutes, seconds and thousandths; hours only where there are any."""
    assert shown.clock(62_500_000) == "01:02.500"
    assert shown.clock(3_600_000_000) == "1:00:00.000"
    assert shown.clock(59_999_600) == "01:00.000"
