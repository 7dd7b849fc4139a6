"""`from wellfounded import ...` gives the nouns and verbs it lists, whatever was imported before."""

import importlib

import wellfounded


def test_every_name_is_what_it_says() -> None:
    """Each listed name is a class or a function; rooms imported before do not hide a verb."""
    for room in ("report", "look", "catalogue", "case"):
        importlib.import_module(f"wellfounded.{room}")
    for name in wellfounded.__all__:
        assert callable(getattr(wellfounded, name)), name
    assert wellfounded.__all__ == sorted(wellfounded.__all__)


def test_other_names_are_not_there() -> None:
    """An unknown name is an AttributeError, as in any module."""
    assert not hasattr(wellfounded, "utterly_absent")
