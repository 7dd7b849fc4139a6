"""Presentations: the text of each slide and its notes, in order, and the pictures.

Source: ECMA-376 part 1, 19 (PresentationML), 21.1.2 (text of a shape).
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from wellfounded.extract.untrusted import office
from wellfounded.extract.untrusted.office import FAULTS, Package, local
from wellfounded.extract.untrusted.office_text import Gathered, Paragraph, hand_over
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Failure

_SLIDE: Final = re.compile(r"ppt/(slides/slide|notesSlides/notesSlide)(\d{1,6})\.xml", re.ASCII)


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over properties, then each slide and its notes as `slide 3`, then pictures."""
    with Package(source) as package:
        office.state_properties(package, out)
        office.state_external(package, out)
        found = [(int(m.group(2)), m.group(1), m.string) for n in package.names if (m := _match(n))]
        gathered, places = Gathered(source.limits.text_chars), dict[str, Locus]()
        for number, kind, part in sorted(found)[: 2 * source.limits.pages]:
            name = f"slide {number}" if kind.startswith("slides") else f"notes {number}"
            try:
                for paragraph in package.tree(part).iter(etree.Element):
                    if local(paragraph) == "p" and "drawingml" in str(paragraph.tag):
                        gathered.add(Paragraph(_words(paragraph), name))
                for _, target in office.relations(package, part).values():
                    places.setdefault(target, Locus(source.digest, part=name))
            except (*FAULTS, Unreadable) as fault:
                code = fault.code if isinstance(fault, Unreadable) else "damaged"
                place = Locus(source.digest, part=name)
                out.record(Failure("read", code, f"{name}: {fault}"[:200], place))
        hand_over(gathered, source, out)
        office.hand_over_members(package, places, out)


def _match(name: str) -> re.Match[str] | None:
    return _SLIDE.fullmatch(name)


def _words(paragraph: etree._Element) -> str:
    parts = []
    for element in paragraph.iter(etree.Element):
        if local(element) == "t":
            parts.append(element.text or "")
        elif local(element) == "br":
            parts.append("\n")
    return "".join(parts).strip()
