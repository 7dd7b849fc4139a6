"""`wellfounded packet`: the exhibit packet, and the format check of any packet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli import packet_build
from wellfounded.cli.matter_options import ForumOption
from wellfounded.cli.options import CaseOption, JsonOption, WeakerOption
from wellfounded.terms.errors import Mistaken

if TYPE_CHECKING:
    from wellfounded.case.present.lint import Linted
    from wellfounded.cli.say import Say
    from wellfounded.law.rule import Forum

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def packet() -> None:
    """The exhibit packet: what leaves the case for a court, and what is checked before it does."""


app.command("build")(packet_build.run)


@app.command("lint")
def lint(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="One PDF or more.")],
    forum: ForumOption = "",
    rules: Annotated[
        Path | None, typer.Option("--rules", metavar="FILE", help="Rules of another forum.")
    ] = None,
    weaker_jail: WeakerOption = False,
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> int:
    """Hold packets against the forum's rules, made here or not: each finding with rule, authority, pages and what to do.

    Works without a case; in one, the matter's forum stands in for --forum. Ends with 1 where a rule is broken. Never legal advice.

    Example:  wellfounded packet lint packet.pdf --forum us-eoir
    """
    from wellfounded.case.present.lint import lint_files
    from wellfounded.cli.say import Say
    from wellfounded.law.forums import any_pdf

    for path in files:
        if not path.exists():
            raise Mistaken("no-such-path", "there is nothing at that path", where=str(path))
    court = _forum(forum, rules, case_at)
    held = (*court.filing, *any_pdf())
    say, broken = Say(as_json), False
    for n, found in enumerate(lint_files(files, held, court.language, weaker=weaker_jail)):
        if n:
            say.line()
        _print(say, court, found)
        broken |= found.failure is not None or any(not f.assist for f in found.findings)
    _rest(say, court)
    return 1 if broken else 0


def _forum(name: str, rules: Path | None, case_at: str | None) -> Forum:
    """Give the forum that was named, else that of the case one stands in."""
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.present.element import rules_of
    from wellfounded.law.forums import forum, forum_in

    if rules is not None:
        return forum_in(rules)
    if name:
        return forum(name)
    try:
        with open_case(case_at) as case, open_catalogue(case) as catalogue:
            return rules_of(case, catalogue)
    except Mistaken as exc:
        if case_at is not None or exc.code not in ("no-case", "no-forum"):
            raise
        raise Mistaken(
            "no-forum", "nobody stated whose rules apply", next="add --forum us-eoir"
        ) from exc


def _print(say: Say, court: Forum, found: Linted) -> None:
    from wellfounded.cli.say import plural, size
    from wellfounded.law.telling import authority
    from wellfounded.packet.seen import spans

    packet = found.seen
    broken = [f for f in found.findings if not f.assist]
    flagged = len(found.findings) - len(broken)
    told = f"{plural(len(broken), 'finding')}, {flagged} for a person to look at"
    say.line(f"{packet.name}: {plural(len(packet.pages), 'page')}, {size(packet.size)}; {told}")
    for one in (*broken, *(f for f in found.findings if f.assist)):
        pages = f"{'page' if len(one.pages) == 1 else 'pages'} {spans(one.pages)}: "
        say.line()
        say.line(f"{one.rule.id:5} {pages if one.pages else ''}{one.what}")
        say.line(f"      rule: {one.rule.text}" + (" (a person decides)" if one.assist else ""))
        say.line(f"      {authority(one.rule.authority, one.rule.source, one.rule.checked)}")
        say.line(f"      do: {one.do}" if one.do else "      do: look, and decide")
        say.record(
            "lint-finding",
            file=packet.name,
            rule=one.rule.id,
            what=one.what,
            pages=list(one.pages),
            assist=one.assist,
            do=one.do,
            text=one.rule.text,
            authority=one.rule.authority,
            source=one.rule.source,
            checked=str(one.rule.checked),
        )
    say.record(
        "lint",
        file=packet.name,
        sha256=found.digest.hex,
        size=packet.size,
        pages=len(packet.pages),
        forum=court.id,
        findings=len(broken),
        flagged=flagged,
        failure=found.failure.to_json() if found.failure else None,
    )


def _rest(say: Say, court: Forum) -> None:
    """Say what no test decides, so that nobody takes silence for a check."""
    rest = [rule for rule in court.filing if not rule.test]
    say.line()
    say.line(f"{court.name}. Pages are counted in the file, from 1. Not legal advice.")
    if rest:
        names = ", ".join(rule.id for rule in rest)
        say.line(f"Not tested, a person looks: {names}  (wellfounded exhibit rules)")
    if not court.filing:
        say.line("No rule on what a filing must look like is on file for this forum: not known.")
