"""Sound is found again where it stands, whatever was done to it; silence, tones and other sounds are not."""

import numpy as np
import pytest

from tests.copies.sound.heard import Samples, faster, noise, taken, tune
from wellfounded.copies.copy import Copy
from wellfounded.copies.engine import Taken
from wellfounded.copies.index.folder import FolderIndex
from wellfounded.copies.sound.engine import SoundEngine
from wellfounded.copies.sound.peaks import RATE, Listener
from wellfounded.terms.errors import Refused

ENGINE = SoundEngine()
SOUND = tune(1, 12)


def _compared(a: Samples, b: Samples) -> list[Copy]:
    return list(ENGINE.compare(taken(a), taken(b)))


def _seconds(copy: Copy) -> tuple[float, ...]:
    sides = (copy.a.start, copy.a.end, copy.b.start, copy.b.end)
    return tuple((n or 0) / 1_000_000 for n in sides)


def test_the_same_sound() -> None:
    """A sound with noise laid over it is a copy of it, from end to end, unchanged in speed and pitch."""
    (copy,) = _compared(SOUND, SOUND + noise(3, 12, 0.03))
    assert copy.verdict == "copy" and copy.kind == "sound"
    assert copy.transform.to_json() == {}
    assert _seconds(copy) == pytest.approx((0, 12, 0, 12), abs=0.4)
    assert copy.evidence[0].name == "peaks"


def test_an_excerpt_and_a_montage() -> None:
    """Two excerpts within other material are two copies, each with its seconds on both clocks."""
    montage = np.concatenate(
        (tune(5, 3), SOUND[2 * RATE : 6 * RATE], tune(6, 4), SOUND[8 * RATE :])
    )
    first, second = _compared(SOUND, montage)
    assert _seconds(first) == pytest.approx((2, 6, 3, 7), abs=0.5)
    assert _seconds(second) == pytest.approx((8, 12, 11, 15), abs=0.5)
    assert first.verdict == "partly derived"
    (alone,) = _compared(SOUND, SOUND[3 * RATE : 8 * RATE])
    assert alone.verdict == "derived"
    assert _seconds(alone) == pytest.approx((3, 8, 0, 5), abs=0.3)


@pytest.mark.parametrize("factor", [0.77, 0.95, 1.05, 1.25])
def test_another_speed(factor: float) -> None:
    """Played faster or slower, it is found, and the factor is told."""
    (copy,) = _compared(SOUND, faster(SOUND, factor))
    assert copy.transform.speed / 1e6 == pytest.approx(factor, rel=0.005)
    assert copy.transform.pitch / 1e6 == pytest.approx(factor, rel=0.02)


@pytest.mark.parametrize(
    "pair",
    [
        (np.zeros(8 * RATE, np.float32), np.zeros(9 * RATE, np.float32)),
        (noise(1, 8, 0.1), noise(2, 8, 0.1)),
        (tune(7, 8), tune(8, 8)),
        (noise(1, 8, 3e-6), noise(1, 8, 3e-6)),
        (
            np.sin(np.arange(8 * RATE) * 0.7).astype(np.float32),
            np.sin(np.arange(9 * RATE) * 0.7 + 1).astype(np.float32),
        ),
        (np.zeros(0, np.float32), SOUND),
        (np.zeros(10, np.float32), np.zeros(10, np.float32)),
    ],
    ids=["silence", "noise", "other-tune", "hiss", "tone", "nothing", "ten-samples"],
)
def test_what_matches_nothing(pair: tuple[Samples, Samples]) -> None:
    """Silence, a converter's hiss, a steady tone and other sounds are no copies, while the sound itself is one."""
    assert len(_compared(SOUND, SOUND)) == 1
    assert _compared(*pair) == []


def test_silence_within_a_sound() -> None:
    """A sound that falls silent is found where it is heard, and its silence where nothing is."""
    half = np.concatenate((SOUND[: 5 * RATE], np.zeros(6 * RATE, np.float32)))
    (copy,) = _compared(half, SOUND)
    assert _seconds(copy) == pytest.approx((0, 5, 0, 5), abs=0.4)


def test_an_index_names_what_is_worth_comparing() -> None:
    """Among others, the item is named first for an excerpt and at another speed; for a foreign sound it is not, for silence none is."""
    index = FolderIndex(ENGINE.recipe.width)
    for seed in range(20, 26):
        other = taken(tune(seed, 10))
        index.add(other.item, ENGINE.codes(other))
    whole = taken(SOUND)
    index.add(whole.item, ENGINE.codes(whole))
    for query in (SOUND[4 * RATE : 9 * RATE], faster(SOUND, 1.2), SOUND):
        assert ENGINE.candidates(taken(query), index)[0] == whole.item
    foreign = taken(tune(99, 10))
    assert whole.item not in ENGINE.candidates(foreign, index)
    assert ENGINE.candidates(taken(np.zeros(RATE, np.float32)), index) == []


def test_pieces_do_not_matter() -> None:
    """A long sound gives the same peaks whether it comes in one piece or in many."""
    long = np.tile(tune(3, 20), 2)
    whole = Listener()
    whole.feed(long)
    peaks, pieces = whole.finish(), taken(long)
    assert np.array_equal(peaks.time, pieces.array("time"))
    assert np.array_equal(peaks.pitch, pieces.array("pitch"))
    assert (np.diff(peaks.time.astype(int)) >= 0).all() and len(peaks.time) > 500


@pytest.mark.parametrize(
    "change",
    [
        {"time": np.array([5, 4], np.uint32)},
        {"time": np.array([0, 10**6], np.uint32)},
        {"time": np.zeros(2, np.int64)},
        {"pitch": np.array([1, 255], np.uint8)},
        {"pitch": np.zeros(3, np.uint8)},
        {"length": np.zeros(0, np.uint32)},
        {"length": np.array([2**32 - 1], np.uint32)},
        {"height": np.zeros((2, 2), np.uint8)},
    ],
)
def test_a_hostile_print(change: dict[str, np.ndarray]) -> None:  # type: ignore[type-arg]
    """Arrays no sound gives are refused as such; the ones beside them are taken."""
    good = {
        "time": np.array([1, 2], np.uint32),
        "pitch": np.array([1, 2], np.uint8),
        "height": np.array([9, 9], np.uint8),
        "length": np.array([10], np.uint32),
    }
    whole = taken(SOUND)

    def made(arrays: dict[str, np.ndarray]) -> Taken:  # type: ignore[type-arg]
        return Taken(whole.item, "x", "sound", "sound-1", "dense", (arrays,))

    assert ENGINE.compare(made(good), whole) == []
    with pytest.raises(Refused):
        ENGINE.compare(made(good | change), whole)
