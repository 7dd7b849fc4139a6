"""The reader of PDFs in the program that is handed out: the same pages as another reader's, and no way to keep it busy."""

from __future__ import annotations

import io
import os
import time
import zlib
from pathlib import Path

import pikepdf
import pytest

from tests.extract.make_pdf import pdf, saved, words
from wellfounded.verifier import wellfounded_verify_packet as reader

CORPUS = Path(os.environ.get("WELLFOUNDED_CORPORA", "corpora")) / "pdf"


def small(*objects: bytes, trailer: bytes = b"", first: bytes = b"%PDF-1.7\n") -> bytes:
    """Give a PDF of these objects, numbered from 1, the first of them the catalog; with a sound table."""
    data, places = bytearray(first), []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    rows = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in places)
    start = len(data)
    data += b"xref\n0 %d\n%strailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(places) + 1, rows, len(places) + 1, trailer)  # fmt: skip
    return bytes(data + b"startxref\n%d\n%%%%EOF\n" % start)


CATALOG, PAGES = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources 5 0 R >>"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Give a stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def test_a_sound_one_is_read() -> None:
    """Its page has what it inherits, strings with escapes, names with hex digits, and its content."""
    data = small(CATALOG, PAGES, PAGE, stream(b"q Q"), rb"<< /A#42 (a\(b\)\101\n) /N null >>")
    read = reader.Pdf(data)
    assert reader.contents(read, read.pages[0]) == b"q Q"
    assert read.resolved(read.pages[0][b"Resources"]) == {b"AB": b"a(b)A\n"}


BOMB = zlib.compress(bytes(reader.STREAM_BYTES + 10), 9)
NESTED = b"[" * 5000 + b"]" * 5000
LOOP = small(CATALOG, PAGES, PAGE, trailer=b"/Prev 000")
REFUSED = {
    "no end": (small(CATALOG, PAGES, PAGE)[:-6], "pdf"),
    "no pages": (small(CATALOG, b"<< /Type /Pages /Kids [] /Count 1 >>"), "pdf-pages"),
    "pages in a circle": (small(CATALOG, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"), "pdf-pages"),
    "a page twice": (small(CATALOG, b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>", PAGE), "pdf-pages"),
    "a count that does not count": (small(CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 2 >>", PAGE), "pdf-pages"),
    "encrypted": (small(CATALOG, PAGES, PAGE, trailer=b"/Encrypt << >>"), "pdf-encrypted"),
    "hybrid": (small(CATALOG, PAGES, PAGE, trailer=b"/XRefStm 9"), "pdf-xref"),
    "a table that is none": (small(CATALOG, PAGES, PAGE, trailer=b"/Prev 9"), "pdf-xref"),
    "a table that comes back": (LOOP.replace(b"/Prev 000", b"/Prev " + LOOP.split()[-2]), "pdf-xref"),
    "a key twice": (small(b"<< /Type /Catalog /Pages 2 0 R /Pages 3 0 R >>", PAGES, PAGE), "pdf"),
    "nested": (small(CATALOG, NESTED), "pdf-deep"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_two_readers_could_read_in_two_ways_is_refused(name: str) -> None:
    """Each under its code, at once."""
    data, code = REFUSED[name]
    begun = time.process_time()
    with pytest.raises(reader.Bad, match=f"^{code}$"):
        reader.Pdf(data)
    assert time.process_time() - begun < 2


def test_bombs_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams that unpack without bound, in Flate, LZW and one in the other, and objects too deep in each other."""
    flate = b"/Filter /FlateDecode"
    read = reader.Pdf(small(CATALOG, PAGES, PAGE, stream(BOMB, flate), b"<< >>"))
    with pytest.raises(reader.Bad, match="pdf-bomb"):
        reader.contents(read, read.pages[0])
    deep = [b"<< /X %d 0 R >>" % (n + 1) for n in range(5, 300)]
    read = reader.Pdf(small(CATALOG, PAGES, PAGE, stream(b""), *deep))
    with pytest.raises(reader.Bad, match="pdf-deep"):
        reader.drawn(reader.Walk(read), read.pages[0])
    monkeypatch.setattr(reader, "ALL_BYTES", 100)
    many = small(CATALOG, PAGES, PAGE.replace(b"4 0 R", b"[" + b"4 0 R " * 90 + b"]"), stream(zlib.compress(b"q Q " * 20), flate), b"<< >>")  # fmt: skip
    read = reader.Pdf(many)
    with pytest.raises(reader.Bad, match="pdf-bomb"):
        reader.contents(read, read.pages[0])


def test_filters_and_predictors_agree_with_another_reader() -> None:
    """Flate with each predictor, LZW, ASCII85 and ASCIIHex: as qpdf undoes them."""
    raw = bytes(range(240)) * 3
    rows = b"".join(bytes([how % 5]) + raw[how * 24 : how * 24 + 24] for how in range(30))
    png = b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors 3 /Columns 8 >>"
    tiff = b"/Filter /FlateDecode /DecodeParms << /Predictor 2 /Colors 3 /Columns 8 >>"
    lzw = bytes.fromhex("800B6050220C0C8501")
    for data, entries in (
        (zlib.compress(rows), png),
        (zlib.compress(raw), tiff),
        (lzw, b"/Filter /LZWDecode"),
        (raw.hex().encode() + b">", b"/Filter /ASCIIHexDecode"),
        (b"9jqo^BlbD-~>", b"/Filter [/ASCII85Decode]"),
    ):
        made = small(CATALOG, PAGES, PAGE, stream(data, entries), b"<< >>")
        read = reader.Pdf(made)
        with pikepdf.open(io.BytesIO(made)) as theirs:
            expected = theirs.pages[0].obj.Contents.read_bytes()
        assert reader.contents(read, read.pages[0]) == expected and expected


def test_the_digest_is_of_what_is_drawn() -> None:
    """It does not change with numbering or packing, and does with a word, a box or a turn."""

    def digests(*lines: str, turned: int = 0, **options: object) -> list[bytes]:
        read = reader.Pdf(saved(pdf(*lines, turned=turned), **options))
        walk = reader.Walk(read)
        return [reader.drawn(walk, page)[0] for page in read.pages]

    one, two = words("The gate", 72, 700), words("The mill", 72, 700)
    packed = digests(one, two, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert packed == digests(one, two, linearize=True) == digests(two, one)[::-1]
    assert len({*packed, *digests(one, turned=90)}) == 3


@pytest.mark.skipif(not CORPUS.exists(), reason="WELLFOUNDED_CORPORA has no pdf folder")
def test_the_corpus_is_read_or_refused() -> None:
    """Of the odd PDFs each ends in pages or in a code; where qpdf reads one too, pages and their contents are the same."""
    same = refused = 0
    for path in sorted(CORPUS.glob("*.pdf")):
        try:
            read = reader.Pdf(path.read_bytes())
            mine = [reader.contents(read, page) for page in read.pages]
        except reader.Bad:
            refused += 1
            continue
        try:
            with pikepdf.open(path, suppress_warnings=True) as theirs:
                contents = [_contents(page.obj) for page in theirs.pages]
        except pikepdf.PikepdfError:
            continue
        assert mine == contents, path.name
        same += 1
    assert same > 380 and refused < 60


def _contents(page: pikepdf.Object) -> bytes:
    found = page.get("/Contents", pikepdf.Array([]))
    streams = [found] if isinstance(found, pikepdf.Stream) else list(found)
    return b"\n".join(one.read_bytes() for one in streams if isinstance(one, pikepdf.Stream))
