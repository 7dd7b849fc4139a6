"""The catalogue: what a query needs, rebuildable from the logs, the private values and the record sets.

    with Catalogue.open(path) as catalogue:            # Unusable: Catalogue.fresh(path), then feed from index 0
        catalogue.apply([Applied("custody", 0, entry, private), ...], [Position("custody", size, root_hex)])
        catalogue.put_records(item, "read", recipe, entry_index, records)
        for item in catalogue.items(): ...
        for hit in catalogue.search('关恒 "the yard"').hits: ...

Nothing here is the truth: the file can be deleted at any time.
"""

from wellfounded.catalogue.aliases import Aliases
from wellfounded.catalogue.answers import (
    Amendment,
    Dated,
    Decided,
    EntryLine,
    FoundFact,
    FoundFailure,
    FoundMember,
    FoundPassage,
    FoundPicture,
    FoundPrint,
    FoundText,
    ItemDetail,
    ItemSummary,
    Link,
    Note,
    NotReceived,
    Pending,
    Placed,
    Reading,
    Receipt,
    Withdrawal,
)
from wellfounded.catalogue.applied import Applied, Position
from wellfounded.catalogue.database import Unusable
from wellfounded.catalogue.handling import Handling, strictest
from wellfounded.catalogue.overview import Changes, Counts
from wellfounded.catalogue.projection import Catalogue
from wellfounded.catalogue.search import Hit, Hits
from wellfounded.catalogue.snippet import Snippet

__all__ = [
    "Aliases",
    "Amendment",
    "Applied",
    "Catalogue",
    "Changes",
    "Counts",
    "Dated",
    "Decided",
    "EntryLine",
    "FoundFact",
    "FoundFailure",
    "FoundMember",
    "FoundPassage",
    "FoundPicture",
    "FoundPrint",
    "FoundText",
    "Handling",
    "Hit",
    "Hits",
    "ItemDetail",
    "ItemSummary",
    "Link",
    "NotReceived",
    "Note",
    "Pending",
    "Placed",
    "Position",
    "Reading",
    "Receipt",
    "Snippet",
    "Unusable",
    "Withdrawal",
    "strictest",
]
