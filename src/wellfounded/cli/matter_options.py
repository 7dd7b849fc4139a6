"""Options that state facts of a matter, the same for `matter set` and `deadline`."""

from __future__ import annotations

from typing import Annotated

import typer

ForumOption = Annotated[str, typer.Option("--forum", metavar="FORUM", help="Whose rules apply.")]
CodeOption = Annotated[
    str, typer.Option("--code", help="What a calendar calls the matter; name nobody in it.")
]
DetainedOption = Annotated[
    bool | None, typer.Option("--detained/--not-detained", help="Whether the party is held.")
]
HearingOption = Annotated[
    str, typer.Option("--hearing", metavar="DATE", help="Individual (merits) hearing.")
]
DecisionOption = Annotated[
    str, typer.Option("--decision", metavar="DATE", help="Oral, or the day a written one came.")
]
PartyOption = Annotated[
    list[str] | None, typer.Option("--party", metavar="HANDLE", help="A party; repeat it.")
]
CountryOption = Annotated[
    list[str] | None, typer.Option("--country", help="A country of removal; repeat it.")
]
DateOption = Annotated[
    list[str] | None,
    typer.Option("--date", metavar="NAME=DATE", help="Another day rules count from."),
]
OrderOption = Annotated[
    list[str] | None,
    typer.Option("--order", metavar="RULE=DATE[: WHERE]", help="A date a judge set; it wins."),
]
OutageOption = Annotated[
    list[str] | None, typer.Option("--outage", metavar="FIRST/UP", help="E-filing down, unplanned.")
]
PlannedOption = Annotated[
    list[str] | None,
    typer.Option("--planned-outage", metavar="FIRST/UP", help="E-filing down, announced."),
]
ClosedOption = Annotated[
    list[str] | None, typer.Option("--closed", metavar="DATE", help="A day the court was closed.")
]
CaptionOption = Annotated[
    list[str] | None,
    typer.Option("--caption", metavar="NAME=TEXT", help="A line of a filing's first page."),
]
ClearOption = Annotated[
    list[str] | None, typer.Option("--clear", metavar="NAME", help="Take a fact back.")
]
