"""Receipts: the words a person types are read strictly, and mistakes say where and what to do."""

import pytest

from wellfounded.intake.item import Consent, Handling, Terms
from wellfounded.intake.receipt import Receipt, SheetRow, state
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment


def test_every_word_of_a_receipt_is_read() -> None:
    """All nine fields come back typed; times are kept as far as they were written."""
    receipt = state(
        {
            "source": "ilyas",
            "note": "handed over on a stick",
            "received": "2024-03",
            "published": "2023-12-31T23:59+06:00",
            "handling": "private",
            "consent": "court",
            "consent_until": "2030",
            "minor": "yes",
            "graphic": "no",
        }
    )
    until = Moment.parse("2030")
    assert receipt.terms == Terms(Handling.PRIVATE, Consent.COURT, until, minor=True)
    assert receipt.private() == {
        "giver": "ilyas",
        "note": "handed over on a stick",
        "received": {"local": "2024-03"},
        "published": {"local": "2023-12-31T23:59", "offsets_min": [360]},
    }


@pytest.mark.parametrize(
    ("name", "word", "code"),
    [
        ("source", "Ilyas Karim", "handle-form"),
        ("source", "../x", "handle-form"),
        ("received", "yesterday", "moment-form"),
        ("received", "01/02/2024", "moment-form"),
        ("published", "2024-02-30", "moment-form"),
        ("handling", "secret", "handling-form"),
        ("consent", "all", "consent-form"),
        ("consent_until", "2030", "consent-form"),
        ("minor", "perhaps", "yes-no-form"),
        ("note", "x" * 20_001, "note-long"),
        ("giver", "ilyas", "receipt-name"),
    ],
)
def test_a_word_that_is_not_understood_is_a_mistake(name: str, word: str, code: str) -> None:
    """Nothing is guessed: the error names the field and the next step."""
    with pytest.raises(Mistaken) as caught:
        state({name: word})
    assert caught.value.code == code
    assert caught.value.where == name


def test_empty_words_leave_what_was_stated_before() -> None:
    """An empty cell of a sheet takes the option of the command line."""
    base = state({"source": "ilyas", "consent": "team"})
    assert state({"source": "", "note": "a"}, base) == Receipt(
        "ilyas", "a", terms=Terms(consent=Consent.TEAM)
    )


def test_a_row_is_kept_with_columns_of_any_name() -> None:
    """Columns in any script survive as pairs, since keys of a record are ASCII."""
    row = SheetRow("ab" * 32, 7, (("姓名", "麦麦提"),))
    assert Receipt(row=row).private()["row"] == {
        "sheet": "sha256:" + "ab" * 32,
        "row": 7,
        "cells": [["姓名", "麦麦提"]],
    }
