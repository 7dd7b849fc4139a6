"""Build the files of the sample case: `python tools/sample/build.py --sources DIR [--out DIR]`.

DIR holds the packages of `sources.py`, each unpacked in a folder of its name. Every file comes out
the same each time with the same versions of ffmpeg, x264, libopus, espeak-ng, Pillow, pillow-heif,
pikepdf, python-docx and openpyxl (README.md names those used).
"""

import argparse
from pathlib import Path

import footage
import messages
import office
import paper
import photographs
import press
from writing import text

SHIPPED = Path(__file__).parents[2] / "src/wellfounded/sample/data"


def put(path: Path, data: bytes) -> None:
    """Write `data` to `path`, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def papers(out: Path) -> None:
    """Typed papers, the scan, Word documents, plain texts and the hostile plan."""
    made = office.MADE
    transcript = paper.typed_pdf(
        text("interview"), paper.TYPED, "Across the Pass", "Radio Lumen", "D:20240619090200"
    )
    certificate = paper.typed_pdf(
        text("certificate"), paper.LETTER, "Certificate", "W. Corbel", "D:20250205110400"
    )
    put(out / "press/radio-lumen-transcript-2024-06-18.pdf", transcript)
    put(out / "leak/scan_0003.pdf", paper.scanned_order())
    put(out / "received/Annex_C_floorplan.pdf", paper.hostile_plan())
    put(out / "statements/certificate-of-translation.pdf", certificate)
    documents = (
        ("statements/declaration-mirel-adran.docx", "declaration", "Declaration", "Ordway & Finch"),
        ("statements/statement-L-2025-02-02.docx", "minor", "Statement L.", "Ordway & Finch"),
        ("statements/BL-2024-0318_en.docx", "zh-en", "Confirmation of supply", "W. Corbel"),
        ("leak/BL-2024-0318.docx", "zh", "供货确认书", "周岭"),
    )
    moments = {"zh-en": "translation", "zh": "supply"}
    for name, words, title, author in documents:
        sheet = office.Sheet(title, author, made[moments.get(words, words)])
        put(out / name, office.document(text(words), sheet, chinese=words == "zh"))
    put(out / "statements/note-H-2024-10-17.txt", text("nurse").encode())
    put(out / "statements/letter-ug.txt", text("ug").encode())


def pictures(out: Path, sources: Path) -> None:
    """Photographs, and what carries them: register, mail, parcel."""
    railway = photographs.railway(sources)
    put(out / "photos/IMG_20240905_091412.jpg", railway)
    put(out / "photos/IMG-20240905-WA0003.jpg", photographs.railway_forwarded(sources))
    put(out / "photos/IMG_20240907_163055.jpg", photographs.terrace(sources))
    put(out / "photos/IMG_20240909_224103.jpg", photographs.wall(sources))
    put(out / "photos/DSC_0117.JPG", photographs.mountain_pass(sources))
    put(out / "photos/IMG_2209.HEIC", photographs.valley_heic(sources))
    sheet = office.Sheet("Register Hall 2", "kerrin-dir-07", office.MADE["register"])
    stock = photographs.stock_portrait(sources)
    put(out / "leak/hall2_register_extract.xlsx", office.register(stock, sheet))
    put(out / "received/parcel-2025-01-07.zip", office.parcel(railway))
    note = paper.typed_pdf(
        text("trains"), paper.TYPED, "Note on traffic", "J.", "D:20240920202100+06'00'"
    )
    mail = messages.letter_with_attachments(note, photographs.railway_attached(sources))
    put(out / "messages/2024-09-20-railway-note.eml", mail)


def chats(out: Path) -> None:
    """Both exports of the chat, and the privileged letter."""
    put(out / "messages/WhatsApp Chat with Joren.txt", messages.derens_export().encode())
    put(out / "messages/WhatsApp Chat with Deren.txt", messages.jorens_export().encode())
    put(out / "messages/2025-01-22-before-we-file.eml", messages.privileged_letter())


def clips(out: Path, sources: Path) -> None:
    """The clips, one of them broken off, and the voice message."""
    (out / "video").mkdir(parents=True, exist_ok=True)
    for how in footage.CUTS:
        path = out / "video" / how.name
        footage.cut(sources, how, path)
        if how.name == footage.TRUNCATED:
            path.write_bytes(footage.broken(path.read_bytes()))
    footage.voice_message(out / "messages/PTT-20240912-WA0001.opus")


def main() -> None:
    """Build everything into the folder given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", type=Path, required=True, help="folder of unpacked packages")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="where the files go")
    given = parser.parse_args()
    press.write(given.out / "press")
    papers(given.out)
    chats(given.out)
    pictures(given.out, given.sources)
    clips(given.out, given.sources)


if __name__ == "__main__":
    main()
