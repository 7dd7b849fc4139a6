"""Reasons one by one: credit, quotations, what only two have, dates, languages, repeated blocks."""

from tests.copies.text.stories import document, pairs_found, stories
from wellfounded.copies.copy import ONE_ORIGIN, Copy
from wellfounded.copies.text import Document, compare_texts, repeats

_QUOTE = "We heard a crack like a rifle shot and then every light in the valley went out at once"


def _told(name: str) -> str:
    return next(t.text for w in ("develop", "held-out") for t in stories(w) if t.name == name)


def _between(a: Document, b: Document, *others: Document) -> list[Copy]:
    return [c for c in compare_texts([a, b, *others]) if {c.a.item, c.b.item} == {a.item, b.item}]


def _names(copies: list[Copy]) -> set[str]:
    return {e.name for c in copies for e in c.evidence}


def test_only_a_quotation_in_common_joins_nothing() -> None:
    """Two reporters who heard one speaker quote the same words: kept as a reason, not as a copy. Unquoted, it is one."""
    a = f"The mayor of Petrin opened the bridge. “{_QUOTE},” said a baker. Children sang, and a band from Orsa played."
    b = f"Insurance prices will rise, brokers warn. “{_QUOTE},” a man said on television. Shares of Velm fell by a fifth."
    assert _between(document("a", a), document("b", b)) == []
    bare = [document(n, t.replace("“", "").replace("”", "")) for n, t in (("a", a), ("b", b))]
    assert [c.verdict in ONE_ORIGIN for c in _between(*bare)] == [True]


def test_credit_is_a_reason_and_its_own_outlet_is_none() -> None:
    """A text that names the other's outlet credits it; two texts of one outlet do not credit each other."""
    wire, other = _told("dam/wire"), _told("dam/radio")
    plain = _between(document("w", wire, "Ostral Wire"), document("r", other))
    assert "credit" not in _names(plain)
    credited = document("r", f"Ostral Wire reported it first. {other}")
    assert "credit" in _names(_between(document("w", wire, "The Ostral Wire"), credited))
    short = document("r", f"Northline reported it first. {other}")
    assert "credit" in _names(_between(document("w", wire, "Northline News Agency"), short))
    vague = document("r", f"The daily news came late. {other}")
    assert "credit" not in _names(_between(document("w", wire, "The Daily News"), vague))
    same = document("r", credited.text, "Ostral Wire")
    assert "credit" not in _names(_between(document("w", wire, "Ostral Wire"), same))


def test_dates_of_publication_count_only_where_no_zone_turns_them() -> None:
    """A day later is later; the same day without a zone says nothing."""
    wire, other = _told("ferry/wire"), _told("ferry/tribune")
    first = document("w", wire, published="2025-06-02")
    later, same = (document("t", other, published=day) for day in ("2025-06-05", "2025-06-02"))
    assert "published-before" in _names(_between(first, later))
    assert "published-before" not in _names(_between(first, same))


def test_what_only_two_have_is_named_as_written() -> None:
    """A misspelling that two texts of a story share and others do not is a reason; with nobody else to compare it is none."""
    wire, star = _told("vote/wire"), _told("vote/star")
    a = document("a", _told("vote/signal").replace("Amira Dole", "Amira Doley"))
    b = document("b", star.replace("Amira Dole", "Amira Doley"))
    others = [document("w", wire), document("x", wire.replace("Sunday", "Monday"))]
    found = [e.said for c in _between(a, b, *others) for e in c.evidence if e.name == "shared-rare"]
    assert any("Doley" in said for said in found)
    assert "shared-rare" not in _names(_between(a, b))


def test_a_translation_keeps_numbers_and_names() -> None:
    """Texts in two languages are compared by numbers and names; an unrelated text in that language shares too few."""
    german = (
        "Der Staatsanwalt Livia Dorne sagte, die Fähre Maren Star habe 611 Menschen an Bord gehabt, erlaubt sind 450. "
        "Kapitän Aldo Reine, 44, sitzt in Haft. Er verließ die Brücke 12 Minuten vorher. Vor Carra starben 38, von 19 "
        "Rettungsinseln blieben 7 leer, so ein Bericht vom 1. Juni. Teresa Villan überlebte."
    )
    other = "In Sant Mero kostet Brot jetzt 4 Kronen, Milch 2, sagt Händler Karl Must, 61. Im Mai waren es 3 und 1."
    wire = document("w", _told("ferry/wire"))
    assert "numbers-and-names" in _names(_between(wire, document("g", german, language="de")))
    assert "numbers-and-names" not in _names(_between(wire, document("o", other, language="de")))


def test_repeated_blocks_are_annotated_and_counted_once() -> None:
    """A page that prints headline and paragraphs twice: the second printing leads back to the first, and the rest is no repeat."""
    lines = [line for line in _told("dam/wire").splitlines() if line]
    text = "\n".join([lines[0], *lines, "", *lines[1:3]])
    found = repeats(text)
    assert [text[slice(*r.again)] == text[slice(*r.first)] for r in found] == [True, True]
    assert text[slice(*found[1].again)] == "\n".join(lines[1:3])
    assert repeats("\n".join(lines)) == []
    copies = pairs_found(stories("develop"))[("dam/wire", "dam/ledger")]
    twice = _between(document("w", text), document("l", _told("dam/ledger")))
    assert twice[0].verdict == copies[0].verdict == "derived"


def test_chance_likeness_gives_nothing() -> None:
    """Stories that have nothing to do with each other are not listed, and the same call lists those that have."""
    texts = [document(t.name, t.text) for t in stories("develop")]
    listed = {(c.a.name.split("/")[0], c.b.name.split("/")[0]) for c in compare_texts(texts)}
    assert listed == {(story, story) for story in ("dam", "strike", "court", "mine")}


def test_counting_alike_joins_nothing() -> None:
    """A numbered text and a sheet of page numbers share no origin; a row of numbers that do not count is a passage like any other."""
    wire, other = _told("dam/wire"), _told("dam/radio")
    sheet = "\n".join(map(str, range(1, 31)))
    numbered = "\n".join(f"{n}. {s}" for n, s in enumerate(wire.split(". "), 1))
    assert _between(document("n", numbered), document("s", sheet)) == []
    table = " ".join(f"{37 * n + 11}" for n in range(24))
    assert (
        _between(
            document("n", f"{numbered} {table}"),
            document("t", f"{other} {table}"),
            document("o", "x"),
        )[0].verdict
        in ONE_ORIGIN
    )
