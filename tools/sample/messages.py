"""Mail, chats and plain texts of the sample case."""

from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

from writing import text

ALTERED = ("I counted fourteen buses since five", "I counted forty buses since five")
"""The one message that differs: as in Deren's export, as in Joren's."""

NOTICE = (
    "Messages and calls are end-to-end encrypted. No one outside of this chat, not even"
    " WhatsApp, can read or listen to them."
)


def _exchange() -> list[tuple[datetime, str, str]]:
    rows = (line.split("|", 2) for line in text("chat").splitlines() if line)
    return [(datetime.strptime(when, "%Y-%m-%d %H:%M"), who, said) for when, who, said in rows]  # noqa: DTZ007


def derens_export() -> str:
    """The chat as Deren's telephone exported it: valley time, day and month both below 13."""
    rows = _exchange()
    lines = [f"{rows[0][0]:%d/%m/%Y, %H:%M} - {NOTICE}"]
    lines += [f"{when:%d/%m/%Y, %H:%M} - {who}: {said}" for when, who, said in rows]
    return "\n".join(lines) + "\n"


def jorens_export() -> str:
    """The chat as Joren's telephone exported it: Ostrel time, year first, one message changed."""
    later = timedelta(hours=2)
    rows = _exchange()
    lines = [f"{rows[0][0] + later:%Y-%m-%d, %H:%M} - {NOTICE}"]
    for when, who, said in rows:
        told = ALTERED[1] if said == ALTERED[0] else said
        lines.append(f"{when + later:%Y-%m-%d, %H:%M} - {who}: {told}")
    return "\n".join(lines) + "\n"


def _mail(sender: str, to: str, subject: str, sent: str, ident: str, body: str) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP.clone(cte_type="7bit"))
    mail["Received"] = (
        f"from mx.posthouse.example by mail.chronicle.example; "
        f"{format_datetime(datetime.fromisoformat(sent) + timedelta(seconds=4))}"
    )
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(datetime.fromisoformat(sent))
    mail["Message-ID"] = f"<{ident}@posthouse.example>"
    mail.set_content(body)
    return mail


def letter_with_attachments(note: bytes, picture: bytes) -> bytes:
    """A mail to the agency with a PDF and a picture."""
    mail = _mail(
        "J. <material@posthouse.example>",
        "Hanna Dervis <h.dervis@ostralwire.example>",
        "Railway note and one picture",
        "2024-09-20T21:14:00+06:00",
        "20240920151400.7c1e",
        text("mail"),
    )
    mail["Cc"] = "The desk <desk@chronicle.example>"
    mail.add_attachment(note, "application", "pdf", filename="Note on traffic.pdf")
    mail.add_attachment(picture, "image", "jpeg", filename="embankment.jpg")
    mail.set_boundary("=_posthouse_7c1e0920")
    return mail.as_bytes()


def privileged_letter() -> bytes:
    """A lawyer's mail to her client."""
    mail = _mail(
        "Sela Ordway <s.ordway@ordwayfinch.example>",
        "Mirel <mirel.a@posthouse.example>",
        "Privileged and confidential: before we file",
        "2025-01-22T16:40:00+01:00",
        "20250122154000.02aa",
        text("privileged"),
    )
    return mail.as_bytes()
