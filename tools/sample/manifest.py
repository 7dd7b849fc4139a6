"""Write the manifest of the sample case: what each file's giver said of it, and nothing more."""

import json
from pathlib import Path

OUT = Path(__file__).parents[2] / "src/wellfounded/sample/manifest.json"
PRESS, STATEMENTS, VIDEO, PHOTOS = "press/", "statements/", "video/", "photos/"

Row = tuple[str, str, str, str, str, dict[str, object]]
PUBLIC: dict[str, object] = {"consent": "public"}
COURT: dict[str, object] = {"consent": "court", "handling": "private"}
TEAM: dict[str, object] = {"consent": "team", "handling": "private"}
PRIVILEGED: dict[str, object] = {"consent": "team", "handling": "privileged"}

ROWS: tuple[Row, ...] = (
    (
        f"{PRESS}radio-lumen-transcript-2024-06-18.pdf",
        "desk",
        "Transcript asked for by mail; the sound is kept by Radio Lumen.",
        "2024-11-04T10:20+01:00",
        "2024-06-18",
        PUBLIC,
    ),
    (
        f"{VIDEO}VID_20240911_081405.mp4",
        "lark",
        "From the room on Mill Road, change of the guard. File name in Ostrel time, he says.",
        "2024-10-26T18:05+02:00",
        "",
        PUBLIC,
    ),
    (
        f"{VIDEO}VID-20240911-WA0002.mp4",
        "wren",
        "Forwarded in a group; nobody there knows who filmed it.",
        "2024-10-27",
        "2024-09-11",
        PUBLIC,
    ),
    (
        f"{VIDEO}VID_20240911_115402.mp4",
        "lark",
        "Same window; the landlord stops the filming at the end.",
        "2024-10-26T18:05+02:00",
        "",
        PUBLIC,
    ),
    (
        f"{VIDEO}how-we-pack-2021.mp4",
        "archive",
        "Saved from a shop's page in August 2021.",
        "2025-03-30T12:00+01:00",
        "2021-08-19",
        PUBLIC,
    ),
    (
        f"{VIDEO}kerrin_march_2025.mp4",
        "wren",
        "Goes round since last week: said to show how the lists were carried out of the centre.",
        "2025-03-28T21:40+01:00",
        "2025-03-24",
        PUBLIC,
    ),
    (
        f"{VIDEO}VID_20241003_172200.mp4",
        "wren",
        "Dog at the shelter the family fled to. Flagged as a precaution until somebody has looked.",
        "2024-11-02",
        "",
        {"consent": "team", "graphic": True},
    ),
    (
        f"{VIDEO}VID_20240915_201512.mp4",
        "lark",
        "The flask in which the card was carried. The telephone died while it recorded.",
        "2024-10-26T18:05+02:00",
        "",
        PUBLIC,
    ),
    (
        f"{PHOTOS}IMG_20240905_091412.jpg",
        "lark",
        "The line through Kerrin new town, from a roof above the embankment.",
        "2024-10-26T18:05+02:00",
        "",
        PUBLIC,
    ),
    (
        f"{PHOTOS}IMG-20240905-WA0003.jpg",
        "wren",
        "Sent to a cousin by messenger.",
        "2024-10-27",
        "",
        {"consent": "team"},
    ),
    (
        f"{PHOTOS}IMG_20240907_163055.jpg",
        "lark",
        "Terrace by the sawmill road.",
        "2024-10-26T18:05+02:00",
        "",
        PUBLIC,
    ),
    (
        f"{PHOTOS}IMG_20240909_224103.jpg",
        "lark",
        "Yard wall at night, lamp at the right.",
        "2024-10-26T18:05+02:00",
        "",
        PUBLIC,
    ),
    (
        f"{PHOTOS}IMG_2209.HEIC",
        "wren",
        "Upper Sael seen from the road.",
        "2024-10-27",
        "2024-09-04",
        PUBLIC,
    ),
    (
        f"{PHOTOS}DSC_0117.JPG",
        "archive",
        "Pass road, from the archive's own holdings.",
        "2025-01-09T09:30+01:00",
        "2023-06-20",
        PUBLIC,
    ),
    (
        "messages/WhatsApp Chat with Joren.txt",
        "wren",
        "Exported on Deren's second telephone.",
        "2024-10-29T14:10+01:00",
        "",
        COURT,
    ),
    (
        "messages/WhatsApp Chat with Deren.txt",
        "lark",
        "Exported on Joren's telephone at our table.",
        "2024-10-30T11:45+01:00",
        "",
        COURT,
    ),
    (
        "messages/PTT-20240912-WA0001.opus",
        "lark",
        "Deren's last voice message.",
        "2024-10-30T11:45+01:00",
        "",
        COURT,
    ),
    (
        "messages/2024-09-20-railway-note.eml",
        "desk",
        "Copy that came to us in Cc.",
        "2024-09-20T17:14+02:00",
        "",
        COURT,
    ),
    (
        f"{STATEMENTS}note-H-2024-10-17.txt",
        "desk",
        "Written from memory the same evening. Call H. before any use after the end of the year.",
        "2024-10-17T23:10+02:00",
        "",
        {**TEAM, "consent_until": "2024-12-31"},
    ),
    (
        "received/parcel-2025-01-07.zip",
        "parcel-0107",
        "Left at the reception on a memory card, no sender.",
        "2025-01-07T09:30+01:00",
        "",
        {"consent": "none", "handling": "private"},
    ),
    (
        "received/Annex_C_floorplan.pdf",
        "parcel-0107",
        "On the same card, outside the archive. Made one of our laptops hang.",
        "2025-01-07T09:30+01:00",
        "",
        {"consent": "none", "handling": "private"},
    ),
    (
        "leak/hall2_register_extract.xlsx",
        "archive",
        "Published by the archive in January with the names shortened; this is the whole file.",
        "2025-01-09T09:30+01:00",
        "2025-01-06",
        COURT,
    ),
    (
        "leak/BL-2024-0318.docx",
        "archive",
        "Supplier's paper in Chinese.",
        "2025-01-09T09:30+01:00",
        "",
        PUBLIC,
    ),
    (
        f"{PRESS}ministry-statement-2025-03-20.html",
        "desk",
        "Saved from the ministry's page.",
        "2025-03-20T07:12+01:00",
        "2025-03-20T11:00+06:00",
        PUBLIC,
    ),
    (
        "messages/2025-01-22-before-we-file.eml",
        "office",
        "Lawyer to client.",
        "2025-01-22T16:45+01:00",
        "",
        PRIVILEGED,
    ),
    (
        f"{STATEMENTS}declaration-mirel-adran.docx",
        "office",
        "Signed copy is in the safe; this is the file it was printed from.",
        "2025-01-24T15:30+01:00",
        "",
        COURT,
    ),
    (
        f"{STATEMENTS}statement-L-2025-02-02.docx",
        "office",
        "Read back in Saelin; guardian present.",
        "2025-02-02T15:20+01:00",
        "",
        {**COURT, "minor": True},
    ),
    (
        f"{STATEMENTS}BL-2024-0318_en.docx",
        "office",
        "English of the supplier's paper.",
        "2025-02-05T12:00+01:00",
        "",
        PUBLIC,
    ),
    (
        f"{STATEMENTS}certificate-of-translation.pdf",
        "office",
        "Goes with the English of the supplier's paper.",
        "2025-02-05T12:00+01:00",
        "",
        {"consent": "court"},
    ),
    (
        f"{STATEMENTS}letter-ug.txt",
        "office",
        "A daughter's letter in Uyghur, typed off a sheet the family keeps.",
        "2025-02-06",
        "",
        TEAM,
    ),
    (
        f"{PRESS}northline-2025-03-13-kerrin-asylum.html",
        "desk",
        "Saved from the agency's page.",
        "2025-03-13T09:05+01:00",
        "2025-03-13T08:40+01:00",
        PUBLIC,
    ),
    (
        f"{PRESS}harbour-ledger-2025-03-14.html",
        "desk",
        "",
        "2025-03-14T08:00+01:00",
        "2025-03-14T05:30+01:00",
        PUBLIC,
    ),
    (
        f"{PRESS}kestrel-daily-2025-03-14.html",
        "desk",
        "",
        "2025-03-14T11:30+01:00",
        "2025-03-14T10:12+02:00",
        PUBLIC,
    ),
    (
        f"{PRESS}valley-mirror-2025-03-15.html",
        "desk",
        "",
        "2025-03-16T10:00+01:00",
        "2025-03-15",
        PUBLIC,
    ),
    (
        "leak/scan_0003.pdf",
        "parcel-0107",
        "Second card from the same hand, we think. Two pages.",
        "2025-03-25T13:00+01:00",
        "",
        COURT,
    ),
    (
        f"{PRESS}ostralwire-2025-04-02-order-17.html",
        "desk",
        "Saved from the agency's page.",
        "2025-04-02T08:30+02:00",
        "2025-04-02T06:15+02:00",
        PUBLIC,
    ),
    (
        f"{PRESS}upland-observer-2025-05-04.html",
        "desk",
        "",
        "2025-05-06T10:15+02:00",
        "2025-05-04T09:20+02:00",
        PUBLIC,
    ),
    (
        f"{PRESS}lantern-post-2025-05-05.html",
        "desk",
        "",
        "2025-05-06T10:16+02:00",
        "2025-05-05T17:05+01:00",
        PUBLIC,
    ),
    (
        f"{PRESS}pass-gazette-2025-05-03.html",
        "desk",
        "Page says it was changed on 6 May; the first form is not kept anywhere we know.",
        "2025-05-06T10:18+02:00",
        "2025-05-03",
        PUBLIC,
    ),
)


def manifest() -> dict[str, object]:
    """The manifest as it is shipped."""
    items = []
    for path, source, note, received, published, more in ROWS:
        row: dict[str, object] = {
            "path": path,
            "source": source,
            "note": note,
            "received": received,
            "published": published,
            "handling": "open",
            "consent": "none",
            "consent_until": "",
            "minor": False,
            "graphic": False,
        }
        items.append(row | more)
    return {
        "format": "wellfounded-sample/1",
        "title": "The centre on Mill Road (sample case, invented)",
        "items": items,
    }


def write(to: Path = OUT) -> None:
    """Write the manifest."""
    to.write_text(json.dumps(manifest(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
