"""Builds and installs seccomp filters: which system calls a process may make, with which arguments (seccomp(2)).

A filter is a list of blocks, one a call; a call in no block gets the answer `otherwise`.
"""

from __future__ import annotations

import ctypes
import errno
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from wellfounded.sandbox.jail import kernel
from wellfounded.sandbox.jail.syscalls import AUDIT_ARCH, NUMBERS

_LOAD: Final = 0x20
_JUMP_EQUAL: Final = 0x15
_JUMP_ANY_BIT: Final = 0x45
_RETURN: Final = 0x06
_NUMBER_AT: Final = 0
_ARCH_AT: Final = 4
_ARGUMENTS_AT: Final = 16

ALLOW: Final = 0x7FFF_0000
KILL: Final = 0x8000_0000
_ERRNO: Final = 0x0005_0000
_MODE_FILTER: Final = 2


def refuse(number: int = errno.EPERM) -> int:
    """Give the answer that fails a call with `errno` number."""
    return _ERRNO | number


@dataclass(frozen=True, slots=True)
class Argument:
    """A condition on the low 32 bits of one argument of a call; all that are set must hold."""

    index: int
    any_bit: int = 0
    no_bit: int = 0
    one_of: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """The answer to one call: `answer` where every condition holds, else `otherwise`."""

    name: str
    answer: int = ALLOW
    arguments: tuple[Argument, ...] = ()
    otherwise: int = _ERRNO | errno.EPERM


def program(rules: Iterable[Rule], otherwise: int, machine: str = kernel.MACHINE) -> bytes:
    """Give the filter for `machine` as BPF; a call of another machine's numbering kills the process."""
    code = [
        _instruction(_LOAD, _ARCH_AT),
        _instruction(_JUMP_EQUAL, AUDIT_ARCH[machine], 1, 0),
        _instruction(_RETURN, KILL),
        _instruction(_LOAD, _NUMBER_AT),
    ]
    numbers = NUMBERS[machine]
    for rule in rules:
        if rule.name in numbers:
            block = _block(rule)
            code.append(_instruction(_JUMP_EQUAL, numbers[rule.name], 0, len(block)))
            code += block
    code.append(_instruction(_RETURN, otherwise))
    return b"".join(code)


def with_argument(code: bytes, stand_in: int, value: int) -> bytes:
    """Give a filter that was made for an argument `stand_in`, for `value` instead; much cheaper than a new one."""
    return code.replace(struct.pack("=I", stand_in), struct.pack("=I", value))


def install(code: bytes) -> None:
    """Put this process under the filter, for good and for its children; needs no-new-privs; raises OSError."""
    text = ctypes.create_string_buffer(code, len(code))
    head = struct.pack("@HP", len(code) // 8, ctypes.addressof(text))
    buffer = ctypes.create_string_buffer(head, len(head))
    kernel.prctl(kernel.PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(buffer))


def _block(rule: Rule) -> list[bytes]:
    """Give the instructions that answer a call once its number has matched; every path returns.

    For each argument: its load, its bit tests, its list of values. A failed test jumps to the last instruction.
    """
    if not rule.arguments:
        return [_instruction(_RETURN, rule.answer)]
    last = sum(_length(argument) for argument in rule.arguments) + 1
    code: list[bytes] = []
    for argument in rule.arguments:
        code.append(_instruction(_LOAD, _ARGUMENTS_AT + 8 * argument.index))
        if argument.any_bit:
            code.append(_instruction(_JUMP_ANY_BIT, argument.any_bit, 0, last - len(code) - 1))
        if argument.no_bit:
            code.append(_instruction(_JUMP_ANY_BIT, argument.no_bit, last - len(code) - 1, 0))
        count = len(argument.one_of)
        for position, value in enumerate(argument.one_of):
            code.append(_instruction(_JUMP_EQUAL, value, count - position, 0))
        if count:
            code.append(_instruction(_RETURN, rule.otherwise))
    code.append(_instruction(_RETURN, rule.answer))
    code.append(_instruction(_RETURN, rule.otherwise))
    return code


def _length(argument: Argument) -> int:
    values = len(argument.one_of) + 1 if argument.one_of else 0
    return 1 + bool(argument.any_bit) + bool(argument.no_bit) + values


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value & 0xFFFF_FFFF)
