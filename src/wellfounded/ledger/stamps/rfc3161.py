"""Time stamp tokens (RFC 3161): the request, and what a token says and under which roots it holds. Offline.

The signature, the chain and the certificates' dates are judged by rfc3161-client at the time the token states, so that a token holds
after its certificates have expired. Revocation is not looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from wellfounded.ledger.stamps.der import certificates_in_order
from wellfounded.ledger.stamps.verdict import Verdict, contradicted, unknown
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken, Refused

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

MAX_TOKEN_BYTES = 1 << 18
REQUEST_TYPE = "application/timestamp-query"
REPLY_TYPE = "application/timestamp-reply"
_SHA256 = "2.16.840.1.101.3.4.2.1"
_WEAK = {"1.3.14.3.2.26": "SHA-1", "1.2.840.113549.2.5": "MD5"}
_GRANTED = 0
_SECOND = 1_000_000
_MAX_CHAIN = 16


@dataclass(frozen=True, slots=True)
class Request:
    """A request: its DER bytes, and the nonce the reply must repeat."""

    data: bytes
    nonce: int


@dataclass(frozen=True, slots=True)
class Token:
    """What a granted token says, by its own words. `imprint` is its algorithm (dotted OID) and digest; times in microseconds."""

    response: TimeStampResponse
    algorithm: str
    imprint: bytes
    time: int
    within: int
    nonce: int | None
    certificates: tuple[Certificate, ...]
    signer: Certificate | None

    @property
    def who(self) -> str:
        """The subject of the signing certificate, as it names itself."""
        return "" if self.signer is None else self.signer.subject.rfc4514_string()


def request(message: bytes) -> Request:
    """Give a request for a stamp on SHA-256 of `message`, with a nonce, asking for the certificates."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    made = TimestampRequestBuilder(data=message, hash_algorithm=HashAlgorithm.SHA256).build()
    return Request(made.as_bytes(), made.nonce or 0)


def nonce_of(data: bytes) -> int | None:
    """Give the nonce of a request file; raises Mistaken `stamp-request`."""
    from rfc3161_client._rust import parse_timestamp_request

    try:
        return parse_timestamp_request(data).nonce
    except ValueError as exc:
        raise Mistaken(
            "stamp-request",
            "that is no time stamp request",
            why=str(exc),
            next="name the .tsq file that was written with the checkpoint",
        ) from exc


def roots_of(pem: bytes) -> list[Certificate]:
    """Give the certificates of a PEM file; raises Mistaken `roots-form`."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(pem)
    except ValueError as exc:
        raise Mistaken(
            "roots-form",
            "that file holds no certificates",
            why=str(exc),
            next="save the authority's root certificate as PEM (-----BEGIN CERTIFICATE-----)",
        ) from exc


def read(token: bytes) -> Token:
    """Read a reply without judging it; raises Refused `stamp-form`, `stamp-refused` when the authority did not grant one."""
    from rfc3161_client import decode_timestamp_response

    if len(token) > MAX_TOKEN_BYTES:
        raise Refused("stamp-form", f"a token has at most {MAX_TOKEN_BYTES} bytes")
    try:
        response = decode_timestamp_response(certificates_in_order(token))
        if response.status != _GRANTED:
            _not_granted(response)
        return _token(response)
    except (ValueError, TypeError, OverflowError) as exc:
        raise Refused("stamp-form", "that is no time stamp token", why=str(exc)[:200]) from exc


def judge(
    token: bytes,
    message: bytes,
    roots: Sequence[Certificate],
    *,
    now: int,
    nonce: int | None = None,
) -> Verdict:
    """Judge a token as a stamp on `message`; `now` (microseconds) only serves to say which certificates have expired since.

    With `nonce` the token must repeat it: then it was made for that request and is no older reply.
    """
    try:
        said = read(token)
    except Refused as exc:
        return contradicted(exc.code, f"{exc.what} {exc.why}".strip(), next=exc.next)
    if (wrong := _about(said, message, nonce)) is not None:
        return wrong
    chain = _chain(said, roots)
    if chain is None:
        return unknown(
            "stamp-no-roots",
            f"a stamp that says {_date(said.time)}, signed in the name of {said.who or 'nobody'}: no root certificate "
            "you hold leads to it",
            who=said.who,
            time=said.time,
            next="get the authority's root from itself: wellfounded authority new NAME --roots FILE",
        )
    return _signed(said, message, chain, roots, now)


def _about(said: Token, message: bytes, nonce: int | None) -> Verdict | None:
    """Say what the token is not about, if so."""
    if said.algorithm != _SHA256:
        name = _WEAK.get(said.algorithm, said.algorithm)
        what = f"the stamp is on a {name} digest: it fixes no SHA-256 digest of a checkpoint"
        step = "ask for a stamp on SHA-256, as wellfounded stamp does"
        return contradicted("stamp-digest", what, who=said.who, time=said.time, next=step)
    if said.imprint != Digest.of(message).raw:
        what = "the stamp is about other bytes than this checkpoint"
        step = "name the checkpoint file it was asked for"
        return contradicted("stamp-other-checkpoint", what, who=said.who, time=said.time, next=step)
    if nonce is not None and said.nonce != nonce:
        what = "the reply does not repeat the nonce of the request: it may be an older one"
        return contradicted("stamp-nonce", what, who=said.who, time=said.time, next="ask again")
    return None


def _signed(
    said: Token, message: bytes, chain: list[Certificate], roots: Sequence[Certificate], now: int
) -> Verdict:
    from cryptography.x509 import DuplicateExtension, UnsupportedGeneralNameType
    from rfc3161_client import VerificationError, VerifierBuilder

    at = datetime.fromtimestamp(said.time / _SECOND, UTC)
    for one in chain:
        if not one.not_valid_before_utc <= at <= one.not_valid_after_utc:
            name = one.subject.rfc4514_string()
            span = f"{one.not_valid_before_utc:%Y-%m-%d} to {one.not_valid_after_utc:%Y-%m-%d}"
            what = f"the certificate of {name} is for {span}, and the stamp says {_date(said.time)}"
            return contradicted("stamp-certificate", what, who=said.who, time=said.time)
    try:
        VerifierBuilder(roots=list(roots)).build().verify_message(said.response, message)
    except (VerificationError, ValueError, DuplicateExtension, UnsupportedGeneralNameType) as exc:
        what = f"the stamp is not signed as its authority's root says it should be: {_reason(exc)}"
        return contradicted("stamp-signature", what, who=said.who, time=said.time)
    return Verdict("holds", said.who, said.time, said.within, notes=_since(chain, now))


def _since(chain: Iterable[Certificate], now: int) -> tuple[str, ...]:
    """Say which certificates have expired since: they were valid when it mattered."""
    first = min(c.not_valid_after_utc for c in chain)
    if first.timestamp() * _SECOND >= now:
        return ()
    return (f"a certificate expired on {first:%Y-%m-%d}; it was valid when the stamp was made",)


def _token(response: TimeStampResponse) -> Token:
    from cryptography.x509 import load_der_x509_certificate

    info = response.tst_info
    accuracy: Any = info.accuracy
    within = _SECOND
    if accuracy is not None:
        within = accuracy.seconds * _SECOND + (accuracy.millis or 0) * 1000 + (accuracy.micros or 0)
    found = tuple(load_der_x509_certificate(c) for c in response.signed_data.certificates)
    infos = list(response.signed_data.signer_infos)
    signer = None
    if len(infos) == 1:
        wanted = (infos[0].issuer, infos[0].serial_number)
        signer = next((c for c in found if (c.issuer, c.serial_number) == wanted), None)
    return Token(
        response,
        info.message_imprint.hash_algorithm.dotted_string,
        info.message_imprint.message,
        round(info.gen_time.timestamp() * _SECOND),
        within,
        info.nonce,
        found,
        signer,
    )


def _chain(said: Token, roots: Sequence[Certificate]) -> list[Certificate] | None:
    """Give the certificates from the signer to a root that is held, each signed by the next; None when none is reached."""
    chain: list[Certificate] = []
    one = said.signer
    while one is not None and one not in chain and len(chain) < _MAX_CHAIN:
        chain.append(one)
        if one in roots:
            return chain
        root = _issuer(one, roots)
        if root is not None:
            return [*chain, root]
        one = _issuer(one, said.certificates)
    return None


def _issuer(one: Certificate, among: Iterable[Certificate]) -> Certificate | None:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    for other in among:
        try:
            one.verify_directly_issued_by(other)
        except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
            continue
        return other
    return None


def _not_granted(response: TimeStampResponse) -> None:
    said = "; ".join(response.status_string)[:200]
    raise Refused(
        "stamp-refused",
        f"the authority gave no stamp (status {response.status})",
        why=said,
        next="ask another authority, or this one later",
    )


def _reason(error: Exception) -> str:
    """Give what is readable of a library's error."""
    text = str(error)
    _, marked, rest = text.partition("Verify error: ")
    return (rest if marked else text).split('"')[0].split("(")[0].strip(" :")[:120]


def _date(time: int) -> str:
    return f"{datetime.fromtimestamp(time / _SECOND, UTC):%Y-%m-%d %H:%M:%S} UTC"
