"""Promise 9. A hostile file can at worst cost you that file's reading: not the network, not your other files, not the run."""

from __future__ import annotations

from pathlib import Path

from tests.sandbox import attacks, decoders
from tests.sandbox.found import Found
from wellfounded.sandbox import Sandbox, Task
from wellfounded.terms.decoding import Limits
from wellfounded.terms.digest import Digest

HONEST = "tests.sandbox.decoders:honest"
HOSTILE = (
    "crashes",
    "garbage",
    "wrong_digest",
    "floods_members",
    "takes_memory_slowly",
    "endless_loop",
)


def test_a_hostile_file_costs_only_its_own_reading(tmp_path: Path) -> None:
    """Between hostile files of every sort the honest ones are read whole, and the hostile ones are named with a reason."""
    paths = [tmp_path / f"{n}.bin" for n in range(2 * len(HOSTILE))]
    for path in paths:
        path.write_bytes(path.name.encode())
    bad = [f"tests.sandbox.decoders:{name}" for name in HOSTILE]
    limits = Limits(wall_s=5, cpu_s=1, memory_bytes=256 * 1024**2)
    with Sandbox([HONEST, *bad]) as box:
        for n, path in enumerate(paths):
            data, kept = path.read_bytes(), Found()
            decoder = bad[n // 2] if n % 2 else HONEST
            with path.open("rb") as file:
                outcome = box.read(
                    Task(decoder, Digest.of(data), len(data), path.name, limits=limits), file, kept
                )
            if n % 2:
                assert outcome.failure is not None
                assert kept.members == []
            else:
                assert outcome.failure is None
                assert kept.records[0]["text"] == path.name
    assert [path.read_bytes() for path in paths] == [path.name.encode() for path in paths]


def test_not_the_network_and_not_your_other_files(tmp_path: Path) -> None:
    """What reaches other files or the network goes through outside and is refused inside, where the same decoder runs."""
    (tmp_path / "own").write_bytes(b"private")
    where = {"own_file": str(tmp_path / "own"), "folder": str(tmp_path), "scratch": str(tmp_path)}
    reaching = (
        "read_own_file",
        "read_other_item",
        "read_passwd",
        "pair",
        "write_new",
        "change_mode",
    )
    assert set(reaching) <= set(attacks.ATTACKS)
    item = tmp_path / "item"
    item.touch()
    attempt = "tests.sandbox.attacks:attempt"
    with Sandbox([attempt]) as box, item.open("rb") as file:
        for attack in reaching:
            kept = Found()
            box.read(
                Task(attempt, Digest.of(b""), 0, settings=where | {"attack": attack}), file, kept
            )
            assert kept.records[0]["value"] == "PermissionError"
            assert attacks.outcome_of(attack, where) == "through"


def test_every_hostile_decoder_is_tried_somewhere() -> None:
    """The sorts above are among those that tests/sandbox/test_jail.py runs as root and as a user without rights."""
    assert set(HOSTILE) <= set(decoders.HOSTILE)
