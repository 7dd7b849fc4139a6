"""`wellfounded statement`: who says what, with the exact place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.item_first import ItemFirst
from wellfounded.cli.options import ByOption, CaseOption, JsonOption, WeakerOption
from wellfounded.terms.errors import Mistaken

if TYPE_CHECKING:
    from wellfounded.cli.say import Say
    from wellfounded.terms.statement import Span, Statement
    from wellfounded.terms.timespan import Age, Deadline

NAME = "statement"
PublishedOption = Annotated[
    str,
    typer.Option(
        "--published",
        metavar="DAY",
        help="The day the text was published (2026-01-30): relative dates count from it.",
    ),
]
ServerOption = Annotated[
    str,
    typer.Option(
        "--server",
        metavar="URL",
        help="Ask a model instead: a server of OpenAI's chat completions on this computer.",
    ),
]
ModelOption = Annotated[
    str, typer.Option("--model", metavar="NAME", help="The model's name on that server.")
]


app = typer.Typer(
    cls=ItemFirst,
    invoke_without_command=False,
    help="""Who says what, on whose authority, with what stance, and exactly where. A machine's reading, unchecked.

    Example:  wellfounded statement @3    |    wellfounded statement extract article.txt --published 2026-01-30
    """,
)


@app.command("list", short_help="The statements of the case, or of one item.")
def listed(
    item: Annotated[
        str,
        typer.Argument(
            metavar="[ITEM]", help="Only of this item: digits of a digest, @N, or a name."
        ),
    ] = "",
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print every attributed statement of the case, or of one item: place, chain, stance, date; then its deadlines and ages.

    `wellfounded build` reads them. `wellfounded statement ITEM` is short for this.

    Example:  wellfounded statement @3
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.cli.say import Say, plural

    say, count = Say(as_json), 0
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        chosen = [catalogue.resolve(item)] if item else [s.digest for s in catalogue.items()]
        for digest in chosen:
            first = True
            for found in catalogue.statements(digest):
                if first:
                    say.line(f"{digest.hex[:12]}  {catalogue.summary(digest).name}")
                first = False
                count += 1
                say_statement(found, str(digest), say)
            for deadline in catalogue.deadlines(digest):
                say_deadline(deadline, str(digest), say)
            for age in catalogue.ages(digest):
                say_age(age, str(digest), say)
    say.line(f"{plural(count, 'statement')} (machine reading, unchecked)")


@app.command("extract", short_help="The statements of plain text files, without a case.")
def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.txt...", help="Plain text files.")],
    published: PublishedOption = "",
    pipeline: Annotated[
        str,
        typer.Option(
            "--pipeline",
            metavar="NAME",
            help="Another spaCy pipeline of English, by name or folder.",
        ),
    ] = "",
    server: ServerOption = "",
    model: ModelOption = "",
    weaker_jail: WeakerOption = False,
    as_json: JsonOption = False,
) -> int:
    """Print who says what in plain text files. No case is needed and nothing is kept.

    Places count code points of the file itself, from 0, the end not included.

    Example:  wellfounded statement extract article.txt --published 2026-01-30
    """
    from wellfounded.case.corroborate.annotator import Annotator
    from wellfounded.case.corroborate.extract_statements import extract as extracted
    from wellfounded.cli.say import Say, plural

    say, count, failed = Say(as_json), 0, False
    for path in files:
        if not path.is_file():
            raise Mistaken("no-such-path", "there is no file at that path", where=str(path))
    asked = Annotator(server, model) if server or model else None
    for found in extracted(
        files, published=published, pipeline=pipeline, annotator=asked, weaker=weaker_jail
    ):
        say.line(found.name)
        for statement in found.statements:
            say_statement(statement, found.name, say, found.digest.hex)
        for deadline in found.deadlines:
            say_deadline(deadline, found.name, say, found.digest.hex)
        for age in found.ages:
            say_age(age, found.name, say, found.digest.hex)
        for what in found.unread:
            say.line(f"  not read: {what}")
            say.record("unread", item=found.name, code="no-rules", what=what)
        for failure in found.failures:
            failed = True
            say.line(f"  not read: {failure.what} [{failure.code}]")
            say.record("unread", item=found.name, code=failure.code, what=failure.what)
        count += len(found.statements)
    say.line(f"{plural(count, 'statement')} (machine reading, unchecked)")
    return 1 if failed else 0


@app.command("annotator", short_help="Who reads statements: our rules, or a model of yours.")
def annotator(
    server: ServerOption = "",
    model: ModelOption = "",
    rules: Annotated[
        bool, typer.Option("--rules", help="Let our rules read statements again.")
    ] = False,
    elsewhere: Annotated[
        bool, typer.Option("--elsewhere", help="Allow a server on another computer.")
    ] = False,
    because: Annotated[
        str, typer.Option("--because", metavar="TEXT", help="Why it may be elsewhere.")
    ] = "",
    by: ByOption = None,
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show or choose who reads the statements of a case. The choice is an entry of the work log; `build` then reads anew.

    Example:  wellfounded statement annotator --server http://127.0.0.1:8080/v1 --model qwen3-8b --by mina
    """
    from wellfounded.case.corroborate.annotator import Annotator, choose, chosen
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case:
        if server or model or rules:
            asked = None if rules else Annotator(server, model)
            choose(case, asked, elsewhere=elsewhere, because=because, actor=case.home.actor(by))
        with open_catalogue(case) as catalogue:
            now = chosen(case, catalogue)
    name = now.name if now else "our rules"
    say.line(f"Statements are read by {name}.")
    say.record("annotator", reads="model" if now else "rules", name=name)


def say_statement(found: Statement, item: str, say: Say, sha256: str = "") -> None:
    """Print one statement; `sha256` is the digest of the text its places count in, else the one it names."""
    who = _words(found.source) or "(nobody is named)"
    full = f" = {found.speaker}" if found.speaker and found.speaker != _words(found.source) else ""
    marks = [
        found.stance,
        *filter(None, (found.modality, "negated" if found.negation else "", found.speech)),
    ]
    say.line(f"  {who}{full}: {_words(found.content)}")
    say.line(f"    {_where(found)}  [{', '.join(marks)}]  cue: {_words(found.cue)}")
    if len(found.chain) > 1:
        say.line("    chain: " + " <- ".join(f"{link.who} ({link.role})" for link in found.chain))
    if found.date is not None:
        say.line(f"    said: {found.date.shown} ({found.date.text!r}: {found.date.rule})")
    fields = {k: v for k, v in found.to_json().items() if k not in ("type", "within")}
    say.record("statement", item=item, sha256=sha256 or found.within.hex, **fields)


def _where(found: Statement) -> str:
    spans = (*found.source, *found.cue, *found.content)
    place = f"{min(s.start for s in spans)}-{max(s.end for s in spans)}"
    page = found.locus.describe() + ", " if found.locus and found.locus.page else ""
    again = f", and {len(found.also)} more" if found.also else ""
    return f"{page}characters {place}{again}"


def _words(spans: tuple[Span, ...]) -> str:
    return " ... ".join(" ".join(span.text.split()) for span in spans)


def say_deadline(found: Deadline, item: str, say: Say, sha256: str = "") -> None:
    """Print one deadline."""
    who = found.who or "somebody"
    act = f" to {found.act}" if found.act else ""
    since = f" from the {found.trigger}" if found.trigger else ", from an event it does not name"
    how = {"unsaid": "whether calendar or business days is unsaid"}.get(
        found.counting, f"{found.counting} days"
    )
    limit = "at least" if found.limit == "at-least" else "at most"
    say.line(f"  deadline: {who} has {limit} {found.amount} {found.unit}s{act}{since}; {how}")
    say.line(f"    characters {found.start}-{found.end}: {found.text}")
    fields = {k: v for k, v in found.to_json().items() if k != "type"}
    say.record("deadline", item=item, sha256=sha256, **fields)


def say_age(found: Age, item: str, say: Say, sha256: str = "") -> None:
    """Print one age."""
    how = {
        "unsaid": "by which count is unsaid",
        "birthday": "by birthdays",
        "east-asian": "by the East Asian count",
    }
    say.line(
        f"  age: {found.years}, {how[found.count]}; characters {found.start}-{found.end}: {found.text}"
    )
    fields = {k: v for k, v in found.to_json().items() if k != "type"}
    say.record("age", item=item, sha256=sha256, **fields)
