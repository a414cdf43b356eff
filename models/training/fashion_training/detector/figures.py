"""How good a detector is: average precision, as the project's own evaluation counts it, and what is found on shop pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from fashion_training.data.decoded import Pixels, pixels
from fashion_training.data.records import Picture, StreetPicture
from fashion_training.data.silhouette import bounds, is_worn, silhouette
from fashion_training.detector.boxes import Floats, areas, overlaps
from fashion_training.detector.decode import Found
from fashion_training.taxonomy import item_types

Find = Callable[[Pixels], Found]
_LEAST: Final = 0.5
ENOUGH: Final = 10
"""Items of a type; fewer say nothing."""


@dataclass(frozen=True)
class StreetFigures:
    mean: float
    """mAP@0.5 over types with at least `ENOUGH` items."""
    any_type: float
    by_type: dict[str, float]


@dataclass(frozen=True)
class ShopFigures:
    alone_located: float
    """Largest item on the silhouette (IoU at least 0.5)."""
    worn_found: float
    """An item of the known type is found."""
    garments_found: float


def average_precision(truths: list[Floats], boxes: list[Floats], scores: list[Floats], least: float = _LEAST) -> float:
    """
    Area under the precision-recall curve with precision made monotone.

    :param truths: by picture, [items, 4]
    :param boxes: by picture, [found, 4]; :param scores: [found]
    :param least: IoU with an item that makes a box its
    """
    ranked = sorted(
        ((float(score), picture, index) for picture, of in enumerate(scores) for index, score in enumerate(of)),
        key=lambda one: -one[0],
    )
    shared = [overlaps(found, wanted) for found, wanted in zip(boxes, truths, strict=True)]
    taken = [np.zeros(len(wanted), bool) for wanted in truths]
    hits = np.zeros(len(ranked))
    for rank, (_, picture, index) in enumerate(ranked):
        row = np.where(taken[picture], -1, shared[picture][index])
        if len(row) and row.max() >= least:
            taken[picture][row.argmax()] = True
            hits[rank] = 1
    total = sum(len(wanted) for wanted in truths)
    right = hits.cumsum()
    recall = right / max(total, 1)
    precision = np.maximum.accumulate((right / np.arange(1, len(hits) + 1))[::-1])[::-1]
    return float((precision * np.diff(recall, prepend=0)).sum())


def street_figures(pictures: list[StreetPicture], find: Find) -> StreetFigures:
    found = [find(pixels(picture.path)) for picture in pictures]
    wanted = [
        [(item_types().index(item.type), item.box) for item in picture.items if item.type is not None] for picture in pictures
    ]

    def truths(kind: int | None) -> list[Floats]:
        return [
            np.array([box for index, box in items if kind is None or index == kind], np.float32).reshape(-1, 4) for items in wanted
        ]

    by_type = {}
    for kind, name in enumerate(item_types()):
        of_kind = truths(kind)
        if sum(len(boxes) for boxes in of_kind) < ENOUGH:
            continue
        chosen = [one.types == kind for one in found]
        by_type[name] = average_precision(
            of_kind,
            [one.boxes[which] for one, which in zip(found, chosen, strict=True)],
            [one.scores[which] for one, which in zip(found, chosen, strict=True)],
        )
    any_type = average_precision(truths(None), [one.boxes for one in found], [one.scores for one in found])
    return StreetFigures(float(np.mean(list(by_type.values()))), any_type, by_type)


def largest_typed(pictures: list[Picture], find: Find, least: float) -> float:
    """How often the largest item with at least this score is of the picture's known type."""
    right = []
    for picture in pictures:
        if picture.type is None:
            continue
        found = find(pixels(picture.path))
        boxes, types = found.boxes[found.scores >= least], found.types[found.scores >= least]
        right.append(len(boxes) > 0 and item_types()[types[areas(boxes).argmax()]] == picture.type)
    return float(np.mean(right))


def shop_figures(catalogue: list[Picture], garments: list[Picture], find: Find, displays: list[float]) -> list[ShopFigures]:
    """What is found at each of these `display` thresholds. :raises ValueError: where a kind of picture is missing"""
    alone, worn, home = [], [], []
    for picture in catalogue:
        if picture.type is None:
            continue
        decoded = pixels(picture.path)
        mask, found = silhouette(decoded), find(decoded)
        if picture.raw["masterCategory"] == "Apparel" and is_worn(decoded, mask):
            worn.append([_shows(found, picture.type, display) for display in displays])
        elif (box := bounds(mask)) is not None:
            alone.append([_locates(found, np.array([box], np.float32), display) for display in displays])
    for picture in garments:
        if picture.type is not None:
            found = find(pixels(picture.path))
            home.append([_shows(found, picture.type, display) for display in displays])
    if not (alone and worn and home):
        raise ValueError("there is no held-out picture of a product alone, one that is worn, or one at home: nothing to choose by")
    shares = zip(*(np.mean(of, axis=0).tolist() for of in (alone, worn, home)), strict=True)
    return [ShopFigures(*of) for of in shares]


def _shows(found: Found, item_type: str, display: float) -> bool:
    return item_types().index(item_type) in found.types[found.scores >= display]


def _locates(found: Found, wanted: Floats, display: float) -> bool:
    """The largest item is at the wanted box [1, 4]."""
    boxes = found.boxes[found.scores >= display]
    return len(boxes) > 0 and bool(overlaps(boxes[[areas(boxes).argmax()]], wanted)[0, 0] >= _LEAST)
