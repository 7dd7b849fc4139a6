"""The charset of a text: marked, valid, stated or guessed, and how sure; bytes stay as they are.

Source for labels: WHATWG Encoding Standard, section 4.2 (names and labels).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

import charset_normalizer

from wellfounded.intake.untrusted.charset_letters import LETTERS

_SAMPLE: Final = 16 * 1024
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CODECS: Final = {
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
    "windows-1251": "cp1251",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "ibm866": "cp866",
    "iso-8859-5": "iso8859_5",
    "windows-1256": "cp1256",
    "iso-8859-6": "iso8859_6",
    "windows-1252": "cp1252",
    "windows-1254": "cp1254",
    "windows-1250": "cp1250",
    "windows-1253": "cp1253",
    "windows-1255": "cp1255",
    "windows-874": "cp874",
    "iso-2022-jp": "iso2022_jp",
    "hz-gb-2312": "hz",
}
_GUESSABLE: Final = tuple(_CODECS)[:-2]
_LABELS: Final = {
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "cp936", "gb_2312-80", "euc-cn"), "gb18030"),
    **dict.fromkeys(("iso-8859-1", "latin1", "ascii", "us-ascii", "cp1252"), "windows-1252"),
    **dict.fromkeys(("big5-hkscs", "cp950", "x-x-big5", "big5hkscs"), "big5"),
    **dict.fromkeys(("sjis", "x-sjis", "cp932", "windows-31j", "ms_kanji"), "shift_jis"),
    **dict.fromkeys(("ks_c_5601-1987", "cp949", "uhc", "windows-949"), "euc-kr"),
    **dict.fromkeys(("cp1251", "x-cp1251"), "windows-1251"),
    **dict.fromkeys(("cp1256", "x-cp1256"), "windows-1256"),
    **dict.fromkeys(("koi8", "koi8r"), "koi8-r"),
    **dict.fromkeys(("iso-8859-9", "latin5", "cp1254"), "windows-1254"),
    **dict.fromkeys(("utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("utf-16", "unicode", "ucs-2"), "utf-16-le"),
}
_PRIOR: Final = {
    "windows-1252": 0.05,
    "windows-1254": -0.08,
    "windows-1250": -0.1,
    "koi8-u": -0.02,
    "iso-8859-5": -0.05,
    "iso-8859-6": -0.05,
    "windows-1253": -0.2,
    "windows-874": -0.1,
}
_CONTROL = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text as decoded, without the byte order mark, and how its charset became known.

    `basis` is mark, valid, stated or guessed; `confidence` is in thousandths; `also` names other
    charsets whose reading is nearly as likely; `undecodable` counts places shown as U+FFFD.
    """

    text: str
    charset: str
    basis: str
    confidence: int = 1000
    also: tuple[str, ...] = ()
    undecodable: int = 0


def decode(data: bytes, stated: str = "", *, partial: bool = False) -> Decoded:
    """Give the text of `data`; `stated` is a charset the file or its container names.

    With `partial` the data may end inside a character. UTF-8 that is valid and not plain ASCII
    wins over a stated charset, because text in another one is hardly ever valid UTF-8.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], name, "mark", 1000)
    if data.isascii() and not _escapes(data):
        if wide := _wide(data):
            return _lenient(data, wide, "guessed", 900)
        return Decoded(data.decode("ascii"), "us-ascii", "valid")
    utf8 = _strict(data, "utf-8", partial)
    if utf8 is not None and not _escapes(data):
        return Decoded(utf8, "utf-8", "valid")
    name = canonical_name(stated)
    if name and (text := _strict(data, codec_of(name), partial)) is not None:
        return Decoded(text, name, "stated")
    if wide := _wide(data):
        return _lenient(data, wide, "guessed", 900)
    return _guessed(data)


def canonical_name(label: str) -> str:
    """Give the standard name of a charset label, '' for one we do not know."""
    label = label.strip().strip("\"'").lower()
    name = _LABELS.get(label, label)
    if name in _CODECS or name in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        return name
    return ""


def codec_of(name: str) -> str:
    """Give the name of the decoder for a charset as `canonical_name` gives it."""
    return _CODECS.get(name, name)


def looks_like_text(sample: bytes) -> bool:
    """Say whether the bytes are text: hardly a control byte, and likely in some charset."""
    if not sample or any(sample.startswith(mark) for mark, _ in _BOMS):
        return bool(sample)
    if _wide(sample):
        return True
    if len(_CONTROL.findall(sample)) * 200 > len(sample):
        return False
    if sample.isascii() or _strict(sample, "utf-8", partial=True) is not None:
        return True
    if _nearly_utf8(sample):
        return True
    best = _ranked(sample)[0]
    return best[0] > 0.05


def _nearly_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(c > "\x7f" for c in text) - bad
    return good > 10 * bad


def _guessed(data: bytes) -> Decoded:
    if b"\x1b$B" in data or b"\x1b$@" in data:
        return _lenient(data, "iso-2022-jp", "guessed", 950)
    if _escapes(data):
        return _lenient(data, "hz-gb-2312", "guessed", 800)
    if _nearly_utf8(data):
        return _lenient(data, "utf-8", "guessed", 900)
    ranked = _ranked(data)
    (best, name), (second, _) = ranked[0], ranked[1]
    if best < 0:
        match = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
        named = canonical_name(match.encoding.replace("_", "-")) if match else ""
        return _lenient(data, named or "windows-1252", "guessed", 100)
    letters = len(_HIGH.findall(data[:_SAMPLE]))
    sure = min(1.0, 0.5 + (best - second)) * letters / (letters + 3)
    also = tuple(other for score, other in ranked[1:4] if best - score < 0.15 and score > 0)
    return _lenient(data, name, "guessed", round(1000 * sure), also)


def _ranked(data: bytes) -> list[tuple[float, str]]:
    """Every charset by how much its reading looks like running text, the likeliest first."""
    sample = _sample(data)
    scores: list[tuple[float, str]] = []
    for name in _GUESSABLE:
        text = _strict(sample, _CODECS[name], partial=True)
        worth = -9.0 if text is None else _likeness(text) + _PRIOR.get(name, 0.0)
        scores.append((round(worth, 4), name))
    order = {name: -n for n, name in enumerate(_GUESSABLE)}
    return sorted(scores, key=lambda pair: (pair[0], order[pair[1]]), reverse=True)


def _sample(data: bytes) -> bytes:
    """The lines that hold anything but ASCII, up to 16 KiB."""
    if len(data) <= _SAMPLE:
        return data
    kept = bytearray()
    for line in data[: 64 * _SAMPLE].splitlines(keepends=True):
        if not line.isascii():
            kept += line[:_SAMPLE]
        if len(kept) >= _SAMPLE:
            break
    return bytes(kept)


def _likeness(text: str) -> float:
    """Mean score of the characters beyond ASCII, less what odd neighbours take away."""
    total, count, before = 0.0, 0, " "
    for letter in text[:8192]:
        if letter > "\x7f":
            score = LETTERS.get(letter, -0.6)
            if before.isalpha() and letter.isalpha():
                score -= _clash(before, letter)
            total += score
            count += 1
        elif letter.isalpha() and before > "\x7f" and before.isalpha():
            total -= _clash(before, letter)
        before = letter
    return total / count if count else 0.0


def _clash(before: str, letter: str) -> float:
    """How unlikely two letters stand side by side: scripts mixed, a capital after a small one."""
    one, two = _script(before), _script(letter)
    if one != two:
        return 0.3 if "han" in (one, two) else 0.9
    if before.islower() and letter.isupper():
        return 0.8
    if one == "latin" and before > "\x7f" and letter > "\x7f":
        return 0.6
    return 0.0


def _script(letter: str) -> str:
    code = ord(letter)
    if code < 0x250:
        return "latin"
    if code < 0x400:
        return "greek"
    if code < 0x530:
        return "cyrillic"
    if code < 0x600:
        return "hebrew"
    if code < 0x780:
        return "arabic"
    return "other" if code < 0x2E80 else "han"


def _escapes(data: bytes) -> bool:
    """Seven-bit charsets that switch by escape: ISO-2022 and HZ."""
    if b"\x1b$" in data:
        return True
    return b"~{" in data and b"~}" in data and _strict(data, "hz", partial=False) is not None


def _wide(data: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, by where its zero bytes stand; '' when it is neither."""
    sample = data[: _SAMPLE - _SAMPLE % 4]
    zeros = [sample[n::4].count(0) for n in range(4)]
    if not sum(zeros) or len(data) % 2 or len(data) < 4:
        return ""
    quarter = len(sample) / 4
    if len(data) % 4 == 0 and min(zeros[1:]) > 0.6 * quarter and not zeros[0]:
        name = "utf-32-le"
    elif len(data) % 4 == 0 and min(zeros[:3]) > 0.6 * quarter and not zeros[3]:
        name = "utf-32-be"
    else:
        low, high = zeros[1] + zeros[3], zeros[0] + zeros[2]
        if max(low, high) < 10 * min(low, high) or min(low, high) > quarter / 50:
            return ""
        name = "utf-16-le" if low > high else "utf-16-be"
    text = _strict(sample, name, partial=True)
    if text is None or any(c < "\t" or "\x0e" <= c < "\x20" for c in text):
        return ""
    return name if len(text) < 40 or _plain(text) else ""


def _plain(text: str) -> bool:
    """Mostly letters we have a score for, or ASCII: numbers in binary form are not."""
    return sum(c < "\x80" or LETTERS.get(c, -1) >= -0.4 for c in text) > 0.8 * len(text)


def _strict(data: bytes, codec: str, partial: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(codec)("strict").decode(data, final=not partial)
    except UnicodeDecodeError:
        return None


def _lenient(
    data: bytes, name: str, basis: str, confidence: int, also: tuple[str, ...] = ()
) -> Decoded:
    text = data.decode(codec_of(name), "replace")
    if not text.isascii() and "\ufffd" in text:
        return Decoded(text, name, basis, confidence, also, text.count("\ufffd"))
    return Decoded(text, name, basis, confidence, also)


for _codec in (*_CODECS.values(), "utf-16-le", "utf-32-le"):
    codecs.getincrementaldecoder(_codec)("replace").decode(b"a~{}\n")
