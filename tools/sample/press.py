"""The web pages of the sample case: agencies, reprints, a circle of outlets, a ministry."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from writing import Article, article


@dataclass(frozen=True, slots=True)
class Reprint:
    """How an outlet printed the agency's report: what it changed, and which paragraphs it kept."""

    outlet: str
    title: str
    author: str
    published: str
    changes: tuple[tuple[str, str], ...]
    keep: tuple[int, ...]


LEDGER = Reprint(
    outlet="The Harbour Ledger",
    title="Asylum for man who filmed valley camp",
    author="By our foreign desk, with Northline",
    published="2025-03-14T05:30:00+01:00",
    changes=(
        ("Vask recorded the material in September 2024", "He shot the footage in September 2021"),
        ("An immigration judge in Aldmark has granted", "A judge in Port Hallam has granted"),
        ("a ruling read out on Wednesday", "Wednesday's ruling"),
    ),
    keep=(0, 1, 2, 3, 4, 6, 8, 9),
)
KESTREL = Reprint(
    outlet="Kestrel Daily",
    title="Filmmaker who exposed Kerrin allowed to stay",
    author="Kestrel newsroom / Northline",
    published="2025-03-14T10:12:00+02:00",
    changes=(
        ("Joren Vask, 38,", "Joren Vask, 48,"),
        ("A spokeswoman for the department said it was studying", "The department is studying"),
        ("was examined at length at the hearing", "was discussed at length in court"),
    ),
    keep=(0, 1, 2, 3, 4, 5, 6, 7),
)
MIRROR = Reprint(
    outlet="Valley Mirror Online",
    title="Vask wins asylum: “I posted it when I could no longer be stopped”",
    author="Mirror exile desk",
    published="2025-03-15T20:45:00+01:00",
    changes=(
        ("He applied for asylum in December and", "He asked for asylum in January and"),
        ("a Velmoran filmmaker who", "a filmmaker from Velmora who"),
        ("She said the family in Ostrel had been told", "The family in Ostrel was told"),
    ),
    keep=(0, 1, 3, 4, 5, 6, 7),
)


def reprinted(how: Reprint) -> Article:
    """The agency's report as this outlet printed it. Raises ValueError when a change does not fit."""
    report = article("northline")
    body = list(report.paragraphs)
    for old, new in how.changes:
        hits = [n for n, paragraph in enumerate(body) if old in paragraph]
        if len(hits) != 1:
            raise ValueError(f"{how.outlet}: {old!r} stands in {len(hits)} paragraphs")
        body[hits[0]] = body[hits[0]].replace(old, new)
    return replace(
        report,
        outlet=how.outlet,
        title=how.title,
        author=how.author,
        published=how.published,
        paragraphs=tuple(body[n] for n in how.keep),
    )


def _p(paragraphs: tuple[str, ...], mark: str = "") -> str:
    opening = f'<p class="{mark}">' if mark else "<p>"
    return "\n".join(f"{opening}{escape(p, quote=False)}</p>" for p in paragraphs)


def wire_page(a: Article, address: str) -> str:
    """An agency's page: JSON-LD, Open Graph, a dateline, navigation round it."""
    ld = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": a.title,
        "datePublished": a.published,
        "author": [{"@type": "Person", "name": n} for n in a.author.split(" and ")],
        "publisher": {"@type": "Organization", "name": a.outlet},
    }
    first = f"{a.place} ({a.outlet}) - {a.paragraphs[0]}"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{escape(a.title)} | {escape(a.outlet)}</title>
<link rel="canonical" href="{address}">
<meta name="author" content="{escape(a.author)}">
<meta property="og:type" content="article">
<meta property="og:title" content="{escape(a.title)}">
<meta property="og:site_name" content="{escape(a.outlet)}">
<meta property="article:published_time" content="{a.published}">
<script type="application/ld+json">{json.dumps(ld, ensure_ascii=False)}</script>
<style>body{{font-family:Georgia,serif;max-width:42rem;margin:auto}}nav,footer{{color:#555}}</style>
</head>
<body>
<header><nav><a href="/">World</a> <a href="/courts">Courts</a> <a href="/valley">Tavesh Valley</a>
<a href="/about">About us</a></nav></header>
<main><article>
<h1>{escape(a.title)}</h1>
<p class="byline">By {escape(a.author)}</p>
<p class="time"><time datetime="{a.published}">{a.published[:10]}</time></p>
{_p((first, *a.paragraphs[1:]))}
<p class="rights">(Reporting by {escape(a.author)}; editing by the night desk)</p>
</article></main>
<aside><h2>More on this</h2><ul><li><a href="/valley/1">What is known about the four halls</a></li>
<li><a href="/valley/2">The two clocks of the Tavesh Valley</a></li></ul></aside>
<footer>We use cookies to count visits. <a href="/cookies">Settings</a><br>
Subscribers may reprint this report with credit to {escape(a.outlet)}.</footer>
</body>
</html>
"""


def paper_page(a: Article, address: str) -> str:
    """A daily paper's page: plain meta fields, a byline, a short list of other news."""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<title>{escape(a.title)} - {escape(a.outlet)}</title>
<meta name="author" content="{escape(a.author)}">
<meta name="date" content="{a.published}">
<link rel="canonical" href="{address}">
</head><body>
<div id="top"><b>{escape(a.outlet)}</b> | <a href="/">Home</a> | <a href="/foreign">Foreign</a> |
<a href="/letters">Letters</a></div>
<div id="story">
<h1>{escape(a.title)}</h1>
<div class="by">{escape(a.author)}</div>
<div class="date">{a.published[:10]}</div>
{_p(a.paragraphs)}
</div>
<div id="side"><h3>Also today</h3><ul><li>Harbour dues to rise in May</li>
<li>Ferry strike enters third week</li></ul></div>
<div id="foot">Terms of use. No part of this page may be used without permission.</div>
</body></html>
"""


def twice_page(a: Article, address: str) -> str:
    """A page as some systems publish it: the headline twice, the last paragraphs twice."""
    again = a.paragraphs[-3:]
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>{escape(a.title)}</title>
<meta property="og:title" content="{escape(a.title)}">
<meta property="og:site_name" content="{escape(a.outlet)}">
<meta property="article:published_time" content="{a.published}">
<meta property="og:url" content="{address}">
</head><body>
<div class="hero"><h1>{escape(a.title)}</h1></div>
<div class="content"><h1>{escape(a.title)}</h1>
<div class="meta">/ {escape(a.author)}</div>
{_p(a.paragraphs)}
{_p(again)}
</div>
<div class="footer">{escape(a.outlet)} is published six days a week.</div>
</body></html>
"""


def online_page(a: Article, address: str) -> str:
    """A small site's page, no canonical address and the date in the text only."""
    changed = f" Updated {a.modified[:10]} {a.modified[11:16]}" if a.modified else ""
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>{escape(a.title)} – {escape(a.outlet)}</title>
<meta name="generator" content="Mimeo 3.2">
</head><body>
<h2 class="site"><a href="{address.rsplit("/", 1)[0]}/">{escape(a.outlet)}</a></h2>
<h1 class="entry-title">{escape(a.title)}</h1>
<p class="entry-meta">Posted on {a.published[:10]} {a.published[11:16]} by
{escape(a.author)}.{changed}</p>
<div class="entry-content">
{_p(a.paragraphs)}
</div>
<p class="tags">Tags: <a href="/tag/valley">valley</a>, <a href="/tag/kerrin">Kerrin</a></p>
</body></html>
"""


Page = Callable[[Article, str], str]

PAGES: tuple[tuple[str, Article, str, Page], ...] = (
    (
        "northline-2025-03-13-kerrin-asylum.html",
        article("northline"),
        "https://northline.example/courts/2025/03/13/kerrin-asylum",
        wire_page,
    ),
    (
        "ostralwire-2025-04-02-order-17.html",
        article("ostralwire"),
        "https://ostralwire.example/2025/04/02/order-17",
        wire_page,
    ),
    (
        "harbour-ledger-2025-03-14.html",
        reprinted(LEDGER),
        "https://harbourledger.example/foreign/asylum-valley-camp",
        paper_page,
    ),
    (
        "kestrel-daily-2025-03-14.html",
        reprinted(KESTREL),
        "https://kestreldaily.example/n/88213",
        twice_page,
    ),
    (
        "valley-mirror-2025-03-15.html",
        reprinted(MIRROR),
        "https://valleymirror.example/2025/03/vask-wins-asylum",
        online_page,
    ),
    (
        "upland-observer-2025-05-04.html",
        article("upland"),
        "https://uplandobserver.example/valley/second-centre",
        paper_page,
    ),
    (
        "lantern-post-2025-05-05.html",
        article("lantern"),
        "https://lanternpost.example/world/900-dovern",
        wire_page,
    ),
    (
        "pass-gazette-2025-05-03.html",
        article("gazette"),
        "https://passgazette.example/2025/05/timber-yard",
        online_page,
    ),
    (
        "ministry-statement-2025-03-20.html",
        article("denial"),
        "https://mpo.velmora.example/press/2025/031",
        paper_page,
    ),
)


def write(folder: Path) -> None:
    """Write every page of the press into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, story, address, page in PAGES:
        (folder / name).write_text(page(story, address), encoding="utf-8", newline="\n")
