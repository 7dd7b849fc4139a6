"""What the index says of an exhibit's language, and where its translation or certificate is bound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from wellfounded.catalogue.answers import Link
from wellfounded.packet.exhibit import Exhibit

_NAMES: Final = {
    "am": "Amharic", "ar": "Arabic", "bn": "Bengali", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "ht": "Haitian Creole", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "ko": "Korean",
    "ky": "Kyrgyz", "ne": "Nepali", "ps": "Pashto", "pt": "Portuguese", "pa": "Punjabi", "ru": "Russian", "so": "Somali",
    "ti": "Tigrinya", "tr": "Turkish", "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese",
    "zh": "Chinese", "bo": "Tibetan", "my": "Burmese", "th": "Thai", "de": "German", "it": "Italian", "pl": "Polish",
}  # fmt: skip


def told(
    listed: Sequence[Exhibit], tags: Sequence[str], links: Iterable[Link], forum: str
) -> list[str]:
    """Give a line for each exhibit; empty where its language is the forum's or not known, and nobody linked it.

    `tags` are the languages most of each text is in, as the readings say; `links` what people linked.
    """
    made = list(links)
    return ["; ".join(_said(one, tag, listed, made, forum)) for one, tag in zip(listed, tags, strict=True)]  # fmt: skip


def _said(
    one: Exhibit, tag: str, listed: Sequence[Exhibit], links: Sequence[Link], forum: str
) -> Iterator[str]:
    foreign = bool(tag) and tag.partition("-")[0] != (forum or tag).partition("-")[0]
    if foreign:
        yield f"In {_NAMES.get(tag.partition('-')[0], tag)}"
    for kind, there, here in (
        ("translation-of", "translation", "Translation"),
        ("certificate-of", "certificate", "Certificate"),
        ("transcript-of", "transcript", "Transcript"),
    ):
        by = _tabs(listed, (k.source for k in links if k.kind == kind and k.target == one.item))
        if by:
            yield f"{there} at tab {by}"
        of = _tabs(listed, (k.target for k in links if k.kind == kind and k.source == one.item))
        if of:
            yield f"{here} of exhibit {of}"


def _tabs(listed: Sequence[Exhibit], items: Iterable[object]) -> str:
    wanted = set(items)
    return ", ".join(one.tab for one in listed if one.item in wanted)
