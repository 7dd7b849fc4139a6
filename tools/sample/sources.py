"""Where the pictures and clips of the sample case come from, each pinned by its SHA-256."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """A file in an unpacked package: `path` under the folder of sources, and its digest."""

    package: str
    path: str
    sha256: str


_FORENSICS = "usr/share/forensics-samples/original-files"
_LOMIRI = "usr/share/backgrounds"
_OPENCV = "usr/share/doc/opencv-doc"

SOURCES = {
    "railway": Source(
        "forensics-samples-files",
        f"{_FORENSICS}/pic1/IMG_1054.JPG",
        "76204f90870d97c2d462c58e113f8a90f2edf4b6fbd95ac2f0f876bb4e61b311",
    ),
    "dog": Source(
        "forensics-samples-files",
        f"{_FORENSICS}/movie1/VID_20191220_170832.mp4",
        "9b0710a436413f75cc3cd1c1048aa3c4d7c28f76f51ef6a25413d0018d22ec99",
    ),
    "valley": Source(
        "lomiri-wallpapers-16.04",
        f"{_LOMIRI}/aitzgorri_by_Aitzol_Berasategi.jpg",
        "66268e7b48f8854d36a28765fac6e23ec1aee251daa6da1f64715f201020ad36",
    ),
    "pass": Source(
        "lomiri-wallpapers-16.04",
        f"{_LOMIRI}/picosdeeuropa_by_Aitzol_Berasategi.jpg",
        "414d0072b2f6f2c555deafeaef6e45c4fed6fa9ad26eba6560ca8803959cf97a",
    ),
    "tree": Source(
        "opencv-doc",
        f"{_OPENCV}/examples/data/tree.avi",
        "4666099d0f704e310047b2f0a5ec9f936cb76a7271de9a2e70a0c57f82ac82dc",
    ),
    "carton": Source(
        "opencv-doc",
        f"{_OPENCV}/opencv4/html/box.mp4.gz",
        "2c38968ca5216a9d9d152913b583c501333f30578f9eedebe6e6d88768754737",
    ),
    "flask": Source(
        "opencv-doc",
        f"{_OPENCV}/opencv4/html/cup.mp4.gz",
        "d63f6bca6b0722c64486672614351d94dcd7d37a8104dc6e55e12f40fa582a9b",
    ),
    "astronaut": Source(
        "scikit-image",
        "skimage/data/astronaut.png",
        "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
    ),
    "coffee": Source(
        "scikit-image",
        "skimage/data/coffee.png",
        "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7",
    ),
    "brick": Source(
        "scikit-image",
        "skimage/data/brick.png",
        "7966caf324f6ba843118d98f7a07746d22f6a343430add0233eca5f6eaaa8fcf",
    ),
}


def source(folder: Path, name: str) -> bytes:
    """The bytes of source `name` under `folder`. Raises ValueError when they are not the pinned ones."""
    pinned = SOURCES[name]
    data = (folder / pinned.package / pinned.path).read_bytes()
    if hashlib.sha256(data).hexdigest() != pinned.sha256:
        raise ValueError(f"{pinned.package}/{pinned.path} is not the file this was built from")
    return gzip.decompress(data) if pinned.path.endswith(".gz") else data
