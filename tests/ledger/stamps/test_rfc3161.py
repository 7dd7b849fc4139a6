"""Time stamp tokens of a real authority (`openssl ts`) are judged as they are: each fault by its own code, and none by a wrong one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.authority import NOW, Authority
from wellfounded.case.proof.openssl import OpenSSL
from wellfounded.ledger.stamps import rfc3161
from wellfounded.ledger.stamps.der import certificates_in_order
from wellfounded.ledger.stamps.verdict import Verdict
from wellfounded.terms.errors import Mistaken, Refused

_MESSAGE = b"wf/00112233aabbccdd\n3\nroot\n"
_NOW_US = int(NOW.timestamp()) * 1_000_000


@pytest.fixture(scope="module")
def ridge(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority in good order."""
    return Authority(tmp_path_factory.mktemp("ridge"))


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Another one, of the very same name."""
    return Authority(tmp_path_factory.mktemp("other"))


def _judged(
    token: bytes, roots: Authority, *, message: bytes = _MESSAGE, nonce: int | None = None
) -> Verdict:
    held = rfc3161.roots_of(roots.roots.read_bytes())
    return rfc3161.judge(token, message, held, now=_NOW_US, nonce=nonce)


def test_a_token_with_its_nonce_holds(ridge: Authority) -> None:
    """It says when, how exactly and who; openssl says the same, and both refuse it for other bytes."""
    request = rfc3161.request(_MESSAGE)
    assert rfc3161.nonce_of(request.data) == request.nonce
    token = ridge.reply(request.data)
    verdict = _judged(token, ridge, nonce=request.nonce)
    assert (verdict.standing, verdict.code, verdict.within) == ("holds", "", 1_000_000)
    assert verdict.who == "CN=Ridge Stamps,O=Ridge Time"
    assert verdict.time is not None
    assert 0 <= verdict.time + 1_000_000 - _NOW_US < 7_200_000_000  # NOW is when the run began
    held = rfc3161.roots_of(ridge.roots.read_bytes())
    openssl = OpenSSL()
    assert openssl.asks(token, _MESSAGE, held, verdict.time) == "agrees"
    assert openssl.asks(token, _MESSAGE + b"x", held, verdict.time) == "disagrees"
    openssl.close()


def test_the_order_of_a_chain_is_no_obstacle_and_what_is_kept_is_not_touched(
    ridge: Authority,
) -> None:
    """openssl writes certificates in the order of the chain, which strict DER readers refuse: a sorted copy is read."""
    from rfc3161_client import decode_timestamp_response

    tokens = [ridge.reply(rfc3161.request(_MESSAGE).data) for _ in range(2)]
    for token in tokens:
        ordered = certificates_in_order(token)
        assert len(ordered) == len(token)
        assert sorted(ordered) == sorted(token)
        assert certificates_in_order(ordered) == ordered
        decode_timestamp_response(ordered)
        swapped = certificates_in_order(_swapped(token))
        assert swapped == ordered


def test_other_roots_even_of_the_same_name_say_cannot_check(
    ridge: Authority, other: Authority
) -> None:
    """A stamp under a root one does not hold is neither confirmed nor called forged."""
    token = ridge.reply(rfc3161.request(_MESSAGE).data)
    verdict = _judged(token, other)
    assert (verdict.standing, verdict.code) == ("unknown", "stamp-no-roots")


def test_other_bytes_another_nonce_and_a_weak_digest_are_told_apart(ridge: Authority) -> None:
    """Each is contradicted under a code of its own; the same token holds where it should."""
    request = rfc3161.request(_MESSAGE)
    token = ridge.reply(request.data)
    assert _judged(token, ridge).standing == "holds"
    assert _judged(token, ridge, message=b"other").code == "stamp-other-checkpoint"
    assert _judged(token, ridge, nonce=request.nonce ^ 1).code == "stamp-nonce"
    for digest, named in (("sha1", "SHA-1"), ("sha384", "2.16.840.1.101.3.4.2.2")):
        weak = ridge.reply(ridge.request(_MESSAGE, digest))
        verdict = _judged(weak, ridge)
        assert (verdict.standing, verdict.code) == ("contradicted", "stamp-digest")
        assert named in verdict.what


def test_a_stamp_made_before_its_certificate_expired_still_holds(tmp_path: Path) -> None:
    """Years later it holds and says so; made after the certificate had expired, or before it began, it does not."""
    authority = Authority(tmp_path / "fresh")
    token = authority.reply(rfc3161.request(_MESSAGE).data)
    held = rfc3161.roots_of(authority.roots.read_bytes())
    later = rfc3161.judge(token, _MESSAGE, held, now=_NOW_US + 3 * 365 * 86_400_000_000)
    assert later.standing == "holds"
    assert "expired on" in later.notes[0]
    assert _judged(token, authority).notes == ()
    for name, begin, end in (("expired", -9, -2), ("early", 2, 9)):
        valid = (NOW + timedelta(days=begin), NOW + timedelta(days=end))
        wrong = Authority(tmp_path / name, valid=valid)
        verdict = _judged(wrong.reply(rfc3161.request(_MESSAGE).data), wrong)
        assert (verdict.standing, verdict.code) == ("contradicted", "stamp-certificate")


def test_a_changed_bit_never_holds(ridge: Authority) -> None:
    """Wherever one bit of a token is changed, it is contradicted, unreadable or not checkable, and never holds."""
    token = ridge.reply(rfc3161.request(_MESSAGE).data)
    assert _judged(token, ridge).standing == "holds"
    for at in range(9, len(token), 37):
        changed = token[:at] + bytes([token[at] ^ 0x01]) + token[at + 1 :]
        assert _judged(changed, ridge).standing != "holds", at


def test_no_token_is_refused_as_one(ridge: Authority) -> None:
    """Rubbish, a torn token, a refusal of the authority and other files: typed errors."""
    token = ridge.reply(rfc3161.request(_MESSAGE).data)
    for data in (b"", b"0", b"\x30\x80", b"<html>", token[:-1], token + b"x", b"\x30" * 999):
        assert _judged(data, ridge).code == "stamp-form"
    refused = ridge.reply(ridge.request(_MESSAGE, "sha512"))
    with pytest.raises(Refused, match="gave no stamp"):
        rfc3161.read(refused)
    with pytest.raises(Mistaken, match="no certificates"):
        rfc3161.roots_of(b"no roots")
    with pytest.raises(Mistaken, match="no time stamp request"):
        rfc3161.nonce_of(b"no request")


def _swapped(token: bytes) -> bytes:
    """The same token with its two certificates the other way round."""
    ordered = certificates_in_order(token)
    if ordered != token:
        return ordered
    from rfc3161_client import decode_timestamp_response

    first, second = sorted(decode_timestamp_response(ordered).signed_data.certificates)
    return ordered.replace(first + second, second + first)
