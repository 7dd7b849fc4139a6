"""Rich text: the words without the control words, by paragraph; nothing embedded is opened.

Source: Rich Text Format specification 1.9.1, "Contents of an RTF file" and "Unicode RTF".
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from wellfounded.extract.untrusted.text import hand_over, limited
from wellfounded.terms.decoding import Emitter, Settings, Source
from wellfounded.terms.record import Fact

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_ASIDE: Final = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata datastore xmlnstbl listtable rsidtbl"
    b" listoverridetable generator latentstyles header footer headerl headerr footerl footerr"
    b" filetbl revtbl fldinst mmathPr wgrffmtfilter pgptbl background nonshppict".split()
)
_SHOWN: Final = {
    b"par": "\n",
    b"line": "\n",
    b"sect": "\n",
    b"page": "\n",
    b"row": "\n",
    b"tab": "\t",
    b"cell": "\t",
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
}
_CHARSETS: Final = {128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 177: 1255,
                    178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250}  # fmt: skip


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the text by paragraph, as plain text is."""
    source.file.seek(0)
    data = source.file.read(4 * source.limits.text_chars)
    words = _Words()
    for token in _TOKEN.finditer(data):
        words.take(token)
    out.record(Fact("rtf.code-page", words.default_page))
    for name in sorted(words.met & {b"object", b"pict"}):
        out.record(Fact(f"rtf.{name.decode()}", "present, not opened"))
    hand_over(limited(words.text(), source, out), out)


class _Words:
    """The text so far, and the state of the group we are in: code page, fallback length, aside."""

    def __init__(self) -> None:
        self.default_page = 1252
        self.met: set[bytes] = set()
        self._parts: list[str] = []
        self._bytes = bytearray()
        self._stack: list[tuple[int, int, bool]] = []
        self._page, self._fallback, self._aside = 1252, 1, False
        self._skip = 0
        self._fonts: dict[int, int] = {}
        self._font = 0

    def take(self, token: re.Match[bytes]) -> None:
        """Take one token."""
        word, number, code, symbol, brace, plain = token.groups()
        if brace == b"{":
            self._flush()
            if len(self._stack) < 10_000:
                self._stack.append((self._page, self._fallback, self._aside))
        elif brace == b"}":
            self._flush()
            if self._stack:
                self._page, self._fallback, self._aside = self._stack.pop()
        elif word:
            self._control(word, int(number) if number else None)
        elif code:
            self._byte(bytes([int(code, 16)]))
        elif symbol == b"*":
            self._aside = True
        elif symbol == b"~":
            self._byte(b"\xa0")
        elif symbol in (b"\\", b"{", b"}"):
            self._byte(symbol)
        elif symbol in (b"\n", b"\r"):
            self._show("\n")
        elif plain:
            self._plain(plain)

    def text(self) -> str:
        """Give the text."""
        self._flush()
        joined = "".join(self._parts)
        return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _control(self, word: bytes, number: int | None) -> None:
        self.met.add(word)
        if word == b"ansicpg" and number is not None:
            self.default_page = self._page = number
        elif word == b"u" and number is not None:
            self._show(chr(number % 65_536))
            self._skip = self._fallback
        elif word == b"uc" and number is not None:
            self._fallback = max(0, min(number, 16))
        elif word == b"f":
            self._font = number or 0
            self._flush()
            self._page = self._fonts.get(self._font, self.default_page)
        elif word == b"fcharset" and number in _CHARSETS:
            self._fonts[self._font] = _CHARSETS[number]
        elif word == b"bin" or word in _ASIDE:
            self._aside = True
        elif word in _SHOWN:
            self._show(_SHOWN[word])

    def _show(self, text: str) -> None:
        self._flush()
        if not self._aside:
            self._parts.append(text)

    def _byte(self, data: bytes) -> None:
        if self._skip:
            self._skip -= 1
        elif not self._aside:
            self._bytes += data

    def _plain(self, data: bytes) -> None:
        if self._skip:
            cut = min(self._skip, len(data))
            self._skip -= cut
            data = data[cut:]
        if not self._aside:
            self._bytes += data

    def _flush(self) -> None:
        if self._bytes:
            self._parts.append(bytes(self._bytes).decode(_codec(self._page), "replace"))
            self._bytes.clear()


def _codec(page: int) -> str:
    name = {936: "gb18030", 65001: "utf-8", 10000: "mac_roman"}.get(page, f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


for _page in (*_CHARSETS.values(), 936, 65001, 10000, 1252, 437, 850):
    b"a".decode(_codec(_page))
