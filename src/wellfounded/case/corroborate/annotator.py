"""Who reads the statements of a case: our rules, or a language model on a server that a person named under their handle.

The model sees the text, so it runs on this computer unless a person allows another one, with a reason, in the work log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from wellfounded.case.batch import Event, record
from wellfounded.case.folder import Case
from wellfounded.case.understand.look import Kept
from wellfounded.case.understand.plan import STATEMENTS, Stage
from wellfounded.catalogue import Catalogue
from wellfounded.claims import model, net
from wellfounded.ledger import Entry
from wellfounded.sandbox import Outcome, Sandbox, Sink, Task
from wellfounded.terms.errors import Mistaken, Refused
from wellfounded.terms.record import Passage

TYPE: Final = "annotator"
_PARAGRAPHS: Final = "wellfounded.claims.untrusted.paragraphs"
_PROPOSALS: Final = "wellfounded.claims.untrusted.proposals"


@dataclass(frozen=True, slots=True)
class Annotator:
    """A model by name and the address of the server that runs it (OpenAI's chat completions)."""

    server: str
    model: str

    def __post_init__(self) -> None:
        """Raise Mistaken `url-form`, or `no-model` where no model is named."""
        net.host_of(self.server)
        if not self.model.strip():
            raise Mistaken("no-model", "the server needs the name of a model", next="--model NAME")

    @property
    def name(self) -> str:
        """Give what its statements are recorded under: model, host, and what it was asked, by digest."""
        asked = model.instruction().hex[:12]
        return f"{self.model} at {net.host_of(self.server)}, instruction {asked}, temperature 0"

    def stage(self) -> Stage:
        """Give the stage of a build that asks it. Its recipe names server, model and instruction."""
        told = (self.server, self.model, model.instruction().hex)
        return replace(
            STATEMENTS,
            decoders=(_PARAGRAPHS, _PROPOSALS),
            libraries=("py3langid",),
            extra="",
            tool=(self.model, f"at {net.host_of(self.server)}"),
            settings=(("annotator", told),),
            run=partial(_asking, self),
        )


def allowed(server: str, elsewhere: bool) -> None:
    """Raise Refused `not-this-computer` for a server elsewhere that nobody allowed."""
    if not net.is_here(server) and not elsewhere:
        raise Refused(
            "not-this-computer",
            "the texts would be sent to another computer",
            where=net.host_of(server),
            next="run the server here, or, in a case, --elsewhere --because '...': it is logged",
        )


def choose(
    case: Case, chosen: Annotator | None, *, elsewhere: bool = False, because: str = "", actor: str
) -> Entry:
    """Write who reads statements from now on, None for our rules; raises Refused `not-this-computer`, Mistaken `no-reason`."""
    if chosen is None:
        return record(case, actor, Event(TYPE, (), {"reads": "rules"}), "work")
    allowed(chosen.server, elsewhere)
    if elsewhere and not because.strip():
        what = "sending texts elsewhere needs a reason"
        raise Mistaken("no-reason", what, next='--because "..."')
    private = {"server": chosen.server, "model": chosen.model}
    private |= {"because": because} if because else {}
    body = {"reads": "model", "elsewhere": not net.is_here(chosen.server)}
    return record(case, actor, Event(TYPE, (), body, private), "work")


def chosen(case: Case, catalogue: Catalogue) -> Annotator | None:
    """Give the model that reads the statements of a case by its newest decision; None for our rules."""
    lines = list(catalogue.entries("work", types=(TYPE,)))
    if not lines:
        return None
    entry = case.work.entry(lines[-1].index)
    told = case.reveal("work", entry)
    return Annotator(told["server"], told["model"]) if told.get("server") else None


def reader(case: Case, catalogue: Catalogue, ask: str) -> Stage:
    """Give the stage that reads the statements of a case; `ask` is the host that whoever runs the build named.

    Raises Refused `not-asked` where a model on another computer was chosen and this command did not name its host.
    """
    now = chosen(case, catalogue)
    if now is None:
        return STATEMENTS
    host = net.host_of(now.server)
    if not net.is_here(now.server) and ask != host:
        raise Refused(
            "not-asked",
            "statements are read by a model on another computer, which this command did not name",
            where=host,
            next=f"--ask {host} sends it the texts; wellfounded statement annotator --rules does without",
        )
    return now.stage()


def _asking(
    asked: Annotator, box: Sandbox, task: Task, file: int, sink: Sink, settings: Mapping[str, Any]
) -> Outcome:
    """Take the paragraphs out in the jail, ask about them, and have the answers held against the text in the jail."""
    kept = Kept()
    outcome = box.read(replace(task, decoder=_PARAGRAPHS, settings=dict(settings)), file, kept)
    if outcome.failure is not None:
        return outcome
    rows = [
        (*p.locus.chars, p.text) for p in kept.records if isinstance(p, Passage) and p.locus.chars
    ]
    replies = []
    for portion in model.portions(rows):
        answer = net.ask(asked.server, model.request(asked.model, portion.words))
        said = answer.decode("utf-8", "replace")
        replies.append({"start": portion.start, "end": portion.end, "reply": said})
    told = dict(settings) | {"replies": replies, "annotator": asked.name}
    return box.read(replace(task, decoder=_PROPOSALS, settings=told), file, sink)
