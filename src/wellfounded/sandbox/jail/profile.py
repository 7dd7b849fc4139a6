"""The two profiles, call by call: what a decoder and what a tool may ask of the kernel. All else is refused.

An allow-list: a call nobody thought of is refused. Two layers for decoders: the warm worker is held by `warm()`, and each
fork of it by `decode()` on top, which takes back what only the worker needs. Why each restriction:
docs/know/jail.md.
"""

from __future__ import annotations

import errno
from typing import Final

from wellfounded.sandbox.jail.filter import Argument, Rule, refuse

_O_WRITING: Final = 0o1 | 0o2 | 0o100 | 0o1000 | 0o2000 | 0o20000000
_CLONE_THREAD: Final = 0x0001_0000
_CLONE_NEW_ANY: Final = 0x7E02_0000
_F_HARMLESS: Final = (0, 1, 2, 3, 4, 1030, 1032)
_IOCTL_ASKING: Final = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
_PR_HARMLESS: Final = (15, 16, 39, 0x53564D41)

_COMPUTE: Final = """
read write readv writev pread64 close close_range lseek fstat newfstatat statx stat lstat access faccessat faccessat2
readlink readlinkat getdents getdents64 getcwd fadvise64 mmap mprotect munmap mremap madvise brk msync mincore futex
futex_waitv set_robust_list get_robust_list set_tid_address rseq membarrier sched_yield sched_getaffinity sched_getparam
sched_getscheduler sched_get_priority_max sched_get_priority_min getcpu rt_sigaction rt_sigprocmask rt_sigreturn
sigaltstack restart_syscall nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times getrusage
getrlimit sysinfo uname getrandom getpid gettid getppid getuid geteuid getgid getegid getresuid getresgid getgroups
getpgrp getpgid getsid getpriority poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait
eventfd2 pipe pipe2 dup dup2 dup3 exit exit_group arch_prctl capget pause umask
""".split()

_ABSENT: Final = ("clone3", "openat2", "io_uring_setup", "memfd_create", "map_shadow_stack")
"""Calls that programs try first and do without where the kernel has none."""

_COMMON: Final = (
    Rule("ioctl", arguments=(Argument(1, one_of=_IOCTL_ASKING),), otherwise=refuse(errno.ENOTTY)),
    Rule("fcntl", arguments=(Argument(1, one_of=_F_HARMLESS),)),
    *(Rule(name) for name in _COMPUTE),
    *(Rule(name, refuse(errno.ENOSYS)) for name in _ABSENT),
)
_READ_ONLY: Final = (
    Rule("openat", arguments=(Argument(2, no_bit=_O_WRITING),), otherwise=refuse(errno.EACCES)),
    Rule("open", arguments=(Argument(1, no_bit=_O_WRITING),), otherwise=refuse(errno.EACCES)),
)
_THREADS: Final = Rule(
    "clone", arguments=(Argument(0, any_bit=_CLONE_THREAD, no_bit=_CLONE_NEW_ANY),)
)
_NO_NEW_SPACES: Final = Rule("clone", arguments=(Argument(0, no_bit=_CLONE_NEW_ANY),))
_OWN_LIMITS: Final = Rule("prlimit64", arguments=(Argument(0, one_of=(0,)),))
_WARM_ONLY: Final = "recvmsg sendmsg sendto recvfrom wait4 waitid pidfd_open pidfd_send_signal seccomp setrlimit kill".split()


def warm() -> list[Rule]:
    """What the warm worker may do: compute, fork, take requests and reap; its forks get less."""
    return [
        *_COMMON,
        *_READ_ONLY,
        _NO_NEW_SPACES,
        Rule("fork"),
        Rule("vfork"),
        Rule("prctl"),
        Rule("tgkill"),
        _OWN_LIMITS,
        *(Rule(name) for name in _WARM_ONLY),
    ]


def decode(pid: int) -> list[Rule]:
    """What is taken back in a fork that decodes: processes, messages, signals to others; all else as in `warm`."""
    return [
        _THREADS,
        Rule("fork", refuse()),
        Rule("vfork", refuse()),
        Rule("prctl", arguments=(Argument(0, one_of=_PR_HARMLESS),)),
        Rule("tgkill", arguments=(Argument(0, one_of=(pid,)),)),
        Rule("kill", arguments=(Argument(0, one_of=(pid,)),)),
        *(Rule(name, refuse()) for name in _WARM_ONLY if name != "kill"),
    ]


_FILES_OF_ITS_OWN: Final = """
openat open pwrite64 ftruncate fsync fallocate flock fchmod chmod fchmodat rename renameat renameat2 mkdir mkdirat rmdir
unlink unlinkat utimensat utime copy_file_range fstatfs statfs chdir fchdir
""".split()


def tool(pid: int) -> list[Rule]:
    """What a tool may do: start programs in its place (Landlock says which), write where Landlock lets it, threads."""
    own = Argument(0, one_of=(pid,))
    return [
        *_COMMON,
        *(Rule(name) for name in _FILES_OF_ITS_OWN),
        _THREADS,
        _OWN_LIMITS,
        Rule("execve"),
        Rule("prctl", arguments=(Argument(0, one_of=_PR_HARMLESS),)),
        Rule("tgkill", arguments=(own,)),
        Rule("kill", arguments=(own,)),
        Rule("wait4"),
        Rule("waitid"),
    ]
