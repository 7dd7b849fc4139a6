"""Text to search words: folding across scripts and spellings, and back to places in the stored text."""

from wellfounded.catalogue.tokens.spelling import Spelling, spellings
from wellfounded.catalogue.tokens.words import Token, fingerprint, index_form, tokens

__all__ = ["Spelling", "Token", "fingerprint", "index_form", "spellings", "tokens"]
