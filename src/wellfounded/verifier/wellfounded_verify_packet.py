"""Read a PDF and give the digest of what each page holds: part of wellfounded-verify, beside which this file lies.

Standard library only, Python 3.9 or later. It follows docs/formats/packet.md and ISO 32000-1, is strict where a lenient reader
could see another document than a person does, and repairs nothing. What it does not understand it refuses by name.
"""
from __future__ import annotations
import base64, hashlib, mmap, os, re, zlib
from typing import Any, NamedTuple, Union
STREAM_BYTES, ALL_BYTES, OBJECTS, SECTIONS, DEEP, PAGES = 1 << 28, 1 << 33, 4_000_000, 4096, 100, 100_000

Bytes = Union[bytes, mmap.mmap]

class Bad(Exception):
    """Bytes that are not what they must be: a code of docs/formats/packet.md."""
def need(holds: object, code: str = "pdf") -> None:
    """Go on only if something holds."""
    if not holds: raise Bad(code)
def sha(data: Bytes) -> bytes:
    """Give the SHA-256 of some bytes."""
    return hashlib.sha256(data).digest()

def matched(pattern: re.Pattern[bytes], data: Bytes, at: int = 0, code: str = "pdf") -> re.Match[bytes]:
    """Give what stands at a place; it must be of a form."""
    found = pattern.match(data, at)
    if found is None: raise Bad(code)
    return found

class Name(bytes):
    """A name, after `#xx` is undone."""
class Real(bytes):
    """A number that is no whole number, in its shortest form."""
Dict = dict[Any, Any]
Ref = NamedTuple("Ref", [("number", int), ("generation", int)])
Stream = NamedTuple("Stream", [("entries", "dict[Any, Any]"), ("data", bytes)])
Value = Any  # None, bool, int, Real, Name, bytes, list, dict, Stream or Ref

# Objects (ISO 32000-1, 7.2 and 7.3)
BLANK = rb"(?:[\0\t\n\f\r ]|%[^\r\n]*(?=[\r\n]))*"
TOKEN = re.compile(BLANK + rb"(<<|>>|[\[\]]|/[^\0\t\n\f\r ()<>\[\]{}/%]*|\(|<[0-9A-Fa-f\0\t\n\f\r ]*>|[^\0\t\n\f\r ()<>\[\]{}/%]+)")
NUMBER = re.compile(rb"([+-]?)([0-9]*)(?:(\.)([0-9]*))?")
HEADER = re.compile(BLANK + rb"([0-9]{1,10})[\0\t\n\f\r ]+([0-9]{1,5})[\0\t\n\f\r ]+obj")
XREF, ROW = re.compile(BLANK + rb"xref(?=[\r\n \t])"), re.compile(rb"([0-9]{10}) ([0-9]{5}) ([nf])[\r\n ]{2}")
ROWS = re.compile(rb"[\r\n \t\0]*(?:([0-9]{1,10}) ([0-9]{1,10})[\r\n \t]+|(trailer))")
END, ENDSTREAM = re.compile(BLANK + rb"(endobj|stream(?:\r\n|\n))"), re.compile(rb"[\r\n \t]{0,4}endstream\b")
PARTS, ESCAPED = re.compile(rb"[()\\]"), re.compile(rb"[0-7]{1,3}|\r\n|[\0-\xff]")
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
WORDS = {b"true": True, b"false": False, b"null": None}
CLOSE, CLOSE_ALL = object(), object()

def number(text: bytes) -> Value:
    """Read a number."""
    found = matched(NUMBER, text)
    need((found[2] or found[4]) and found.end() == len(text) <= 64)
    whole, part = found[2].lstrip(b"0"), (found[4] or b"").rstrip(b"0")
    minus = b"-" if found[1] == b"-" and (whole or part) else b""
    return Real(minus + (whole or b"0") + b"." + part) if part else int(minus + (whole or b"0"))

class Parser:
    """Reads values from bytes, one after the other."""
    def __init__(self, data: Bytes, at: int = 0) -> None:
        self.data, self.at = data, at
    def value(self, depth: int = 0) -> Value:
        """Read the next value; `]` and `>>` come out as marks."""
        need(depth <= DEEP, "pdf-deep")
        found = matched(TOKEN, self.data, self.at)
        self.at, word = found.end(), found[1]
        if word == b"<<": return self.dictionary(depth)
        if word == b"[": return self.array(depth)
        if word == b"]": return CLOSE
        if word == b">>": return CLOSE_ALL
        if word == b"(": return self.string()
        if word[:1] == b"<":
            digits = re.sub(rb"[\0\t\n\f\r ]", b"", word[1:-1])
            return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
        if word[:1] == b"/":
            need(not re.search(rb"#(?![0-9A-Fa-f]{2})|#00", word))
            return Name(re.sub(rb"#(..)", lambda m: bytes.fromhex(m[1].decode()), word[1:]))
        if word in WORDS: return WORDS[word]
        return Ref if word == b"R" else number(word)
    def items(self, end: object, depth: int) -> list[Any]:
        """Read values up to an end; two whole numbers before R are a reference."""
        found: list[Any] = []
        while (one := self.value(depth + 1)) is not end:
            need(one is not CLOSE and one is not CLOSE_ALL and len(found) <= OBJECTS)
            if one is Ref:
                need(len(found) > 1 and type(found[-1]) is type(found[-2]) is int and min(found[-2:]) >= 0)
                found[-2:] = [Ref(*found[-2:])]
            else: found.append(one)
        return found
    def array(self, depth: int) -> list[Any]:
        """Read an array after its bracket."""
        return self.items(CLOSE, depth)
    def dictionary(self, depth: int) -> Dict:
        """Read a dictionary after its brackets; no key twice."""
        items = self.items(CLOSE_ALL, depth)
        keys = items[::2]
        need(len(items) % 2 == 0 and all(type(key) is Name for key in keys) and len(set(keys)) == len(keys))
        return {key: one for key, one in zip(keys, items[1::2]) if one is not None}
    def string(self) -> bytes:
        """Read a string after its parenthesis."""
        found, start, open_ = bytearray(), self.at, 1
        while open_:
            mark = PARTS.search(self.data, self.at)
            if mark is None: raise Bad("pdf")
            found += re.sub(rb"\r\n?", b"\n", self.data[start : mark.start()])
            start = self.at = mark.end()
            if mark[0] == b"\\":
                digits = matched(ESCAPED, self.data, self.at)
                self.at = start = digits.end()
                if digits[0][:1].isdigit() and digits[0][0] < 56: found.append(int(digits[0], 8) & 255)
                elif digits[0] not in (b"\r", b"\n", b"\r\n"): found += ESCAPES.get(digits[0], digits[0])
            else:
                open_ += 1 if mark[0] == b"(" else -1
                if open_: found += mark[0]
        return bytes(found)

# Filters (ISO 32000-1, 7.4)
def inflated(data: bytes, room: int) -> bytes:
    """Undo Flate: the whole of it, and not more than there is room for."""
    one = zlib.decompressobj()
    try: found = one.decompress(data, room)
    except zlib.error: raise Bad("pdf-filter") from None
    need(one.eof, "pdf-bomb" if len(found) >= room else "pdf-filter")
    return found

def unlzw(data: bytes, room: int, early: int) -> bytes:
    """Undo LZW."""
    found, table, width, bits, held, last = bytearray(), list[bytes](), 9, 0, 0, b""
    for byte in data:
        held, bits = held << 8 | byte, bits + 8
        while bits >= width:
            code, bits = held >> bits - width, bits - width
            held &= (1 << bits) - 1
            if code == 256: table, width, last = [bytes([n]) for n in range(256)] + [b"", b""], 9, b""
            elif code == 257: return bytes(found)
            else:
                need(table and code <= len(table) and (last or code < 256), "pdf-filter")
                entry = table[code] if code < len(table) else last + last[:1]
                if last and len(table) < 4096: table.append(last + entry[:1])
                width, last = min(12, max(9, (len(table) + early).bit_length())), entry
                found += entry
                need(len(found) <= room, "pdf-bomb")
    return bytes(found)

def predicted(data: bytes, given: Dict) -> bytes:
    """Undo a predictor: PNG's, or TIFF's of 8 bits."""
    kind, colors, bits, columns = (given.get(Name(key), one) for key, one in ((b"Predictor", 1), (b"Colors", 1), (b"BitsPerComponent", 8), (b"Columns", 1)))
    need(all(type(one) is int and 0 < one < 1 << 24 for one in (kind, colors, bits, columns)), "pdf-filter")
    if kind == 1: return data
    step, row = max(1, colors * bits // 8), (colors * bits * columns + 7) // 8
    need(kind >= 10 or (kind == 2 and bits == 8), "pdf-filter")
    found, before = bytearray(), bytes(row)
    for at in range(0, len(data), row + (kind >= 10)):
        how, line = (data[at], bytearray(data[at + 1 : at + 1 + row])) if kind >= 10 else (1, bytearray(data[at : at + row]))
        need(how <= 4, "pdf-filter")
        if how == 2: line = bytearray([(a + b) & 255 for a, b in zip(line, before)])
        elif how:
            for n in range(len(line)):
                left, up, corner = (line[n - step], before[n], before[n - step]) if n >= step else (0, before[n], 0)
                if how == 4:
                    a, b, c = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
                    left = left if a <= b and a <= c else up if b <= c else corner
                line[n] = line[n] + (left if how != 3 else (left + up) // 2) & 255
        found += line
        before = bytes(line) + bytes(row - len(line))
    return bytes(found)
PLAIN: dict[bytes, bytes] = {Name(one): full for full, short in ((b"FlateDecode", b"Fl"), (b"LZWDecode", b"LZW"), (b"ASCII85Decode", b"A85"), (b"ASCIIHexDecode", b"AHx")) for one in (full, short)}

# A document (ISO 32000-1, 7.5 and 7.7)
class Pdf:
    """A PDF: its objects, found by its cross-reference table and in no other way."""
    def __init__(self, data: Bytes) -> None:
        self.data, self.places, self.kept, self.room = data, dict[int, tuple[int, int, int]](), dict[int, Value](), ALL_BYTES
        self.packed, self.memo, self.open = dict[int, list[Any]](), dict[int, bytes](), set[int]()
        tail = re.search(rb"startxref[\r\n \t]+([0-9]{1,12})[\r\n \t]+%%EOF[\r\n \t\0]*\Z", data[-1100:])
        if data[:5] != b"%PDF-" or tail is None: raise Bad("pdf")
        self.trailer, seen = Dict(), set[int]()
        at: Value = int(tail[1])
        while at is not None:
            need(at not in seen and len(seen) < SECTIONS and 0 < at < len(data), "pdf-xref")
            seen.add(at)
            trailer = self.section(at)
            need(Name(b"XRefStm") not in trailer, "pdf-xref")
            self.trailer = self.trailer or trailer
            at = trailer.get(Name(b"Prev"))
            need(at is None or type(at) is int, "pdf-xref")
        need(Name(b"Encrypt") not in self.trailer, "pdf-encrypted")
        self.catalog: Dict = self.get(self.trailer, b"Root", dict)
        self.pages: list[Dict] = []
        self.tree(self.trailer[Name(b"Root")], self.get(self.catalog, b"Pages", dict), self.catalog.get(Name(b"Pages")), {}, 0)
    def section(self, at: int) -> Dict:
        """Read one section of the cross-reference table; what a later one says stands."""
        if XREF.match(self.data, at): return self.table(at)
        found = self.indirect(at, None)
        need(type(found) is Stream and found.entries.get(Name(b"Type")) == b"XRef", "pdf-xref")
        e: Dict = found.entries
        data = self.decoded(found)
        widths: Value = e.get(Name(b"W"))
        need(type(widths) is list and len(widths) == 3 and all(type(w) is int and 0 <= w <= 8 for w in widths), "pdf-xref")
        index: Value = e.get(Name(b"Index"), [0, e.get(Name(b"Size"))])
        row, at = sum(widths), 0
        need(type(index) is list and len(index) % 2 == 0 and row and all(type(n) is int and n >= 0 for n in index), "pdf-xref")
        for first, count in zip(index[::2], index[1::2]):
            need(count * row <= len(data) - at, "pdf-xref")
            for n in range(first, first + count):
                cells = []
                for width in widths:
                    cells.append(int.from_bytes(data[at : at + width], "big"))
                    at += width
                kind = cells[0] if widths[0] else 1
                self.place(n, (kind if kind in (0, 1, 2) else 0, cells[1], cells[2]))
        return e
    def table(self, at: int) -> Dict:
        """Read a section in the form of a table, and its trailer."""
        at = matched(XREF, self.data, at).end()
        while True:
            found = matched(ROWS, self.data, at, "pdf-xref")
            if found[3]: break
            first, count, at = int(found[1]), int(found[2]), found.end()
            rows = self.data[at : at + 20 * count]
            need(len(rows) == 20 * count, "pdf-xref")
            for n in range(count):
                row = matched(ROW, rows, 20 * n, "pdf-xref")
                self.place(first + n, (row[3] == b"n", int(row[1]), int(row[2])))
            at += 20 * count
        trailer = Parser(self.data, found.end()).value()
        need(type(trailer) is dict, "pdf-xref")
        return dict(trailer)
    def place(self, n: int, where: tuple[int, int, int]) -> None:
        """Take in where an object lies, unless a later section said so."""
        need(len(self.places) < OBJECTS, "pdf-xref")
        self.places.setdefault(n, where)
    def indirect(self, at: int, named: Union[tuple[int, int], None]) -> Value:
        """Read the object at a place, which must be that of its number and generation."""
        head = matched(HEADER, self.data, at, "pdf-object")
        need(named in (None, (int(head[1]), int(head[2]))), "pdf-object")
        parser = Parser(self.data, head.end())
        value = parser.value()
        end = matched(END, self.data, parser.at, "pdf-object")
        need(value is not CLOSE and value is not CLOSE_ALL and value is not Ref, "pdf-object")
        if end[1] == b"endobj": return value
        need(type(value) is dict, "pdf-object")
        length = self.resolved(value.get(Name(b"Length")))
        need(type(length) is int and 0 <= length <= len(self.data) - end.end(), "pdf-object")
        after = end.end() + length
        matched(ENDSTREAM, self.data, after, "pdf-object")
        return Stream(value, self.data[end.end() : after])
    def resolved(self, value: Value) -> Value:
        """Follow a reference to what it refers to; null where that is nothing."""
        if type(value) is not Ref: return value
        n = value.number
        kind, where, which = self.places.get(n, (0, 0, 0))
        if not kind or (kind == 1 and which != value.generation): return None
        if n not in self.kept:
            need(n not in self.open, "pdf-loop")
            self.open.add(n)
            one = self.indirect(where, (n, which)) if kind == 1 else self.unpacked(where, which, n)
            need(type(one) is not Ref, "pdf-object")
            self.open.discard(n)
            self.kept[n] = one
        return self.kept[n]
    def unpacked(self, holder: int, which: int, n: int) -> Value:
        """Read an object out of an object stream."""
        if holder not in self.packed:
            need(self.places.get(holder, (0,))[0] == 1, "pdf-object")
            stream = self.resolved(Ref(holder, self.places[holder][2]))
            need(type(stream) is Stream and stream.entries.get(Name(b"Type")) == b"ObjStm", "pdf-object")
            count, first = (self.resolved(stream.entries.get(Name(key))) for key in (b"N", b"First"))
            need(type(count) is int and type(first) is int and 0 <= count <= OBJECTS, "pdf-object")
            parser = Parser(self.decoded(stream))
            pairs = [parser.value() for _ in range(2 * count)]
            need(all(type(one) is int for one in pairs), "pdf-object")
            self.packed[holder] = [parser.data, first, pairs[::2], pairs[1::2]]
        data, first, numbers, offsets = self.packed[holder]
        need(which < len(numbers) and numbers[which] == n, "pdf-object")
        return Parser(data, first + offsets[which]).value()
    def get(self, holder: Dict, key: bytes, kind: Any = None) -> Value:
        """Give an entry of a dictionary, its reference followed; of this kind, if one is named."""
        found = self.resolved(holder.get(Name(key)))
        need(kind is None or type(found) is kind, "pdf-object")
        return found
    def filters(self, entries: Dict) -> list[tuple[bytes, Dict]]:
        """Give the filters of a stream with their parameters."""
        names, given = self.get(entries, b"Filter"), self.get(entries, b"DecodeParms")
        names = [] if names is None else names if type(names) is list else [names]
        given = given if type(given) is list else [given] if given else []
        names, given = [self.resolved(one) for one in names], [self.resolved(one) or {} for one in given]
        need(all(type(one) is Name for one in names) and all(type(one) is dict for one in given), "pdf-filter")
        return list(zip(names, given + [{}] * len(names)))
    def decoded(self, stream: Stream) -> bytes:
        """Give the data of a stream after its filters."""
        data = stream.data
        for name, given in self.filters(stream.entries):
            what, given = PLAIN.get(Name(name), b""), {key: self.resolved(one) for key, one in given.items()}
            need(what, "pdf-filter")
            room = min(STREAM_BYTES, self.room)
            if what == b"FlateDecode": data = predicted(inflated(data, room), given)
            elif what == b"LZWDecode": data = predicted(unlzw(data, room, given.get(Name(b"EarlyChange"), 1)), given)
            else: data = ascii_of(what, data)
            self.room -= len(data)
        return data
    def tree(self, _: Value, node: Dict, at: Value, inherited: Dict, depth: int) -> int:
        """Walk the tree of pages; gives how many there are below a node, as it must say itself."""
        need(depth <= DEEP and type(at) is Ref and at.number not in self.open, "pdf-pages")
        self.open.add(at.number)
        own = {key: node[key] for key in INHERITED if key in node}
        inherited = {**inherited, **own}
        if (kids := self.get(node, b"Kids")) is None:
            need(self.get(node, b"Type") == b"Page" and len(self.pages) < PAGES, "pdf-pages")
            self.pages.append({**node, **inherited})
            return 1
        need(type(kids) is list and self.get(node, b"Type") == b"Pages", "pdf-pages")
        count = 0
        for kid in kids:
            below = self.resolved(kid)
            need(type(below) is dict, "pdf-pages")
            count += self.tree(None, below, kid, inherited, depth + 1)
        need(self.get(node, b"Count") == count, "pdf-pages")
        return count
INHERITED = tuple(map(Name, (b"Resources", b"MediaBox", b"CropBox", b"Rotate")))

def ascii_of(what: bytes, data: bytes) -> bytes:
    """Undo ASCII85 or ASCIIHex."""
    try:
        text = re.sub(rb"[\0\t\n\f\r ]", b"", data).split(b"~>" if what == b"ASCII85Decode" else b">")[0]
        if what == b"ASCII85Decode": return base64.a85decode(text)
        return bytes.fromhex((text + b"0" * (len(text) % 2)).decode("ascii"))
    except ValueError: raise Bad("pdf-filter") from None

# What a page draws (docs/formats/packet.md)
NOT_DRAWN = frozenset(map(Name, b"Link Popup FileAttachment Sound Movie Screen RichMedia 3D TrapNet".split()))
DRAWN = frozenset(map(Name, b"AP AS BS Border C CA Contents DA F IC InkList L LE MK Q QuadPoints RD Rect Subtype Vertices".split()))
OF_STREAMS = frozenset(map(Name, b"Length DL Metadata PieceInfo LastModified StructParent StructParents Name".split()))
OF_PLAIN = OF_STREAMS | {Name(b"Filter"), Name(b"DecodeParms")}
FIRST, LAST = re.compile(rb"q(?: q)*\n"), re.compile(rb"\n(?:Q )*q ((?:-?[0-9]*\.?[0-9]+ ){6})cm /(WfStamp[0-9]*) Do Q\Z")
Stamp = NamedTuple("Stamp", [("name", bytes), ("matrix", "tuple[float, ...]"), ("form", Stream)])

class Walk:
    """The encoding E of what a page refers to; what pages share is hashed once."""
    def __init__(self, pdf: Pdf) -> None:
        self.pdf, self.known, self.open, self.lowest = pdf, dict[int, bytes](), list[int](), DEEP
    def value(self, value: Value) -> bytes:
        """Give E of a value inside another."""
        n = value.number if type(value) is Ref else 0
        found = self.pdf.resolved(value)
        if type(found) not in (dict, list, Stream): return plain(found)
        if n in self.known: return b"h" + self.known[n]
        if n and n in self.open:
            self.lowest = min(self.lowest, self.open.index(n))
            return b"^%d;" % (len(self.open) - self.open.index(n))
        above, self.lowest = self.lowest, DEEP
        done = self.inside(n, self.container, found)
        if n and self.lowest >= len(self.open): self.known[n] = done
        self.lowest = min(above, self.lowest)
        return b"h" + done
    def inside(self, n: int, write: Any, value: Value) -> bytes:
        """Give the digest of what is written of a container while it is open."""
        need(len(self.open) < DEEP, "pdf-deep")
        self.open.append(n)
        done = sha(write(value))
        self.open.pop()
        return done
    def container(self, value: Value) -> bytes:
        """Give E of an array, a dictionary or a stream."""
        if type(value) is list: return b"[" + b"".join(map(self.value, value)) + b"]"
        if type(value) is dict: return self.pairs(value)
        lossless = all(name in PLAIN and PLAIN[name] == name for name, _ in self.pdf.filters(value.entries))
        out = OF_PLAIN if lossless else OF_STREAMS
        data = self.pdf.decoded(value) if lossless else value.data
        return b"s" + self.pairs({k: v for k, v in value.entries.items() if k not in out}) + sha(data)
    def pairs(self, value: Dict) -> bytes:
        """Give E of a dictionary; what is null is left out."""
        found = sorted((key, self.value(one)) for key, one in value.items() if self.pdf.resolved(one) is not None)
        return b"<" + b"".join(plain(Name(key)) + one for key, one in found) + b">"

def plain(value: Value) -> bytes:
    """Give E of a value that holds no others."""
    if value is None: return b"n"
    if type(value) is bool: return b"t" if value else b"f"
    if type(value) is Name: return b"/%d:%s" % (len(value), value)
    if type(value) is bytes: return b"(%d:%s" % (len(value), value)
    return b"d%d;" % value if type(value) is int else b"d%s;" % value

def drawn(walk: Walk, page: Dict) -> tuple[bytes, Union[Stamp, None]]:
    """Give the digest of what a page holds without our stamp, and the stamp."""
    pdf, content, stamp = walk.pdf, contents(walk.pdf, page), None
    resources = dict(pdf.get(page, b"Resources") or {})
    objects = dict(pdf.get(resources, b"XObject") or {})
    first, last = FIRST.match(content), LAST.search(content[-400:])
    if first and last and Name(last[2]) in objects:
        form = pdf.resolved(objects.pop(Name(last[2])))
        need(type(form) is Stream, "packet-stamp")
        stamp = Stamp(last[2], tuple(map(float, last[1].split())), form)
        content = content[first.end() : len(content) - len(last[0])]
    resources.pop(Name(b"XObject"), None)
    if objects: resources[Name(b"XObject")] = objects
    media, turn = page.get(Name(b"MediaBox")), pdf.get(page, b"Rotate")
    held = {b"Contents": plain(content), b"Resources": b"h" + walk.inside(0, walk.container, resources), b"Rotate": plain(turn % 360 if type(turn) is int else 0)}
    held.update({key: walk.value(page[Name(key)]) for key in (b"UserUnit", b"Group") if Name(key) in page})
    held.update({key: walk.value(one) for key, one in ((b"MediaBox", media), (b"CropBox", page.get(Name(b"CropBox"), media))) if one is not None})
    notes = [note for note in notes_of(pdf, page) if pdf.get(note, b"Subtype") not in NOT_DRAWN]
    rows = [b"h" + walk.inside(0, walk.pairs, {k: v for k, v in note.items() if k in DRAWN}) for note in notes]
    if rows: held[b"Annots"] = b"h" + sha(b"[" + b"".join(rows) + b"]")
    return sha(b"<" + b"".join(plain(Name(key)) + held[key] for key in sorted(held)) + b">"), stamp

def contents(pdf: Pdf, page: Dict) -> bytes:
    """Give a page's content streams, decoded and joined by line feeds."""
    found = pdf.get(page, b"Contents")
    streams = [pdf.resolved(one) for one in found] if type(found) is list else [] if found is None else [found]
    return b"\n".join(pdf.decoded(one) for one in streams if type(one) is Stream)
def notes_of(pdf: Pdf, page: Dict) -> list[Dict]:
    """Give the annotations of a page."""
    found = pdf.get(page, b"Annots")
    return [one for one in map(pdf.resolved, found if type(found) is list else ()) if type(one) is dict]

# A packet (docs/formats/packet.md)
SENTENCES = {
    "pdf": "no PDF that this program reads: it repairs nothing, and refuses what two readers could read in two ways",
    "pdf-encrypted": "an encrypted PDF: this program decrypts nothing",
    "pdf-bomb": "a stream unpacks to more than a page needs",
    "packet": "this PDF states no packet of ours: it was made by another program, or lost what it said of itself",
    "packet-manifest": "the list of pages is not the one that was logged when the packet was bound, or has another form",
    "packet-content": "what this page holds is not what was logged when the packet was bound",
    "packet-page": "a page that the packet does not list, or that says nothing of itself",
    "packet-order": "a page is missing, stands twice, or stands in another place",
    "packet-stamp": "the stamp is missing, or is more than a label at the edge of the page",
    "packet-note": "something lies over this page that the binder does not put there",
    "packet-active": "the file holds actions, layers or fields that can change what a reader shows",
    "packet-proof-form": "packet.proof is not written as it must be: sorted, not packed, nothing beside its files",
    "packet-layers": "an exhibit has layers, and which of them a reader shows is not part of what was logged",
    "packet-exhibit": "the proof does not show that this original was received",
    "packet-file": "not the bytes that were issued: saved again, or changed",
    "packet-proof": "no packet.proof beside it: whether the file, and the pages that are ours, are as issued is not known",
}
OURS = {Name(b"cover"), Name(b"index"), Name(b"tab"), Name(b"source"), Name(b"last")}
ACTIVE = (b"OpenAction", b"AA", b"Collection")
v: Any = None  # the other half of this program, which loads this one
Page = NamedTuple("Page", [("tab", str), ("number", int), ("digest", str)])

def said(pdf: Pdf, holder: Dict) -> Dict:
    """Give what a page or a catalog says of itself; nothing if it says nothing."""
    for key in (b"PieceInfo", b"Wellfounded", b"Private"):
        holder = pdf.get(holder, key)
        if type(holder) is not dict: return {}
    return holder

def listed(manifest: Any) -> list[Page]:
    """Give every page that a manifest lists, in order."""
    need(type(manifest) is dict and manifest.get("format") == "wellfounded.packet/1", "packet-manifest")
    found = [Page(one["tab"], number, digest) for one in manifest["exhibits"] for digest, number in one["pages"]]
    need(len({one[:2] for one in found}) == len(found), "packet-manifest")
    return found

class Packet:
    """A part of a packet, and a report on it."""
    def __init__(self, report: Any, data: Bytes) -> None:
        self.report, self.data, self.pdf = report, data, Pdf(data)
        self.own, self.head, self.private = list[int](), b"", said(self.pdf, self.pdf.catalog)
        streams = [self.pdf.get(self.private, key) for key in (b"Manifest", b"Proof")]
        need(all(type(one) is Stream for one in streams), "packet")
        self.raw, self.zip = map(self.pdf.decoded, streams)
        self.manifest = v.canonical(self.raw)
        self.pages, self.last = listed(self.manifest), -1
    def bound(self) -> None:
        """Check that the list of pages was logged."""
        need(len(self.zip) <= v.ZIP_BYTES, "zip")
        items = v.check_proof(self.report, v.unzipped(self.zip))
        first, self.head = items.get(sha(self.raw), {}), v.unzipped(self.zip)["checkpoint"]
        need(first.get("type") == "bound" and first["body"]["size"] == len(self.raw), "packet-manifest")
        self.report.say("agrees", "manifest", f"the list of pages, {len(self.pages)} in all, was logged before the packet was bound")
    def contents(self) -> None:
        """Check every page: what it is, and that it holds what was logged."""
        places, walk = {one[:2]: at for at, one in enumerate(self.pages)}, Walk(self.pdf)
        before, shown = self.report.damaged, list[int]()
        for number, page in enumerate(self.pdf.pages, 1):
            mark = said(self.pdf, page)
            role, exhibit = self.pdf.get(mark, b"Role"), self.pdf.get(mark, b"Exhibit")
            if role in OURS: self.own.append(number)
            else:
                at = places.get((exhibit.decode("utf-8", "replace"), self.pdf.get(mark, b"Page"))) if role == b"exhibit" and type(exhibit) is bytes else None
                self.report.run(f"page {number}", self.page, walk, page, at, not shown)
                shown.append(number)
        part, parts = self.pdf.get(self.private, b"Part"), self.pdf.get(self.private, b"Parts")
        if part == parts and self.last != len(self.pages) - 1: self.report.say("damaged", "packet-order", "", "the last pages")
        active = [key for key in ACTIVE if Name(key) in self.pdf.catalog] + [b"script"] * (Name(b"JavaScript") in (self.pdf.get(self.pdf.catalog, b"Names") or {}))
        form = self.pdf.get(self.pdf.catalog, b"AcroForm") or {}
        if active or self.pdf.get(form, b"NeedAppearances") or Name(b"XFA") in form: self.report.say("damaged", "packet-active")
        if Name(b"OCProperties") in self.pdf.catalog: self.unsure("packet-layers")
        if self.report.damaged == before:
            for row in self.manifest["exhibits"]: self.exhibit(row)
    def page(self, walk: Walk, page: Dict, at: Union[int, None], first: bool) -> None:
        """Check one page of an exhibit."""
        if at is None: raise Bad("packet-page")
        expected = 0 if self.pdf.get(self.private, b"Part") == 1 else at
        need(at == (expected if first else self.last + 1), "packet-order")
        self.last = at
        digest, stamp = drawn(walk, page)
        need(digest.hex() == self.pages[at].digest, "packet-content")
        need(stamp and label(self.pdf, page, stamp), "packet-stamp")
        for note in notes_of(self.pdf, page):
            kind, seen = self.pdf.get(note, b"Subtype"), Name(b"AP") in note
            need(kind not in NOT_DRAWN or (kind in (b"Link", b"Popup") and not seen), "packet-note")
    def exhibit(self, row: Dict) -> None:
        """Say whose pages an exhibit's are."""
        pages, what = [number for _, number in row["pages"]], row.get("item", "an original that stands here as a commitment only")
        how = f"set from {what}" if row["made"] else f"of {what}"
        self.report.say("agrees", "content", f"exhibit {row['tab']}: each page here holds what was logged of {'page' if len(pages) == 1 else 'pages'} {spans(pages)} {how}", f"exhibit {row['tab']}")
    def issued(self, paths: list[str]) -> None:
        """Check the file as a whole, and the originals behind it, against packet.proof and what goes on from it."""
        items, earlier = Dict(), set[bytes]()
        for path in paths:
            files = v.parts(path)
            need(os.path.isdir(path) or v.read(path, "zip", v.ZIP_BYTES) == stored(files), "packet-proof-form")
            need(all(re.fullmatch(rb"(?:\S+\n)*", data) for name, data in files.items() if name == "key" or name.endswith(".consistency")), "packet-proof-form")
            items.update(v.check_proof(self.report, files))
            earlier.update(data for name, data in files.items() if name.startswith("stamps/"))
        need(self.head in earlier, "consistency")
        for row in self.manifest["exhibits"]:
            if "item" in row and items.get(v.digest(row["item"]), {}).get("type") != "received": self.unsure("packet-exhibit", f"exhibit {row['tab']}")
        first = items.get(sha(self.data), {})
        if first.get("type") == "issued" and first["body"]["manifest"] == "sha256:" + sha(self.raw).hex():
            self.report.say("agrees", "file", "bit for bit the file that was issued", "the file")
        else: self.unsure("packet-file", f"the file, and pages {spans(self.own)}")
    def unsure(self, code: str, where: str = "") -> None:
        """Say what cannot be checked, so that the whole cannot either."""
        self.report.unsure += 1
        self.report.say("cannot check", code, "", where)
    def against(self, path: str) -> bool:
        """Hold a file somebody has against the exhibits; says whether it is one of them."""
        with v.regular(path, "no-such-path") as file: data = file.read()
        rows = [row for row in self.manifest["exhibits"] if row.get("item") == "sha256:" + sha(data).hex()]
        for row in rows:
            self.report.say("agrees", "file", f"bit for bit the original of exhibit {row['tab']}", path)
            if not row["made"]: self.report.run(path, self.same, row, Pdf(data), path)
        return bool(rows)
    def same(self, row: Dict, original: Pdf, path: str) -> None:
        """Compare the pages of an original with what the packet lists of it."""
        walk = Walk(original)
        for digest, number in row["pages"]:
            need(0 < number <= len(original.pages), "packet-content")
            need(drawn(walk, original.pages[number - 1])[0].hex() == digest, "packet-content")
        self.report.say("agrees", "pages", f"its pages {spans([n for _, n in row['pages']])} hold what exhibit {row['tab']} lists", path)

def stored(files: dict[str, bytes]) -> bytes:
    """Give the one zip that holds some files: sorted, not packed, without dates."""
    out = v.io.BytesIO()
    with v.zipfile.ZipFile(out, "w") as archive:
        for name, data in sorted(files.items()):
            member = v.zipfile.ZipInfo(name)
            member.create_system = 3
            archive.writestr(member, data)
    return bytes(out.getvalue())
def label(pdf: Pdf, page: Dict, stamp: Stamp) -> bool:
    """Say whether a stamp is a label inside the page: a twentieth of it at most, upright or by quarters."""
    a, b, c, d, x, y = stamp.matrix
    box, crop = ([float(pdf.resolved(n)) for n in one] for one in (pdf.get(stamp.form.entries, b"BBox", list), pdf.get(page, b"CropBox") or pdf.get(page, b"MediaBox", list)))
    turned = (b == c == 0 and abs(a) == abs(d)) or (a == d == 0 and abs(b) == abs(c))
    corners = [(a * u + c * v + x, b * u + d * v + y) for u in box[::2] for v in box[1::2]]
    wide, high = (sorted(one[k] for one in corners) for k in (0, 1))
    left, right, low, up = *sorted(crop[::2]), *sorted(crop[1::2])
    inside = left <= wide[0] and wide[-1] <= right and low <= high[0] and high[-1] <= up
    small = (wide[-1] - wide[0]) * (high[-1] - high[0]) * 20 <= (right - left) * (up - low)
    return turned and inside and small and Name(b"Matrix") not in stamp.form.entries
def spans(numbers: list[int]) -> str:
    """Give page numbers as people write them."""
    breaks = [at for at in range(1, len(numbers)) if numbers[at] != numbers[at - 1] + 1]
    runs = [(numbers[a], numbers[b - 1]) for a, b in zip([0, *breaks], [*breaks, len(numbers)])] if numbers else []
    return ", ".join(f"{n}-{m}" if m > n else str(n) for n, m in runs)

def check(report: Any, asked: Any) -> list[str]:
    """Check a packet and what is beside it; gives those of the files somebody has that are none of its originals."""
    beside = next(iter(asked.proof), os.path.join(os.path.dirname(asked.path), "packet.proof"))
    with v.regular(asked.path, "no-such-path") as file: data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    packet = report.run(asked.path, opened, report, data)
    if packet is None: return list(asked.file)
    report.run("the proof in the file", packet.bound)
    report.run("pages", packet.contents)
    paths = [path for path in (beside, *(f"{beside}{n}" for n in range(2, 100))) if os.path.lexists(path)]
    need(paths or not asked.proof, "no-such-path")
    if paths: report.run(beside, packet.issued, paths)
    else: packet.unsure("packet-proof", f"pages {spans(packet.own)}")
    return [one for one in asked.file if not packet.against(one)]

def opened(report: Any, data: Bytes) -> Union[Packet, None]:
    """Open a packet; None if it states that it is none of ours."""
    try: return Packet(report, data)
    except RecursionError: raise Bad("pdf-deep") from None
    except Bad as bad:
        if str(bad) != "packet": raise
    report.unsure += 1
    report.say("cannot check", "packet")
    return None
