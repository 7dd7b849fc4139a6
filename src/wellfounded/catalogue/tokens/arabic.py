"""Arabic letters in one form: alef, hamza, ya, kaf and ha as different keyboards and languages write them."""

from __future__ import annotations

from typing import Final

LETTERS: Final = {
    "ٱ": "ا",  # alef wasla; alef with hamza or madda loses its mark by decomposition
    "ٲ": "ا",
    "ٳ": "ا",
    "ء": "",  # hamza alone
    "ى": "ي",  # alef maqsura, the Uyghur i
    "ی": "ي",  # Persian ya
    "ۍ": "ي",
    "ے": "ي",
    "ک": "ك",  # Persian kaf
    "ڪ": "ك",
    "ة": "ه",  # ta marbuta
    "ۃ": "ه",
    "ھ": "ه",  # two-eyed ha
    "ہ": "ه",
    "ە": "ه",  # the Uyghur e
    "ـ": "",  # tatweel
}
