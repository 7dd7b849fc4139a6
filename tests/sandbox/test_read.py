"""One item in, records out: order, digests, limits, several at once, and what happens when a worker is lost."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.found import Found
from wellfounded.sandbox import Outcome, Sandbox, Task
from wellfounded.terms.decoding import Limits
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken, Unavailable

HERE = "tests.sandbox.decoders"
NAMES = (
    *("honest", "nothing", "echoes", "declines", "streams", "leaves_member_open"),
    *("dies_within_member", "many_records", "large_picture", "threads", "sleeps_for_ever"),
    "open_descriptors",
)


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    """Gives one sandbox for the tests of this file."""
    with Sandbox([f"{HERE}:{name}" for name in NAMES]) as box:
        yield box


@pytest.fixture
def item(tmp_path: Path) -> Path:
    """Gives a small file."""
    path = tmp_path / "item"
    path.write_bytes(b"hello")
    return path


def read(
    box: Sandbox, item: Path, name: str, limits: Limits | None = None, **settings: object
) -> tuple[Outcome, Found]:
    """Read an item with one of the decoders above."""
    data, kept = item.read_bytes(), Found()
    task = Task(
        f"{HERE}:{name}",
        Digest.of(data),
        len(data),
        "given.bin",
        settings,
        limits or Limits(wall_s=20),
    )
    with item.open("rb") as file:
        return box.read(task, file, kept), kept


def test_everything_comes_in_the_order_found(box: Sandbox, item: Path) -> None:
    """Records, blobs and members arrive as handed over; a member's record follows its bytes, with its digest."""
    outcome, kept = read(box, item, "honest")
    assert outcome.failure is None
    assert kept.order == [
        *("passage", "blob", "picture", "begin", "end", "member", "fact"),
        *("begin", "abandoned", "failure"),
    ]
    assert kept.records[0]["text"] == "hello"
    assert kept.blobs == [b"picture"]
    digest = Digest.of(b"first second")
    [(meta, data, given)] = kept.members
    assert (data, given) == (b"first second", digest)
    assert meta["name"] == {"bytes_hex": "612fff", "shown": "a/\\xff", "charset_guess": "unknown"}
    member = kept.records[2]
    assert (member["item"], member["size"], member["index"]) == (str(digest), 12, 0)
    assert member["facts"] == {"modified": "2024"}
    assert kept.records[3]["value"] == str(digest)
    assert kept.abandoned[0]["code"] == kept.records[4]["code"] == "needs-password"


def test_the_decoder_gets_the_item(box: Sandbox, item: Path) -> None:
    """The bytes, name and settings arrive, from the start of the file wherever it stood."""
    kept, data = Found(), item.read_bytes()
    task = Task(f"{HERE}:echoes", Digest.of(data), 5, "نام 名.pdf", {"setting": "ñ"})
    with item.open("rb") as file:
        file.seek(3)
        assert box.read(task, file.fileno(), kept).failure is None
    values = [record["value"] for record in kept.records]
    assert values == [hashlib.sha256(data).hexdigest(), "نام 名.pdf", "ñ"]


def test_what_it_cost_and_what_held(box: Sandbox, item: Path) -> None:
    """The outcome says what held, and the time and memory it took."""
    outcome, _ = read(box, item, "nothing")
    assert "seccomp" in outcome.held
    assert outcome.missing == ()
    assert outcome.peak_bytes > 1024**2
    assert outcome.wall_ms < 20_000


def test_a_decoder_declines(box: Sandbox, item: Path) -> None:
    """What was found before a decoder gave up stays; its reason and next step become the failure."""
    outcome, kept = read(box, item, "declines")
    assert [record["name"] for record in kept.records] == ["kind"]
    assert outcome.failure is not None
    assert outcome.failure.to_json() == {
        "type": "failure",
        "stage": "read",
        "code": "needs-password",
        "what": "this file is locked",
        "next": "run unlock",
    }


@pytest.mark.parametrize("name", ["leaves_member_open", "dies_within_member"])
def test_a_member_left_open_is_dropped(box: Sandbox, item: Path, name: str) -> None:
    """A member without an end never becomes an item: it is abandoned, with a Failure record."""
    _, kept = read(box, item, name)
    assert kept.members == []
    assert kept.order == ["begin", "abandoned", "failure"]


@pytest.mark.parametrize(
    ("name", "limits", "settings", "limit"),
    [
        ("many_records", Limits(records=10), {"records": 11}, "records"),
        ("honest", Limits(members=1), {}, "members"),
        ("honest", Limits(text_chars=4), {}, "text_chars"),
        ("large_picture", Limits(pixels=99_999_999), {}, "pixels"),
        ("streams", Limits(member_bytes=2**20), {"mib": 2}, "member_bytes"),
        ("streams", Limits(ratio=200), {"mib": 17}, "ratio"),
        ("many_records", Limits(output_bytes=1000), {"records": 100}, "output_bytes"),
    ],
)
def test_each_limit_is_named(
    box: Sandbox, item: Path, name: str, limits: Limits, settings: dict[str, int], limit: str
) -> None:
    """A limit that is passed ends the reading with its name and value; at the limit nothing happens."""
    outcome, _ = read(box, item, name, limits, **settings)
    assert outcome.failure is not None
    assert outcome.failure.code == "over-limit"
    assert outcome.failure.limits == ((limit, getattr(limits, limit)),)
    assert read(box, item, name, Limits(), **settings | {"mib": 16})[0].failure is None


def test_depth_is_a_limit(box: Sandbox, item: Path) -> None:
    """An item too deep within containers is not read at all."""
    task = Task(f"{HERE}:nothing", Digest.of(b""), 0, limits=Limits(depth=2), depth=3)
    with item.open("rb") as file:
        outcome = box.read(task, file, Found())
    assert outcome.failure is not None
    assert outcome.failure.limits == (("depth", 2),)


def test_threads_are_allowed(box: Sandbox, item: Path) -> None:
    """Decoders may use threads."""
    assert read(box, item, "threads")[1].records[0]["value"] == 4


def test_it_holds_the_item_and_the_pipe(box: Sandbox, item: Path) -> None:
    """A reading holds five descriptors: three that lead nowhere, the item and its pipe; not those of another reading."""
    limits = Limits(wall_s=60)
    with Sandbox([f"{HERE}:open_descriptors", f"{HERE}:sleeps_for_ever"]) as two:
        other = threading.Thread(
            target=read, args=(two, item, "sleeps_for_ever", Limits(wall_s=2)), daemon=True
        )
        other.start()
        while not _children(_children(two._reader._worker._running._process.pid)[0]):
            os.sched_yield()
        assert read(two, item, "open_descriptors", limits)[1].records[0]["value"] == 5
        other.join()


def test_many_at_once(box: Sandbox, item: Path) -> None:
    """Eight threads read 80 items through one sandbox, each getting its own."""
    failed: list[object] = []

    def some(start: int) -> None:
        for n in range(start, start + 10):
            _, kept = read(box, item, "echoes", None, setting=str(n))
            if [r["value"] for r in kept.records][2:] != [str(n)]:
                failed.append(kept.records)

    running = [threading.Thread(target=some, args=(n * 10,)) for n in range(8)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert failed == []


def test_a_large_member_is_streamed(box: Sandbox, item: Path) -> None:
    """A member larger than any frame arrives whole."""
    _, kept = read(box, item, "streams", None, mib=9)
    assert kept.members[0][2] == Digest.of(bytes(9 * 1024**2))


def test_what_the_sink_raises_comes_out(box: Sandbox, item: Path) -> None:
    """An error in taking what was found ends the reading and reaches the caller; the sandbox reads on."""

    class Full(Found):
        def on_record(self, record: dict[str, object]) -> None:
            raise OSError("no space")

    data = item.read_bytes()
    task = Task(f"{HERE}:many_records", Digest.of(data), 5, settings={"records": 100_000})
    with item.open("rb") as file, pytest.raises(OSError, match="no space"):
        box.read(task, file, Full())
    assert read(box, item, "nothing")[0].failure is None


def test_an_item_open_for_writing_is_refused(box: Sandbox, item: Path) -> None:
    """An item that could be written through its descriptor is not handed over."""
    task = Task(f"{HERE}:nothing", Digest.of(b""), 0)
    with item.open("r+b") as file, pytest.raises(Mistaken) as told:
        box.read(task, file, Found())
    assert told.value.code == "not-read-only"


def test_a_closed_sandbox_reads_nothing(item: Path) -> None:
    """After it was closed a sandbox starts nothing more."""
    with Sandbox([f"{HERE}:nothing"]) as closed:
        assert read(closed, item, "nothing")[0].failure is None
    with pytest.raises(Unavailable):
        read(closed, item, "nothing")


def test_only_the_decoders_given(box: Sandbox, item: Path) -> None:
    """A decoder that was not given at the start is a mistake, as is one that cannot be imported."""
    with item.open("rb") as file, pytest.raises(Mistaken) as told:
        box.read(Task("os:getcwd", Digest.of(b""), 0), file, Found())
    assert told.value.code == "decoder-unknown"
    with pytest.raises(Mistaken) as told:
        Sandbox(["tests.sandbox.no_such_module"])
    assert told.value.code == "decoder-import"


def _children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


@pytest.mark.parametrize("who", ["launcher", "worker", "reading"])
def test_a_lost_worker_costs_one_reading(item: Path, who: str) -> None:
    """Whichever process of the sandbox is killed from outside, the item in hand fails and the next is read."""
    began, ended = threading.Event(), threading.Event()
    outcomes: list[Outcome] = []
    with Sandbox([f"{HERE}:declines", f"{HERE}:sleeps_for_ever"]) as box:
        launcher = box._reader._worker._running._process.pid
        [worker] = _children(launcher)

        def run() -> None:
            began.set()
            outcomes.append(read(box, item, "sleeps_for_ever", Limits(wall_s=60))[0])
            ended.set()

        thread = threading.Thread(target=run)
        thread.start()
        began.wait()
        while not (reading := _children(worker)):
            os.sched_yield()
        target = {"launcher": launcher, "worker": worker, "reading": reading[0]}[who]
        os.kill(target, signal.SIGKILL)
        thread.join(20)
        assert ended.is_set()
        failure = outcomes[0].failure
        assert failure is not None
        assert failure.code == ("out-of-memory" if who == "reading" else "crashed")
        assert all(not Path(f"/proc/{pid}").exists() or _is_zombie(pid) for pid in reading)
        assert read(box, item, "declines")[1].records != []


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def test_the_caller_dies(item: Path, tmp_path: Path) -> None:
    """When the program itself is killed while it reads, nothing of the sandbox lives on."""
    child = os.fork()
    report = tmp_path / "pids"
    if child == 0:
        box = Sandbox([f"{HERE}:sleeps_for_ever"])
        launcher = box._reader._worker._running._process.pid
        report.write_text(f"{launcher} {_children(launcher)[0]}")
        read(box, item, "sleeps_for_ever", Limits(wall_s=600))
        os._exit(0)
    while not (report.exists() and len(report.read_text().split()) == 2):
        os.sched_yield()
    launcher, worker = map(int, report.read_text().split())
    while not (reading := _children(worker)):
        os.sched_yield()
    handles = [os.pidfd_open(pid) for pid in (launcher, worker, *reading)]
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    import select

    for handle in handles:
        assert select.select([handle], [], [], 20)[0] == [handle]
        os.close(handle)
