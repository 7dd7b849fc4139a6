"""The program that is handed out, on packets: two verdicts, forgeries, saving again, and edits of every kind."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from tests.verifier.both import ALONE, Verdict, lay, verifier
from tools.formats.edits import EXHIBITS, PAGES, Edited, edits, judged, named, packet, with_purpose
from tools.formats.packets import SamplePacket, sample_packet, unzipped
from tools.formats.sample import signer
from wellfounded.verifier import wellfounded_verify

SAMPLE, FROM_PDF = 400, 200


@pytest.fixture(autouse=True, scope="module")
def _quick() -> Iterator[None]:
    """The same few signatures are judged once."""
    kept = wellfounded_verify.signed
    wellfounded_verify.signed = lru_cache(maxsize=None)(kept)
    yield
    wellfounded_verify.signed = kept


def key_of(made: SamplePacket) -> str:
    """The key that signed a packet's log."""
    return unzipped(made.proof)["key"].decode().strip()


def laid(made: SamplePacket, folder: Path, *, proof: bool = True) -> Path:
    """Lay a packet, its proof and its originals into a folder; gives the PDF."""
    files = {f"{tab}.pdf": data for tab, data in made.originals.items()} | {"packet.pdf": made.pdf}
    return lay(files | ({"packet.proof": made.proof} if proof else {}), folder) / "packet.pdf"


def agreed(verdict: Verdict) -> set[str]:
    """The codes of what agrees."""
    return {f["code"] for f in verdict.findings if f["verdict"] == "agrees"}


def test_a_packet_with_its_proof_holds_against_its_key(tmp_path: Path) -> None:
    """Both verdicts: the file is the one issued, and each page holds what its original's page held. An original in hand agrees too."""
    made = sample_packet(1)
    path = laid(made, tmp_path)
    found = verifier(path, "--key", key_of(made), "--file", tmp_path / "A.pdf")
    assert (found.exit, named(found)) == (0, set())
    assert agreed(found) == {"manifest", "content", "file", "pages"}
    other = verifier(path, "--key", key_of(made), "--file", path)
    assert (other.exit, other.codes) == (3, {"file-other"})


def test_from_the_pdf_alone_only_the_pages_of_exhibits_are_judged(tmp_path: Path) -> None:
    """Without packet.proof the pages agree, and it says which pages and that the file cannot be checked."""
    made = sample_packet(1)
    found = verifier(laid(made, tmp_path, proof=False), "--key", key_of(made))
    assert (found.exit, found.codes) == (6, set())
    assert agreed(found) == {"manifest", "content"}
    (unsure,) = [f for f in found.findings if f["verdict"] == "cannot check"]
    assert (unsure["code"], unsure["where"]) == ("packet-proof", "pages 1, 7")


def test_a_packet_rebuilt_under_another_key_is_only_consistent_with_itself(tmp_path: Path) -> None:
    """All of it made anew: exit not 0 without a key, and damage against the right one."""
    right, forged = sample_packet(1), sample_packet(1, key=signer("forger"))
    assert forged.pdf != right.pdf
    path = laid(forged, tmp_path)
    alone = verifier(path)
    assert (alone.exit, alone.said, alone.codes) == (6, ALONE, set())
    assert verifier(path, "--key", key_of(right)).codes == {"checkpoint-signature"}
    assert verifier(path, "--key", key_of(forged)).exit == 0


def test_the_printed_checkpoint_checks_the_packet(tmp_path: Path) -> None:
    """Whoever kept the checkpoint of the last page needs no key; that of another packet says nothing."""
    made = sample_packet(1)
    (printed,) = [d for n, d in unzipped(made.proof).items() if n.endswith(".checkpoint")]
    (tmp_path / "kept").write_bytes(printed)
    assert verifier(laid(made, tmp_path / "p"), "--checkpoint", tmp_path / "kept").exit == 0
    path = laid(sample_packet(2), tmp_path / "q")
    assert verifier(path, "--checkpoint", tmp_path / "kept").exit == 6


def test_a_sensitive_original_stands_as_a_commitment_only(tmp_path: Path) -> None:
    """Its digest stands nowhere in the packet or its proof, where that of the open one does; the pages are judged all the same."""
    made = sample_packet(3, sensitive=True)
    path = laid(made, tmp_path)
    assert verifier(path, "--key", key_of(made)).exit == 0

    def holds(tab: str) -> bool:
        digest = wellfounded_verify.sha(made.originals[tab]).hex().encode()
        streams = _streams(made.pdf) + list(unzipped(made.proof).values())
        return any(digest in one for one in streams)

    assert holds("A") and not holds("B")


def _streams(data: bytes) -> list[bytes]:
    """Everything a PDF holds, unpacked, and the members of zips in it."""
    found = [data]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream)]
    for one in streams:
        found += [one, *(unzipped(one).values() if one[:2] == b"PK" else ())]
    return found


def _saved(**options: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(packet().pdf)) as pdf:
        if options.pop("joined", False):
            for page in pdf.pages:
                page.contents_coalesce()
        pdf.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def _by_pypdf() -> bytes:
    out = io.BytesIO()
    pypdf.PdfWriter(clone_from=io.BytesIO(packet().pdf)).write(out)
    return out.getvalue()


def _unpacked() -> bytes:
    return _saved(compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)


@pytest.mark.parametrize(
    "again",
    [
        lambda: _saved(object_stream_mode=pikepdf.ObjectStreamMode.disable, recompress_flate=True),
        lambda: _saved(object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True),
        lambda: _saved(joined=True, compress_streams=True),
        _unpacked,
        _by_pypdf,
    ],
    ids=["no object streams", "linearised", "joined", "unpacked", "pypdf"],
)
def test_saving_again_leaves_the_pages_as_they_were(
    again: Callable[[], bytes], tmp_path: Path
) -> None:
    """Every page of an exhibit is still found to be what it was; that the file is another is said."""
    data = again()
    assert data != packet().pdf
    found = judged(Edited("", data, packet().proof), tmp_path)
    assert agreed(found) == {"manifest", "content"}
    assert (found.exit, found.codes, named(found)) == (6, set(), {"packet-file"})


def test_no_edit_is_accepted_and_each_has_a_name(tmp_path: Path) -> None:
    """A sample of the edits that `python -m tools.formats.edits 10000` makes; unedited, the packet holds."""
    assert judged(Edited("", packet().pdf, packet().proof), tmp_path).exit == 0
    for edited in edits(SAMPLE):
        found = judged(edited, tmp_path)
        assert found.exit != 0, edited.how
        assert named(found), edited.how


@pytest.mark.parametrize("change", PAGES, ids=lambda c: c.__name__)
def test_an_edit_with_a_purpose_is_damage_from_the_pdf_alone(
    change: Callable[..., None], tmp_path: Path
) -> None:
    """A sound PDF with other pages, words, pictures, places, notes or lists is found without packet.proof."""
    for seed in range(4):
        data = with_purpose(change, random.Random(seed))
        found = judged(Edited("", data, b""), tmp_path, proof=False)
        assert found.exit == 3, change.__name__
        assert any(code.startswith(("packet", "checkpoint", "proof")) for code in found.codes)


def test_what_the_pdf_alone_lets_pass_looks_the_same(tmp_path: Path) -> None:
    """Bytes changed anywhere: where the pages of the exhibits still agree, they are drawn as before, stamps aside."""
    before, passed = drawn(packet().pdf), 0
    for edited in edits(4 * FROM_PDF, seed=7):
        if edited.how.startswith("PDF, ") and edited.pdf != packet().pdf:
            found = judged(edited, tmp_path, proof=False)
            if found.codes or "content" not in agreed(found):
                continue
            passed += 1
            assert drawn(edited.pdf) == before, edited.how
    assert passed > 5


def drawn(data: bytes) -> list[bytes]:
    """The exhibits' pages as pictures, without the strip the stamps are in."""
    with pypdfium2.PdfDocument(data) as document:
        pictures = [document[at].render(scale=0.5).to_pil() for at in EXHIBITS]
    return [p.crop(_beside_the_stamp(p.width, p.height)).tobytes() for p in pictures]


def _beside_the_stamp(width: int, height: int) -> tuple[int, int, int, int]:
    """The stamp stands at the foot of a page; of the one that is turned, at its left."""
    return (0, 0, width, height - 20) if height > width else (20, 0, width, height)


def test_what_is_no_packet_is_said(tmp_path: Path) -> None:
    """A PDF that says nothing of itself: cannot check. What is no PDF inside, or another file: damaged or mistaken."""
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(packet().originals["A"])
    found = verifier(plain)
    assert found.exit == 6 and named(found) == {"packet"}
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(packet().pdf[:-400])
    assert verifier(torn).codes == {"pdf"}
    path = laid(packet(), tmp_path / "p", proof=False)
    assert verifier(path, "--proof", tmp_path / "none").exit == 2
