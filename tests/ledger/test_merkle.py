"""Merkle proofs: the published conformance vectors, and our own proofs against the definition."""

from __future__ import annotations

import json
import os
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wellfounded.ledger import merkle
from wellfounded.terms.errors import Damaged

VECTORS = Path(os.environ.get("WELLFOUNDED_CORPORA", "/nonexistent")) / "tlog" / "testdata"


pytestmark = pytest.mark.skipif(
    not VECTORS.exists(), reason="WELLFOUNDED_CORPORA has no tlog folder"
)


def _hashes(texts: list[str] | None) -> list[bytes]:
    return [b64decode(t) for t in texts or []]


def _inclusion(v: dict[str, Any]) -> None:
    merkle.verify_inclusion(
        v["leafIdx"],
        v["treeSize"],
        b64decode(v["leafHash"]),
        _hashes(v["proof"]),
        b64decode(v["root"]),
    )


def _consistency(v: dict[str, Any]) -> None:
    merkle.verify_consistency(
        v["size1"], v["size2"], b64decode(v["root1"]), b64decode(v["root2"]), _hashes(v["proof"])
    )


def _subtree_inclusion(v: dict[str, Any]) -> None:
    merkle.verify_subtree_inclusion(
        v["leafIdx"],
        v["start"],
        v["end"],
        b64decode(v["leafHash"]),
        _hashes(v["proof"]),
        b64decode(v["root"]),
    )


def _subtree_consistency(v: dict[str, Any]) -> None:
    merkle.verify_subtree_consistency(
        v["start"],
        v["end"],
        v["size"],
        b64decode(v["root1"]),
        b64decode(v["root2"]),
        _hashes(v["proof"]),
    )


KINDS: dict[str, Callable[[dict[str, Any]], None]] = {
    "inclusion": _inclusion,
    "consistency": _consistency,
    "subtreeinclusion": _subtree_inclusion,
    "subtreeconsistency": _subtree_consistency,
}


@pytest.mark.parametrize("kind", KINDS)
def test_published_vectors_are_accepted_or_rejected_exactly(kind: str) -> None:
    """Every vector of transparency-dev/merkle gets the verdict it states; there are good and bad ones of each kind."""
    verdicts = {True: 0, False: 0}
    for file in sorted((VECTORS / kind).rglob("*.json")):
        vector = json.loads(file.read_text("utf-8"))
        try:
            KINDS[kind](vector)
            refused = False
        except Damaged:
            refused = True
        assert refused == vector["wantErr"], file
        verdicts[refused] += 1
    assert verdicts[True] > 20 and verdicts[False] > 3


def _tree(leaves: list[bytes]) -> merkle.Subtree:
    def subtree(level: int, index: int) -> bytes:
        if level == 0:
            return leaves[index]
        return merkle.node_hash(subtree(level - 1, 2 * index), subtree(level - 1, 2 * index + 1))

    return subtree


def test_our_proofs_verify_for_every_leaf_and_every_pair_of_sizes_up_to_40() -> None:
    """Proofs we make are accepted; with one bit changed they are not."""
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(40)]
    tree = _tree(leaves)
    for size in range(1, 41):
        top = merkle.root(tree, size)
        for index in range(size):
            proof = merkle.inclusion_proof(tree, index, size)
            merkle.verify_inclusion(index, size, leaves[index], proof, top)
            with pytest.raises(Damaged):
                merkle.verify_inclusion(index, size, merkle.leaf_hash(b"x"), proof, top)
        for first in range(1, size + 1):
            proof = merkle.consistency_proof(tree, first, size)
            merkle.verify_consistency(first, size, merkle.root(tree, first), top, proof)
            with pytest.raises(Damaged):
                merkle.verify_consistency(first, size, merkle.leaf_hash(b"y"), top, proof)
