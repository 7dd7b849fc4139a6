"""Support that runs in a circle: nodes that rest on one another and on nothing that could have known."""

from __future__ import annotations

from collections.abc import Sequence


def components(edges: Sequence[Sequence[int]]) -> list[list[int]]:
    """Give the strongly connected components, what is rested on before what rests on it (Tarjan 1972, without recursion)."""
    index: list[int] = [-1] * len(edges)
    low = [0] * len(edges)
    on_stack = [False] * len(edges)
    stack: list[int] = []
    found: list[list[int]] = []
    count = 0
    for root in range(len(edges)):
        if index[root] >= 0:
            continue
        work = [(root, 0)]
        while work:
            node, at = work.pop()
            if at == 0:
                index[node] = low[node] = count
                count += 1
                stack.append(node)
                on_stack[node] = True
            for place in range(at, len(edges[node])):
                other = edges[node][place]
                if index[other] < 0:
                    work += [(node, place + 1), (other, 0)]
                    break
                if on_stack[other]:
                    low[node] = min(low[node], low[other], index[other])
            else:
                _close(node, low, index, stack, on_stack, found)
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
    return found


def _close(
    node: int,
    low: list[int],
    index: list[int],
    stack: list[int],
    on_stack: list[bool],
    found: list[list[int]],
) -> None:
    """End a node; if it is the first of its component, take the component off the stack."""
    if low[node] != index[node]:
        return
    component = []
    while True:
        last = stack.pop()
        on_stack[last] = False
        component.append(last)
        if last == node:
            break
    found.append(component)


def circle_in(edges: Sequence[Sequence[int]], component: Sequence[int]) -> list[int]:
    """Give a shortest circle inside a component through its least node: each rests on the next, the last on the first; empty if none."""
    inside = set(component)
    start = min(component)
    before: dict[int, int] = {}
    queue = [start]
    for node in queue:
        for other in edges[node]:
            if other == start:
                return _back(before, start, node)
            if other in inside and other not in before:
                before[other] = node
                queue.append(other)
    return []


def _back(before: dict[int, int], start: int, node: int) -> list[int]:
    path = [node]
    while path[-1] != start:
        path.append(before[path[-1]])
    return path[::-1]
