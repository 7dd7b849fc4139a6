"""Scores as they are published: precision, recall with its 95 % interval, average precision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """What one query was answered with: the score of a pair, and whether the pair is a copy in truth."""

    row: str
    score: float
    right: bool


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson, 1927)."""
    if not n:
        return 0.0, 1.0
    z, p = 1.96, hits / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    return max(middle - half, 0.0), min(middle + half, 1.0)


def average_precision(answers: Sequence[Answer], wanted: int) -> float:
    """Give the area under precision over recall, all queries in one ranking (uAP), ties at their worst."""
    ranked = sorted(answers, key=lambda a: (-a.score, a.right))
    hits, total = 0, 0.0
    for place, answer in enumerate(ranked, 1):
        if answer.right and answer.score > 0:
            hits += 1
            total += hits / place
    return total / max(wanted, 1)


def recall_at(
    answers: Sequence[Answer], wanted: int, precision: float = 0.99
) -> tuple[float, float]:
    """Give the largest recall at a threshold of at least this precision, and that threshold."""
    best = (0.0, 1.0)
    ranked = sorted(answers, key=lambda a: (-a.score, a.right))
    hits = 0
    for place, answer in enumerate(ranked, 1):
        hits += answer.right
        last = place == len(ranked) or ranked[place].score < answer.score
        if last and answer.score > 0 and hits / place >= precision:
            best = max(best, (hits / max(wanted, 1), answer.score), key=lambda b: b[0])
    return best


def table(answers: Sequence[Answer], wanted: dict[str, int], least: float) -> str:
    """Give a table of each row's recall at the threshold `least`, as Markdown."""
    lines = ["| edit | found | of | 95 % |", "|---|---:|---:|---|"]
    for row, n in wanted.items():
        hits = sum(a.right and a.score >= least for a in answers if a.row == row)
        low, high = wilson(hits, n)
        lines.append(f"| {row} | {hits} | {n} | {low:.2f} to {high:.2f} |")
    hits = sum(a.right and a.score >= least for a in answers)
    total = sum(wanted.values())
    low, high = wilson(hits, total)
    lines.append(f"| all | {hits} | {total} | {low:.3f} to {high:.3f} |")
    return "\n".join(lines)
