"""From what a detector's graph answers to items, as the server reads it (packages/inference: decode-detections)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fashion_training.data.decoded import Pixels
from fashion_training.detector.boxes import Floats, overlaps

_MOST_CANDIDATES: Final = 1000
_MOST_ITEMS: Final = 32
_UNRECOGNISED_SIDE: Final = 20
PAD: Final = 114
"""Grey around a picture in the input."""


@dataclass(frozen=True)
class Rules:
    threshold: float
    iou: float
    cross_type_iou: float
    cross_type_decay: float = 0.0


@dataclass(frozen=True)
class Found:
    """Items of one picture, best first."""

    boxes: Floats
    """[items, 4], x0 y0 x1 y1 in pixels of the picture."""
    scores: Floats
    types: NDArray[np.int64]


def decode(boxes: Floats, scores: Floats, rules: Rules, scale: float, picture: Pixels) -> Found:
    """:param boxes: [A, 4] in input pixels; :param scores: [A, types]"""
    places, types = np.nonzero(scores >= rules.threshold)
    values = scores[places, types]
    order = np.argsort(-values, kind="stable")[:_MOST_CANDIDATES]
    places, types, values = places[order], types[order], values[order]
    found = boxes[places]
    kept = suppress(found, types, rules.iou)
    found, types, values = found[kept], types[kept], values[kept]
    leaders = np.zeros(len(found), bool)
    leaders[suppress(found, np.zeros_like(types), rules.cross_type_iou)] = True
    values = np.where(leaders, values, values * rules.cross_type_decay)
    order = np.argsort(-values, kind="stable")
    kept = [int(index) for index in order if values[index] >= max(rules.threshold, 1e-9)][:100]
    found, types, values = found[kept] / scale, types[kept], values[kept]
    height, width = picture.shape[:2]
    found = np.clip(found, 0, np.array([width, height, width, height], np.float32))
    sides = found[:, 2:] - found[:, :2]
    seen = (sides.min(1, initial=np.inf) > 0) & (sides.max(1, initial=0) > _UNRECOGNISED_SIDE)
    return Found(found[seen][:_MOST_ITEMS], values[seen][:_MOST_ITEMS], types[seen][:_MOST_ITEMS])


def suppress(boxes: Floats, types: NDArray[np.int64], limit: float) -> list[int]:
    """Greedy: indices, best first, of what no better one of its type overlaps by more than `limit`."""
    rivals = (overlaps(boxes, boxes) > limit) & (types[:, None] == types[None])
    kept: list[int] = []
    for index in range(len(boxes)):
        if not rivals[index, kept].any():
            kept.append(index)
    return kept
