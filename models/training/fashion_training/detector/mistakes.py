"""What holds a detector back on street photographs: kinds of wrong boxes (after TIDE, Bolya et al. 2020), and what they cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from fashion_training.data.decoded import pixels
from fashion_training.data.letterbox import Box
from fashion_training.data.records import LabelledGarment, StreetPicture
from fashion_training.detector.boxes import Floats, areas, intersections, overlaps
from fashion_training.detector.decode import Found
from fashion_training.detector.figures import ENOUGH, Find, average_precision
from fashion_training.taxonomy import item_types

_RIGHT: Final = 0.5
_NEAR: Final = 0.1
_SHARED: Final = 0.7
"""Of the smaller of two boxes: one is a part of the other."""
SMALL: Final = 48
"""Pixels of the longer side."""


@dataclass(frozen=True)
class Judged:
    """What was found in a photograph, best first, beside its items of the taxonomy."""

    found: Found
    boxes: Floats
    """[items, 4]"""
    types: NDArray[np.int64]
    kinds: list[str]
    """Of what was found: `right`, whatever its type; `split or joined`, `twice`, `misplaced` or `background`."""


def judge(picture: StreetPicture, find: Find) -> Judged:
    items = [item for item in picture.items if item.type is not None]
    boxes = np.array([item.box for item in items], np.float32).reshape(-1, 4)
    types = np.array([item_types().index(item.type or "") for item in items], np.int64)
    found = find(pixels(picture.path))
    shared = overlaps(found.boxes, boxes)
    smaller = np.minimum(areas(found.boxes)[:, None], areas(boxes)[None])
    parts = (intersections(found.boxes, boxes) >= _SHARED * smaller) & (found.types[:, None] == types[None])
    taken = np.zeros(len(items), bool)
    kinds = []
    for row, part in zip(shared, parts, strict=True):
        free = np.where(taken, -1, row)
        if len(free) and free.max() >= _RIGHT:
            taken[free.argmax()] = True
            kinds.append("right")
        elif part.any() and row.max() < _RIGHT:
            kinds.append("split or joined")
        elif len(row) and row.max() >= _RIGHT:
            kinds.append("twice")
        else:
            kinds.append("misplaced" if len(row) and row.max() >= _NEAR else "background")
    return Judged(found, boxes, types, kinds)


def mistakes(pictures: list[StreetPicture], find: Find, display: float) -> dict[str, Any]:
    """
    :returns: `wrong`: boxes that are shown and no item's, by kind and type; `any_type`: average precision of boxes, as it is and
        where a kind of mistake is forgiven
    """
    judged = [judge(picture, find) for picture in pictures]
    wrong = Counter(
        (kind, item_types()[item_type])
        for one in judged
        for kind, item_type, score in zip(one.kinds, one.found.types, one.found.scores, strict=True)
        if kind != "right" and score >= display
    )

    def precision(kept: list[NDArray[np.bool_]], wanted: list[NDArray[np.bool_]], least: float = _RIGHT) -> float:
        return average_precision(
            [one.boxes[which] for one, which in zip(judged, wanted, strict=True)],
            [one.found.boxes[which] for one, which in zip(judged, kept, strict=True)],
            [one.found.scores[which] for one, which in zip(judged, kept, strict=True)],
            least,
        )

    every, items = [np.ones(len(one.kinds), bool) for one in judged], [np.ones(len(one.boxes), bool) for one in judged]
    return {
        "shown": sum(int((one.found.scores >= display).sum()) for one in judged),
        "wrong": [{"kind": kind, "type": item_type, "boxes": count} for (kind, item_type), count in wrong.most_common()],
        "any_type": {
            "as it is": precision(every, items),
            "split or joined boxes forgiven": precision([np.array(one.kinds) != "split or joined" for one in judged], items),
            "IoU 0.4 in place of 0.5": precision(every, items, 0.4),
            f"larger than {SMALL} px": precision(
                [_longer(one.found.boxes) > SMALL for one in judged], [_longer(one.boxes) > SMALL for one in judged]
            ),
        },
    }


def types_as_seen(pictures: list[StreetPicture], garments: list[LabelledGarment]) -> list[dict[str, Any]]:
    """
    What the labels' types are worth: average precision of an answer that has every box as it is labelled, and the type that was
    seen there by eye, of all items that were looked at. No detector that sees as people do has more.

    :param garments: labelled by eye
    """
    seen = {(garment.path, garment.box): garment.type for garment in garments}
    looked_at = [
        [(item.type, seen[picture.path, item.box], item.box) for item in picture.items if (picture.path, item.box) in seen]
        for picture in pictures
    ]

    def boxes(of: Sequence[tuple[str | None, str | None, Box]], place: int, name: str) -> Floats:
        return np.array([item[2] for item in of if item[place] == name], np.float32).reshape(-1, 4)

    rows = []
    for name in item_types():
        labelled, answered = ([boxes(items, place, name) for items in looked_at] for place in (0, 1))
        if (count := sum(map(len, labelled))) >= ENOUGH:
            precision = average_precision(labelled, answered, [np.ones(len(of), np.float32) for of in answered])
            rows.append({"type": name, "labelled": count, "seen": sum(map(len, answered)), "precision": precision})
    return rows


def _longer(boxes: Floats) -> Floats:
    return (boxes[:, 2:] - boxes[:, :2]).max(1, initial=0)
