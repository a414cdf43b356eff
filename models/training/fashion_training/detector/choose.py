"""What is chosen on held-out pictures of the training part: thresholds and suppression."""

from __future__ import annotations

import itertools
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from fashion_training.data.decoded import Pixels, pixels
from fashion_training.data.records import Picture, StreetPicture
from fashion_training.detector.boxes import Floats, overlaps
from fashion_training.detector.decode import Found, Rules, decode
from fashion_training.detector.figures import largest_typed, shop_figures, street_figures
from fashion_training.taxonomy import item_types

ALONE: Final = 0.99
_LIKELY: Final = 0.25
"""A score by which the largest item is looked for before the `display` threshold is known."""
_SECOND_GUESS: Final = 0.3
"""Of its score, that another guess at an item's type keeps."""
INDEXING: Final = 0.03
"""The lowest score answered: a catalogue picture is known to show something (rule 5.11)."""


@dataclass(frozen=True)
class Raw:
    """What a graph answers for one picture, before any rule."""

    boxes: Floats
    scores: Floats
    scale: float


class Remembered:
    """A detector that looks at each picture once, however often the rules change."""

    def __init__(self, raw: Any) -> None:
        """:param raw: a picture to boxes [A, 4] in input pixels, scores [A, types] and scale"""
        self._raw = raw
        self._seen: dict[int, tuple[Pixels, Raw]] = {}

    def by(self, rules: Rules) -> Any:
        def find(picture: Pixels) -> Found:
            if id(picture) not in self._seen:
                boxes, scores, scale = self._raw(picture)
                likely = scores.max(1) >= 0.01
                self._seen[id(picture)] = (picture, Raw(boxes[likely], scores[likely], scale))
            _, raw = self._seen[id(picture)]
            return decode(raw.boxes, raw.scores, rules, raw.scale, picture)

        return find


@dataclass(frozen=True)
class HeldOut:
    street: list[StreetPicture]
    catalogue: list[Picture]
    garments: list[Picture]


def choose_rules(remembered: Remembered, held_out: HeldOut) -> tuple[Rules, dict[str, Any]]:
    """
    Suppression, by the sum of mAP and half of any type's AP on street pictures, and of how often the largest item of a product's
    picture is of its type: by that item a product is indexed (rule 5.11). And the figures of all that were tried.
    """
    tried = []
    for iou, cross in itertools.product((0.4, 0.45, 0.5, 0.55, 0.6, 0.65), (0.6, 0.7, 0.8, 0.9)):
        rules = Rules(INDEXING, iou, cross, _SECOND_GUESS)
        find = remembered.by(rules)
        figures, typed = (
            street_figures(held_out.street, find),
            largest_typed([*held_out.catalogue, *held_out.garments], find, _LIKELY),
        )
        worth = figures.mean + 0.5 * figures.any_type + typed
        tried.append((worth, rules, {**asdict(rules), **asdict(figures), "largest_typed": typed}))
    best = max(tried, key=lambda one: one[0])
    return best[1], {"tried": [figures for *_, figures in tried]}


def choose_display(remembered: Remembered, rules: Rules, held_out: HeldOut) -> tuple[float, list[dict[str, float]]]:
    """The threshold of what is shown, and the figures of all that were tried."""
    find = remembered.by(rules)
    displays = [round(float(display), 3) for display in np.arange(0.1, 0.56, 0.025)]
    tried = []
    for display, shop in zip(displays, shop_figures(held_out.catalogue, held_out.garments, find, displays), strict=True):
        hits = np.array([_hits(picture, find, display) for picture in held_out.street])
        right, said, wanted = hits.sum(0)
        precision, recall = right / max(said, 1), right / max(wanted, 1)
        figures = {"precision": float(precision), "recall": float(recall), "f1": f1(hits), "f1_error": f1_error(hits)}
        tried.append({"display": display, **figures, **asdict(shop)})
    return lowest_as_good(tried), tried


def lowest_as_good(tried: list[dict[str, float]]) -> float:
    """
    Of the thresholds by which at least `ALONE` of the products that stand alone are found where they are, or as many as by any, the
    lowest whose F1 of street items with their types is within a standard error of the best one's: a box too many can be passed
    over, and an item without a box cannot be searched.
    """
    enough = min(ALONE, max(one["alone_located"] for one in tried))
    kept = [one for one in tried if one["alone_located"] >= enough]
    best = max(kept, key=lambda one: one["f1"])
    return min(one["display"] for one in kept if one["f1"] >= best["f1"] - best["f1_error"])


def f1(hits: NDArray[np.int64]) -> float:
    """:param hits: a row per picture, as `_hits` answers"""
    right, said, wanted = hits.sum(0)
    return 2 * float(right) / max(float(said + wanted), 1.0)


def f1_error(hits: NDArray[np.int64], times: int = 1000) -> float:
    """Standard error of F1, over resampled pictures."""
    random = np.random.default_rng(3)
    return float(np.std([f1(hits[random.integers(len(hits), size=len(hits))]) for _ in range(times)]))


def _hits(picture: StreetPicture, find: Any, display: float) -> tuple[int, int, int]:
    """Items found with their types, boxes shown and items there."""
    found = find(pixels(picture.path))
    shown = found.scores >= display
    items = [(item_types().index(item.type), item.box) for item in picture.items if item.type is not None]
    kinds = np.array([kind for kind, _ in items])
    shared = overlaps(found.boxes[shown], np.array([box for _, box in items], np.float32).reshape(-1, 4))
    taken = np.zeros(len(items), bool)
    for row, kind in zip(shared, found.types[shown], strict=True):
        row = np.where(taken | (kinds != kind), 0, row)
        if len(row) and row.max() >= 0.5:
            taken[row.argmax()] = True
    return int(taken.sum()), int(shown.sum()), len(items)
