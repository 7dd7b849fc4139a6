"""Pictures for the development set: photographs and drawings found in unpacked packages, frames of
the footage, and made ones that share a template. Nothing is fetched or committed.

The packages are those of `footage.PACKAGES`, with lomiri-wallpapers-16.04 (Debian, CC-BY-SA). Every
scene belongs to one half, whole: thresholds are chosen on half `a`, figures given for half `b`.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from benchmarks.copies.footage import FOOTAGE, cut
from benchmarks.copies.portraits import portrait

LONGEST = 1024
Picture = Image.Image


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture of the collection: its scene, and its number within it; 0 is the one edits are made of.

    Others of one scene were taken at another moment or from another side, or share a template: none
    is a copy of another. A scene whose picture 0 is only there to be mistaken has `edited` false.
    """

    scene: str
    number: int
    path: Path
    edited: bool = True

    @property
    def name(self) -> str:
        """What its file is called."""
        return f"{self.scene}-{self.number}"


_OPENCV = "opencv-doc/examples/data/"
_MATE = "share/backgrounds/mate/"
_PLASMA = "share/wallpapers/"
_FORENSICS = "forensics-samples/original-files/"
_GRADIO = "gradio/media_assets/images/"

SCENES: dict[str, dict[str, tuple[str, ...]]] = {
    "a": {
        _OPENCV: (
            *("aero1.jpg aero3.jpg", "aloeL.jpg aloeR.jpg", "graf1.png graf3.png"),
            *("leuvenA.jpg leuvenB.jpg", "left01.jpg left02.jpg left04.jpg left06.jpg left13.jpg"),
            *("baboon.jpg", "board.jpg", "box.png", "building.jpg", "butterfly.jpg", "cards.png"),
            *("chicky_512.png", "fruits.jpg", "HappyFish.jpg", "home.jpg", "messi5.jpg", "ml.png"),
            *("licenseplate_motion.jpg", "smarties.png", "squirrel_cls.jpg", "starry_night.jpg"),
            *("stuff.jpg", "sudoku.png", "apple.jpg", "imageTextN.png", "pic3.png", "blox.jpg"),
        ),
        _MATE: (
            *("nature/Aqua.jpg", "nature/Dune.jpg", "nature/FreshFlower.jpg", "nature/Garden.jpg"),
            *("nature/GreenMeadow.jpg", "nature/LadyBird.jpg", "nature/Storm.jpg"),
            *("nature/TwoWings.jpg", "nature/YellowFlower.jpg", "desktop/Float-into-MATE.png"),
        ),
        "share/backgrounds/gnome/": ("adwaita-l.webp", "licorice-l.webp", "pixels-l.webp"),
    },
    "b": {
        _OPENCV: (
            *("left.jpg right.jpg", "rubberwhale1.png rubberwhale2.png"),
            *("basketball1.png basketball2.png", "Blender_Suzanne1.jpg Blender_Suzanne2.jpg"),
        ),
        "share/backgrounds/": (
            *(
                "Bridge_by_Sander_Klootwijk.jpg",
                "Dragonfly_by_Bolly.jpg",
                "Wine_by_Jakkub_Mede.jpg",
            ),
            *("Picture_0B_by_freespace.jpg", "Picture_1A_by_freespace.jpg"),
            *("aitzgorri_by_Aitzol_Berasategi.jpg", "free_by_Peter_Nerlich.jpg"),
            *("friends_by_Aitzol_Berasategi.jpg", "greentock_by_Peter_Nerlich.jpg"),
            *("life_by_Aitzol_Berasategi.jpg", "picosdeeuropa_by_Aitzol_Berasategi.jpg"),
            *("seeding_by_Clements_Engelhardt.jpg", "sunset_by_Aitzol_Berasategi.jpg"),
            "umang_by_Abhishek_Mudgal.jpg",
        ),
        _PLASMA: (
            *("Autumn/contents/images/1280x1024.jpg", "BytheWater/contents/images/1280x1024.jpg"),
            *("ColdRipple/contents/images/1280x1024.jpg", "Grey/contents/images/1280x1024.jpg"),
            *("ColorfulCups/contents/images/2560x1600.jpg", "Kite/contents/images/1280x1024.jpg"),
            *("EveningGlow/contents/images/1280x1024.jpg", "Path/contents/images/1280x1024.jpg"),
            *("FallenLeaf/contents/images/1280x1024.jpg", "Canopee/contents/images/3840x2160.png"),
            *("FlyingKonqui/contents/images/1280x1024.png", "Patak/contents/images/1080x1920.png"),
            *("OneStandsOut/contents/images/1280x1024.jpg", "Elarun/contents/images/2560x1600.png"),
        ),
        _FORENSICS: (
            *("pic1/IMG-20191006-WA0002.jpg", "pic1/IMG_1054.JPG", "pic1/IMG_20200827_231612.jpg"),
            *("pic2/IMG_20191224_234846.jpg", "pic2/IMG_20200124_231153.jpg"),
            "pic2/IMG_20200608_111614.jpg",
        ),
        _GRADIO: ("cheetah.jpg", "cheetah1.jpg", "groot.jpeg", "lion.jpg", "tower.jpg"),
    },
}

_DISTRACTORS: dict[str, tuple[str, ...]] = {
    "a": tuple(
        _OPENCV + n
        for n in (
            "digits.png detect_blob.png ellipses.jpg notes.png pic1.png pic2.png pic4.png pic5.png pic6.png "
            "chessboard.png opencv-logo.png LinuxLogo.jpg WindowsLogo.jpg text_defocus.jpg orange.jpg"
        ).split()
    ),
    "b": tuple(
        f"{_PLASMA}{n}"
        for n in (
            "Cascade/contents/images/3840x2160.png Cluster/contents/images/3840x2160.png "
            "DarkestHour/contents/images/1280x1024.jpg Honeywave/contents/images/1080x1920.jpg "
            "IceCold/contents/images/5120x2880.png Kay/contents/images/1080x1920.png "
            "MilkyWay/contents/images/1080x1920.png PastelHills/contents/images/1280x1024.jpg "
            "SafeLanding/contents/images/1622x2880.jpg Shell/contents/images/5120x2880.jpg "
            "Volna/contents/images/5120x2880.jpg summer_1am/contents/images/1280x1024.jpg"
        ).split()
    ),
}
_MOMENTS = (0.0, 3.0, 6.0)
_MOVED = 10, 0.01


def _sought(packages: Path) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in sorted(packages.rglob("*")):
        found.setdefault(path.name, []).append(path)
    return found


def _kept(picture: Picture, path: Path) -> Path:
    small = picture.convert("RGB")
    small.thumbnail((LONGEST, LONGEST))
    small.save(path)
    return path


def collection(packages: Path, out: Path, half: str) -> list[Shown]:
    """Give every picture of one half, made as files of at most 1,024 pixels across under `out`."""
    ready = out / "shown"
    ready.mkdir(parents=True, exist_ok=True)
    listed = out / "shown.txt"
    if not listed.exists():
        made = [
            *_packaged(packages, ready, half),
            *_frames(packages, out, ready, half),
            *_portraits(ready, half),
        ]
        listed.write_text("".join(f"{s.scene} {s.number} {int(s.edited)}\n" for s in made))
    shown = []
    for line in listed.read_text().splitlines():
        scene, number, edited = line.split()
        shown.append(Shown(scene, int(number), ready / f"{scene}-{number}.png", edited == "1"))
    return shown


def _packaged(packages: Path, ready: Path, half: str) -> Iterator[Shown]:
    by_name = _sought(packages)

    def path_of(ends: str) -> Path:
        for path in by_name.get(Path(ends).name, []):
            if str(path).endswith(ends):
                return path
        raise SystemExit(
            f"no picture ends with {ends}: unpack the packages of benchmarks/copies/footage.py"
        )

    for folder, scenes in SCENES[half].items():
        for names in scenes:
            first = Path(names.split()[0]).with_suffix("")
            scene = f"{first.parts[0]}-{first.name}"
            for number, name in enumerate(names.split()):
                with Image.open(path_of(folder + name)) as opened:
                    upright = ImageOps.exif_transpose(opened).convert("RGB")
                yield Shown(scene, number, _kept(upright, ready / f"{scene}-{number}.png"))
    for ends in _DISTRACTORS[half]:
        scene = "other-" + "-".join(
            p for p in Path(ends).with_suffix("").parts[-4:] if p not in ("contents", "images")
        )
        with Image.open(path_of(ends)) as opened:
            yield Shown(scene, 0, _kept(opened.convert("RGB"), ready / f"{scene}-0.png"), False)


def _frames(packages: Path, out: Path, ready: Path, half: str) -> Iterator[Shown]:
    """Give frames of each piece of footage at several moments, those between which something moved."""
    clips = cut(packages, out.parent / "clips")
    for source in (f for f in FOOTAGE if f.half == half):
        kept: list[np.ndarray] = []
        for clip in clips[source.name]:
            for second in _MOMENTS:
                path = ready / "frame.png"
                path.unlink(missing_ok=True)
                command = ["ffmpeg", "-v", "error", "-y", "-ss", str(second + 1), "-i", str(clip)]
                subprocess.run([*command, "-frames:v", "1", str(path)], check=True)
                if not path.exists():
                    continue
                with Image.open(path) as opened:
                    frame = opened.convert("RGB")
                path.unlink()
                light = np.asarray(frame.convert("L").resize((64, 64), Image.Resampling.BOX), int)
                if all((np.abs(light - k) > _MOVED[0]).mean() > _MOVED[1] for k in kept):
                    number = len(kept)
                    kept.append(light)
                    name = ready / f"film-{source.name}-{number}.png"
                    yield Shown(f"film-{source.name}", number, _kept(frame, name))


def _portraits(ready: Path, half: str) -> Iterator[Shown]:
    """Give drawn portraits of one template each: other faces on the same shoulders and background."""
    for template in range(3):
        for number in range(4):
            drawn = portrait(half, template, number)
            name = ready / f"drawn-{template}-{number}.png"
            yield Shown(f"drawn-{template}", number, _kept(drawn, name), True)
