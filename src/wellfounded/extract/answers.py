"""What a tool answered, read as any hostile bytes are: by a decoder in the jail."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wellfounded.sandbox import Outcome, Sandbox, Sink, Task


def on_answer(
    box: Sandbox, task: Task, decoder: str, answer: bytes, sink: Sink, settings: Mapping[str, Any]
) -> Outcome:
    """Have a decoder read a tool's answer about the item of `task`; what it finds goes to the
    sink under the item's digest.
    """
    with tempfile.TemporaryFile() as kept:
        kept.write(answer)
        kept.flush()
        again = os.open(f"/proc/self/fd/{kept.fileno()}", os.O_RDONLY)
        try:
            ours = replace(task, decoder=decoder, size=len(answer), settings=dict(settings))
            return box.read(ours, again, sink)
        finally:
            os.close(again)
