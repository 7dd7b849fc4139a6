"""Copies of text: the same words, words lightly changed, the same told anew, with the passages on both sides and the reasons."""

from wellfounded.copies.text.collection import Collection, compare_texts, compare_two
from wellfounded.copies.text.document import Document
from wellfounded.copies.text.repeats import Repeat, repeats

__all__ = ["Collection", "Document", "Repeat", "compare_texts", "compare_two", "repeats"]
