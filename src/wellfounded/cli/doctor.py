"""`wellfounded doctor`: what this computer can and cannot do."""

from __future__ import annotations

from wellfounded.cli.options import CaseOption, JsonOption
from wellfounded.terms.errors import Mistaken

NAME = "doctor"


def run(case_at: CaseOption = None, as_json: JsonOption = False) -> int:
    """Try the jail, the programs and extras, and the case's folder, and say what is missing and what to do."""
    from wellfounded.case.doctor import examine_all
    from wellfounded.case.folder import find_case
    from wellfounded.case.home import Home
    from wellfounded.cli.say import Say

    say = Say(as_json)
    try:
        root = find_case(case_at)
    except Mistaken:
        root = None
    for symptom in examine_all(root, Home.find()):
        step = f"  next: {symptom.next}" if symptom.next else ""
        say.line(f"{'yes' if symptom.well else 'NO ':3}  {symptom.name:26} {symptom.what}{step}")
        say.record(
            "symptom", name=symptom.name, well=symptom.well, what=symptom.what, next=symptom.next
        )
    say.line(
        "The media library in the default install holds an x265 encoder under the GPL; it is used for decoding only."
    )
    return 0
