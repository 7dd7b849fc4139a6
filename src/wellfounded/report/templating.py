"""The templates: jinja2 with escaping always on.

Every value with its unseen characters made visible.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from wellfounded.copies import missed
from wellfounded.extract.kinds import KINDS
from wellfounded.report import wording
from wellfounded.report.shown import direction, language, plainly, shown

POLICY: Final = "default-src 'none'; img-src 'self' data:; style-src 'self'; base-uri 'none'; form-action 'none'"
_KINDS: Final = {kind.name: kind.shown for kind in KINDS}
_LANGUAGES: Final = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "kk": "Kazakh",
    "ky": "Kyrgyz",
    "ru": "Russian",
    "tr": "Turkish",
    "ug": "Uyghur",
    "ur": "Urdu",
    "uz": "Uzbek",
    "zh": "Chinese",
}


def kind_name(kind: str) -> str:
    """Give what a person calls a kind of item; `unread` where no reading told."""
    return _KINDS.get(kind, kind) if kind else "kind not known"


def language_name(tag: str) -> str:
    """Give the English name of a language, or its tag, or nothing for none."""
    first = tag.split("-")[0].lower()
    name = _LANGUAGES.get(first, tag)
    return f"{name} ({tag})" if first in _LANGUAGES and first != tag.lower() else name


def list_text(value: str) -> str:
    """Give a list written as JSON as words with commas; anything else as it is."""
    if not value.startswith("["):
        return value
    try:
        return ", ".join(map(str, json.loads(value))) or "none"
    except (ValueError, RecursionError):
        return value


def is_digest(value: str) -> bool:
    """Whether a text is a digest in full."""
    return re.fullmatch(r"sha256:[0-9a-f]{64}", value) is not None


def _seen(value: Any) -> Any:
    """Mark unseen characters in every value that a template prints; markup is ours already."""
    if type(value) is str and value.isascii() and value.isprintable():
        return value
    return value if isinstance(value, Markup | int) else plainly(value)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Give the one environment; its filters are the names used in templates."""
    made = Environment(
        loader=PackageLoader("wellfounded.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_seen,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "clock": wording.clock,
        "confidence": wording.confidence,
        "dir": direction,
        "door": wording.door,
        "failure": wording.failure,
        "kind": kind_name,
        "lang": language,
        "list_text": list_text,
        "language": language_name,
        "moment": wording.moment,
        "place": wording.place,
        "shown": shown,
        "size": wording.size,
        "source": wording.source,
        "tool": wording.tool,
        "written_beside": wording.written_beside,
    }
    made.tests |= {
        "a_digest": is_digest,
        "machine": wording.is_machine,
        "said_otherwise": wording.said_otherwise,
    }
    made.globals |= {"policy": POLICY, "words": wording, "missed": missed.said(list(missed.MISSED))}
    return made


def render(template: str, **values: Any) -> bytes:
    """Give the page a template makes of its values, in UTF-8."""
    return environment().get_template(template).render(**values).encode("utf-8", "replace")
