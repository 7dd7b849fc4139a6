"""Packets and proofs with one edit each, random or with a purpose, and what the program that is handed out says of them.

    python -m tools.formats.edits 10000

prints how many edits were made, how many were accepted (none may be), and under which names the others were refused.
"""

from __future__ import annotations

import io
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.verifier.both import Verdict, verifier
from tools.formats.packets import SamplePacket, sample_packet, stored, unzipped
from wellfounded.verifier import wellfounded_verify

Random = random.Random
EXHIBITS = range(1, 6)
"""The places of the exhibits' pages in a sample packet, from 0."""


@dataclass(frozen=True)
class Edited:
    """A packet after an edit: what was done, the PDF and packet.proof."""

    how: str
    pdf: bytes
    proof: bytes


def bytes_changed(data: bytes, chance: Random) -> tuple[str, bytes]:
    """Change bytes somewhere: a bit, a byte, some put in, taken out, doubled, swapped, or the end cut off."""
    at, size = chance.randrange(len(data)), chance.randint(1, 40)
    how = chance.choice(("bit", "bit", "byte", "put in", "taken out", "doubled", "swapped", "cut"))
    if how == "bit":
        new = data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
    elif how == "byte":
        new = data[:at] + bytes([(data[at] + chance.randint(1, 255)) & 255]) + data[at + 1 :]
    elif how == "put in":
        new = data[:at] + chance.randbytes(size) + data[at:]
    elif how == "taken out":
        new = data[:at] + data[at + size :]
    elif how == "doubled":
        new = data[:at] + data[at : at + size] + data[at:]
    elif how == "swapped":
        new = (
            data[:at]
            + data[at + size : at + 2 * size]
            + data[at : at + size]
            + data[at + 2 * size :]
        )
    else:
        new = data[:at]
    return how, new if new != data else data + b"\n"


def _swap(pdf: pikepdf.Pdf, chance: Random) -> None:
    one, two = chance.sample(EXHIBITS, 2)
    first, second = pdf.pages[one].obj, pdf.pages[two].obj
    first.Contents, second.Contents = second.Contents, first.Contents


def _gone(pdf: pikepdf.Pdf, chance: Random) -> None:
    del pdf.pages[chance.choice(EXHIBITS)]


def _moved(pdf: pikepdf.Pdf, chance: Random) -> None:
    at, to = chance.sample(EXHIBITS, 2)
    page = pdf.pages[at].obj
    del pdf.pages[at]
    pdf.pages.insert(to, pikepdf.Page(page))


def _again(pdf: pikepdf.Pdf, chance: Random) -> None:
    at = chance.choice(EXHIBITS)
    pdf.pages.insert(at, pikepdf.Page(pdf.make_indirect(Dictionary(pdf.pages[at].obj))))


def _drawn_over(pdf: pikepdf.Pdf, chance: Random) -> None:
    page = pdf.pages[chance.choice(EXHIBITS)]
    page.contents_add(b"1 g 72 600 400 120 re f", prepend=chance.random() < 0.3)


def _words(pdf: pikepdf.Pdf, chance: Random) -> None:
    stream = pdf.pages[chance.choice(EXHIBITS)].obj.Contents[1]
    stream.write(stream.read_bytes().replace(b"gate", b"door").replace(b"Td (", b"Td (x"))


def _picture(pdf: pikepdf.Pdf, chance: Random) -> None:
    pdf.pages[chance.choice(EXHIBITS)].obj.Resources.XObject.Im.write(chance.randbytes(64))


def _turned(pdf: pikepdf.Pdf, chance: Random) -> None:
    pdf.pages[chance.choice(EXHIBITS)].obj.Rotate = 180


def _cropped(pdf: pikepdf.Pdf, chance: Random) -> None:
    key = chance.choice(("/CropBox", "/MediaBox"))
    pdf.pages[chance.choice(EXHIBITS)].obj[key] = Array([0, 0, chance.randint(100, 600), 792])


def _note(pdf: pikepdf.Pdf, chance: Random) -> None:
    cover = pdf.make_stream(b"1 g 0 0 500 500 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 500, 500]))  # fmt: skip
    kind = chance.choice((Name.FreeText, Name.Stamp, Name.Screen, Name.FileAttachment, Name.Link))
    note = Dictionary(Type=Name.Annot, Subtype=kind, Rect=Array([50, 50, 550, 550]), AP=Dictionary(N=cover), F=4)  # fmt: skip
    if chance.random() < 0.5:
        note.NM = String("wf-highlight-1")
    page = pdf.pages[chance.choice(EXHIBITS)].obj
    page.Annots = Array([*page.get("/Annots", []), pdf.make_indirect(note)])


def _stamp(pdf: pikepdf.Pdf, chance: Random) -> None:
    contents = pdf.pages[chance.choice(EXHIBITS)].obj.Contents
    last = chance.choice((b"Q q 9 0 0 9 40 40 cm /WfStamp Do Q", b"Q q 1 0 0 1 610 12 cm /WfStamp Do Q", b"Q", b"Q q 1 0.2 0 1 40 40 cm /WfStamp Do Q"))  # fmt: skip
    contents[len(contents) - 1] = pdf.make_stream(last)


def _large_stamp(pdf: pikepdf.Pdf, chance: Random) -> None:
    pdf.pages[chance.choice(EXHIBITS)].obj.Resources.XObject.WfStamp.BBox = Array([0, 0, 170, 700])


def _says(pdf: pikepdf.Pdf, chance: Random) -> None:
    said = pdf.pages[chance.choice(EXHIBITS)].obj.PieceInfo.Wellfounded.Private
    key, value = chance.choice((("/Page", 9), ("/Exhibit", String("Z")), ("/Role", Name.cover), ("/Role", Name.other)))  # fmt: skip
    said[key] = value


def _of_no_kind(pdf: pikepdf.Pdf, chance: Random) -> None:
    pdf.pages[2].obj.PieceInfo.Wellfounded.Private["/Role"] = Name.other


def _screen(pdf: pikepdf.Pdf, chance: Random) -> None:
    cover = pdf.make_stream(b"1 g 0 0 500 500 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 500, 500]))  # fmt: skip
    note = Dictionary(Type=Name.Annot, Subtype=Name.Screen, Rect=Array([50, 50, 550, 550]), AP=Dictionary(N=cover), F=4)  # fmt: skip
    pdf.pages[2].obj.Annots = Array([pdf.make_indirect(note)])


def _active(pdf: pikepdf.Pdf, chance: Random) -> None:
    act = Dictionary(S=Name.JavaScript, JS=String("1"))
    if chance.random() < 0.5:
        pdf.Root.OpenAction = act
    else:
        pdf.Root.AcroForm = Dictionary(NeedAppearances=True, Fields=Array([]))


def _manifest(pdf: pikepdf.Pdf, chance: Random) -> None:
    stream = pdf.Root.PieceInfo.Wellfounded.Private.Manifest
    stream.write(stream.read_bytes().replace(b'"tab":"B"', b'"tab":"C"'))


def _other_proof(pdf: pikepdf.Pdf, chance: Random) -> None:
    with pikepdf.open(io.BytesIO(other().pdf)) as theirs:
        held = theirs.Root.PieceInfo.Wellfounded.Private
        mine = pdf.Root.PieceInfo.Wellfounded.Private
        mine.Proof.write(held.Proof.read_bytes())
        if chance.random() < 0.5:
            mine.Manifest.write(held.Manifest.read_bytes())


PAGES: tuple[Callable[[pikepdf.Pdf, Random], None], ...] = (
    *(
        _swap,
        _gone,
        _moved,
        _again,
        _drawn_over,
        _words,
        _picture,
        _turned,
        _cropped,
        _note,
        _stamp,
    ),
    *(_large_stamp, _says, _of_no_kind, _screen, _active, _manifest, _other_proof),
)
"""Edits with a purpose, each of which leaves a sound PDF."""


VECTORS: dict[str, Callable[[pikepdf.Pdf, Random], None]] = {
    "packet-content": _words,
    "packet-order": _gone,
    "packet-page": _of_no_kind,
    "packet-stamp": _large_stamp,
    "packet-note": _screen,
    "packet-active": _active,
    "packet-manifest": _manifest,
}
"""Edits that are kept as vectors, by the code a reader must name."""


def vectors() -> dict[str, bytes]:
    """Give the vectors of docs/formats/packet.md by path: `good/`, and for each code a PDF or a packet.proof to be read instead."""
    good, files = packet(), unzipped(packet().proof)
    found = {"good/packet.pdf": good.pdf, "good/packet.proof": good.proof, "good/key": files["key"]}
    for code, change in VECTORS.items():
        found[f"{code}/packet.pdf"] = with_purpose(change, Random(1))
    found["packet-file/packet.pdf"] = with_purpose(lambda pdf, chance: None, Random(1))
    found["pdf-object/packet.pdf"] = re.sub(rb"\b(\d+) 0 obj", rb"\1 1 obj", good.pdf)
    found["packet-proof-form/packet.proof"] = stored(files | {"notes.txt": b"more"})
    without = {name: data for name, data in files.items() if not name.startswith("stamps/")}
    found["consistency/packet.proof"] = stored(without)
    found["inclusion/packet.proof"] = stored(files | {"entries/1.tlog-proof": _turned_path(files)})
    return found


def _turned_path(files: dict[str, bytes]) -> bytes:
    """Give an inclusion proof whose hashes stand the other way round."""
    lines = files["entries/1.tlog-proof"].split(b"\n")
    lines[2], lines[3] = lines[3], lines[2]
    return b"\n".join(lines)


@lru_cache
def other() -> SamplePacket:
    """Give another packet under the same key."""
    return sample_packet("another", key=packet().log.key)


@lru_cache
def packet() -> SamplePacket:
    """Give the packet that is edited."""
    return sample_packet("edits")


def with_purpose(change: Callable[[pikepdf.Pdf, Random], None], chance: Random) -> bytes:
    """Give the packet's PDF after one of the edits with a purpose."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(packet().pdf)) as pdf:
        change(pdf, chance)
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _proof_changed(chance: Random) -> tuple[str, bytes]:
    """Change packet.proof as a zip of files: one left out, one of another packet, one changed, and write it again as it must be."""
    files, theirs = unzipped(packet().proof), unzipped(other().proof)
    name = chance.choice(sorted(files))
    how = chance.choice(("left out", "of another", "changed"))
    if how == "left out":
        del files[name]
    elif how == "of another":
        files[name] = theirs.get(name, b"") if theirs.get(name) != files[name] else b""
    else:
        files[name] = bytes_changed(files[name], chance)[1]
    return f"proof, file {how}", stored(files)


def edits(count: int, seed: int = 20261125) -> Iterator[Edited]:
    """Give packets with one edit each: half of them bytes anywhere, a quarter of the proof's files, a quarter with a purpose."""
    chance, good = Random(seed), packet()
    for n in range(count):
        if n % 4 == 0:
            how, pdf = bytes_changed(good.pdf, chance)
            yield Edited(f"PDF, {how}", pdf, good.proof)
        elif n % 4 == 1:
            how, proof = bytes_changed(good.proof, chance)
            yield Edited(f"proof, {how}", good.pdf, proof)
        elif n % 4 == 2:
            how, proof = _proof_changed(chance)
            yield Edited(how, good.pdf, proof)
        else:
            change = PAGES[n // 4 % len(PAGES)]
            yield Edited(f"PDF, {change.__name__}", with_purpose(change, chance), good.proof)


def judged(edited: Edited, folder: Path, *, proof: bool = True) -> Verdict:
    """Give what the program says of a packet under its own key, with packet.proof beside it or not."""
    (folder / "packet.pdf").write_bytes(edited.pdf)
    (folder / "packet.proof").unlink(missing_ok=True)
    if proof:
        (folder / "packet.proof").write_bytes(edited.proof)
    key = unzipped(packet().proof)["key"].decode().strip()
    return verifier(folder / "packet.pdf", "--key", key)


def named(verdict: Verdict) -> set[str]:
    """Give the names under which something was not accepted."""
    sure = ("agrees", "states", "signed", "unchanged")
    return {f["code"] for f in verdict.findings if f["verdict"] not in sure} | verdict.codes


def main() -> None:
    """Edit, judge, count, and end with 1 if an edit was accepted or had no name."""
    count, names, accepted = int(sys.argv[1]), Counter[str](), list[str]()
    wellfounded_verify.signed = lru_cache(maxsize=None)(wellfounded_verify.signed)  # the same few
    with tempfile.TemporaryDirectory() as folder:
        for edited in edits(count):
            verdict = judged(edited, Path(folder))
            names.update(named(verdict))
            if verdict.exit == 0 or not named(verdict):
                accepted.append(edited.how)
    sys.stdout.write(f"{count} edits, {len(accepted)} accepted or without a name\n")
    for name, times in names.most_common():
        sys.stdout.write(f"{times:6} {name}\n")
    sys.exit(bool(accepted))


if __name__ == "__main__":
    main()
