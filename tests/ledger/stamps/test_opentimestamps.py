"""OpenTimestamps proofs written by the reference library are read as it meant them; forged, unconfirmed and not checkable are told apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.stamps.blocks import as_text, header
from wellfounded.ledger.stamps import opentimestamps
from wellfounded.ledger.stamps.headers import Headers
from wellfounded.ledger.stamps.verdict import Verdict
from wellfounded.terms.errors import Mistaken, Refused

_SAMPLES = json.loads(Path(__file__).with_name("opentimestamps.json").read_text())
_MESSAGE = bytes.fromhex(_SAMPLES["message"])
_TIME = 1_700_000_000


def _proof(name: str) -> bytes:
    return bytes.fromhex(_SAMPLES[name]["ots"])


def _headers(place: Path, blocks: dict[int, bytes]) -> Headers:
    path = place / "headers.txt"
    path.write_text(as_text(blocks))
    return Headers(path)


def _judge(name: str, headers: Headers | None, message: bytes = _MESSAGE) -> Verdict:
    return opentimestamps.judge(_proof(name), message, headers)


@pytest.mark.parametrize("name", ["confirmed", "forked"])
def test_every_end_is_found_with_the_bytes_the_library_leads_to(name: str) -> None:
    """Heights and Merkle roots are those the reference library computed."""
    _, found = opentimestamps.read(_proof(name))
    ends = {(one.height, one.root.hex()) for one in found if one.height is not None}
    assert ends == {tuple(end) for end in _SAMPLES[name]["ends"]}


def test_a_block_one_has_confirms_a_proof(tmp_path: Path) -> None:
    """The block's time, two hours either way, is what the stamp says; the earliest block counts."""
    blocks = {
        height: header(bytes.fromhex(root), _TIME + height)
        for height, root in _SAMPLES["forked"]["ends"]
    }
    verdict = _judge("forked", _headers(tmp_path, blocks))
    assert verdict.standing == "holds"
    assert verdict.who == "Bitcoin block 700002"
    assert (verdict.time, verdict.within) == ((_TIME + 700002) * 1_000_000, 7_200_000_000)


def test_forged_unconfirmed_and_not_checkable_are_three_answers(tmp_path: Path) -> None:
    """Each under its own code: `ots verify` gives the same exit for all of them."""
    height, root = _SAMPLES["confirmed"]["ends"][0]
    right = header(bytes.fromhex(root), _TIME)
    assert _judge("confirmed", _headers(tmp_path, {height: right})).standing == "holds"
    other = header(b"\x01" * 32, _TIME)
    forged = _judge("confirmed", _headers(tmp_path, {height: other}))
    assert (forged.standing, forged.code) == ("contradicted", "stamp-block")
    lacking = _judge("confirmed", _headers(tmp_path, {height + 1: right}))
    assert (lacking.standing, lacking.code) == ("unknown", "stamp-no-headers")
    assert _judge("confirmed", None).code == "stamp-no-headers"
    pending = _judge("pending", _headers(tmp_path, {height: right}))
    assert (pending.standing, pending.code) == ("unknown", "stamp-pending")
    assert pending.who == _SAMPLES["pending"]["calendar"]
    assert _judge("keccak", None).code == "stamp-unknown-end"
    assert _judge("confirmed", None, b"other").code == "stamp-other-checkpoint"
    assert _judge("sha1", None).code == "stamp-digest"


def test_a_block_without_work_is_no_block(tmp_path: Path) -> None:
    """Bytes with the right Merkle root whose hash does not meet the difficulty they state are refused, not believed."""
    height, root = _SAMPLES["confirmed"]["ends"][0]
    right = header(bytes.fromhex(root), _TIME)
    hard = right[:72] + bytes.fromhex("ffff001d") + right[76:]
    assert _headers(tmp_path, {height: right}).at(height) is not None
    with pytest.raises(Mistaken, match="no block header"):
        _headers(tmp_path, {height: hard}).at(height)


def test_headers_are_read_in_both_forms(tmp_path: Path) -> None:
    """Header h at byte 80 h, or lines; what is neither is refused by name, and a gap of zeros holds no block."""
    raw = header(b"\x05" * 32, _TIME)
    path = tmp_path / "binary"
    path.write_bytes(bytes(80 * 3) + raw)
    binary = Headers(path)
    assert binary.at(3) == _headers(tmp_path, {3: raw}).at(3)
    assert binary.at(3) is not None
    assert binary.at(2) is None
    assert binary.at(4) is None
    for wrong in (b"", b"\x00" * 81, b"12 abcd\n", b"7 " + b"0" * 159):
        path.write_bytes(wrong)
        with pytest.raises(Mistaken, match="no file of block headers"):
            Headers(path)


def test_hostile_proofs_end_in_bounds() -> None:
    """Too deep, too long, too many ends, torn and followed by more: refused, never an error of another kind."""
    head = _proof("confirmed")[: len(opentimestamps.MAGIC) + 2 + 32]
    end = bytes.fromhex("000588960d73d7190101") + b"\x05"
    opentimestamps.read(head + end)
    hostile = {
        "deep": head + b"\x08" * 300 + end,
        "many": head + (b"\xff" + end) * 1001 + end,
        "more": head + end + b"x",
        "growing": head + b"\xf3" * 9 + end,
        "long": head + b"\xf0\xff\xff\x7f" + end,
        "number": head + bytes.fromhex("000588960d73d7190106") + b"\xff" * 6,
        "unknown": head + b"\x55" + end,
        "large": head + b"\x00" * (1 << 18),
    }
    for data in hostile.values():
        with pytest.raises(Refused):
            opentimestamps.read(data)
    whole = _proof("forked")
    for at in range(len(whole)):
        with pytest.raises(Refused):
            opentimestamps.read(whole[:at])


@given(st.binary(max_size=200))
def test_any_bytes_are_judged(tail: bytes) -> None:
    """Whatever stands behind the magic is a verdict, and none of it holds without a block."""
    verdict = opentimestamps.judge(opentimestamps.MAGIC + tail, _MESSAGE, None)
    assert verdict.standing != "holds"
