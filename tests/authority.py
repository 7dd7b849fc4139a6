"""A real time stamp authority for tests: certificates of its own, `openssl ts` behind a small HTTP server on loopback."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_SETTINGS = """[ts]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha1, sha256, sha384
accuracy = secs:1
ess_cert_id_alg = sha256
"""
NOW = datetime.now(UTC).replace(microsecond=0)


@dataclass
class Authority:
    """An authority with a root, an intermediate and a signing certificate valid over `valid`."""

    folder: Path
    name: str = "Ridge"
    valid: tuple[datetime, datetime] = (NOW - timedelta(days=2), NOW + timedelta(days=30))
    asked: list[dict[str, str]] = field(default_factory=list)
    """The headers of each request that came."""

    def __post_init__(self) -> None:
        """Makes keys and certificates."""
        self.folder.mkdir(parents=True, exist_ok=True)
        long = (NOW - timedelta(days=400), NOW + timedelta(days=4000))
        root_key, middle_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
        root = _certificate(f"{self.name} Root", root_key, None, root_key, long)
        middle = _certificate(f"{self.name} Middle", middle_key, root, root_key, long)
        signer = _certificate(f"{self.name} Stamps", key, middle, middle_key, self.valid, end=True)
        for name, one in (("roots.pem", root), ("middle.pem", middle), ("signer.pem", signer)):
            (self.folder / name).write_bytes(one.public_bytes(serialization.Encoding.PEM))
        (self.folder / "signer.key").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        (self.folder / "serial").write_text("01\n")
        (self.folder / "settings").write_text(_SETTINGS.format(folder=self.folder))

    @property
    def roots(self) -> Path:
        """The file of its root."""
        return self.folder / "roots.pem"

    def reply(self, request: bytes) -> bytes:
        """Gives what it answers to a request."""
        query, answer = self.folder / "request", self.folder / "answer"
        query.write_bytes(request)
        words = ["openssl", "ts", "-reply", "-config", self.folder / "settings", "-section", "ts"]
        words += ["-queryfile", query, "-signer", self.folder / "signer.pem", "-out", answer]
        words += ["-inkey", self.folder / "signer.key", "-chain", self.folder / "middle.pem"]
        subprocess.run(words, check=True, capture_output=True)
        return answer.read_bytes()

    def request(self, data: bytes, digest: str = "sha256") -> bytes:
        """Gives a request as `openssl` writes one."""
        (self.folder / "data").write_bytes(data)
        words = ["openssl", "ts", "-query", "-data", self.folder / "data", f"-{digest}", "-cert"]
        return subprocess.run(words, check=True, capture_output=True).stdout

    @contextmanager
    def serving(self, answer: Callable[[bytes], tuple[int, bytes]] | None = None) -> Iterator[str]:
        """Serves on loopback; gives the address. `answer` stands in for what it would say."""
        authority = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                authority.asked.append(dict(self.headers))
                request = self.rfile.read(int(self.headers["Content-Length"]))
                status, body = answer(request) if answer else (200, authority.reply(request))
                self.send_response(status)
                if status in (301, 302, 307):
                    self.send_header("Location", body.decode())
                self.send_header("Content-Type", "application/timestamp-reply")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/tsr"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    by: ec.EllipticCurvePrivateKey,
    valid: tuple[datetime, datetime],
    *,
    end: bool = False,
) -> x509.Certificate:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Ridge Time"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(x509.BasicConstraints(not end, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False
        )
        .add_extension(_usage(sign=end), critical=True)
    )
    if end:
        stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        made = made.add_extension(stamping, critical=True)
    return made.sign(by, hashes.SHA256())


def _usage(*, sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not sign,
        crl_sign=not sign,
        encipher_only=False,
        decipher_only=False,
    )
