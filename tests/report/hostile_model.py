"""A view in which every free field is hostile."""

from dataclasses import replace

from tests.report.sample_model import HELD, digest, line, view
from wellfounded.claims.claim import Place as Place_
from wellfounded.claims.clash.contradiction import Contradiction, Decided, Told
from wellfounded.report.model import (
    ItemView,
    Link,
    Need,
    Note,
    NotReceived,
    Part,
    Reading,
    Receipt,
    ReportView,
    Standing,
    StatedMoment,
)
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment
from wellfounded.terms.place import Place
from wellfounded.terms.record import Fact, Failure, Passage, Picture, RawName

BAD = [
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    "</title><script>x</script>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "{% include 'x' %}",
    "<!-- -->",
    "\x00\x1b[31m",
    "\ud800",
]


def hostile(words: list[str]) -> ReportView:
    """A view in which every free field of evidence and of people is one of these words."""
    given: list[ItemView] = []
    for n, w in enumerate(words):
        one = digest(f"hostile {n}")
        name = RawName(w.encode("utf-8", "surrogatepass"), w, w)
        where = Locus(one, sheet=w, cells=w, part=w, member=w)
        stated = StatedMoment(Moment((2024, 3, 1), written=w), w, 0)
        passage = Passage(
            w, where, language=w, speaker=w, heading=w, source=w, when=(stated.moment,)
        )
        reading = Reading(
            w,
            w,
            "partial",
            n,
            0,
            held=HELD,
            missing=(w,),
            facts=(Fact(w, w, where, stated.moment), Fact("gps", w, where=Place(1, 1, 5, (w,)))),
            passages=(passage, replace(passage, source="text", language="")),
            pictures=(Picture(w, one, 10, 10, where),),
            failures=(Failure(w, w, w, where, ((w, 1),), 9, w),),
        )
        receipt = Receipt(
            n, w, 0, w, giver=w, note=w, name=name, path=w, received=stated, published=stated, row=w
        )
        given.append(
            ItemView(
                one,
                1,
                w,
                w,
                Standing(consent="public"),
                (receipt,),
                (reading,),
                (Link(w, one, True, w, 0),),
                (Part(one, w, name, 1),),
                (Note(w, w, 0),),
                (line(n, w, f"hostile {n}", x=w),),
            )
        )
    return replace(
        view(),
        title=words[0],
        program=words[0],
        items=given,
        log=[one.log[0] for one in given],
        not_received=[NotReceived(n, 0, w, w, w, RawName(b"", w)) for n, w in enumerate(words)],
        needs=tuple(Need(w, None, w) for w in words),
        protections_missing=tuple(words),
        standing=lambda _: Standing(consent="public"),
        previous=None,
        contradictions=tuple(_clash(n, w) for n, w in enumerate(words, 1)),
    )


def _clash(number: int, word: str) -> Contradiction:
    """A contradiction whose every word is hostile."""
    item = digest(f"hostile {number - 1}")
    place = Place_(item, Locus(item, part=word), word)
    told = Told(item, word, place, f"{word}{word}", (0, len(word)), word, word, word)
    decided = Decided("confirm", word, 0, number, word)
    return Contradiction(number, "name", word, (told, told), (told,), False, (word,), decided)
