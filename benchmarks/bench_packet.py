"""Binding beside qpdf's bare merge of the same files, CPU seconds in one run, and the memory that each held.

    python benchmarks/bench_packet.py [--exhibits 100] [--pages 10] [--rounds 5]

Each exhibit is a PDF of text in a font of its own with a photograph on every page. Ours reads each source (pages, digests of what they draw), sets cover, index,
tab sheets and last pages, stamps, numbers, links, and writes one part; Python's start and imports count. The jail and the log are left out: see bench_sandbox.py.
Ratios are of medians: 2.00 takes twice as long as the bare merge.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Dictionary, Name

_OURS = "import sys; from benchmarks.bench_packet import bind; bind(sys.argv[1], sys.argv[2])"


def fill(folder: Path, exhibits: int, pages: int) -> None:
    """Write PDFs whose pages have a text, a font and a photograph each."""
    chosen = random.Random(6)
    words = [chosen.randbytes(chosen.randint(1, 5)).hex() for _ in range(400)]
    for number in range(exhibits):
        pdf = pikepdf.new()
        font = pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        )
        for _ in range(pages):
            pdf.add_blank_page(page_size=(612, 792))
            page = pdf.pages[-1].obj
            lines = (f"({' '.join(chosen.choices(words, k=11))}) Tj T*" for _ in range(45))
            drawn = f"BT /F1 9 Tf 14 TL 72 730 Td {' '.join(lines)} ET q 90 0 0 60 72 40 cm /I Do Q"
            photograph = pdf.make_stream(
                chosen.randbytes(30_000), Type=Name.XObject, Subtype=Name.Image, Width=300, Height=100,
                ColorSpace=Name.DeviceGray, BitsPerComponent=8,
            )  # fmt: skip
            page["/Contents"] = pdf.make_stream(drawn.encode())
            page["/Resources"] = Dictionary(
                Font=Dictionary(F1=font), XObject=Dictionary(I=photograph)
            )
        pdf.save(folder / f"{number:05d}.pdf")


class _Out:
    """Takes what the binder hands over."""

    def __init__(self, path: str) -> None:
        self._path = path

    def blob(self, data: bytes) -> None:
        """Pass over."""

    def member(self, name: object, **more: object) -> BinaryIO:
        """Give the file the part is written to."""
        return open(self._path, "wb")


def bind(folder: str, out: str) -> None:
    """Read and bind every PDF of a folder, as the jail does."""
    from wellfounded.case.present.packet_jail import fonts
    from wellfounded.packet import bundle, plan
    from wellfounded.packet.exhibit import tab
    from wellfounded.packet.untrusted import bind as binder
    from wellfounded.packet.untrusted.inspect import inspect

    paths = sorted(Path(folder).iterdir())
    found = [inspect(path.open("rb")) for path in paths]
    bound = tuple(
        plan.Bound(
            tab=tab(n), title=f"Document {n}", maker="A. Maker", dated="3 March 2024", offered="that the gate was closed",
            language="", source=n, total=len(one.pages), pages=tuple(range(1, len(one.pages) + 1)),
            contents=tuple(page.content for page in one.pages), origin=(("Digest", "0" * 64),),
        )
        for n, one in enumerate(found)
    )  # fmt: skip
    runs = tuple(plan.Run(n, 0, one.total) for n, one in enumerate(bound))
    told = plan.Binding(
        cover=plan.Cover(title="Exhibits"), exhibits=bound, parts=(runs,), names=("out.pdf",), manifest="{}",
        issued=0, paper="us-letter", language="en", fonts=fonts(),
    )  # fmt: skip
    with tempfile.TemporaryFile() as file:
        whole: Any = file
        bundle.write(whole, told, [p.open("rb") for p in paths], [p.stat().st_size for p in paths])
        source: Any = type("Lent", (), {"file": file})
        sink: Any = _Out(out)
        binder.read(source, sink, {})


def cost(command: list[str]) -> tuple[float, int]:
    """Give the CPU seconds of a program and the most memory it held, in bytes."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[0]} ended with {status}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in (("exhibits", 100), ("pages", 10), ("rounds", 5)):
        parser.add_argument(f"--{name}", type=int, default=value)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        inbox = Path(folder, "in")
        inbox.mkdir()
        fill(inbox, given.exhibits, given.pages)
        merged = ["qpdf", "--empty", "--pages", *map(str, sorted(inbox.iterdir())), "--", f"{folder}/q.pdf"]  # fmt: skip
        ours = [sys.executable, "-c", _OURS, str(inbox), f"{folder}/ours.pdf"]
        rounds = [(cost(merged), cost(ours)) for _ in range(given.rounds)]
    peer, mine = (statistics.median(one[side][0] for one in rounds) for side in (0, 1))
    most = [max(one[side][1] for one in rounds) / 1e6 for side in (0, 1)]
    print(f"{given.exhibits} exhibits of {given.pages} pages")
    print(f"qpdf, bare merge   {peer:.2f} s  {most[0]:.0f} MB")
    print(f"ours               {mine:.2f} s  {most[1]:.0f} MB   ratio {mine / peer:.2f}")


if __name__ == "__main__":
    main()
