"""A web page gives its main text, what it states about itself, and what it refers to, unfetched."""

from __future__ import annotations

import pytest

from tests.extract.fake import Collected, run
from wellfounded.extract.untrusted import html, read
from wellfounded.terms.digest import Digest

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>Village emptied, residents say - The Herald</title>
<!-- saved from url=(0044)https://herald.example.org/2024/village.html -->
<meta property="og:site_name" content="The Herald">
<meta property="article:published_time" content="2024-03-01T12:30:00+08:00">
<meta name="author" content="Mira Tolan">
<link rel="canonical" href="https://herald.example.org/2024/village">
<script src="https://cdn.example.net/x.js"></script>
<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Village emptied",
"datePublished":"2024-03-02","author":[{"name":"Ben Osk"}],"publisher":{"name":"Herald Group"}}]}</script>
</head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World news</a></li></ul></nav>
<article><h1>Village emptied, residents say</h1><p class="byline">By Mira Tolan</p>
<p>Residents of the valley said on Friday that <b>more than 400</b> people had been moved<br>in two
nights.</p>
<p>The ministry denied it on 2 March 2024. "Nobody was moved," a spokesman said in a statement.</p>
<h2>What we know</h2>
<p>Satellite pictures from 2023 show twelve houses in the valley where there are none now.</p>
<table><tr><th>Place</th><th>Houses</th></tr><tr><td>Upper end</td><td>12</td></tr></table>
<p style="display: none">hidden words for machines</p><img src="https://img.example.org/a.jpg">
</article><aside><p>Read more about the valley and its people in our archive today.</p></aside>
<footer>All rights reserved by the publisher of this page.</footer></body></html>"""


@pytest.fixture
def page() -> Collected:
    """The page above, read."""
    return run(read.read, PAGE.encode(), "page.html")


def test_main_text(page: Collected) -> None:
    """Article, headings and table rows are passages in order; menus, side columns and footer not."""
    texts = [p.text for p in page.passages]
    assert texts[0] == "Village emptied, residents say"
    assert (
        "Residents of the valley said on Friday that more than 400 people had been moved"
        in texts[2]
    )
    assert texts[-1] == "Upper end\t12"
    assert not any(word in page.text for word in ("Home", "World news", "Read more", "All rights"))
    assert [p.heading for p in page.passages[:2]] == ["title", "byline"]
    assert "heading" in {p.heading for p in page.passages}
    assert int(page.facts["html.text.left-out"]) > 50


def test_places_count_in_the_visible_text(page: Collected) -> None:
    """The text named by digest is every visible block joined by line feeds; spans cut it exactly."""
    blocks = html.visible_blocks(html._parsed(PAGE))
    whole = "\n".join(block.text for block in blocks)
    assert Digest.of(whole.encode()) == Digest.parse(str(page.facts["text.digest"]))
    for passage in page.passages:
        assert passage.locus.chars is not None
        assert whole[slice(*passage.locus.chars)] == passage.text


def test_what_the_page_states(page: Collected) -> None:
    """Title, author, outlet, address and language as the page has them."""
    assert page.facts["html.canonical"] == "https://herald.example.org/2024/village"
    assert [f.value for f in page.named("html.author")] == ["Mira Tolan", "Ben Osk"]
    assert [f.value for f in page.named("html.outlet")] == ["The Herald", "Herald Group"]
    assert page.facts["html.language"] == "en-GB"
    assert page.facts["html.saved-from"] == "https://herald.example.org/2024/village.html"


def test_publication_dates_as_written(page: Collected) -> None:
    """Two dates stay two; the zone is the written one or none."""
    dates = [f.when for f in page.named("html.published")]
    assert [(d.local, d.offsets) for d in dates if d] == [
        ("2024-03-01T12:30:00", (480,)),
        ("2024-03-02", ()),
    ]
    plain = run(read.read, b"<html><head><meta name=date content='3 or 4'></head><p>x</p></html>")
    assert [f.when for f in plain.named("html.published")] == [None]


def test_references_are_listed(page: Collected) -> None:
    """What a browser would load from elsewhere is named."""
    assert [f.value for f in page.named("html.reference")] == [
        "https://cdn.example.net/x.js",
        "https://img.example.org/a.jpg",
    ]
    assert page.facts["html.scripts"] == 2
    assert page.facts["html.comments"] == 1


def test_hidden_text_is_noted(page: Collected) -> None:
    """Text the page hides is a fact and no passage."""
    assert page.facts["html.hidden-text"] == "hidden words for machines"
    assert "machines" not in page.text


def test_a_stated_charset() -> None:
    """A page in GB 2312 that says so."""
    text = '<html><head><meta charset="gb2312"><title>关恒</title></head><body><p>关恒的材料</p></body></html>'
    out = run(read.read, text.encode("gb18030"))
    assert out.facts["html.title"] == "关恒"
    assert (out.facts["charset"], out.facts["charset.basis"]) == ("gb18030", "stated")


@pytest.mark.parametrize(
    "data",
    [
        b"<html>",
        b"<html><body></body></html>",
        b"<!DOCTYPE html><html>" + b"<div>" * 20_000 + b"deep",
        b"<!DOCTYPE html><html><body>" + b"<p>a &lt; b" * 20_000,
        b"<html><!-- " + b"-" * 100_000,
        b"<html><p>\x00\x00nul</p></html>",
        b"<!DOCTYPE html [<!ENTITY a 'b'><!ENTITY c '&a;&a;&a;'>]><html><p>&c;</p></html>",
        b"<html><body>" + b"<table><tr><td>" * 5_000,
        b"<html><p>" + b"&#x202e;&#xd800;&#0;" * 100,
    ],
)
def test_odd_pages_end(data: bytes) -> None:
    """Deep, broken, empty and hostile pages end as text or as a failure."""
    out = run(read.read, data, "page.html")
    assert out.facts["kind"] in ("html", "text")
    assert len(out.text) < 2_000_000


def test_no_article_gives_every_block() -> None:
    """A page that is only a list is handed over whole."""
    items = "".join(f"<li>Name {n}</li>" for n in range(40))
    out = run(read.read, f"<html><body><ul>{items}</ul></body></html>".encode())
    assert len(out.passages) == 40
