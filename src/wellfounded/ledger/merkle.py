"""Merkle trees as in RFC 6962 and RFC 9162: hashes, proofs, and their verification. No input or output.

A tree is seen through `Subtree`: a function (level, index) to the hash of the complete subtree of 2**level leaves that starts at
leaf index * 2**level. Sizes and indexes count leaves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from wellfounded.terms.errors import Damaged, Mistaken

Subtree = Callable[[int, int], bytes]

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Give the leaf hash of an entry: SHA-256(0x00 || entry) (RFC 9162 section 2.1.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Give the hash of an inner node: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(subtree: Subtree, size: int) -> bytes:
    """Give the root of a tree of `size` leaves (RFC 9162 section 2.1.1)."""
    return range_hash(subtree, 0, size) if size else EMPTY_ROOT


def range_hash(subtree: Subtree, start: int, end: int) -> bytes:
    """Give the hash of the leaves [start, end), start being a multiple of the smallest power of two that covers them."""
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return subtree(level, start >> level)
    split = 1 << (size - 1).bit_length() - 1
    return node_hash(
        range_hash(subtree, start, start + split), range_hash(subtree, start + split, end)
    )


def inclusion_proof(subtree: Subtree, index: int, size: int) -> list[bytes]:
    """Give the proof that leaf `index` is in the tree of `size` leaves (RFC 9162 section 2.1.3.1)."""
    if not 0 <= index < size:
        raise Mistaken("proof-index", f"no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        split = start + (1 << (end - start - 1).bit_length() - 1)
        if index < split:
            path.append(range_hash(subtree, split, end))
            end = split
        else:
            path.append(range_hash(subtree, start, split))
            start = split
    return path[::-1]


def consistency_proof(subtree: Subtree, first: int, second: int) -> list[bytes]:
    """Give the proof that the tree of `first` leaves is a prefix of that of `second` (RFC 9162 section 2.1.4.1)."""
    if not 0 < first <= second:
        raise Mistaken("proof-size", f"no consistency proof from {first} to {second}")
    path: list[bytes] = []
    start, end, whole = 0, second, True
    while first != end:
        split = start + (1 << (end - start - 1).bit_length() - 1)
        if first <= split:
            path.append(range_hash(subtree, split, end))
            end = split
        else:
            path.append(range_hash(subtree, start, split))
            start, whole = split, False
    if not whole:
        path.append(range_hash(subtree, start, end))
    return path[::-1]


def verify_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], expected: bytes
) -> None:
    """Check an inclusion proof (RFC 9162 section 2.1.3.2); raises Damaged `inclusion`."""
    if not 0 <= index < size:
        raise Damaged("inclusion", f"no leaf {index} in a tree of {size}")
    _check_lengths("inclusion", [leaf, expected, *proof])
    node, last, result = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise Damaged("inclusion", "the inclusion proof is too long")
        if node & 1 or node == last:
            result = node_hash(sibling, result)
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            result = node_hash(result, sibling)
        node >>= 1
        last >>= 1
    if last != 0 or result != expected:
        raise Damaged("inclusion", "the inclusion proof does not lead to the root")


def verify_consistency(
    first: int, second: int, root1: bytes, root2: bytes, proof: Sequence[bytes]
) -> None:
    """Check a consistency proof (RFC 9162 section 2.1.4.2); raises Damaged `consistency`."""
    if first == 0 and (second != 0 or root1 != root2):
        raise Damaged("consistency", "an empty tree says nothing about a later one")
    verify_subtree_consistency(0, first, second, root1, root2, proof)


def verify_subtree_inclusion(
    index: int, start: int, end: int, leaf: bytes, proof: Sequence[bytes], expected: bytes
) -> None:
    """Check that leaf `index` is in the subtree [start, end) (draft-ietf-plants-merkle-tree-certs section 4.3.2)."""
    _check_subtree("inclusion", start, end)
    verify_inclusion(index - start, end - start, leaf, proof, expected)


def verify_subtree_consistency(
    start: int, end: int, size: int, node: bytes, tree: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the subtree [start, end) with hash `node` is part of the tree (same draft, section 4.4.3)."""
    if start == end <= size and node == EMPTY_ROOT and not proof:
        return
    _check_subtree("consistency", start, end)
    if end > size:
        raise Damaged("consistency", f"a tree of {size} has no subtree that ends at {end}")
    rest = list(proof)
    first, last, top = start, end - 1, size - 1
    while first != last and (last == top or last & 1):
        first, last, top = first >> 1, last >> 1, top >> 1
    if first == last:
        found_node = found_tree = node
    elif not rest:
        raise Damaged("consistency", "the consistency proof is empty")
    else:
        found_node = found_tree = rest.pop(0)
    for sibling in rest:
        if top == 0:
            raise Damaged("consistency", "the consistency proof is too long")
        if last & 1 or last == top:
            if first < last:
                found_node = node_hash(sibling, found_node)
            found_tree = node_hash(sibling, found_tree)
            while not last & 1 and last:
                first, last, top = first >> 1, last >> 1, top >> 1
        else:
            found_tree = node_hash(found_tree, sibling)
        first, last, top = first >> 1, last >> 1, top >> 1
    if top != 0 or found_node != node or found_tree != tree:
        raise Damaged("consistency", "the consistency proof does not join the two roots")


def _check_subtree(code: str, start: int, end: int) -> None:
    if not 0 <= start < end or start % (1 << (end - start - 1).bit_length()):
        raise Damaged(code, f"[{start}, {end}) is not a subtree")


def _check_lengths(code: str, hashes: Sequence[bytes]) -> None:
    if any(len(h) != 32 for h in hashes):
        raise Damaged(code, "a hash that is not 32 bytes long")
