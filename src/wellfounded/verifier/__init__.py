"""The program that checks a case, a proof or a packet without this package: one file, and one beside it for packets.

Nothing of it is used here, and it uses nothing of ours.
"""

from importlib import resources

NAME = "wellfounded-verify.py"
"""What the file is called where it is handed out."""


PACKET_NAME = "wellfounded_verify_packet.py"
"""What the half that reads packets is called, wherever it lies beside the program."""


def program() -> bytes:
    """Give the bytes of the file, the same wherever it is put."""
    return resources.files(__name__).joinpath("wellfounded_verify.py").read_bytes()


def packet_half() -> bytes:
    """Give the bytes of the half that reads packets."""
    return resources.files(__name__).joinpath(PACKET_NAME).read_bytes()
