"""`wellfounded capture`: receive web pages as they answer now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.add import Consent, Graphic, Handling, Minor, Note, Published, Source, Until
from wellfounded.cli.options import ByOption, CaseOption, JsonOption

if TYPE_CHECKING:
    from wellfounded.case.folder import Case
    from wellfounded.case.preserve.capture import NotCaptured, Received
    from wellfounded.case.preserve.capture_media import Media
    from wellfounded.cli.say import Say
    from wellfounded.intake.capture.net import Proxy
    from wellfounded.intake.receipt import Receipt

NAME = "capture"


def run(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Addresses of web pages.")],
    proxy: Annotated[
        str,
        typer.Option(
            "--proxy",
            metavar="socks5://HOST:PORT",
            help="Go out by this SOCKS5 proxy, such as Tor's: it resolves names and sees this computer's address.",
        ),
    ] = "",
    media: Annotated[
        bool,
        typer.Option(
            "--media",
            help="Also the videos, descriptions, comments and captions behind each address.",
        ),
    ] = False,
    source: Source = "",
    note: Note = "",
    published: Published = "",
    handling: Handling = "",
    consent: Consent = "",
    consent_until: Until = "",
    minor: Minor = False,
    graphic: Graphic = False,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> int:
    """Load web pages in a headless Chromium and keep what went out and came in, with picture and text, as WACZ files.

    The browser has no network but one guarded way out, and no cookies. The servers of the page see this computer's address, or the proxy's.

    Example:  wellfounded capture https://example.org/statement --proxy socks5://127.0.0.1:9050 --by mina
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.preserve.capture import check
    from wellfounded.cli.say import Say
    from wellfounded.intake.capture.net import Proxy
    from wellfounded.intake.receipt import state

    words = {
        "source": source,
        "note": note,
        "published": published,
        "handling": handling,
        "consent": consent,
        "consent_until": consent_until,
        "minor": "yes" if minor else "",
        "graphic": "yes" if graphic else "",
    }
    receipt, way, say = state(words), Proxy.parse(proxy) if proxy else None, Say(as_json)
    hosts = sorted({check(url) for url in urls})
    with open_case(case_at) as case:
        actor = case.home.actor(by)
        _warn(hosts, way, say)
        return _capture(case, urls, actor, receipt, way, say, media=media)


def _capture(
    case: Case,
    urls: list[str],
    actor: str,
    receipt: Receipt,
    way: Proxy | None,
    say: Say,
    *,
    media: bool,
) -> int:
    """Capture the pages, then what is behind them; tell each when it is kept."""
    from wellfounded.case.preserve.capture import NotCaptured, capture
    from wellfounded.case.preserve.capture_media import capture_media
    from wellfounded.cli.say import plural

    streams: list[Media | NotCaptured] = []
    with say.progress("capturing") as bar:
        found = capture(
            case,
            urls,
            actor=actor,
            receipt=receipt,
            proxy=way,
            tell=lambda what, done, waiting: bar.at(done, done + waiting, what),
            done=lambda one: _tell(one, say),
        )
        for url in urls if media else ():
            got = capture_media(
                case,
                url,
                actor=actor,
                receipt=receipt,
                proxy=way,
                tell=lambda what, done, waiting: bar.at(done, None, what),
            )
            _tell_media(got, say)
            streams.append(got)
    lost = sum(isinstance(one, NotCaptured) for one in (*found, *streams))
    kept = sum(not isinstance(one, NotCaptured) for one in found)
    say.line(f"Captured {plural(kept, 'page')}. Next: wellfounded build")
    return 1 if lost or any(getattr(one, "said", "") for one in streams) else 0


def _warn(hosts: list[str], proxy: object, say: Say) -> None:
    """Say who will see what, before anybody is contacted."""
    named = ", ".join(hosts)
    seen = "the proxy's address, and the proxy sees this computer's" if proxy else "this computer's address"  # fmt: skip
    say.line(f"{named}, and every server the page names, will see {seen}.")
    say.record("will-contact", hosts=hosts, proxied=proxy is not None)


def _tell_media(one: Media | NotCaptured, say: Say) -> None:
    """Print what a platform gave, and what changed there since the last time."""
    from wellfounded.case.preserve.capture import NotCaptured
    from wellfounded.cli.say import size

    if isinstance(one, NotCaptured):
        _tell(one, say)
        return
    for file in one.files:
        again = "  (same bytes as an earlier receipt)" if file.again else ""
        say.line(f"captured  {file.digest.hex[:12]}  {file.name}  ({file.role}, {size(file.size)}){again}")  # fmt: skip
    if one.said:
        say.line(f"  not all of it: {one.said}")
    if one.changed is not None:
        say.line("  nothing changed since it was captured before" if not one.changed else "  changed since it was captured before:")  # fmt: skip
    for change in one.changed or ():
        before, now = (_short(text) for text in (change.before, change.now))
        say.line(f"    {change.what}: " + (f"gone (was {before})" if not now else f"new ({now})" if not before else f"{before} -> {now}"))  # fmt: skip
    say.record(
        "captured-media",
        url=one.url,
        files=[
            {
                "item": str(f.digest),
                "name": f.name,
                "role": f.role,
                "size": f.size,
                "again": f.again,
            }
            for f in one.files
        ],
        changed=None
        if one.changed is None
        else [{"what": c.what, "before": c.before, "now": c.now} for c in one.changed],
        not_all=one.said or None,
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def _tell(one: Received | NotCaptured, say: Say) -> None:
    from wellfounded.case.preserve.capture import NotCaptured
    from wellfounded.cli.say import plural, size

    if isinstance(one, NotCaptured):
        say.line(f"not captured  {one.url}  ({one.why})")
        say.record("not-captured", url=one.url, why=one.why)
        return
    captured = one.captured
    answered = sum(1 for e in captured.exchanges if e.status)
    say.line(f"captured  {one.digest.hex[:12]}  {one.name}  ({size(one.size)}, {plural(answered, 'answer')})")  # fmt: skip
    say.line(f"  {captured.url}" + (f" -> {captured.landed}" if captured.landed not in ("", captured.url) else ""))  # fmt: skip
    lost = [e for e in captured.exchanges if e.lost]
    for exchange in lost[:5]:
        say.line(f"  not kept: {exchange.url[:100]}  ({exchange.lost})")
    if len(lost) > 5:
        say.line(f"  and {len(lost) - 5} more: wellfounded/capture.json in the file lists them")
    for note in sorted(set(captured.notes)):
        say.line(f"  cut short by a limit: {note}")
    if one.echoed:
        say.line("  This computer's address, name or account stands in what came back. Look before you hand it on:")  # fmt: skip
        for where in one.echoed[:5]:
            say.line(f"    {where[:120]}")
    say.record(
        "captured",
        item=str(one.digest),
        name=one.name,
        size=one.size,
        url=captured.url,
        landed=captured.landed,
        answers=answered,
        not_kept=[{"url": e.url, "why": e.lost} for e in lost],
        cut_short_by=sorted(set(captured.notes)),
        echoed=list(one.echoed),
        entry=one.entry,
    )
