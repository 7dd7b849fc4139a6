"""Runs yt-dlp where it can reach nothing but our way out and write nowhere but its folder: a process of its own, ended with it.

Arguments: CHANNEL FOLDER URL. Everything is imported before it is shut in. No cookies, no configuration, no other program
is run: streams are kept as the platform sends them, video and sound apart where it keeps them apart.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, Final

from wellfounded.intake.capture import shut_in
from wellfounded.sandbox.jail import kernel

MOST_BYTES: Final = 8 << 30
_FORMATS: Final = "bv,ba/b"
_COMMENTS: Final = "50000"


def main(arguments: Sequence[str]) -> None:
    """Download; ends with 0, or with 1 where the platform gave nothing."""
    import yt_dlp  # type: ignore[import-untyped]
    import yt_dlp.extractor  # type: ignore[import-untyped]

    yt_dlp.extractor.gen_extractors()
    channel, folder, url = int(arguments[0]), arguments[1], arguments[2]
    port = shut_in.into_a_network_of_its_own(channel, as_nobody=False)
    os.environ.clear()
    os.environ.update(shut_in.environment(folder))
    shut_in.only_these_files([*shut_in.READABLE, *sys.path, sys.prefix, sys.base_prefix], folder)
    kernel.drop_capabilities()
    with yt_dlp.YoutubeDL(_settings(folder, port)) as downloader:
        sys.exit(1 if downloader.download([url]) else 0)


def _settings(folder: str, port: int) -> dict[str, Any]:
    return {
        "proxy": f"http://127.0.0.1:{port}",
        "format": _FORMATS,
        "outtmpl": os.path.join(folder, "%(extractor)s-%(id).80B.%(format_id).40B.%(ext)s"),
        "restrictfilenames": True,
        "noplaylist": True,
        "cachedir": False,
        "nopart": True,
        "updatetime": False,
        "fixup": "never",
        "writeinfojson": True,
        "writedescription": True,
        "writethumbnail": True,
        "writesubtitles": True,
        "writeautomaticsub": True,
        "subtitleslangs": ["all"],
        "getcomments": True,
        "extractor_args": {"youtube": {"max_comments": [_COMMENTS]}},
        "max_filesize": MOST_BYTES,
        "retries": 3,
        "noprogress": True,
        "quiet": True,
        "no_color": True,
        "ignoreerrors": "only_download",
    }
