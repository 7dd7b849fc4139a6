"""The append-only logs of a case: entries, Merkle tree, signed checkpoints and offline proofs."""

from wellfounded.ledger.entry import Draft, Entry, check_handle
from wellfounded.ledger.heads import Heads
from wellfounded.ledger.log import EntryLog, FolderLog, new_origin
from wellfounded.ledger.note import Checkpoint
from wellfounded.ledger.proof import Proof
from wellfounded.ledger.signer import KeyFolder, KeySigner, Signer, fingerprint
from wellfounded.ledger.writer import Writer, clear_leftovers, clock_us

__all__ = [
    "Checkpoint",
    "Draft",
    "Entry",
    "EntryLog",
    "FolderLog",
    "Heads",
    "KeyFolder",
    "KeySigner",
    "Proof",
    "Signer",
    "Writer",
    "check_handle",
    "clear_leftovers",
    "clock_us",
    "fingerprint",
    "new_origin",
]
