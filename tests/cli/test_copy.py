"""`wellfounded copy`: what two texts share in several places is told once, and every place is in the records."""

from __future__ import annotations

from pathlib import Path

from tests.cli.command import run

FIRST = "The spillway above Lavrik gave way before midnight and the lower town stood under brown water for nine days."
SECOND = "Orsa Hydro had been warned in May that the left abutment was cracked from the crest down to the gate."


def test_places_of_one_pair_are_told_together(tmp_path: Path) -> None:
    """Two shared passages: one verdict with its reasons, both places under it; as JSON, a record for each place."""
    between = "Nobody in the valley slept. " * 12
    texts = {
        "one.txt": f"{FIRST}\n\n{between}\n\n{SECOND}",
        "two.txt": f"{SECOND}\n\nUnlike.\n\n{FIRST}",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    case, home = tmp_path / "case", tmp_path / "home"
    files = [tmp_path / name for name in texts]
    for words in (("init", case), ("-C", case, "add", *files), ("-C", case, "build")):
        assert run(*words, home=home).status == 0
    lines = run("-C", case, "copy", home=home).out.splitlines()
    assert sum("(text, score" in line for line in lines) == 1
    assert sum("words agree in 2 passages" in line for line in lines) == 1
    assert sum(line.startswith("     and a characters") for line in lines) == 1
    records = run("-C", case, "copy", "--json", home=home).records
    assert len({(r["a"]["start"], r["b"]["start"]) for r in records if r["type"] == "copy"}) == 2
