"""One file on one page: HTML with everything inside it, no script, nothing remote, the same bytes
for the same records.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from wellfounded.look import naming, parts, questions
from wellfounded.look.view import Look
from wellfounded.look.written import direction, language, marked

_KINDS: Final = {
    "image": "picture", "video": "video", "audio": "sound", "pdf": "PDF document",
    "html": "web page", "text": "text",
    "docx": "Word document", "xlsx": "spreadsheet", "csv": "table", "mail": "e-mail message",
    "mbox": "mailbox",
}  # fmt: skip
_MACHINE: Final = {"ocr": "machine reading, unchecked", "speech": "machine reading, unchecked"}


def page(look: Look) -> str:
    """Give the page. Its policy lets in one style sheet, by its hash, and pictures that are
    inside the page; nothing else.
    """
    times = parts.times(look)
    passages, more = parts.passages(look)
    style = _style()
    hashed = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    values: dict[str, Any] = {
        "look": look,
        "style": Markup(style),
        "policy": f"default-src 'none'; img-src data:; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'",
        "kind": _KINDS.get(look.kind, look.kind),
        "size": naming.size(look.size),
        "headlines": parts.headlines(look, times),
        "still": parts.shown(look, "thumbnail", "page"),
        "inside": parts.shown(look, "embedded-thumbnail"),
        "sheet": parts.shown(look, "contact-sheet"),
        "frames": parts.shown(look, "keyframe"),
        "waves": parts.shown(look, "waveform"),
        "form": parts.pairs(look, naming.FORM),
        "device": parts.pairs(look, naming.DEVICE),
        "marks": parts.pairs(look, naming.MARKS),
        "provenance": parts.pairs(look, naming.PROVENANCE),
        "other": parts.pairs(look, naming.OTHER),
        "times": times,
        "clock_note": parts.clock_note(look),
        "places": parts.places(look),
        "place_notes": parts.place_notes(look),
        "radius_basis": parts.radius_basis(look),
        "passages": passages,
        "more_passages": more,
        "members": look.members,
        "failures": look.failures,
        "absent": questions.absent(look),
        "not_shown": questions.not_shown(look),
        "to_ask": questions.to_ask(look),
    }
    return _environment().get_template("page.html").render(values)


@lru_cache(maxsize=1)
def _style() -> str:
    return files("wellfounded.look").joinpath("templates/style.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("wellfounded.look"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"marked": marked, "lang": language, "dir": direction, "cut": parts.cut}
    made.filters["called"] = naming.called
    made.filters["machine"] = lambda source: _MACHINE.get(source, "")
    made.filters["place"] = parts.place
    made.filters["said_by"] = parts.said_by
    made.filters["size"] = naming.size
    return made
