"""The encrypting double of a case's disk: age files under keyed names, and a file for each person who may open them."""

from wellfounded.vault.encrypted.access import Access, Entrance, Person
from wellfounded.vault.encrypted.age import Opener, Passphrase
from wellfounded.vault.encrypted.content import decrypted, encrypted
from wellfounded.vault.encrypted.folder import (
    ACCESS,
    EncryptedDisk,
    EncryptedFiles,
    Places,
    make_folders,
)
from wellfounded.vault.encrypted.identity import Identity, Recipient, read_identities
from wellfounded.vault.encrypted.names import KEPT
from wellfounded.vault.encrypted.objects import EncryptedVault
from wellfounded.vault.encrypted.ring import Ring

__all__ = [
    "ACCESS",
    "KEPT",
    "Access",
    "EncryptedDisk",
    "EncryptedFiles",
    "EncryptedVault",
    "Entrance",
    "Identity",
    "Opener",
    "Passphrase",
    "Person",
    "Places",
    "Recipient",
    "Ring",
    "decrypted",
    "encrypted",
    "make_folders",
    "read_identities",
]
