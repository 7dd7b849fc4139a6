"""Web captures (WARC, ISO 28500): what was asked and answered becomes facts; pages, documents, pictures and clips become members.

Attacks this meets: records that end early (what came before is kept), digests that disagree (said of each record), bodies that
unpack without end (the member is abandoned at its share), more records than anybody reads (counted, not listed).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

from wellfounded.intake.untrusted.names import received
from wellfounded.intake.untrusted.streaming import BLOCK, Broken, Members
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact, Failure

_LISTED: Final = 2_000
_PICTURE_BYTES: Final = 8 * 1024
_WHOLE: Final = ("text/html", "application/xhtml+xml", "application/pdf", "video/", "audio/")


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over what the records say, and the bodies a person would look at."""
    reading = _Reading(source, out)
    source.file.seek(0)
    try:
        for record in ArchiveIterator(source.file, check_digests="log"):
            reading.take(record)
    except (ArchiveLoadFailed, EOFError, ValueError) as exc:
        reading.close()
        what = f"the records break off or are damaged after {reading.count}: {exc}"[:300]
        raise Unreadable("damaged", what, next="ask for a whole copy") from exc
    reading.close()


class _Reading:
    """The reading of one file, record by record."""

    def __init__(self, source: Source, out: Emitter) -> None:
        self._source, self._out = source, out
        self._members = Members(source, out)
        self.count = self._answers = 0

    def take(self, record: Any) -> None:
        """Hand over one record."""
        self.count += 1
        if record.rec_type == "warcinfo":
            for line in record.content_stream().read(BLOCK).decode("utf-8", "replace").splitlines():
                name, _, value = line.partition(":")
                if name.strip() in ("software", "operator", "hostname"):
                    self._out.record(Fact(f"warc.{name.strip()}", value.strip()[:500]))
        elif record.rec_type in ("response", "resource", "revisit"):
            self._answer(record)

    def close(self) -> None:
        """Say how many there were."""
        self._out.record(Fact("warc.records", self.count))
        self._out.record(Fact("warc.answers", self._answers))

    def _answer(self, record: Any) -> None:
        self._answers += 1
        url = str(record.rec_headers.get_header("WARC-Target-URI") or "")
        http = record.http_headers
        status = http.get_statuscode() if http is not None else ""
        stated = http.get_header("Content-Type") if http is not None else record.content_type
        mime = (stated or "").partition(";")[0].strip().lower()
        if self._answers <= _LISTED:
            said = " ".join(filter(None, (record.rec_type, status, mime, url)))[:2000]
            self._out.record(Fact("warc.answer", said, when=_time(record)))
        body = _Body(record)
        if status in ("", "200") and self._wanted(mime, body):
            self._members.stream(received(url.encode("utf-8", "surrogatepass"), "utf-8"), body.chunks(), self._source.size)  # fmt: skip
        else:
            body.drain()
        if record.digest_checker is not None and record.digest_checker.passed is False:
            what = f"a digest in the record disagrees with its bytes: {url}"[:500]
            self._out.record(Failure("read", "damaged", what))

    def _wanted(self, mime: str, body: _Body) -> bool:
        """Say whether a person would look at it by itself; small pictures are signs and spacers."""
        if mime.startswith(_WHOLE):
            return bool(body.head)
        return mime.startswith("image/") and len(body.head) >= _PICTURE_BYTES


class _Body:
    """The body of one record, unpacked as its headers say."""

    def __init__(self, record: Any) -> None:
        self._stream = record.content_stream()
        self.head: bytes = self._stream.read(_PICTURE_BYTES)

    def chunks(self) -> Iterator[bytes]:
        """Give it piece by piece; raises Broken where it turns to nonsense."""
        yield self.head
        try:
            while data := self._stream.read(BLOCK):
                yield data
        except (OSError, ValueError, EOFError) as exc:
            raise Broken(str(exc)) from exc

    def drain(self) -> None:
        """Read to its end, so that its digest is checked."""
        while self._stream.read(BLOCK):
            pass


def _time(record: Any) -> Moment | None:
    try:
        return Moment.parse(str(record.rec_headers.get_header("WARC-Date")))
    except ValueError:
        return None
