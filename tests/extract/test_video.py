"""Video and sound: what the container says, what can be seen and heard, and what is missing."""

from __future__ import annotations

import io
import struct
from itertools import pairwise
from typing import BinaryIO

import av
import numpy as np
import pytest
from PIL import Image

from tests.extract.clips import box, clip, movie_header, wave
from tests.extract.fake import Collected, run
from wellfounded.extract.untrusted import audio, video
from wellfounded.terms.record import Fact

_APPLE = {
    "com.apple.quicktime.creationdate": "2024-03-01T12:30:05+0800",
    "com.apple.quicktime.location.ISO6709": "+27.5916+086.5640+8850/",
    "com.apple.quicktime.make": "Lumena",
}


def _opened(found: Collected, role: str) -> list[Image.Image]:
    return [Image.open(io.BytesIO(found.blobs[p.blob])) for p in found.pictures(role)]


@pytest.mark.parametrize(
    ("form", "codec"),
    [
        ("mp4", "libx264"),
        ("mov", "libx264"),
        ("matroska", "libx264"),
        ("webm", "libvpx"),
        ("mpegts", "libx264"),
        ("avi", "mpeg4"),
    ],
)
def test_each_form_gives_facts_keyframes_and_a_waveform(form: str, codec: str) -> None:
    """Every form read gives size, duration, four keyframes in order, one sheet and one waveform."""
    found = run(video.read, clip(4, form=form, codec=codec))
    assert found.codes == []
    assert (found.facts["video.width"], found.facts["video.height"]) == (160, 96)
    assert abs(int(found.facts["video.duration_us"]) - 4_000_000) < 150_000
    spans = [p.locus.pts for p in found.pictures("keyframe")]
    assert len(spans) == 4 and spans == sorted(spans, key=lambda s: s or (0, 0))
    assert len(found.pictures("contact-sheet")) == len(found.pictures("waveform")) == 1
    assert found.facts["audio.channels"] == 1


def test_a_keyframe_stands_at_its_time() -> None:
    """The Locus of a keyframe counts in the stream's own units and reads as hours and seconds."""
    found = run(video.read, clip(4))
    places = [p.locus.describe() for p in found.pictures("keyframe")]
    assert [p.split("-")[0] for p in places] == [f"00:00:0{n}.000" for n in range(4)]


def test_at_most_sixty_keyframes_spread_over_the_whole_length() -> None:
    """A clip of 200 key frames gives 60, from its beginning to its end, with an index and
    without.
    """
    for form in ("mp4", "mpegts"):
        found = run(video.read, clip(20, form=form, group=1, sound=False, size=(64, 48)))
        spans = [p.locus.pts or (0, 0) for p in found.pictures("keyframe")]
        base = found.pictures("keyframe")[0].locus.base or (1, 1)
        assert 45 <= len(spans) <= 60, form
        seconds = [s[0] * base[0] / base[1] for s in spans]
        assert seconds[-1] - seconds[0] > 19 and max(b - a for a, b in pairwise(seconds)) < 1


def test_the_format_states_utc_and_says_whose_word_it_is() -> None:
    """Times of the boxes are UTC by the format, which is said; Apple's own creation date keeps
    its zone.
    """
    meta = {"creation_time": "2024-03-01T04:30:05Z", **_APPLE}
    data = clip(1, form="mov", metadata=meta, options={"movflags": "use_metadata_tags"})
    found = run(video.read, data)
    (created,) = found.named("container.created")
    assert created.when is not None and created.when.local == "2024-03-01T04:30:05"
    assert created.when.offsets == (0,) and "stated as UTC by the format" in str(created.value)
    (own,) = found.named("container.tag.com.apple.quicktime.creationdate")
    assert own.when is not None and own.when.offsets == (480,)
    assert found.facts["container.tag.com.apple.quicktime.make"] == "Lumena"


def test_a_clock_not_set_is_no_time() -> None:
    """Zero in a creation time is `not set`, never 1904."""
    data = box(b"ftyp", b"isom\0\0\0\0") + box(b"moov", movie_header(0)) + box(b"mdat", b"x")
    found = run(video.read, data)
    (created,) = found.named("container.created")
    assert created.value == "not set (0)" and created.when is None


@pytest.mark.parametrize(
    ("written", "lat", "lon"),
    [
        ("+27.5916+086.5640+8850/", 275916000, 865640000),
        ("-3351.36+15112.67/", -338560000, 1512111667),
        ("+405207-0735930/", 408686111, -739916667),
    ],
)
def test_positions_in_each_iso_6709_form(written: str, lat: int, lon: int) -> None:
    """Degrees, degrees and minutes, and degrees, minutes and seconds give the same kind of place."""
    text = written.encode()
    xyz = box(b"\xa9xyz", struct.pack(">HH", len(text), 0x15C7), text)
    data = box(b"ftyp", b"qt  \0\0\0\0") + box(b"moov", movie_header(5), box(b"udta", xyz))
    found = run(video.read, data)
    (gps,) = found.named("gps")
    assert gps.where is not None
    assert (gps.where.latitude_e7, gps.where.longitude_e7) == (lat, lon)
    assert gps.where.radius_m >= 50


def test_a_3gpp_position() -> None:
    """The `loci` box of telephones gives a place and its name."""
    body = b"\0" * 4 + b"\x15\xc7" + b"Harbour\0" + b"\0"
    body += struct.pack(">iii", int(12.5 * 65536), int(-3.25 * 65536), 0) + b"earth\0\0"
    udta = box(b"udta", box(b"loci", body))
    found = run(video.read, box(b"ftyp", b"3gp5\0\0\0\0") + box(b"moov", movie_header(5), udta))
    place = found.named("gps")[0].where
    assert place is not None and (place.latitude_e7, place.longitude_e7) == (-32500000, 125000000)
    assert found.facts["container.tag.loci.name"] == "Harbour"


def test_turned_pictures_are_shown_upright() -> None:
    """A clip stored on its side gives upright keyframes."""
    found = run(video.read, clip(1, rotation=90, sound=False))
    assert "90 degrees" in str(found.facts["video.rotation"])
    (frame,) = _opened(found, "keyframe")
    assert frame.width < frame.height
    upright = _opened(run(video.read, clip(1, sound=False)), "keyframe")[0]
    assert upright.width > upright.height


def test_marks_of_the_encoder_are_stated() -> None:
    """What x264 and the muxer write about themselves is stated, and where the index stands."""
    found = run(video.read, clip(1))
    assert any("x264 - core" in str(f.value) for f in found.named("mark.encoder"))
    assert str(found.facts["mark.index"]).startswith("after")
    data = clip(1)
    index = data.index(b"moov") - 4
    head = struct.unpack(">I", data[:4])[0]
    early = run(video.read, data[:head] + data[index:] + data[head:index])
    assert str(early.facts["mark.index"]).startswith("before")


def test_a_clip_cut_before_its_index_says_what_is_missing() -> None:
    """A truncated MP4 gives no frames, and says that the index is absent; the whole one gives
    frames.
    """
    data = clip(4)
    assert run(video.read, data).pictures("keyframe")
    found = run(video.read, data[: data.index(b"moov") - 4])
    assert found.codes == ["damaged"] and "(moov) is absent" in found.failures[0].what
    cut = run(video.read, data[: len(data) // 3])
    assert any("cut short" in f.what for f in cut.failures)
    assert any("(moov) is absent" in f.what for f in cut.failures)


def test_pictures_without_sound_and_sound_without_pictures() -> None:
    """A file that lacks one of the two says how many streams it has and is no failure."""
    silent = run(video.read, clip(1, sound=False))
    assert silent.facts["audio.streams"] == 0 and silent.codes == []
    only = run(audio.read, wave())
    assert only.facts["video.streams"] == 0 and only.codes == [] and only.pictures("waveform")


def test_digital_silence_is_marked_with_its_time() -> None:
    """Silence of half a second or more is stated with its span; a tone is not silence."""
    found = run(audio.read, wave(3, silent=(1, 2)))
    (silence,) = found.named("mark.digital-silence")
    assert silence.locus is not None and silence.locus.pts == (1000, 2000)
    assert run(audio.read, wave(3)).named("mark.digital-silence") == []
    (picture,) = _opened(found, "waveform")
    pixel = picture.convert("L").getpixel
    assert pixel((480, 5)) == 226 and pixel((100, 5)) == 60 and pixel((480, 30)) != 60


@pytest.mark.parametrize("form", ["adts", "flac", "ogg", "mp3"])
def test_forms_of_sound(form: str) -> None:
    """Sound in each form gives its rate, channels and waveform."""
    codec = {"adts": "aac", "flac": "flac", "ogg": "libopus", "mp3": "libmp3lame"}[form]
    buffer = io.BytesIO()
    with av.open(io.BytesIO(wave(2))) as given, av.open(buffer, "w", format=form) as out:
        stream = out.add_stream(codec, rate=48_000)
        resampler = av.AudioResampler(stream.codec_context.format, "mono", 48_000, 960)
        for frame in given.decode(audio=0):
            for ready in resampler.resample(frame):
                out.mux(stream.encode(ready))
        out.mux(stream.encode(None))
    found = run(audio.read, buffer.getvalue())
    assert found.codes == [] and found.facts["audio.sample-rate"] == 48_000
    assert found.pictures("waveform")


def test_sound_of_eight_channels_is_heard() -> None:
    """Eight planar channels, which crash the media library when asked for as they are."""
    samples = np.sin(np.arange(48_000) / 10).astype(np.float32).reshape(1, -1).repeat(8, 0)
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="ipod") as out:
        stream = out.add_stream("aac", rate=48_000, layout="7.1")
        for start in range(0, 48_000 - 1023, 1024):
            packed = samples[:, start : start + 1024].T.reshape(1, -1).copy()
            frame = av.AudioFrame.from_ndarray(packed, format="flt", layout="7.1")
            frame.sample_rate, frame.pts = 48_000, start
            planar = av.AudioResampler(format="fltp", layout="7.1", rate=48_000)
            for ready in planar.resample(frame):
                out.mux(stream.encode(ready))
        out.mux(stream.encode(None))
    found = run(audio.read, buffer.getvalue())
    assert found.codes == [] and found.facts["audio.channels"] == 8
    assert str(found.facts["audio.heard"]).startswith("all of it")


class _Long(io.RawIOBase):
    """A WAV that claims and gives ten hours of sound without holding them."""

    def __init__(self) -> None:
        self.head = bytearray(wave(1)[:44])
        self.size = 44 + 10 * 3600 * 16_000
        struct.pack_into("<I", self.head, 4, self.size - 8)
        struct.pack_into("<I", self.head, 40, self.size - 44)
        self.at = self.given = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset + (0, self.at, self.size)[whence]
        return self.at

    def tell(self) -> int:
        return self.at

    def read(self, size: int = -1) -> bytes:  # type: ignore[override]
        size = min(size if size >= 0 else 1 << 20, self.size - self.at)
        data = bytes(self.head[self.at : self.at + size]).ljust(size, b"\x11")
        self.at += size
        self.given += size
        return data


def test_ten_hours_are_sampled_not_read_through() -> None:
    """A ten-hour sound is heard at moments, says so, and a small part of it is read."""
    from wellfounded.terms.decoding import Limits, Source
    from wellfounded.terms.digest import Digest

    long = _Long()
    stream: BinaryIO = long  # type: ignore[assignment]
    out = Collected()
    audio.read(Source(stream, Digest.of(b"long"), long.size, "x.wav", Limits()), out, {})
    assert out.facts["audio.duration_us"] == 36_000_000_000
    assert "moments" in str(out.facts["audio.heard"])
    assert long.given < long.size / 5


def test_words_of_a_subtitle_stream_have_their_time() -> None:
    """Each cue of a text subtitle stream is a passage with its span."""
    words = "1\n00:00:01,000 --> 00:00:02,500\nSalam <i>dunya</i>\n\n"
    buffer = io.BytesIO()
    with (
        av.open(io.BytesIO(clip(3))) as given,
        av.open(io.BytesIO(words.encode()), format="srt") as cues,
        av.open(buffer, "w", format="matroska") as out,
    ):
        source = given.streams.video[0]
        pictures = out.add_stream_from_template(source)
        text = out.add_stream_from_template(cues.streams.subtitles[0])
        for packet in given.demux(source):
            if packet.dts is not None:
                packet.stream = pictures
                out.mux(packet)
        for packet in cues.demux():
            if packet.dts is not None:
                packet.stream = text
                out.mux(packet)
    found = run(video.read, buffer.getvalue())
    (cue,) = [p for p in found.passages if p.source == "subtitle"]
    assert cue.text == "Salam dunya"
    assert cue.locus.describe().startswith("00:00:01.000-00:00:02.500")


def test_a_playlist_opens_no_other_file(tmp_path: object) -> None:
    """A text that names other files is no media file: nothing is opened but the bytes given."""
    listing = f"ffconcat version 1.0\nfile '{tmp_path}/x.mp4'\n".encode()
    for data in (listing, b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n"):
        assert run(video.read, data).codes == ["damaged"]


def test_cuts_and_flips_end_in_records() -> None:
    """Cutting or changing bytes of a clip gives records and Failures, never another exception."""
    data = clip(1, size=(64, 48))
    index = data.index(b"moov") - 4
    for at in [*range(0, 60, 5), *range(index, len(data), 23)]:
        run(video.read, data[:at])
        run(video.read, data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])


def test_a_manifest_in_a_box_is_stated_as_not_checked() -> None:
    """A provenance box is carried, not checked."""
    uuid = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
    extra = box(b"uuid", uuid, b"\0" * 4 + b"manifest\0" + b"jumb c2pa")
    found = run(video.read, clip(1) + extra)
    (stated,) = found.named("provenance.manifest")
    assert isinstance(stated, Fact) and "not checked" in str(stated.value)
