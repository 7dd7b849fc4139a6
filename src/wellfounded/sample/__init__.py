"""The sample case: an invented country, its people and papers, ready to be received.

`items` gives what a person would type after `wellfounded add`, file by file. What is planted among
the files stands in a key beside them (KEY.md, key.json), which nothing in the program reads.
"""

from wellfounded.sample.deciding import SampleClaim, SampleDecisions, decisions
from wellfounded.sample.listing import SampleItem, folder, items, title

__all__ = ["SampleClaim", "SampleDecisions", "SampleItem", "decisions", "folder", "items", "title"]
