"""What is chosen on held-out pictures of the training part: thresholds and suppression."""

from __future__ import annotations

import itertools
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from fashion_training.data.decoded import Pixels, pixels
from fashion_training.data.records import Picture, StreetPicture
from fashion_training.detector.boxes import Floats, overlaps
from fashion_training.detector.decode import Found, Rules, decode
from fashion_training.detector.figures import shop_figures, street_figures
from fashion_training.taxonomy import item_types

ALONE: Final = 0.99
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
    """Suppression by the best mAP and half of any type's AP on street pictures; and the figures of all that were tried."""
    tried = []
    for iou, cross in itertools.product((0.5, 0.55, 0.6, 0.65), (0.7, 0.8, 0.9)):
        rules = Rules(INDEXING, iou, cross, _SECOND_GUESS)
        figures = street_figures(held_out.street, remembered.by(rules))
        tried.append((figures.mean + 0.5 * figures.any_type, rules, figures))
    best = max(tried, key=lambda one: one[0])
    return best[1], {"tried": [{**asdict(rules), **asdict(figures)} for _, rules, figures in tried]}


def choose_display(remembered: Remembered, rules: Rules, held_out: HeldOut) -> tuple[float, list[dict[str, float]]]:
    """
    The threshold of what is shown: the best F1 of street items with their types, among those by which at least `ALONE` of the
    products that stand alone are found where they are.
    """
    find = remembered.by(rules)
    tried = []
    for display in np.arange(0.15, 0.56, 0.025):
        shop = shop_figures(held_out.catalogue, held_out.garments, find, float(display))
        precision, recall = _street_hits(held_out.street, find, float(display))
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        tried.append({"display": round(float(display), 3), "precision": precision, "recall": recall, "f1": f1, **asdict(shop)})
    kept = [one for one in tried if one["alone_located"] >= ALONE] or tried[:1]
    return max(kept, key=lambda one: one["f1"])["display"], tried


def _street_hits(pictures: list[StreetPicture], find: Any, display: float) -> tuple[float, float]:
    """Precision and recall of items with their types at a threshold."""
    right = said = wanted = 0
    for picture in pictures:
        found = find(pixels(picture.path))
        shown = found.scores >= display
        items = [(item_types().index(item.type), item.box) for item in picture.items if item.type is not None]
        boxes = np.array([box for _, box in items], np.float32).reshape(-1, 4)
        kinds = np.array([kind for kind, _ in items])
        shared = overlaps(found.boxes[shown], boxes)
        taken = np.zeros(len(items), bool)
        for row, kind in zip(shared, found.types[shown], strict=True):
            row = np.where(taken | (kinds != kind), 0, row)
            if len(row) and row.max() >= 0.5:
                taken[row.argmax()] = True
                right += 1
        said += int(shown.sum())
        wanted += len(items)
    return right / max(said, 1), right / max(wanted, 1)
