"""The pages that are made from the program say what the program says."""

from tools import commands_page


def test_the_page_of_commands_is_current() -> None:
    """If this fails: python tools/commands_page.py, and read what changed."""
    assert commands_page.PAGE.read_text(encoding="utf-8") == commands_page.page()
