"""Speech: a draft in the one language the engine knows, and a Failure for everything else."""

from __future__ import annotations

from importlib.resources import files

import pytest

from tests.extract.clips import clip, wave
from tests.extract.fake import run
from wellfounded.extract.untrusted import speech

MESSAGE = files("wellfounded.sample") / "data" / "messages" / "PTT-20240912-WA0001.opus"


def test_a_voice_message_gives_a_draft_with_times() -> None:
    """Each stretch is a passage with its span and the engine's confidence, labelled as speech."""
    found = run(speech.read, MESSAGE.read_bytes())
    assert found.codes == [] and "railway bridge" in found.text
    assert {p.source for p in found.passages} == {"speech"}
    spans = [p.locus.pts or (0, 0) for p in found.passages]
    assert spans == sorted(spans) and all(a < b for a, b in spans)
    assert all(0 < (p.confidence or 0) <= 1000 for p in found.passages)


def test_a_language_the_engine_does_not_know_is_a_failure() -> None:
    """Asked for Uyghur it says that it cannot; asked for English it drafts."""
    data = MESSAGE.read_bytes()
    found = run(speech.read, data, settings={"languages": ["ug"]})
    assert found.codes == ["unsupported-language"] and found.passages == []
    assert run(speech.read, data, settings={"languages": ["en"]}).passages


def test_what_is_not_understood_is_not_guessed() -> None:
    """A tone gives no words, and says that nothing was understood."""
    found = run(speech.read, wave(3))
    assert found.passages == [] and found.codes == ["unsupported-language"]


def test_only_so_many_seconds_are_listened_to() -> None:
    """The limit is stated where it cut something off."""
    found = run(speech.read, MESSAGE.read_bytes(), settings={"seconds": 4})
    assert "over-limit" in found.codes
    assert max((p.locus.pts or (0, 0))[1] for p in found.passages) <= 4_100


def test_a_clip_without_sound_gives_nothing() -> None:
    """No sound stream: no words and no failure."""
    assert run(speech.read, clip(1, sound=False)).records == []


def test_without_the_extra_the_item_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the failure is needs-extra."""
    monkeypatch.setattr(speech, "_READY", False)
    found = run(speech.read, wave(1))
    assert found.codes == ["needs-extra"] and found.failures[0].what == "needs [speech]"
