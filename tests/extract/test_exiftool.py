"""ExifTool: its answer becomes facts, through the jail where the program is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.extract.clips import clip
from tests.extract.fake import run
from tests.extract.sinks import Kept
from wellfounded.extract import exiftool
from wellfounded.extract.untrusted import exiftool_answer
from wellfounded.sandbox import Sandbox, Task
from wellfounded.terms.digest import Digest


def test_an_answer_becomes_facts_with_times_as_written() -> None:
    """Each tag is a fact under its group; floats stay text, and a zone only where it is written."""
    answer = (
        b'[{"SourceFile":"x","IFD0:Make":"Lumena","ExifIFD:FNumber":1.8,"System:FileSize":"3 kB",'
        b'"ExifIFD:DateTimeOriginal":"2024:03:01 12:30:05","Keys:CreationDate":"2024:03:01 12:30:05'
        b'+08:00","XMP-xmpMM:History":[{"Action":"saved","When":"x"}],"IFD0:Big":99999999999999999}]'
    )
    found = run(exiftool_answer.read, answer)
    assert found.facts["exiftool.IFD0.Make"] == "Lumena"
    assert found.facts["exiftool.ExifIFD.FNumber"] == "1.8"
    assert found.facts["exiftool.XMP-xmpMM.History.0.Action"] == "saved"
    assert found.facts["exiftool.IFD0.Big"] == "99999999999999999"
    assert not any(n.startswith(("exiftool.System", "exiftool.SourceFile")) for n in found.facts)
    local = found.named("exiftool.ExifIFD.DateTimeOriginal")[0].when
    zoned = found.named("exiftool.Keys.CreationDate")[0].when
    assert local is not None and local.offsets == ()
    assert zoned is not None and zoned.offsets == (480,)


def test_a_time_whose_zone_the_tool_drops_is_not_stated_without_one() -> None:
    """QuickTime clocks are UTC by the format and come here bare: the text is kept, the moment is left to our own reading."""
    answer = b'[{"QuickTime:CreateDate":"2024:03:01 04:30:05","Track1:MediaCreateDate":"2024:03:01 04:30:05"}]'
    found = run(exiftool_answer.read, answer)
    for name in ("exiftool.QuickTime.CreateDate", "exiftool.Track1.MediaCreateDate"):
        assert found.facts[name] == "2024:03:01 04:30:05"
        assert found.named(name)[0].when is None


@pytest.mark.parametrize("answer", [b"", b"Error: x", b"[]", b"{}", b"[1]", b"[" * 100_000])
def test_an_answer_that_is_none_is_garbage(answer: bytes) -> None:
    """What is no answer ends as garbage."""
    assert run(exiftool_answer.read, answer).codes == ["garbage"]


def test_the_program_is_run_in_the_jail(tmp_path: Path) -> None:
    """ExifTool reads a clip in the jail and its facts arrive."""
    if exiftool.program() is None:
        pytest.skip("needs ExifTool (make system installs it)")
    path = tmp_path / "clip.mov"
    path.write_bytes(clip(1, form="mov", metadata={"creation_time": "2024-03-01T04:30:05Z"}))
    sink = Kept()
    with Sandbox([exiftool.DECODER], weaker=True) as box:
        file = os.open(path, os.O_RDONLY)
        try:
            task = Task(exiftool.DECODER, Digest.of(b"clip"), path.stat().st_size, stage="exif")
            outcome = exiftool.stage(box, task, file, sink)
        finally:
            os.close(file)
    assert outcome.failure is None
    assert sink.facts["exiftool.QuickTime.CreateDate"] == "2024:03:01 04:30:05"
    assert exiftool.version()
