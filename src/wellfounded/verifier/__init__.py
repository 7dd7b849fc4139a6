"""The program that checks a case or a proof without this package: one file, put beside what is handed out.

Nothing of it is used here, and it uses nothing of ours.
"""

from importlib import resources

NAME = "wellfounded-verify.py"
"""What the file is called where it is handed out."""


def program() -> bytes:
    """Give the bytes of the file, the same wherever it is put."""
    return resources.files(__name__).joinpath("wellfounded_verify.py").read_bytes()
