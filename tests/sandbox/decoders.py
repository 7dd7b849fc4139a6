"""Decoders for the tests of the sandbox: some honest, most hostile. Imported by the warm worker, run in the jail."""

from __future__ import annotations

import ctypes
import hashlib
import os
import signal
import threading
import time

from wellfounded.sandbox import wire
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Passage, Picture, RawName

HOSTILE = (
    *(
        "endless_loop",
        "sleeps_for_ever",
        "takes_fifty_gib",
        "takes_memory_slowly",
        "crashes",
        "aborts",
    ),
    *("garbage", "unknown_frame", "enormous_frame", "half_a_frame", "says_nothing_and_leaves"),
    *("not_json", "unknown_blob", "member_record", "wrong_digest", "member_left_open_and_done"),
    *("floods_records", "floods_members", "claims_a_failure_with_no_code", "raises", "deep_json"),
    *(
        "ends_itself_by_signal",
        "leaves_a_thread",
        "enormous_integer",
        "wrong_types",
        "threads_without_end",
    ),
)


def honest(source: Source, out: Emitter, settings: Settings) -> None:
    """Hands over one of everything."""
    data = source.file.read()
    out.record(Passage(data.decode(), Locus(source.digest)))
    blob = out.blob(b"picture")
    out.record(Picture("thumbnail", blob, 2, 3, Locus(source.digest)))
    writer = out.member(RawName.of_path(b"a/\xff"), facts=(("modified", "2024"),))
    writer.write(b"first ")
    writer.write(b"second")
    digest = writer.close()
    out.record(Fact("member", str(digest)))
    out.member(RawName.of_path(b"locked")).abandon("needs-password", "this member is locked")


def nothing(source: Source, out: Emitter, settings: Settings) -> None:
    """Hands over nothing."""


def echoes(source: Source, out: Emitter, settings: Settings) -> None:
    """Hands over its settings, its name and the digest of the bytes it was given."""
    out.record(Fact("digest", hashlib.sha256(source.file.read()).hexdigest()))
    out.record(Fact("name", source.name))
    out.record(Fact("setting", settings["setting"]))


def declines(source: Source, out: Emitter, settings: Settings) -> None:
    """Hands over a little, then says why it cannot read on."""
    out.record(Fact("kind", "locked"))
    raise Unreadable("needs-password", "this file is locked", next="run unlock")


def streams(source: Source, out: Emitter, settings: Settings) -> None:
    """Streams one member of the size in the settings."""
    writer = out.member(RawName.of_path(b"large"))
    piece = bytes(1024**2)
    for _ in range(settings["mib"]):
        writer.write(piece)
    writer.close()


def leaves_member_open(source: Source, out: Emitter, settings: Settings) -> None:
    """Begins a member and returns."""
    out.member(RawName.of_path(b"open")).write(b"some")


def dies_within_member(source: Source, out: Emitter, settings: Settings) -> None:
    """Begins a member and is ended."""
    out.member(RawName.of_path(b"open")).write(b"some")
    out._pipe.flush()
    os._exit(0)


def many_records(source: Source, out: Emitter, settings: Settings) -> None:
    """Hands over as many records as the settings say."""
    for n in range(settings["records"]):
        out.record(Fact("n", n))


def large_picture(source: Source, out: Emitter, settings: Settings) -> None:
    """Names a picture of 10,000 by 10,000 pixels."""
    out.record(Picture("page", out.blob(b"x"), 10_000, 10_000, Locus(source.digest)))


def threads(source: Source, out: Emitter, settings: Settings) -> None:
    """Uses four threads, as video decoders do."""
    done: list[int] = []
    running = [threading.Thread(target=done.append, args=(n,)) for n in range(4)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    out.record(Fact("threads", len(done)))


def open_descriptors(source: Source, out: Emitter, settings: Settings) -> None:
    """Hands over how many descriptors it holds."""
    held = 0
    for fd in range(64):
        try:
            os.fstat(fd)
        except OSError:
            continue
        held += 1
    out.record(Fact("descriptors", held))


def _raw(out: Emitter, data: bytes) -> None:
    """Write to the pipe as a decoder would that a hostile file took over."""
    os.write(out._pipe._fd, data)


def endless_loop(source: Source, out: Emitter, settings: Settings) -> None:
    """Computes for ever."""
    while True:
        pass


def sleeps_for_ever(source: Source, out: Emitter, settings: Settings) -> None:
    """Waits for ever, deaf to polite signals."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGXCPU):
        signal.signal(number, signal.SIG_IGN)
    while True:
        time.sleep(1000)


def takes_fifty_gib(source: Source, out: Emitter, settings: Settings) -> None:
    """Takes 50 GiB at once."""
    bytearray(50 * 1024**3)


def takes_memory_slowly(source: Source, out: Emitter, settings: Settings) -> None:
    """Takes memory until there is none."""
    kept = []
    while True:
        kept.append(bytearray(10 * 1024**2))


def crashes(source: Source, out: Emitter, settings: Settings) -> None:
    """Reads address 0."""
    ctypes.string_at(0)


def aborts(source: Source, out: Emitter, settings: Settings) -> None:
    """Ends as a C library does that found itself broken."""
    os.abort()


def garbage(source: Source, out: Emitter, settings: Settings) -> None:
    """Writes noise."""
    _raw(out, hashlib.sha512(b"noise").digest() * 100)


def unknown_frame(source: Source, out: Emitter, settings: Settings) -> None:
    """Writes a frame of a type there is none of."""
    _raw(out, wire.frame(ord("Q"), b""))


def enormous_frame(source: Source, out: Emitter, settings: Settings) -> None:
    """Announces 4 GiB."""
    _raw(out, wire.HEADER.pack(wire.RECORD, 2**32 - 1))
    while True:
        _raw(out, bytes(4096))


def half_a_frame(source: Source, out: Emitter, settings: Settings) -> None:
    """Leaves within a frame."""
    _raw(out, wire.HEADER.pack(wire.RECORD, 100) + b"{")
    os._exit(0)


def says_nothing_and_leaves(source: Source, out: Emitter, settings: Settings) -> None:
    """Leaves as if all were well, without the last frame."""
    os._exit(0)


def not_json(source: Source, out: Emitter, settings: Settings) -> None:
    """Hands over a record that is none."""
    _raw(out, wire.frame(wire.RECORD, b'{"type": "fact"}'))
    endless_loop(source, out, settings)


def deep_json(source: Source, out: Emitter, settings: Settings) -> None:
    """Hands over a record nested a million deep."""
    _raw(out, wire.HEADER.pack(wire.RECORD, 1_000_000))
    for _ in range(100):
        _raw(out, b"[" * 10_000)


def enormous_integer(source: Source, out: Emitter, settings: Settings) -> None:
    """Hands over a number of 100,000 digits."""
    _raw(out, wire.frame(wire.RECORD, b'{"name":"n","type":"fact","value":' + b"9" * 40_000 + b"}"))


def wrong_types(source: Source, out: Emitter, settings: Settings) -> None:
    """Hands over a passage whose text is a list."""
    record = b'{"locus":{"in":"%s"},"text":[],"type":"passage"}' % str(source.digest).encode()
    _raw(out, wire.frame(wire.RECORD, record))


def unknown_blob(source: Source, out: Emitter, settings: Settings) -> None:
    """Names a picture it did not hand over."""
    out.record(Picture("page", source.digest, 1, 1, Locus(source.digest)))


def member_record(source: Source, out: Emitter, settings: Settings) -> None:
    """Claims a member without its bytes."""
    digest = str(source.digest).encode()
    _raw(out, wire.frame(wire.RECORD, b'{"index":0,"item":"%s","type":"member"}' % digest))


def wrong_digest(source: Source, out: Emitter, settings: Settings) -> None:
    """Claims another digest than its member has."""
    writer = out.member(RawName.of_path(b"a"))
    writer.write(b"bytes")
    out._pipe.put(wire.END, wire.TAIL.pack(bytes(32), 5))
    out._pipe.flush()
    endless_loop(source, out, settings)


def member_left_open_and_done(source: Source, out: Emitter, settings: Settings) -> None:
    """Says that all is done within a member."""
    out.member(RawName.of_path(b"a")).write(b"bytes")
    out._pipe.put(wire.DONE, b"")
    out._pipe.flush()
    os._exit(0)


def floods_records(source: Source, out: Emitter, settings: Settings) -> None:
    """Writes records for ever, past its own emitter."""
    frame = wire.frame(wire.RECORD, b'{"name":"n","type":"fact","value":"' + b"x" * 60_000 + b'"}')
    while True:
        _raw(out, frame)


def floods_members(source: Source, out: Emitter, settings: Settings) -> None:
    """Unpacks for ever."""
    writer = out.member(RawName.of_path(b"bomb"))
    while True:
        writer.write(bytes(1024**2))


def claims_a_failure_with_no_code(source: Source, out: Emitter, settings: Settings) -> None:
    """Fails in a way there is none of."""
    _raw(out, wire.frame(wire.FAILURE, b'{"code":"NO SUCH","what":"x"}'))


def raises(source: Source, out: Emitter, settings: Settings) -> None:
    """Has a mistake in it, with private words in its message."""
    raise KeyError("a private name")


def ends_itself_by_signal(source: Source, out: Emitter, settings: Settings) -> None:
    """Ends itself in the way only the kernel should."""
    os.kill(os.getpid(), signal.SIGKILL)


def leaves_a_thread(source: Source, out: Emitter, settings: Settings) -> None:
    """Ends its first thread and computes on in another."""
    threading.Thread(target=endless_loop, args=(source, out, settings)).start()
    ctypes.CDLL(None).pthread_exit(None)


def threads_without_end(source: Source, out: Emitter, settings: Settings) -> None:
    """Starts threads until it is refused, then computes for ever."""
    try:
        while True:
            threading.Thread(target=time.sleep, args=(1000,)).start()
    except RuntimeError:
        endless_loop(source, out, settings)
