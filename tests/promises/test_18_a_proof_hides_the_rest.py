"""Promise 18: a proof of one item holds nothing of other items and no personal value that nobody named."""

from __future__ import annotations

import zipfile
from base64 import b64encode
from collections.abc import Iterator

import pytest

from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.case.preserve.add import add
from wellfounded.case.preserve.statement import actor, link, note
from wellfounded.case.proof.prove import Asked, prove
from wellfounded.case.understand.build import build
from wellfounded.intake.receipt import state
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

SHOWN = b"The gate was blue."
HIDDEN = {
    "name": "canary-name-quillon",
    "note": "canary-note-verrel",
    "giver": "canary-giver-oska",
    "person": "Canary Person Tamsin Vale",
    "thought": "canary-thought-brindle",
    "title": "canary-title-osprey",
    "content": "canary-content-morrow",
    "member": "canary-member-ellery",
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A case full of canaries around one item."""
    place = tmp_path_factory.mktemp("hides")
    given = place / "given"
    given.mkdir()
    (given / "gate.txt").write_bytes(SHOWN)
    (given / f"{HIDDEN['name']}.txt").write_text(HIDDEN["content"])
    with zipfile.ZipFile(given / "pack.zip", "w") as pack:
        pack.writestr(f"{HIDDEN['member']}.txt", "inside")
    home = Home(place / "home")
    with init(place / "case", title=HIDDEN["title"], actor="mina", home=home).case as made:
        stated = state({"source": HIDDEN["giver"], "note": HIDDEN["note"]})
        add(made, [given], actor="mina", receipt=stated)
        build(made, actor="mina")
        actor(made, HIDDEN["giver"], HIDDEN["person"], actor="mina")
        other = Digest.of(HIDDEN["content"].encode())
        link(made, Digest.of(SHOWN), "translation-of", other, actor="mina")
        note(made, Digest.of(SHOWN), HIDDEN["thought"], actor="mina")
        yield made


def _forms(text: str) -> list[bytes]:
    """Give the ways a word may stand in a file."""
    raw = text.encode()
    return [raw, raw.hex().encode(), b64encode(raw)[:-4], text.encode("utf-16-le"), raw.lower()]


def _found(data: bytes, words: Iterator[str] | list[str]) -> set[str]:
    return {word for word in words if any(form in data for form in _forms(word))}


def _case_bytes(case: Case) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(case.root.rglob("*")) if p.is_file())


def test_no_word_of_the_rest_is_in_a_proof(case: Case) -> None:
    """Every canary is found in the case by the same search, and none in the proof."""
    assert _found(_case_bytes(case), list(HIDDEN.values())) == set(HIDDEN.values())
    files = prove(case, Asked((Digest.of(SHOWN),)), actor="mina", to=HIDDEN["person"]).files
    assert _found(b"".join(files.values()), list(HIDDEN.values())) == set()
    assert _found("".join(files).encode(), list(HIDDEN.values())) == set()


def test_no_digest_of_another_item_is_in_a_proof(case: Case) -> None:
    """Neither in hex, nor raw, nor in base64; the item's own is."""
    files = prove(case, Asked((Digest.of(SHOWN),)), actor="mina").files
    data, whole = b"".join(files.values()), _case_bytes(case)
    others = [s.digest for s in case.vault.walk() if s.digest != Digest.of(SHOWN)]
    assert len(others) == 3
    assert Digest.of(SHOWN).hex.encode() in data
    for other in others:
        assert other.hex.encode() in whole
        for form in (other.hex.encode(), other.raw, b64encode(other.raw)):
            assert form not in data


def test_only_the_named_field_and_its_salt_are_in_a_proof(case: Case) -> None:
    """The name of the item when asked; of everything withheld not even the salt, without which a commitment cannot be tried."""
    proven = prove(case, Asked((Digest.of(SHOWN),), ("name",)), actor="mina")
    data = b"".join(proven.files.values())
    shown = {field.value["shown"] for field in proven.custody.fields}
    assert shown == {"gate.txt"}
    salts = {
        kept.salt.hex(): commitment
        for _, values in case.private["custody"].segments()
        for commitment, kept in values.items()
    }
    assert len(salts) > 8
    revealed = {salt for salt in salts if salt.encode() in data}
    entry = proven.custody.entries[proven.custody.fields[0].entry]
    assert {salts[salt] for salt in revealed} == {entry.private["name"]}


def test_an_item_out_of_an_archive_names_it_only_when_asked(case: Case) -> None:
    """Its receipt holds the digest of the archive, so it is shown only with `whole_entries`."""
    member = Digest.of(b"inside")
    with pytest.raises(Mistaken, match="archive"):
        prove(case, Asked((member,)), actor="mina")
    files = prove(case, Asked((member,), whole_entries=True), actor="mina").files
    (pack,) = [r for r in case.custody.entries() if "parent" in r.body]
    assert pack.body["parent"]["item"].encode() in b"".join(files.values())


def test_a_proof_says_how_long_the_log_is_and_no_more(case: Case) -> None:
    """Of the entries that are not shown only hashes are there: no byte of one beyond those all entries share."""
    proven = prove(case, Asked((Digest.of(SHOWN),)), actor="mina")
    data = b"".join(proven.files.values())
    withheld = [e for e in case.custody.entries() if e.index not in proven.custody.entries]
    assert len(withheld) > 5
    for entry in withheld:
        assert entry.fields["salt"].encode() not in data
        assert entry.data not in data
