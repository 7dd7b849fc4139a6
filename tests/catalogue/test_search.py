"""Search as a person uses it: words in any script and spelling, and the exact place in the stored text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.catalogue.feeding import Logs, digest, fact, passage
from wellfounded.catalogue import Aliases, Catalogue, Hit

TEXTS = {
    "simplified": "律师说，关恒在看守所里。",
    "traditional": "律師說，關恆在看守所裡。",
    "arabic": "ئۇ ئۈرۈمچى شەھىرىدە تۇغۇلغان، تۇرسۇن دەيدۇ.",
    "cyrillic": "У Үрүмчи шәһиридә туғулған.",
    "latin": "U Ürümchi shehiride tughulghan.",
    "russian": "Ёлка стояла у склада, сказал водитель Турсунов.",
    "russian-plain": "Елка горела.",
    "alef": "وصل أحمد إلى المدرسة",
    "plain-alef": "احمد الى المدرسه",
    "english": "The convoy left the Yard before dawn; naïve guards don't count lorries.",
    "second": "Before the dawn the yard was empty.",
    "wide": "Ｔｈｅ　ｃｏｄｅ　ｉｓ　２０２４.",
    "thai": "เขาอยู่ที่กรุงเทพมหานคร",
    "mail": "Write to ada@example.test before 2024-03-01.",
    "year": "他2024年度回来",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """One item a text, and one scan read by OCR."""
    logs = Logs()
    for name, text in TEXTS.items():
        item = digest(name)
        logs.receive(item, f"{name}.txt", giver="k7" if name == "mail" else "k8")
        language = "ug" if name == "latin" else ""
        logs.read(
            item, [fact("kind", "text"), passage(item, text, language=language, locus={"page": 2})]
        )
    scan = digest("scan")
    logs.receive(scan, "scan_关恒.png", by="otto")
    words = passage(scan, "ORDER No 7: the yard", source="ocr", confidence=870, language="en-GB")
    logs.read(scan, [fact("kind", "image"), words])
    return logs.feed(Catalogue.in_memory())


def found(catalogue: Catalogue, query: str, aliases: Aliases | None = None) -> set[str]:
    """Give the names of the items a query finds."""
    hits = catalogue.search(query, aliases=aliases, limit=100).hits
    return {hit.name.removesuffix(".txt") for hit in hits}


def marked(hit: Hit) -> list[str]:
    """Give the marked words of a hit as they stand in the text."""
    return [hit.snippet.text[a:b] for a, b in hit.snippet.spans]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("关恒", {"simplified", "traditional", "scan_关恒.png"}),
        ("關恆", {"simplified", "traditional", "scan_关恒.png"}),
        ("關恒", {"simplified", "traditional", "scan_关恒.png"}),
        ("关恒在看守所", {"simplified", "traditional"}),
        ("恒", {"simplified", "traditional", "scan_关恒.png"}),
        ("恒关", set()),
        ("Ürümchi", {"arabic", "cyrillic", "latin"}),
        ("urumchi", {"arabic", "cyrillic", "latin"}),
        ("ئۈرۈمچى", {"arabic", "cyrillic", "latin"}),
        ("Үрүмчи", {"arabic", "cyrillic", "latin"}),
        ("ﺋﯜﺭﯛﻣﭽﻰ", {"arabic", "cyrillic", "latin"}),
        ('"ئۈرۈمچى شەھىرىدە"', {"arabic", "cyrillic", "latin"}),
        ("Турсун", {"arabic"}),
        ("tursun", {"arabic"}),
        ("елка", {"russian", "russian-plain"}),
        ("ЁЛКА", {"russian", "russian-plain"}),
        ("احمد", {"alef", "plain-alef"}),
        ("أَحْمَد المدرسة", {"alef", "plain-alef"}),
        ("أحـــمد", {"alef", "plain-alef"}),
        ("naive", {"english"}),
        ("NAÏVE", {"english"}),
        ("dont", {"english"}),
        ("don't", {"english"}),
        ("don’t", {"english"}),
        ("code 2024", {"wide"}),
        ("กรุงเทพ", {"thai"}),
        ("ada@example.test", {"mail"}),
        ("2024-03-01", {"mail"}),
        ("2024年", {"year"}),
        ("2024年度", {"year"}),
        ("yard dawn", {"english", "second"}),
        ('"the yard"', {"english", "second", "scan_关恒.png"}),
        ('"before dawn"', {"english"}),
        ('"before dawn', {"english"}),
        ("yard -dawn", {"scan_关恒.png"}),
        ('yard -"the dawn"', {"english", "scan_关恒.png"}),
        ("lorries OR empty", {"english", "second"}),
        ("yard lorries OR empty", {"english", "second"}),
        ("lorr*", {"english"}),
        ("关*", {"simplified", "traditional", "scan_关恒.png"}),
        ("yard source:ocr", {"scan_关恒.png"}),
        ("yard -source:ocr", {"english", "second"}),
        ("source:ocr", {"scan_关恒.png"}),
        ("in:second.txt yard", {"second"}),
        ("-in:second.txt yard", {"english", "scan_关恒.png"}),
        ("in:@11", {"second"}),
        ("lang:en", {"scan_关恒.png"}),
        ("second", {"second"}),
        ("source:name second", {"second"}),
        ("k7", set()),
        ("source:name k7", {"mail"}),
        ("source:name otto", {"scan_关恒.png"}),
        ("otto", set()),
        ("absent", set()),
        ("len", set()),
        ("socr", set()),
        ("i1", set()),
        ("yard absent", set()),
    ],
)
def test_a_query_finds_what_it_should_and_nothing_else(
    catalogue: Catalogue, query: str, names: set[str]
) -> None:
    """Each query finds exactly these items."""
    assert found(catalogue, query) == names


def test_a_hit_says_exactly_where(catalogue: Catalogue) -> None:
    """A hit names item, place, source and confidence, and marks the words in the text as stored."""
    hits = catalogue.search("關恆").hits
    assert marked(next(h for h in hits if h.name == "simplified.txt")) == ["关恒"]
    traditional = next(h for h in hits if h.name == "traditional.txt")
    assert marked(traditional) == ["關恆"]
    assert traditional.snippet.text == TEXTS["traditional"]
    assert traditional.snippet.marks == ((4, 6),)
    assert (traditional.locus.page, traditional.item) == (2, digest("traditional"))
    (scan,) = catalogue.search("yard source:ocr").hits
    assert (scan.source, scan.confidence, scan.language) == ("ocr", 870, "en-GB")
    named = catalogue.search("source:name scan").hits
    assert [(h.source, h.snippet.text) for h in named] == [("name", "scan_关恒.png")]


def test_marks_cover_words_written_in_another_script(catalogue: Catalogue) -> None:
    """A Latin query marks the Arabic and Cyrillic words it found."""
    marks = {hit.name: marked(hit) for hit in catalogue.search("Ürümchi").hits}
    assert marks == {
        "arabic.txt": ["ئۈرۈمچى"],
        "cyrillic.txt": ["Үрүмчи"],
        "latin.txt": ["Ürümchi"],
    }


def test_aliases_find_every_name_of_a_group(catalogue: Catalogue) -> None:
    """Names listed as meaning the same find each other, of one word or several, quoted or not."""
    aliases = Aliases.parse("Guan Heng = 关恒  # the witness\nUrumqi; Ürümchi; 乌鲁木齐\n")
    witness = {"simplified", "traditional", "scan_关恒.png"}
    assert found(catalogue, "Guan Heng") == set()
    for query in ("Guan Heng", '"guan heng"', "关恒", "GUAN heng 关恒"):
        assert found(catalogue, query, aliases) == witness
    assert found(catalogue, "guan heng 律师", aliases) == {"simplified", "traditional"}
    assert found(catalogue, "Urumqi", aliases) == {"arabic", "cyrillic", "latin"}
    assert found(catalogue, "heng guan", aliases) == set()


def test_a_place_in_characters_is_narrowed_to_the_words() -> None:
    """Where a passage counts characters of a text, the hit's place is that of the words found."""
    logs, item, text = Logs(), digest("page"), digest("text of page")
    logs.receive(item, "page.html")
    words = "They came before dawn."
    place = {"in": str(text), "chars": [100, 100 + len(words)]}
    logs.read(item, [passage(item, words, locus=place)])
    (hit,) = logs.feed(Catalogue.in_memory()).search("dawn").hits
    assert (hit.locus.within, hit.locus.chars) == (text, (117, 121))


def test_a_long_passage_shows_the_part_that_matters() -> None:
    """Of a long text the snippet shows the words found, at their place in it."""
    logs, item = Logs(), digest("long")
    words = [f"word{n}" for n in range(5000)]
    words[4000] = "الكلمة"
    words[4002] = "关恒"
    text = " ".join(words)
    logs.receive(item, "long.txt")
    logs.read(item, [passage(item, text)])
    catalogue = logs.feed(Catalogue.in_memory())
    for query, written in (("الكلمه", "الكلمة"), ("關恆", "关恒"), ("关恒 الكلمة", "الكلمة")):
        (hit,) = catalogue.search(query).hits
        shown = hit.snippet
        assert written in marked(hit)
        assert text[shown.start :].startswith(shown.text)
        assert len(shown.text) <= 220
        assert text[slice(*shown.marks[0])] in ("الكلمة", "关恒")


def test_pages_of_hits_are_stable_and_complete() -> None:
    """Rare words rank, common words follow in reading order; pages join to the same list without a gap."""
    logs = Logs()
    for n in range(40):
        item = digest(f"page {n}")
        logs.receive(item, f"{n}.txt")
        said = "zebra " if n % 13 == 5 else ""
        many = [passage(item, f"the common {said}words {n} {k}") for k in range(50)]
        logs.read(item, many)
    catalogue = logs.feed(Catalogue.in_memory())
    whole = catalogue.search("common", limit=2000)
    assert (whole.found, whole.counted, len(whole.hits)) == (2000, True, 2000)
    few = catalogue.search("common", limit=10)
    assert (few.counted, len(few.hits)) == (False, 10)
    assert few.found > 1000
    pages = [catalogue.search("common", limit=300, offset=at).hits for at in range(0, 2000, 300)]
    assert [hit for page in pages for hit in page] == list(whole.hits)
    either = catalogue.search("zebra OR common", limit=2000)
    assert len({(h.item, h.snippet.text) for h in either.hits}) == 2000
    assert all("zebra" in h.snippet.text for h in either.hits[:150])
    assert catalogue.search("common zebra").found == 150


def test_naughty_strings_are_queries_and_content(corpora: Path) -> None:
    """All naughty strings can be stored, searched for and shown; what holds a word finds itself."""
    strings = json.loads((corpora / "naughty-strings" / "blns.json").read_text("utf-8"))
    logs, item = Logs(), digest("naughty")
    logs.receive(item, "naughty.txt")
    logs.read(item, [passage(item, text, language="ug") for text in strings])
    catalogue = logs.feed(Catalogue.in_memory())
    assert [p.text for p in catalogue.passages(item)] == strings
    seen = 0
    for text in strings:
        hits = catalogue.search(text, limit=100, aliases=Aliases.of([[text, "other"]])).hits
        quoted = '"' + text.replace('"', " ") + '"'
        hits = catalogue.search(quoted, limit=100).hits
        seen += any(hit.snippet.text[:40] in text for hit in hits)
        for form in (f"-{text}", f"{text}*", f"in:{text}", f"{text} OR {text}", f'"{text}'):
            catalogue.search(form)
    assert seen > 400
    catalogue.check()


def test_a_query_without_a_word_says_what_it_lacks(catalogue: Catalogue) -> None:
    """Nothing to look for finds nothing and says so; so does a filter that names no item."""
    for query in ("", "-yard", "¯\\_(ツ", '"', "***", "\ud800", "\x00"):
        assert catalogue.search(query).found == 0 or query == "¯\\_(ツ"
    assert "at least one word" in catalogue.search("-yard").remarks[0]
    hits = catalogue.search("yard in:nowhere")
    assert (hits.found, len(hits.remarks)) == (0, 1)


def test_a_beginning_of_any_length_finds_what_a_scan_finds_and_nothing_that_is_gone() -> None:
    """Beginnings with and without an index of their own give the words that begin so, also after a newer reading."""
    words = ("convoy", "convoys", "convince", "con", "co", "cordon", "приказ", "приставы")
    logs = Logs()
    for word in words:
        logs.receive(digest(word), f"{word}.txt")
        logs.read(digest(word), [passage(digest(word), f"the {word} stood")])
    catalogue = logs.feed(Catalogue.in_memory())
    beginnings = {word[:length] for word in words for length in range(1, len(word) + 1)}
    for start in beginnings:
        assert found(catalogue, f"source:text {start}*") == {
            w for w in words if w.startswith(start)
        }
    logs.read(digest("convoys"), [passage(digest("convoys"), "nothing stood")])
    logs.feed(catalogue)
    for start in beginnings:
        left = {w for w in words if w.startswith(start) and w != "convoys"}
        assert found(catalogue, f"source:text {start}*") == left
