"""Tables in plain text: delimiter and charset stated, each record a passage with its cells.

Source: RFC 4180. Rows count records from 1, empty ones included, as a spreadsheet shows them.
"""

from __future__ import annotations

import csv
import io
from typing import Final

from wellfounded.extract.kinds import ending_of
from wellfounded.extract.untrusted.sheet import Rows
from wellfounded.extract.untrusted.text import decoded
from wellfounded.extract.untrusted.textkind import delimiter
from wellfounded.terms.decoding import Emitter, Settings, Source
from wellfounded.terms.digest import Digest
from wellfounded.terms.record import Fact, Failure

_NAMES: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_HEAD: Final = 64 * 1024

csv.field_size_limit(64 * 1024**2)


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the rows; `settings["delimiter"]` may state what a person knows."""
    text = decoded(source, out, settings)
    mark = str(settings.get("delimiter", "")) or delimiter(text[:_HEAD], ending_of(source.name))
    mark = mark or delimiter(text[:_HEAD]) or ","
    out.record(Fact("text.digest", str(Digest.of(text.encode("utf-8")))))
    out.record(Fact("csv.delimiter", _NAMES.get(mark, mark)))
    rows, number, widest = Rows(source, out), 0, 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for number, record in enumerate(reader, 1):
            widest = max(widest, len(record))
            rows.add(number, dict(enumerate(record, 1)))
            if rows.full:
                break
    except csv.Error as fault:
        what = f"record {number + 1} at line {reader.line_num}: {fault}"
        out.record(Failure("read", "damaged", what))
    out.record(Fact("csv.rows", number))
    out.record(Fact("csv.columns", widest))
