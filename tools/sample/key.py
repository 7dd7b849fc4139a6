"""Write the printed key (KEY.md) and the machine-readable key (key.json) of the sample case.

Tests read the key; the program never does. Field `facts` holds what a test can measure.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import files as f

ROOM = Path(__file__).parents[2] / "src/wellfounded/sample"


@dataclass(frozen=True, slots=True)
class Planted:
    """One thing planted: its kind, the files it lies in, what it is, and what can be measured."""

    id: str
    kind: str
    items: tuple[str, ...]
    says: str
    facts: dict[str, object] = field(default_factory=dict)


def _press() -> list[Planted]:
    return [
        Planted(
            "two-agencies",
            "origins",
            (f.NORTHLINE, f.OSTRAL),
            "Two agency reports that do not rest on each other. Northline rests on the hearing and"
            " on the film; Ostral Wire on the scanned order and two former employees. The mail"
            " about the railway shows that Ostral Wire knew the filmmaker before.",
            {"independent": True},
        ),
        Planted(
            "reprint-year",
            "reprint-error",
            (f.NORTHLINE, f.LEDGER),
            "The Harbour Ledger reprints Northline with a wrong year: filmed in September 2021"
            " instead of September 2024.",
            {"agency": "September 2024", "reprint": "September 2021", "slot": "year"},
        ),
        Planted(
            "reprint-age",
            "reprint-error",
            (f.NORTHLINE, f.KESTREL),
            "Kestrel Daily reprints Northline with a wrong age: 48 instead of 38. It prints its"
            " headline twice and its last three paragraphs twice.",
            {"agency": "Joren Vask, 38,", "reprint": "Joren Vask, 48,", "slot": "age"},
        ),
        Planted(
            "reprint-month",
            "reprint-error",
            (f.NORTHLINE, f.MIRROR),
            "Valley Mirror Online reprints Northline with a wrong month, and without naming it:"
            " asylum asked for in January instead of December.",
            {"agency": "asylum in December", "reprint": "asylum in January", "slot": "month"},
        ),
        Planted(
            "circle",
            "circular-citation",
            (f.UPLAND, f.LANTERN, f.GAZETTE),
            "Three outlets cite each other for 900 people in a timber yard: the Upland Observer"
            " cites the Pass Gazette, the Lantern Post the Observer, the Gazette (as changed on"
            " 6 May) the Lantern Post. No path reaches anybody who could have known.",
            {
                "cites": {
                    f.UPLAND: "the Pass Gazette",
                    f.LANTERN: "the Upland Observer",
                    f.GAZETTE: "the Lantern Post",
                },
                "number": "900",
            },
        ),
        Planted(
            "shared-misspelling",
            "rare-value",
            (f.UPLAND, f.LANTERN),
            "The village Dovren is spelled Dovern in the Upland Observer and the Lantern Post, and"
            " nowhere else: a sign that one read the other.",
            {"spelling": "Dovern", "elsewhere": "Dovren"},
        ),
        Planted(
            "denial",
            "official-denial",
            (f.DENIAL,),
            "The ministry denies, and names the work: the film Behind the Kerrin Fence. It says"
            " that the centre never had more than one hall for accommodation, against four in the"
            " order, Northline and the declaration.",
            {"work": "Behind the Kerrin Fence", "published": "2025-03-20T11:00:00+06:00"},
        ),
        Planted(
            "numbers",
            "intervals",
            (f.NORTHLINE, f.OSTRAL, f.DENIAL),
            "Numbers of people: 'more than 4,000' (Northline) and 'up to 4,000' (Ostral Wire), both"
            " from the Tavesh Archive, cannot both hold; 612 (ministry) counts those enrolled at"
            " one time, 2,100 (order) counts places.",
            {f.NORTHLINE: "more than 4,000", f.OSTRAL: "up to 4,000", f.DENIAL: "612"},
        ),
    ]


def _papers() -> list[Planted]:
    return [
        Planted(
            "scan",
            "image-only",
            (f.ORDER,),
            "The leaked order is a scan of two pages without a text layer, turned by 0.9 and -0.6"
            " degrees. Ostral Wire quotes its fourth section and its 2,100 places.",
            {"pages": 2, "reads": ["ORDER No. 17/2024", "2,100 places", "study"]},
        ),
        Planted(
            "stock-portrait",
            "foreign-portrait",
            (f.REGISTER,),
            "Of 15 portraits in the register, the one in cell K17 (Nela Torrin) is a stock portrait:"
            " an agency's picture of an astronaut. Her row also breaks the order of given names."
            " The other 14 are drawn and show nobody.",
            {"sheet": "Hall 2", "cell": "K17", "number": "KR2-0103", "portraits": 15},
        ),
        Planted(
            "declarant-row",
            "supports",
            (f.REGISTER, f.DECLARATION),
            "Line 7 of the register bears the number KR2-0117 and the day 3 March 2024 of the"
            " declaration. The declarant asks that this line not be published.",
            {"row": 10, "number": "KR2-0117", "entered": "2024-03-03"},
        ),
        Planted(
            "clash-release",
            "clash",
            (f.DECLARATION, f.INTERVIEW),
            "A clash: released on 13 April 2024 after forty-one days (declaration, 16) against"
            " 27 March 2024 after twenty-four days (interview). The lawyer's privileged letter"
            " speaks of it.",
            {f.DECLARATION: "Saturday 13 April 2024", f.INTERVIEW: "the twenty-seventh of March"},
        ),
        Planted(
            "seems-age",
            "seeming-clash",
            (f.DECLARATION, f.INTERVIEW),
            "Only seems to clash: thirty-four by birthday, thirty-six as ages are counted in the"
            " villages (declaration, 3).",
            {f.DECLARATION: "I was thirty-four", f.INTERVIEW: "I was thirty-six"},
        ),
        Planted(
            "seems-hour",
            "seeming-clash",
            (f.DECLARATION, f.INTERVIEW),
            "Only seems to clash: six in the morning in Ostrel time (UTC+6) is four in valley time"
            " (UTC+4) (declaration, 4).",
            {
                f.DECLARATION: "at about six in the morning",
                f.INTERVIEW: "four in the morning",
                "zones": ["+06:00", "+04:00"],
            },
        ),
        Planted(
            "translation",
            "translation",
            (f.CHINESE, f.ENGLISH),
            "A Chinese confirmation of supply and its English translation; they agree.",
            {"number": "BL-2024-0318", "language": "zh"},
        ),
        Planted(
            "certificate",
            "lacks",
            (f.CERTIFICATE,),
            "The translator's certificate lacks a telephone number.",
            {"lacks": "telephone"},
        ),
        Planted(
            "uyghur",
            "language",
            (f.LETTER,),
            "A letter in Uyghur. In English: Dear mother, we are all well. The children go to school"
            " every day. The weather is cold, but our house is warm. Where is my father now? There"
            " is no news of him. We have missed you very much. Please write. Your daughter. Its"
            " date, 11.07.2024, can be 11 July or 7 November.",
            {"language": "ug", "readings": ["2024-07-11", "2024-11-07"]},
        ),
    ]


def _photographs() -> list[Planted]:
    return [
        Planted(
            "positions",
            "gps",
            (f.RAILWAY, f.TERRACE, f.WINDOW),
            "Two photographs and one clip carry a position. All are open sea in the southern"
            " Indian Ocean: the valley is nowhere.",
            {f.RAILWAY: [-44.6127, 79.4032], f.TERRACE: [-44.6190, 79.4115]},
        ),
        Planted(
            "clocks",
            "zones",
            (f.RAILWAY, f.TERRACE, f.WALL, f.HEIC, f.PASS),
            "Times of photographs: with valley time, without a zone, with Ostrel time, with Ostrel"
            " time, without a zone.",
            {f.RAILWAY: "+04:00", f.TERRACE: "", f.WALL: "+06:00", f.HEIC: "+06:00", f.PASS: ""},
        ),
        Planted(
            "forwarded-photo",
            "copy",
            (f.RAILWAY, f.FORWARDED),
            "The picture of the line as a messenger forwarded it: smaller, nothing written beside"
            " it. A crop of it is attached to the mail about the railway.",
        ),
        Planted(
            "same-bytes",
            "duplicate",
            (f.RAILWAY, f.PARCEL),
            "The parcel holds the picture of the line once more, byte for byte, under another name.",
            {"member": "parcel/photo from the line.jpg"},
        ),
        Planted(
            "excerpt",
            "clip-excerpt",
            (f.WINDOW, f.EXCERPT),
            "The forwarded clip is seconds 4.0 to 10.0 of the clip from the window, made smaller and"
            " coded anew.",
            {"start_s": 4.0, "length_s": 6.0},
        ),
        Planted(
            "other-moment",
            "same-scene",
            (f.WINDOW, f.LATER),
            "The same window, the same tree, another moment: no frame is shared. A hand stops the"
            " filming.",
        ),
        Planted(
            "old-as-new",
            "clip-reused",
            (f.CARTON, f.AS_NEW),
            "The clip captioned KERRIN, MARCH 2025 is seconds 3.0 to 11.0 of a clip published in"
            " August 2021, cropped, mirrored, darkened and captioned.",
            {"start_s": 3.0, "length_s": 8.0, "mirrored": True, "caption": "KERRIN, MARCH 2025"},
        ),
        Planted(
            "graphic",
            "flag",
            (f.DOG,),
            "A harmless clip of a dog, flagged graphic until somebody has looked.",
        ),
        Planted(
            "damaged",
            "damaged",
            (f.FLASK,),
            "The clip of the flask is broken off: it has no index and gives no frame.",
            {"lacks": "moov"},
        ),
    ]


def _received() -> list[Planted]:
    return [
        Planted(
            "chat-difference",
            "altered-message",
            (f.DEREN, f.JOREN),
            "Two exports of one chat differ in one message: fourteen buses in Deren's, forty in"
            " Joren's. The voice message and the note on traffic say fourteen.",
            {
                f.DEREN: "I counted fourteen buses since five",
                f.JOREN: "I counted forty buses since five",
            },
        ),
        Planted(
            "chat-order",
            "undecidable-date",
            (f.DEREN,),
            "In Deren's export no day is above 12: the order of day and month cannot be decided from"
            " it. Joren's writes the year first.",
            {"first": "03/09/2024, 07:12"},
        ),
        Planted(
            "chat-clocks",
            "zones",
            (f.DEREN, f.JOREN),
            "Every message stands two hours later in Joren's export: his telephone kept Ostrel time,"
            " Deren's valley time.",
            {"hours": 2},
        ),
        Planted(
            "voice",
            "voice-message",
            (f.VOICE,),
            "A voice message, spoken by a synthesiser: 'The last bus went in a little after five,"
            " that makes fourteen today.'",
            {"says": "fourteen"},
        ),
        Planted(
            "mail",
            "attachments",
            (f.MAIL,),
            "A mail with two attachments: a PDF and a picture.",
            {"attachments": ["Note on traffic.pdf", "embankment.jpg"]},
        ),
        Planted(
            "parcel",
            "archive",
            (f.PARCEL,),
            "The parcel holds two members named parcel/note.txt that differ (31 and 34 bunks), and"
            " one whose name is GB18030 without any mark of it.",
            {"twice": "parcel/note.txt", "gb18030": "名单.txt"},
        ),
        Planted(
            "hostile",
            "hostile",
            (f.PLAN,),
            "A PDF of a few kilobytes with a page five kilometres wide and a picture of 900 million"
            " pixels in it.",
            {"side_points": 14_400_000, "pixels": 900_000_000},
        ),
        Planted(
            "privileged",
            "privileged",
            (f.PRIVILEGED,),
            "A lawyer's letter to her client, privileged.",
        ),
        Planted(
            "minor",
            "minor",
            (f.MINOR,),
            "The statement of a child of fifteen, who is L. in it; for the court only.",
        ),
        Planted(
            "consent-ended",
            "consent-ended",
            (f.NURSE,),
            "H. agreed to use by the team until 31 December 2024; this has ended.",
            {"until": "2024-12-31"},
        ),
    ]


def planted() -> list[Planted]:
    """Everything that is planted, in the order of the printed key."""
    return [*_press(), *_papers(), *_photographs(), *_received()]


def printed() -> str:
    """The key as people read it."""
    lines = [
        "# What is planted in the sample case",
        "",
        "Everything in it is invented: Velmora, the Tavesh Valley, Aldmark, the people, the outlets,",
        "the ministry. Do not open this page before you have looked for yourself. The program never",
        "reads it.",
    ]
    for plant in planted():
        lines += ["", f"## {plant.id}", "", plant.says, ""]
        lines += [f"- `{item}`" for item in plant.items]
    return "\n".join(lines) + "\n"


def write(room: Path = ROOM) -> None:
    """Write both forms of the key."""
    record = {
        "format": "wellfounded-sample-key/1",
        "planted": [asdict(plant) for plant in planted()],
    }
    told = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    (room / "key.json").write_text(told, encoding="utf-8")
    (room / "KEY.md").write_text(printed(), encoding="utf-8")


if __name__ == "__main__":
    write()
