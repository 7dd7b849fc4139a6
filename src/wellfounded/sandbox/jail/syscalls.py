"""System call numbers of the two machines we jail on (Linux arch/x86/entry/syscalls/syscall_64.tbl, asm-generic/unistd.h).

-1 where the machine has no such call. From 424 on the numbers are the same everywhere.
"""

from __future__ import annotations

from typing import Final

AUDIT_ARCH: Final = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
_MACHINES: Final = ("x86_64", "aarch64")

_TABLE: Final = """
read 0 63; write 1 64; open 2 -1; close 3 57; stat 4 -1; fstat 5 80; lstat 6 -1; poll 7 -1; lseek 8 62; mmap 9 222;
mprotect 10 226; munmap 11 215; brk 12 214; rt_sigaction 13 134; rt_sigprocmask 14 135; rt_sigreturn 15 139; ioctl 16 29;
pread64 17 67; pwrite64 18 68; readv 19 65; writev 20 66; access 21 -1; pipe 22 -1; select 23 -1; sched_yield 24 124;
mremap 25 216; msync 26 227; mincore 27 232; madvise 28 233; dup 32 23; dup2 33 -1; pause 34 -1; nanosleep 35 101;
getpid 39 172; socket 41 198; socketpair 53 199; connect 42 203; bind 49 200; sendto 44 206; recvfrom 45 207;
sendmsg 46 211; recvmsg 47 212; clone 56 220; fork 57 -1; vfork 58 -1; execve 59 221; exit 60 93; wait4 61 260; kill 62 129;
uname 63 160; fcntl 72 25; flock 73 32; fsync 74 82; ftruncate 77 46; getdents 78 -1; getcwd 79 17; chdir 80 49;
fchdir 81 50; rename 82 -1; mkdir 83 -1; rmdir 84 -1; unlink 87 -1; readlink 89 -1; chmod 90 -1; fchmod 91 52; umask 95 166;
gettimeofday 96 169; getrlimit 97 163; getrusage 98 165; sysinfo 99 179; times 100 153; ptrace 101 117; getuid 102 174;
getgid 104 176; geteuid 107 175; getegid 108 177; getppid 110 173; getpgrp 111 -1; setsid 112 157; getgroups 115 158;
getresuid 118 148; getresgid 120 150; getpgid 121 155; getsid 124 156; capget 125 90; capset 126 91; sigaltstack 131 132;
utime 132 -1; mknod 133 -1; personality 135 92; statfs 137 43; fstatfs 138 44; getpriority 140 141; setpriority 141 140;
sched_setparam 142 118; sched_getparam 143 121; sched_setscheduler 144 119; sched_getscheduler 145 120;
sched_get_priority_max 146 125; sched_get_priority_min 147 126; prctl 157 167; arch_prctl 158 -1; setrlimit 160 164;
gettid 186 178; time 201 -1; futex 202 98; sched_setaffinity 203 122; sched_getaffinity 204 123; epoll_create 213 -1;
getdents64 217 61; set_tid_address 218 96; restart_syscall 219 128; fadvise64 221 223; clock_gettime 228 113;
clock_getres 229 114; clock_nanosleep 230 115; exit_group 231 94; epoll_wait 232 -1; epoll_ctl 233 21; tgkill 234 131;
waitid 247 95; mbind 237 235; set_mempolicy 238 237; get_mempolicy 239 236; inotify_init 253 -1; openat 257 56;
mkdirat 258 34; newfstatat 262 79; unlinkat 263 35; renameat 264 38; readlinkat 267 78; fchmodat 268 53; faccessat 269 48;
pselect6 270 72; ppoll 271 73; unshare 272 97; set_robust_list 273 99; get_robust_list 274 100; utimensat 280 88;
epoll_pwait 281 22; fallocate 285 47; eventfd2 290 19; epoll_create1 291 20; dup3 292 24; pipe2 293 59; prlimit64 302 261;
setns 308 268; getcpu 309 168; renameat2 316 276; seccomp 317 277; getrandom 318 278; memfd_create 319 279; bpf 321 280;
execveat 322 281; userfaultfd 323 282; membarrier 324 283; copy_file_range 326 285; statx 332 291; rseq 334 293;
pidfd_send_signal 424 424; io_uring_setup 425 425; pidfd_open 434 434; clone3 435 435; close_range 436 436; openat2 437 437;
faccessat2 439 439; landlock_create_ruleset 444 444; landlock_add_rule 445 445; landlock_restrict_self 446 446;
futex_waitv 449 449; map_shadow_stack 453 453; set_mempolicy_home_node 450 450
"""

_ROWS: Final = [row.split() for row in _TABLE.replace("\n", " ").split(";")]
NUMBERS: Final[dict[str, dict[str, int]]] = {
    machine: {row[0]: int(row[1 + column]) for row in _ROWS if int(row[1 + column]) >= 0}
    for column, machine in enumerate(_MACHINES)
}
"""The number of each call by machine and name; calls a machine has not are left out."""
