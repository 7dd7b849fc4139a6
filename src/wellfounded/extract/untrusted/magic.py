"""What the first bytes of binary formats say: signatures, ISO brands, RIFF, Ogg and Matroska."""

from __future__ import annotations

from typing import BinaryIO, Final, NamedTuple


class Found(NamedTuple):
    """A kind (see `extract.kinds`) and its media type."""

    kind: str
    mime: str


_START: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"\xff\xd8\xff", "image", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image", "image/png"),
    (b"GIF87a", "image", "image/gif"),
    (b"GIF89a", "image", "image/gif"),
    (b"II*\0", "image", "image/tiff"),
    (b"MM\0*", "image", "image/tiff"),
    (b"II+\0", "image", "image/tiff"),
    (b"MM\0+", "image", "image/tiff"),
    (b"8BPS\0\x01", "image", "image/vnd.adobe.photoshop"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "image", "image/jp2"),
    (b"\xff\x0a", "image", "image/jxl"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "image", "image/jxl"),
    (b"7z\xbc\xaf\x27\x1c", "archive-7z", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "archive-rar", "application/vnd.rar"),
    (b"WARC/1.", "warc", "application/warc"),
    (b"\x1f\x8b\x08", "gzip", "application/gzip"),
    (b"BZh", "gzip", "application/x-bzip2"),
    (b"\xfd7zXZ\0", "gzip", "application/x-xz"),
    (b"\x28\xb5\x2f\xfd", "gzip", "application/zstd"),
    (b"fLaC", "audio", "audio/flac"),
    (b"ID3", "audio", "audio/mpeg"),
    (b"#!AMR", "audio", "audio/amr"),
    (b"FLV\x01", "video", "video/x-flv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video", "video/x-ms-asf"),
    (b"\0\0\x01\xba", "video", "video/mpeg"),
    (b"\0\0\x01\xb3", "video", "video/mpeg"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole", "application/x-ole-storage"),
    (b"SQLite format 3\0", "database", "application/vnd.sqlite3"),
    (b"{\\rtf", "rtf", "application/rtf"),
    (b"OTTO\0", "font", "font/otf"),
    (b"\0\x01\0\0\0", "font", "font/ttf"),
    (b"true\0", "font", "font/ttf"),
    (b"ttcf\0", "font", "font/collection"),
    (b"wOFF", "font", "font/woff"),
    (b"wOF2", "font", "font/woff2"),
    (b"\x7fELF", "program", "application/x-elf"),
    (b"MZ\x90\0", "program", "application/vnd.microsoft.portable-executable"),
    (b"\xca\xfe\xba\xbe", "program", "application/x-mach-binary"),
    (b"\xcf\xfa\xed\xfe", "program", "application/x-mach-binary"),
)
_BRANDS: Final[dict[bytes, Found]] = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis"), Found("image", "image/heic")),
    **dict.fromkeys((b"mif1", b"msf1", b"hevc", b"hevx"), Found("image", "image/heif")),
    **dict.fromkeys((b"avif", b"avis"), Found("image", "image/avif")),
    **dict.fromkeys((b"M4A ", b"M4B ", b"M4P "), Found("audio", "audio/mp4")),
    **dict.fromkeys((b"3gp4", b"3gp5", b"3gp6", b"3gp7"), Found("video", "video/3gpp")),
    b"qt  ": Found("video", "video/quicktime"),
    b"crx ": Found("image", "image/x-canon-cr3"),
}
_RIFF: Final[dict[bytes, Found]] = {
    b"WAVE": Found("audio", "audio/wav"),
    b"AVI ": Found("video", "video/x-msvideo"),
    b"WEBP": Found("image", "image/webp"),
}
_FORM: Final[dict[bytes, Found]] = {
    b"AIFF": Found("audio", "audio/aiff"),
    b"AIFC": Found("audio", "audio/aiff"),
}
_BARE_BOXES: Final = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_MOOV_LIMIT: Final = 4 * 1024**2


def signed(file: BinaryIO, head: bytes) -> Found | None:
    """Give what the signature at the start says, or None. `head` holds the first 64 KiB."""
    if head[4:8] == b"ftyp" or head[4:8] in _BARE_BOXES:
        return _iso_media(file, head)
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[:4] == b"FORM":
        return _FORM.get(head[8:12])
    if head[:4] == b"OggS":
        theora = b"\x80theora" in head[:4096]
        return Found("video", "video/ogg") if theora else Found("audio", "audio/ogg")
    if head[:4] == b"\x1aE\xdf\xa3":
        return _matroska(head)
    for start, kind, mime in _START:
        if head.startswith(start):
            return Found(kind, mime)
    return _unsigned(head)


def _unsigned(head: bytes) -> Found | None:
    """Formats whose start is short or stands elsewhere, each with a second condition."""
    if head[:2] == b"BM" and len(head) > 18 and head[6:10] == b"\0\0\0\0":
        return Found("image", "image/bmp")
    if head[:4] in (b"\0\0\x01\0", b"\0\0\x02\0") and 0 < int.from_bytes(head[4:6], "little") < 64:
        return Found("image", "image/vnd.microsoft.icon")
    if is_tar(head):
        return Found("archive-tar", "application/x-tar")
    if len(head) > 376 and head[0] == head[188] == head[376] == 0x47:
        return Found("video", "video/mp2t")
    if len(head) > 3 and head[0] == 0xFF and head[1] in (0xF1, 0xF9):
        return Found("audio", "audio/aac")
    if _mp3_frames(head):
        return Found("audio", "audio/mpeg")
    return None


def is_tar(head: bytes) -> bool:
    """Say whether the first block is a tar header: its check sum agrees."""
    block = head[:512]
    if len(block) < 512 or not block[0]:
        return False
    try:
        stated = int(block[148:156].strip(b"\0 ") or b"-1", 8)
    except ValueError:
        return False
    return stated == sum(block[:148]) + 8 * 32 + sum(block[156:])


def _mp3_frames(head: bytes) -> bool:
    """Two MPEG layer 3 frame headers in a row, the second where the first says."""
    length = _mp3_frame(head, 0)
    return length is not None and _mp3_frame(head, length) is not None


def _mp3_frame(data: bytes, at: int) -> int | None:
    if len(data) < at + 4 or data[at] != 0xFF or data[at + 1] & 0xE6 != 0xE2:
        return None
    bits = int.from_bytes(data[at : at + 4], "big")
    first = bits >> 19 & 3 == 3
    rate_at, sample_at = bits >> 12 & 15, bits >> 10 & 3
    if rate_at in (0, 15) or sample_at == 3 or bits >> 19 & 3 == 1:
        return None
    rates = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
    low = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
    kbit = (rates if first else low)[rate_at - 1]
    hertz = (44100, 48000, 32000)[sample_at] >> (0 if first else 1 if bits >> 19 & 3 == 2 else 2)
    return (144 if first else 72) * kbit * 1000 // hertz + (bits >> 9 & 1)


def _iso_media(file: BinaryIO, head: bytes) -> Found | None:
    """ISO 14496-12 and QuickTime: the brands, then whether there is any picture track."""
    if head[4:8] == b"ftyp":
        size = min(max(int.from_bytes(head[:4], "big"), 16), 512)
        brands = [head[8:12], *(head[i : i + 4] for i in range(16, size, 4))]
        for brand in brands:
            if brand in _BRANDS:
                return _BRANDS[brand]
    elif int.from_bytes(head[:4], "big") < 8 and head[:4] not in (b"\0\0\0\0", b"\0\0\0\x01"):
        return None
    found = Found("video", "video/mp4" if head[4:8] == b"ftyp" else "video/quicktime")
    moov = _moov(file)
    if b"soun" in moov and b"vide" not in moov:
        return Found("audio", "audio/mp4")
    return found


def _moov(file: BinaryIO) -> bytes:
    """The movie box, or its first 4 MiB; b'' when none is met among the first 64 boxes."""
    at = 0
    for _ in range(64):
        file.seek(at)
        header = file.read(16)
        if len(header) < 8:
            return b""
        size = int.from_bytes(header[:4], "big")
        if size == 1 and len(header) == 16:
            size = int.from_bytes(header[8:16], "big")
        if header[4:8] == b"moov":
            file.seek(at)
            return file.read(min(size or _MOOV_LIMIT, _MOOV_LIMIT))
        if size < 8:
            return b""
        at += size
    return b""


def _matroska(head: bytes) -> Found:
    webm = b"webm" in head[:64]
    if b"V_" in head or b"A_" not in head:
        return Found("video", "video/webm" if webm else "video/x-matroska")
    return Found("audio", "audio/webm" if webm else "audio/x-matroska")
