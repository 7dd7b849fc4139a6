"""The independent ground under a claim: disjoint chains, what it falls with, circles, all exact."""

from wellfounded.claims.support.graph import GROUNDS, Ground, Joined, Node, SupportGraph
from wellfounded.claims.support.independence import Support, merged, reckon

__all__ = ["GROUNDS", "Ground", "Joined", "Node", "Support", "SupportGraph", "merged", "reckon"]
