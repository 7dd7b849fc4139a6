"""Video: a copy is found with its seconds; another moment of the scene is not a copy; blank and still prove nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator

import av
import numpy as np
import pytest
from PIL import Image

from tests.copies.near import Rows
from tests.copies.scenes import Edit, Frame, failures, filmed, pictured, scene, taken
from tests.extract.fake import Collected, run
from wellfounded.copies.copy import ONE_ORIGIN, Copy
from wellfounded.copies.engine import Taken
from wellfounded.copies.untrusted import video
from wellfounded.copies.video.engine import VideoEngine
from wellfounded.copies.video.stills import stills
from wellfounded.terms.errors import Refused

ENGINE = VideoEngine()
SECONDS = 5.0


@pytest.fixture(scope="module")
def frames() -> list[Frame]:
    """One moment of a scene."""
    return scene(1, 1, SECONDS)


@pytest.fixture(scope="module")
def reference(frames: list[Frame]) -> Taken:
    """That moment as a clip."""
    return taken(filmed(frames), "reference.mp4")


def _only(a: Taken, b: Taken) -> Copy:
    (found,) = ENGINE.compare(a, b)
    return found


def _resized(frame: Frame, width: int, height: int) -> Frame:
    return np.asarray(Image.fromarray(frame).resize((width, height)), np.uint8)


def _inset(frame: Frame) -> Frame:
    made = np.tile(np.linspace(40, 200, 320).astype(np.uint8), (240, 1))
    made[20:140, 140:300] = _resized(frame, 160, 120)
    return made


EDITS: dict[str, Edit] = {
    "coded anew": lambda f: f,
    "mirrored": lambda f: f[:, ::-1],
    "cut to 60 %": lambda f: f[48:192, 64:256],
    "letterboxed": lambda f: np.pad(f, ((60, 60), (0, 0))),
    "turned": lambda f: np.rot90(f),
    "inset": _inset,
}


@pytest.mark.parametrize("edit", EDITS)
def test_edits_are_copies_of_all_seconds(edit: str, frames: list[Frame], reference: Taken) -> None:
    """Each is found from its first second to its last, to 0.04 s, in step."""
    made = taken(filmed([EDITS[edit](f) for f in frames], quality=32), edit)
    found = _only(made, reference)
    assert found.verdict in ONE_ORIGIN and found.score >= 500
    assert found.a.start == pytest.approx(0, abs=40_000)
    assert found.a.end == pytest.approx(SECONDS * 1e6, abs=40_000)
    assert found.transform.speed == 1_000_000
    assert found.transform.mirrored == (edit == "mirrored")
    whole = edit in ("coded anew", "mirrored", "turned")
    assert found.verdict == ("copy" if whole else "derived")


def test_a_cut_frame_names_the_part(frames: list[Frame], reference: Taken) -> None:
    """The box on the reference is the part that is left of the frame."""
    found = _only(taken(filmed([EDITS["cut to 60 %"](f) for f in frames]), "cut"), reference)
    assert found.b.box == pytest.approx((64_000, 48_000, 256_000, 192_000), abs=3_000)


def test_an_excerpt_in_a_montage(frames: list[Frame], reference: Taken) -> None:
    """An excerpt between other footage is found to the frame on both sides."""
    montage = [*scene(7, 2, 2.0), *frames[30:95], *scene(8, 3, 1.6)]
    found = _only(taken(filmed(montage), "montage.mp4"), reference)
    assert found.verdict == "partly derived"
    assert (found.a.start, found.a.end) == pytest.approx((2_000_000, 4_600_000), abs=40_000)
    assert (found.b.start, found.b.end) == pytest.approx((1_200_000, 3_800_000), abs=60_000)


@pytest.mark.parametrize(("step", "speed"), [(5, 1.25), (3, 0.75)])
def test_another_speed(step: int, speed: float, frames: list[Frame], reference: Taken) -> None:
    """Faster and slower footage is found, and how fast it runs is said as seconds of `a` a second of `b`."""
    chosen = [frames[n * step // 4] for n in range(len(frames) * 4 // step)]
    found = _only(taken(filmed(chosen), "faster"), reference)
    assert found.transform.speed == pytest.approx(1_000_000 / speed, rel=0.01)
    assert found.b.end == pytest.approx(SECONDS * 1e6, abs=120_000)


def test_another_moment_of_the_scene_is_not_a_copy(reference: Taken) -> None:
    """The ground is the same and what moves is not: the same scene, below the score of a copy."""
    found = _only(taken(filmed(scene(1, 2, SECONDS)), "later.mp4"), reference)
    assert found.verdict == "same scene at another moment"
    assert found.score < 500


def test_another_scene_is_nothing(reference: Taken) -> None:
    """Nothing is said of footage that has nothing to do with it."""
    assert not ENGINE.compare(taken(filmed(scene(9, 4, SECONDS)), "other.mp4"), reference)


@pytest.mark.parametrize("level", [0, 128])
def test_blank_footage_proves_nothing(level: int) -> None:
    """Two black clips are not even looked up."""
    black = taken(filmed([np.full((240, 320), level, np.uint8)] * 50), "black.mp4")
    assert len(black.array("time")) > 10
    assert len(ENGINE.codes(black)) == 0
    assert not ENGINE.compare(black, black)


def test_still_footage_cannot_be_told(frames: list[Frame]) -> None:
    """A clip in which nothing moves is the same at every moment: unknown, never a copy."""
    still = taken(filmed([frames[0]] * 60), "still.mp4")
    found = ENGINE.compare(still, still)
    assert [c.verdict for c in found] == ["unknown"]


def test_candidates_lead_with_the_copy(frames: list[Frame], reference: Taken) -> None:
    """Among others, a mirrored cut of the frame leads to the clip it was made from."""
    index = Rows()
    for seed in (4, 5):
        other = taken(filmed(scene(seed, seed, 2.0)), str(seed))
        index.add(other.item, ENGINE.codes(other))
    index.add(reference.item, ENGINE.codes(reference))
    cut = taken(filmed([f[20:200, ::-1][:, 40:280] for f in frames[:50]]), "cut")
    assert ENGINE.candidates(cut, index)[0] == reference.item


def test_the_first_pass_states_no_copy(frames: list[Frame], reference: Taken) -> None:
    """Key frames alone tell that frames are alike, not that the seconds are."""
    quick = taken(filmed(frames), "quick", "first")
    assert quick.pass_ == "first" and len(quick.array("time")) < 4
    found = _only(quick, reference)
    assert (found.verdict, found.pass_, found.score) == ("unknown", "first", 0)


def test_a_clip_cut_short_is_read_as_far_as_it_goes(frames: list[Frame]) -> None:
    """The print of what could be decoded stays, or the item says that nothing could."""
    whole = filmed(frames)
    found = run(video.read, whole[: len(whole) * 2 // 3])
    assert failures(found) == ["damaged"]


def test_one_frame_and_one_pixel_are_read() -> None:
    """A clip of one frame has a print that matches nothing; sound alone has none and says so."""
    one = taken(filmed([np.full((2, 2), 90, np.uint8)]), "one")
    assert not ENGINE.compare(one, one)


class _Timeless:
    """A container whose frames have no times."""

    start_time = None

    def __init__(self, container: av.container.InputContainer) -> None:
        self._container = container

    def decode(self, stream: av.VideoStream) -> Iterator[av.VideoFrame]:
        for frame in self._container.decode(stream):
            frame.pts = None
            yield frame


def test_frames_without_times_are_set_in_order_and_counted(frames: list[Frame]) -> None:
    """Frames without usable times follow each other, and the item says how many there were."""
    out = Collected()
    with av.open(io.BytesIO(filmed(frames[:20]))) as container:
        video._decode(_Timeless(container), container.streams.video[0], out, False)  # type: ignore[arg-type]
    assert "20 of 20 frames have no usable time" in str(out.facts["print.video"])


def test_without_the_extra_it_says_what_it_needs(
    frames: list[Frame], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The item waits for the extra, and is read once it is there."""
    monkeypatch.setattr(video, "_READY", False)
    assert failures(run(video.read, filmed(frames[:5]))) == ["needs-extra"]


def test_impossible_arrays_are_refused(reference: Taken) -> None:
    """A print whose times go back, as a hostile decoder may make, is refused."""
    parts = dict(reference.parts[0])
    parts["time"] = parts["time"][::-1]
    bad = Taken(reference.item, "bad", "video", "video-1", "dense", (parts,))
    with pytest.raises(Refused):
        ENGINE.compare(bad, reference)


def test_a_picture_is_a_frame(frames: list[Frame], reference: Taken) -> None:
    """A mirrored, cut still is found in the clip, at the time it is shown, to the frame the print kept."""
    shown = frames[85][20:220, ::-1][:, 10:300]
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(shown)).save(buffer, "JPEG", quality=80)
    (found,) = stills(pictured(buffer.getvalue(), "still.jpg"), reference)
    assert (found.kind, found.a.start, found.transform.mirrored) == ("still", None, True)
    assert found.b.start == pytest.approx(85 / 25 * 1e6, abs=81_000)


def test_a_picture_of_something_else_is_no_frame(reference: Taken) -> None:
    """A frame of another scene is not found."""
    buffer = io.BytesIO()
    Image.fromarray(scene(9, 4, 0.04)[0]).save(buffer, "JPEG")
    assert not stills(pictured(buffer.getvalue(), "other.jpg"), reference)
