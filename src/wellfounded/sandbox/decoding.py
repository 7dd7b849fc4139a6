"""One reading in a jailed process: finds the decoder, gives it the item and an emitter, and says how it ended."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final

from wellfounded.sandbox import wire
from wellfounded.sandbox.emitting import Pipe, PipeEmitter
from wellfounded.terms import canonical
from wellfounded.terms.decoding import Emitter, Limits, OverLimit, Settings, Source, Unreadable
from wellfounded.terms.digest import Digest

Decoder = Callable[[Source, Emitter, Settings], None]

_BUFFER: Final = 128 * 1024
_WARM_READINGS: Final = 10


@dataclass(frozen=True, slots=True)
class Request:
    """What the jailed process is told about the item."""

    decoder: str
    digest: Digest
    size: int
    name: str
    stage: str
    settings: Mapping[str, Any]
    limits: Limits

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Request:
        """Read the request as the near side wrote it."""
        return cls(
            said["decoder"],
            Digest.parse(said["digest"]),
            said["size"],
            said["name"],
            said["stage"],
            said["settings"],
            Limits(**said["limits"]),
        )


def find(name: str) -> Decoder:
    """Import a decoder by its dotted name, `module` (its `read`) or `module:function`."""
    module, _, function = name.partition(":")
    decoder: Decoder = getattr(importlib.import_module(module), function or "read")
    return decoder


def warm_up(name: str) -> None:
    """Read a few times the sample that a decoder's module gives, where it gives one; what is found goes nowhere.

    What runs for the first time in a fork does so in every fork: here Python fits its code to what it meets, once for all.
    """
    sample = getattr(importlib.import_module(name.partition(":")[0]), "sample", None)
    if sample is None:
        return
    data = sample()
    request = Request(name, Digest.of(data), len(data), "sample", "warm-up", {}, Limits())
    item, nowhere = os.memfd_create("sample"), os.open(os.devnull, os.O_WRONLY)
    os.write(item, data)
    for _ in range(_WARM_READINGS):
        decode(find(name), request, item, nowhere)
    os.close(item)
    os.close(nowhere)


def decode(decoder: Decoder, request: Request, item: int, pipe: int) -> None:
    """Read the item open as `item` and write what is found into `pipe`, its end or failure last."""
    out = Pipe(pipe)
    emitter = PipeEmitter(out, request.limits, request.size, request.stage)
    try:
        failure = _run(decoder, request, item, emitter)
        if failure is None:
            emitter.abandon_open("damaged", "the reading ended within this member")
            out.put(wire.DONE, b"")
        else:
            emitter.abandon_open(failure["code"], failure["what"])
            out.put(wire.FAILURE, canonical.encode(failure))
        out.flush()
    except BrokenPipeError:
        return


def _run(
    decoder: Decoder, request: Request, item: int, emitter: PipeEmitter
) -> dict[str, Any] | None:
    """Call the decoder; give its failure, or None."""
    try:
        with open(item, "rb", buffering=_BUFFER, closefd=False) as file:
            file.seek(0)
            source = Source(file, request.digest, request.size, request.name, request.limits)
            decoder(source, emitter, request.settings)
    except BrokenPipeError:
        raise
    except OverLimit as exc:
        return _said(exc.code, exc.what, exc.next) | {"limits": {exc.limit: exc.value}}
    except Unreadable as exc:
        return _said(exc.code, exc.what, exc.next)
    except MemoryError:
        allowed = request.limits.memory_bytes
        return _said("out-of-memory", f"needed more than {allowed} bytes of memory", "") | {
            "limits": {"memory_bytes": allowed}
        }
    except BaseException as exc:  # noqa: BLE001 - the worker's boundary: becomes the item's Failure
        return _said("crashed", f"the decoder stopped: {type(exc).__name__}{_where(exc)}", "")
    return None


def _said(code: str, what: str, next_step: str) -> dict[str, Any]:
    what, next_step = (t.encode("utf-8", "replace").decode()[:1000] for t in (what, next_step))
    return {"code": code, "what": what} | ({"next": next_step} if next_step else {})


def _where(exc: BaseException) -> str:
    """Give ` at module:line` of our innermost frame: no value of the item is in it."""
    ours = [f"{name}:{line}" for name, line in _frames(exc.__traceback__)]
    return f" at {ours[-1]}" if ours else ""


def _frames(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    while trace is not None:
        name = str(trace.tb_frame.f_globals.get("__name__", ""))
        if ".untrusted" in name:
            yield name, trace.tb_lineno
        trace = trace.tb_next
