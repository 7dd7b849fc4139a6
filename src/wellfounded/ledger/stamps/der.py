"""The one step a strict DER reader (ITU-T X.690) needs before it takes tokens as some authorities write them."""

from __future__ import annotations

from collections.abc import Iterator

from wellfounded.terms.errors import Refused

_SEQUENCE, _CERTIFICATES, _CONTENT = 0x30, 0xA0, 0xA0


def certificates_in_order(token: bytes) -> bytes:
    """Give a TimeStampResp with the certificates of its SignedData in the order DER wants for a SET OF (X.690 section 11.6).

    OpenSSL writes them in the order of the chain. No signature covers their order, and the result has the same length. It is for reading
    only: the token is kept as it came. Raises Refused `stamp-form`.
    """
    response = _one(token, 0, len(token), _SEQUENCE)
    parts = list(_elements(token, *response))
    if len(parts) < 2:
        return token
    content = list(_elements(token, parts[1][1], parts[1][2]))
    if len(content) != 2 or token[content[1][0]] != _CONTENT:
        raise Refused("stamp-form", "the token is no signed data")
    signed = _one(token, content[1][1], content[1][2], _SEQUENCE)
    for at, start, end in _elements(token, *signed):
        if token[at] == _CERTIFICATES:
            found = sorted(token[a:e] for a, _, e in _elements(token, start, end))
            return token[:start] + b"".join(found) + token[end:]
    return token


def _one(data: bytes, start: int, end: int, tag: int) -> tuple[int, int]:
    """Give where the content of the only element of a range begins and ends."""
    found = list(_elements(data, start, end))
    if len(found) != 1 or data[found[0][0]] != tag:
        raise Refused("stamp-form", "the token does not have the form of RFC 3161")
    return found[0][1:]


def _elements(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Give for each element of a range where it, its content and its end lie."""
    while start < end:
        if start + 2 > end:
            raise Refused("stamp-form", "the token ends within an element")
        content, length = start + 2, data[start + 1]
        if length >= 0x80:
            count = length & 0x7F
            content += count
            if not 1 <= count <= 4 or content > end:
                raise Refused("stamp-form", "a length in the token is not DER")
            length = int.from_bytes(data[start + 2 : content], "big")
        if content + length > end:
            raise Refused("stamp-form", "the token ends within an element")
        yield start, content, content + length
        start = content + length
