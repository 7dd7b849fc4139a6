"""What a text looks like: web page, mail, mailbox, chat export, table, or just text."""

from __future__ import annotations

import csv
import re
from collections import Counter
from typing import Final

from wellfounded.extract.kinds import ending_of
from wellfounded.extract.untrusted import subtitle
from wellfounded.extract.untrusted.magic import Found
from wellfounded.intake.untrusted import signal, whatsapp

_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta|div|p|table|br|h1|a)\b", re.I)
_HTML_SURE = re.compile(r"<(?:!doctype\s+html|html)\b", re.I)
_SVG = re.compile(r"(?:<!doctype\s+svg[^>]*>\s*)?<svg\b", re.I)
_PROLOG: Final = (("<?", "?>"), ("<!--", "-->"))
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):", re.ASCII)
_MAIL_SURE: Final = {"message-id", "received", "mime-version", "return-path", "delivered-to",
                     "dkim-signature", "x-mailer", "content-type"}  # fmt: skip
_MBOX = re.compile(r"From \S+.*\d{4}\r?\n[A-Za-z][A-Za-z0-9-]*:", re.ASCII)
_LOG = re.compile(r"\b(?:ERROR|INFO|WARN|WARNING|DEBUG|TRACE|FATAL|NOTICE|CRITICAL)\b")
_DELIMITERS: Final = ",;\t|"
_TABLE_ROWS: Final = 40


def of_text(text: str, name: str) -> Found:
    """Give the kind of a decoded text from its first 64 KiB; the name decides between near ones."""
    ending = ending_of(name)
    if _SVG.match(text, _after_prolog(text)):
        return Found("text", "image/svg+xml")
    for found in (_telegram(text), _html(text), _mail(text, ending), _chat(text)):
        if found is not None:
            return found
    if subtitle.looks_like(text):
        return Found("subtitle", "text/vtt" if "WEBVTT" in text[:20] else "application/x-subrip")
    stripped = text.lstrip()
    if stripped.startswith("<?xml"):
        return Found("text", "application/xml")
    if stripped[:1] in ("{", "[") and (found := _json(stripped, ending)) is not None:
        return found
    if ending not in {"md", "py", "js", "srt", "vtt"} and delimiter(text, ending):
        return Found("csv", "text/csv")
    return Found("text", "text/plain")


def of_page(text: str) -> Found:
    """Give the kind of a text that begins as a web page: one, or a chat exported as one."""
    return _telegram(text) or Found("html", "text/html")


def delimiter(text: str, ending: str = "csv") -> str:
    """Give the delimiter of a table in plain text, or '' where the rows do not agree on one.

    A name that says table is enough with one row of two cells; else three rows of three.
    """
    named = ending in {"csv", "tsv", "tab"}
    best, best_width = "", 0
    lines = text.splitlines(keepends=True)[: _TABLE_ROWS * 3]
    for mark in _DELIMITERS:
        if mark not in text:
            continue
        try:
            rows = [r for r in csv.reader(lines, delimiter=mark) if any(r)][:_TABLE_ROWS]
        except csv.Error:
            continue
        width, count = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
        enough = count >= (1 if named else 3) and width >= (2 if named else 3)
        if enough and count >= 0.6 * len(rows) and (named or _like_cells(rows)):
            best, best_width = max((best, best_width), (mark, width), key=lambda pair: pair[1])
    return best


def _like_cells(rows: list[list[str]]) -> bool:
    """Cells are short and most rows have the same number: prose with commas does not."""
    cells = [cell for row in rows for cell in row]
    width = Counter(map(len, rows)).most_common(1)[0][0]
    even = sum(len(row) == width for row in rows)
    prose = sum(cell.startswith(" ") for cell in cells)
    long = sum(len(cell) > 120 for cell in cells)
    return even >= 0.9 * len(rows) and prose < 0.3 * len(cells) and long < 0.2 * len(cells)


def _after_prolog(text: str) -> int:
    """Where markup begins after white space, an XML declaration and comments."""
    at = 0
    while True:
        at += len(text[at : at + 4096]) - len(text[at : at + 4096].lstrip())
        mark = next((pair for pair in _PROLOG if text.startswith(pair[0], at)), None)
        end = text.find(mark[1], at) if mark else -1
        if mark is None or end < 0:
            return at
        at = end + len(mark[1])


def _html(text: str) -> Found | None:
    if _HTML_SURE.match(text, _after_prolog(text)):
        return Found("html", "text/html")
    if not text.lstrip().startswith("<"):
        return None
    tags = {m.group().lower() for m in _HTML.finditer(text[:4096])}
    return Found("html", "text/html") if len(tags) >= 2 else None


def _mail(text: str, ending: str) -> Found | None:
    if _MBOX.match(text):
        return Found("mbox", "application/mbox")
    names = set()
    for line in text.splitlines()[:200]:
        if not line:
            break
        if line[0] in " \t":
            continue
        found = _HEADER.match(line)
        if found is None:
            return None
        names.add(found.group(1).lower())
    known = {"from", "to", "subject", "date", "sender", "cc"} & names
    sure = _MAIL_SURE & names
    if (known and sure and len(known | sure) >= 3) or (ending == "eml" and len(known) >= 2):
        related = "multipart/related" in text[:8192].lower() and ending in {"mht", "mhtml"}
        return Found("mail", "multipart/related" if related else "message/rfc822")
    return None


def _chat(text: str) -> Found | None:
    """A WhatsApp export, or a text form of a Signal one; lines of a program's log are neither."""
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    if sum(_LOG.search(line[:60]) is not None for line in lines) * 3 > len(lines):
        return None
    if signal.looks_like(text):
        return Found("chat-signal", "text/plain")
    return Found("chat-whatsapp", "text/plain") if whatsapp.looks_like(text) else None


def _telegram(text: str) -> Found | None:
    head = text[:16384]
    if head.lstrip()[:1] == "{" and '"messages"' in text and '"date_unixtime"' in text:
        return Found("chat-telegram", "application/json")
    if head.lstrip()[:1] == "{" and '"from_id"' in text and '"text_entities"' in text:
        return Found("chat-telegram", "application/json")
    if 'class="message default clearfix' in text and 'class="page_wrap' in head:
        return Found("chat-telegram", "text/html")
    return None


def _json(text: str, ending: str) -> Found | None:
    """A Signal export by its fields, else JSON where the name says so."""
    if all(name in text for name in ('"sender"', '"body"', '"reactions"', '"quote"')):
        return Found("chat-signal", "application/json")
    named = ending in {"json", "jsonl", "geojson", "ndjson"}
    return Found("text", "application/json") if named else None
