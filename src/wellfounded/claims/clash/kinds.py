"""The kinds of event that are compared, and the words that tell of each: who it happens to is the subject, or the object.

English with a subject; Chinese and Russian where the verb stands in one of the listed shapes. What is not listed is not compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_BE: Final = r"(?:was|were|is|are|been|being|got|had\s+been|has\s+been|have\s+been)\s+(?:\w+ly\s+|finally\s+|also\s+|then\s+)?"
_OBJECT: Final = r"(?P<o>me|him|her|them|us|[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)*)"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event. `once` is true of what happens to nobody twice.

    `passive` and `deed` are of the subject, `to` of the object, `noun` names the event without a subject (`his arrest`, `leaving`).
    """

    name: str
    shown: str
    passive: str = ""
    deed: str = ""
    to: str = ""
    noun: str = ""
    other: str = ""
    once: bool = False


KINDS: Final = (
    Kind(
        "birth", "birth", passive="born", deed=r"родил(?:ся|ась)", noun=r"birth", other="出生于|生于|出生", once=True,
    ),
    Kind(
        "death", "death", passive="killed|murdered|executed", deed=r"died|passed\s+away|умерл?а?|погибл?а?",
        noun=r"death|dying", other="去世|遇难|死亡|身亡", once=True,
    ),
    Kind(
        "arrest", "arrest",
        passive=r"arrested|detained|taken(?:\s+(?:away|into\s+custody|prisoner|from\s+(?:his|her|my|their)\s+(?:home|house)))?(?!\s+(?:by\s+(?:bus|car|train)|to|up|for|back))|seized|captured|apprehended|rounded\s+up|picked\s+up",
        to=rf"(?:arrested|detained|seized|captured|took)\s+{_OBJECT}(?=\s+(?:away|on|in|at|from)\b|\s*[,.])",
        deed=r"(?:был[аи]?\s+)?(?:арестован[аы]?|задержан[аы]?)", noun=r"arrest|detention|being\s+(?:arrested|detained|taken)",
        other="被捕|被拘留|被带走|被逮捕|遭逮捕",
    ),
    Kind(
        "release", "release", passive=r"released|freed|set\s+free|let\s+(?:out|go)|discharged",
        deed=r"(?:came|got|walked)\s+out(?:\s+of\s+(?:prison|jail|detention|custody|the\s+(?:camp|centre|center)))?|(?:был[аи]?\s+)?освобожд[её]н[аы]?|выш(?:ел|ла)\s+на\s+свободу",
        to=rf"(?:let\s+{_OBJECT}\s+(?:out|go)|set\s+{_OBJECT.replace('?P<o>', '?P<o2>')}\s+free|(?:released|freed)\s+{_OBJECT.replace('?P<o>', '?P<o3>')}(?=\s+(?:on|in|at|from)\b|\s*[,.]))",
        noun=r"release|being\s+(?:released|freed)", other="获释|被释放",
    ),
    Kind(
        "departure", "departure", deed=r"left|fled|departed|escaped|emigrated|покинул[аи]?|выехал[аи]?|бежал[аи]?|уехал[аи]?",
        noun=r"departure|escape|flight|leaving|fleeing", other="离开|逃离|逃往",
    ),
    Kind(
        "arrival", "arrival", deed=r"arrived|landed|entered|reached|прибыл[аи]?|приехал[аи]?",
        noun=r"arrival|entry|arriving|landing|entering|reaching", other="抵达|到达|入境",
    ),
    Kind(
        "asylum", "asking for asylum",
        deed=r"(?:(?:applied|asked|filed)\s+for|sought|requested|claimed)\s+(?:political\s+)?(?:asylum|refuge|protection)|(?:по)?просил[аи]?\s+убежищ\w+",
        noun=r"asylum\s+(?:application|claim|request)|(?:applying|asking)\s+for\s+asylum|seeking\s+asylum|applied\s+for\s+asylum",
        other="申请庇护|寻求庇护|申請庇護",
    ),
    Kind(
        "filming", "filming", deed=r"filmed|recorded|shot|photographed|videotaped|снял[аи]?", noun=r"filming|recording", other="拍摄|录下",
    ),
    Kind(
        "publication", "publication", deed=r"posted|published|uploaded|опубликовал[аи]?", passive=r"posted|published|uploaded|put\s+online",
        noun=r"posting|publishing|publication|uploading|releasing\s+the\s+(?:footage|film|video)", other="发布|发表|上传",
    ),
    Kind("marriage", "marriage", deed=r"married|вышла\s+замуж|женился", noun=r"marriage|wedding|marrying", other="结婚"),
)  # fmt: skip
"""In the order in which they are looked for; the first that fits a place has it."""

KIND: Final = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Pattern:
    """How one kind is told: `of` says whose it is: subject, object, or nobody's that stands there."""

    kind: Kind
    of: str
    pattern: re.Pattern[str]


def _patterns() -> tuple[Pattern, ...]:
    found = []
    for kind in KINDS:
        if kind.to:
            found.append(Pattern(kind, "object", re.compile(rf"\b{kind.to}")))
        if kind.passive:
            shape = rf"\b{_BE}(?:{kind.passive})\b"
            found.append(Pattern(kind, "subject", re.compile(shape, re.IGNORECASE)))
        if kind.deed:
            shape = rf"(?<!\w)(?:{kind.deed})(?!\w)"
            found.append(Pattern(kind, "subject", re.compile(shape, re.IGNORECASE)))
        if kind.other:
            found.append(Pattern(kind, "subject", re.compile(kind.other)))
    return tuple(found)


PATTERNS: Final = _patterns()
ANY: Final = re.compile(
    "|".join(
        rf"\b(?:{part})\b" if part[0].isascii() else f"(?:{part})"
        for kind in KINDS
        for part in (kind.passive, kind.deed, kind.other, "let|set|released|freed|took")
        if part
    ),
    re.IGNORECASE,
)
"""Whether a sentence can tell of any kind: a quick look before a closer one."""

NOUNS: Final = tuple((kind, re.compile(rf"(?<!\w)(?:{kind.noun})(?!\w)", re.I)) for kind in KINDS)
