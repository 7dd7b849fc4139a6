"""The system call filters, run by a small interpreter of BPF: what they say on both machines, this one or not."""

from __future__ import annotations

import errno
import struct

import pytest

from wellfounded.sandbox.jail import confine, profile
from wellfounded.sandbox.jail import filter as seccomp
from wellfounded.sandbox.jail.syscalls import AUDIT_ARCH, NUMBERS

MACHINES = tuple(AUDIT_ARCH)
PID = 4242
DENIED = seccomp.refuse()


def answer(code: bytes, arch: int, number: int, *arguments: int) -> int:
    """Run a filter on one call and give its answer (the six instructions we use; linux/filter.h)."""
    data = struct.pack("<iIQ6Q", number, arch, 0, *(*arguments, 0, 0, 0, 0, 0, 0)[:6])
    held, at = 0, 0
    while True:
        kind, if_true, if_false, value = struct.unpack_from("=HBBI", code, at * 8)
        at += 1
        if kind == 0x20:
            (held,) = struct.unpack_from("<I", data, value)
        elif kind == 0x15:
            at += if_true if held == value else if_false
        elif kind == 0x45:
            at += if_true if held & value else if_false
        elif kind == 0x06:
            return value
        else:
            raise AssertionError(f"an instruction we do not use: {kind:#x}")


def decode_answer(machine: str, name: str, *arguments: int) -> int:
    """Give the answer of both filters of a decoding fork; the kernel takes the stricter."""
    arch, number = AUDIT_ARCH[machine], NUMBERS[machine][name]
    warm = seccomp.program(profile.warm(), DENIED, machine)
    fork = seccomp.program(profile.decode(PID), seccomp.ALLOW, machine)
    return min(answer(code, arch, number, *arguments) for code in (warm, fork))


def tool_answer(machine: str, name: str, *arguments: int) -> int:
    """Give the answer of the filter of a tool."""
    code = seccomp.program(profile.tool(PID), DENIED, machine)
    return answer(code, AUDIT_ARCH[machine], NUMBERS[machine][name], *arguments)


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("read", ()),
        ("mmap", (0, 4096, 7)),
        ("openat", (0, 0, 0o2000000)),
        ("clone", (0x3D0F00,)),
        ("kill", (PID, 9)),
        ("tgkill", (PID, PID, 6)),
        ("prlimit64", (0, 9)),
        ("ioctl", (0, 0x5401)),
    ],
)
def test_what_a_decoder_needs(machine: str, name: str, arguments: tuple[int, ...]) -> None:
    """A decoder computes, opens libraries for reading, starts threads, and may end itself."""
    assert decode_answer(machine, name, *arguments) == seccomp.ALLOW


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("clone", (17,)),
        ("clone", (0x0001_0000 | 0x1000_0000,)),
        ("clone3", ()),
        ("execve", ()),
        ("execveat", ()),
        ("socket", (2, 1, 0)),
        ("socketpair", (1, 1, 0)),
        ("connect", ()),
        ("bind", ()),
        ("sendto", ()),
        ("sendmsg", ()),
        ("recvmsg", ()),
        ("openat", (0, 0, 0o1)),
        ("openat", (0, 0, 0o2)),
        ("openat", (0, 0, 0o100)),
        ("openat", (0, 0, 0o20200000)),
        ("openat2", ()),
        ("unlinkat", ()),
        ("renameat2", ()),
        ("mkdirat", ()),
        ("ftruncate", ()),
        ("ptrace", ()),
        ("bpf", ()),
        ("io_uring_setup", ()),
        ("userfaultfd", ()),
        ("unshare", ()),
        ("setns", ()),
        ("memfd_create", ()),
        ("kill", (1, 9)),
        ("kill", (-1 & 0xFFFFFFFF, 9)),
        ("tgkill", (1, 1, 9)),
        ("pidfd_open", (1,)),
        ("pidfd_send_signal", ()),
        ("prlimit64", (1, 9)),
        ("prctl", (38,)),
        ("prctl", (4,)),
        ("ioctl", (0, 0x5412)),
        ("fcntl", (3, 1024)),
        ("wait4", ()),
    ],
)
def test_what_a_decoder_is_refused(machine: str, name: str, arguments: tuple[int, ...]) -> None:
    """A decoder starts nothing, opens nothing for writing, talks to nobody, signals only itself."""
    told = decode_answer(machine, name, *arguments)
    assert told & 0xFFFF0000 == seccomp.refuse(0)
    assert told & 0xFFFF in {errno.EPERM, errno.EACCES, errno.ENOSYS, errno.ENOTTY}


@pytest.mark.parametrize("machine", MACHINES)
def test_a_filter_made_ahead(machine: str) -> None:
    """The filter that is made once and given a fork's own number is the one made for that fork."""
    ahead = seccomp.program(profile.decode(confine._ANY_PID), seccomp.ALLOW, machine)
    made = seccomp.program(profile.decode(PID), seccomp.ALLOW, machine)
    assert ahead != made
    assert seccomp.with_argument(ahead, confine._ANY_PID, PID) == made


@pytest.mark.parametrize("machine", MACHINES)
def test_what_a_tool_may_do(machine: str) -> None:
    """A tool starts programs in its own place (Landlock says which); never a process, a socket or a namespace."""
    assert tool_answer(machine, "execve") == seccomp.ALLOW
    assert tool_answer(machine, "openat", 0, 0, 0o102) == seccomp.ALLOW
    assert tool_answer(machine, "clone", 17) == DENIED
    assert tool_answer(machine, "clone", 0x3D0F00) == seccomp.ALLOW
    for name in ("socket", "connect", "ptrace", "unshare", "bpf", "execveat"):
        assert tool_answer(machine, name) == DENIED


@pytest.mark.parametrize("machine", MACHINES)
def test_another_numbering_is_no_way_round(machine: str) -> None:
    """A call made under another machine's numbers ends the process; a number nobody knows is refused."""
    code = seccomp.program(profile.warm(), DENIED, machine)
    assert answer(code, 0x4000_0003, 1) == seccomp.KILL
    for number in (0x4000_0000, 0x4000_0000 + NUMBERS[machine]["read"], 511, 1000, -1):
        assert answer(code, AUDIT_ARCH[machine], number) == DENIED


def test_the_table_is_complete() -> None:
    """Every call a profile names has a number on each machine that has it; none is misspelt."""
    known = set(NUMBERS["x86_64"]) | set(NUMBERS["aarch64"])
    rules = [*profile.warm(), *profile.decode(1), *profile.tool(1)]
    assert {rule.name for rule in rules} <= known
    assert len(set(NUMBERS["aarch64"].values())) == len(NUMBERS["aarch64"])
    assert NUMBERS["x86_64"]["read"] == 0
    assert NUMBERS["aarch64"]["execve"] == 221
