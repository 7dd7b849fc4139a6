"""What a file does not show, and what to ask whoever sent it: by its kind, and by what is missing
in it.
"""

from __future__ import annotations

from wellfounded.look.view import Look

_PICTURES = ("image", "video")


def absent(look: Look) -> list[str]:
    """Give what the container does not say, one short sentence each; absence is never evidence."""
    said: list[str] = []
    zoned = [f for f in look.facts if f.when is not None and f.when.offsets]
    if not any(f.when for f in look.facts):
        said.append("No date or time.")
    elif not zoned:
        said.append("No time zone for any of its times.")
    if look.kind in (*_PICTURES, "audio"):
        if look.kind in _PICTURES and not any(f.where for f in look.facts):
            said.append("No position.")
        if not _device(look):
            said.append("No maker or model of a device.")
        if not look.has("provenance."):
            said.append("No provenance manifest.")
    if look.kind == "video" and look.value("audio.streams") == "0":
        said.append("No sound.")
    if look.kind == "image" and not look.pictures("embedded-thumbnail"):
        said.append("No embedded thumbnail.")
    return said


def not_shown(look: Look) -> list[str]:
    """Give what this page cannot show, whatever the file says."""
    said = [
        (
            "Whether what the file says of itself is so: every date, position and name in "
            "it can be typed by anyone."
        ),
        "Who made it, who had it before you, and whether it is the first form of it.",
    ]
    match look.kind:
        case "image":
            said += [
                (
                    "Whether the scene was staged, or the picture edited by a program that "
                    "leaves no mark."
                ),
                "What was left out of the frame, and what happened before and after.",
            ]
        case "video":
            said += [
                (
                    "Whether the clip was cut, joined or slowed: only key frames were "
                    "looked at, not what lies between them."
                ),
                "Whether the sound belongs to the pictures.",
            ]
        case "audio":
            said += [
                "Who speaks, and whether the voices were made by a machine.",
                "Whether parts were cut out: a clean cut leaves no mark that is looked for here.",
            ]
        case _:
            said += [
                "Whether its words are true, or were changed after they were first written.",
                "Whether pages, attachments or earlier versions are missing.",
            ]
    if look.kind in _PICTURES:
        said.append(
            "Whether the same footage exists elsewhere: nothing was compared and nobody was asked."
        )
    if look.has("provenance.manifest"):
        said.append(
            "Whether the provenance manifest it carries is signed by whom it names: it was not checked."
        )
    if any(f.where for f in look.facts):
        said.append(
            "Whether the device was where the position says: a device can be told where it is."
        )
    return said


def to_ask(look: Look) -> list[str]:
    """Give what to ask the sender, the most useful first."""
    media = look.kind in (*_PICTURES, "audio")
    said: list[str] = []
    if media and (not _device(look) or _remade(look)):
        said.append(
            "Can you send the file as the device stored it, by cable, memory card or as a document,"
            " rather than through a messenger that makes it smaller?"
        )
    if any("moov" in f.what or "cut short" in f.what for f in look.failures):
        said.append(
            "The file is cut short: do you have the whole of it, or the card it was recorded on?"
        )
    if any(f.code == "needs-password" for f in look.failures):
        said.append("What is the password?")
    said += _asked_of_kind(look, media)
    if not any(f.when and f.when.offsets for f in look.facts):
        said.append(
            "When was it made, by which clock, and was that clock right? In which time zone?"
        )
    else:
        said.append("Was the clock of the device right? In which time zone was it set?")
    if media and not any(f.where for f in look.facts):
        said.append("Where was it made? Is there something in it that can be found on a map?")
    if look.has("xmp.history", "png.text.parameters") or _remade(look):
        said.append(
            "With which programs was it opened, cut, filtered or saved? Do you have the state before that?"
        )
    said += [
        "Who has had it between its making and now? Where was it first published, and by whom?",
        (
            "Who could be harmed if it is shown or if it is known that you gave it? May it "
            "be kept, shown, named after you?"
        ),
    ]
    return said


def _asked_of_kind(look: Look, media: bool) -> list[str]:
    if not media:
        return [
            "Who wrote it, on whose behalf, and how did you come to have it?",
            "Is it whole? Are there attachments, a covering message, earlier or later versions?",
        ]
    who = {"image": "Who took it", "video": "Who filmed it", "audio": "Who recorded it"}[look.kind]
    more = {
        "image": "Are there other pictures from before and after?",
        "video": "Is there a longer recording, or others of the same event?",
        "audio": "Is there a longer recording? Who is speaking?",
    }[look.kind]
    return [f"{who}, where did they stand, and what did they see themselves?", more]


def _device(look: Look) -> bool:
    starts = ("exif.Make", "exif.Model", "xmp.tiff.Make", "container.tag.mak", "container.tag.mod",
              "container.tag.com.apple.quicktime.m", "container.tag.com.android.manufacturer",
              "container.tag.make", "container.tag.model")  # fmt: skip
    return look.has(*starts)


def _remade(look: Look) -> bool:
    """Tell whether the file carries a mark that programs leave and cameras do not."""
    return look.has("mark.encoder", "xmp.history", "mark.compressor") or (
        "Lav" in look.value("container.tag.too") + look.value("container.tag.encoder")
    )
