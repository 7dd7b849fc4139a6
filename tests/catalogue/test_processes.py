"""Several processes on one catalogue, one of which throws it away."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

from tests.catalogue.feeding import Logs, digest, fact, passage
from wellfounded.catalogue import Catalogue, Unusable


def the_case() -> Logs:
    """Enough entries for several batches."""
    logs = Logs()
    for n in range(60):
        item = digest(f"item {n}")
        logs.receive(item, f"item {n}.txt")
        logs.read(item, [fact("kind", "text"), passage(item, f"paragraph {n}")])
    return logs


def _feed(path: str, started: bool) -> None:
    """Open and feed the file, thrown away first or not, in small batches; an unusable one is begun anew, as a case does."""
    logs = the_case()
    rounds = tries = 0
    while rounds < 3:
        tries += 1
        try:
            opened = Catalogue.fresh(Path(path)) if started else Catalogue.open(Path(path))
            with opened as catalogue:
                logs.feed(catalogue, batch=7)
            rounds += 1
        except Unusable:
            if tries == 20:
                raise
            started = True


def test_several_processes_feed_and_rebuild_one_file(tmp_path: Path) -> None:
    """Whoever comes first, the file ends whole and with everything in it, and no process fails."""
    path = tmp_path / "c.db"
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_feed, args=(str(path), n % 3 == 0)) for n in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * 4
    with Catalogue.open(path) as catalogue:
        the_case().feed(catalogue)
        catalogue.check()
        assert list(catalogue.dump()) == list(the_case().feed(Catalogue.in_memory()).dump())
