"""What a trained trunk sees of the garments by which the embedder's parts are fitted and chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor

from fashion_training.appearance.alterations import ALTERATIONS, altered, on_street, on_white
from fashion_training.appearance.choose import Views
from fashion_training.appearance.crops import Garment, altered_crop
from fashion_training.appearance.figures import see_all, see_garments
from fashion_training.appearance.fitted import WORDS, Fine, Fitted
from fashion_training.appearance.garments import GarmentSet
from fashion_training.appearance.network import Appearance, Seen
from fashion_training.data.decoded import Pixels

_ALTERED: Final = 1000
"""Garments by whose alterations the fine part is fitted."""


@dataclass(frozen=True)
class Lessons:
    """What parts are fitted to, of N garments."""

    plain: Seen
    altered: Seen
    """Another view of each."""
    labels: dict[str, Tensor]
    """By part of `WORDS`, [N], below 0 where there is none."""
    changes: list[Tensor]
    """As `Fine.fit` takes them."""

    def fit(self, network: Appearance) -> Fitted:
        fine = Fine.fit(self.plain.overall, self.changes)
        return Fitted.fit(network, fine, [self.plain, self.altered], self.labels)

    def at(self, rows: list[int]) -> Lessons:
        """Of fewer garments."""
        labels = {name: of[rows] for name, of in self.labels.items()}
        return Lessons(self.plain.at(rows), self.altered.at(rows), labels, self.changes)


@dataclass(frozen=True)
class Looks:
    """What is seen of queries, of the gallery, of the queries altered, and of garments in the street and as a shop shows them."""

    queries: Seen
    gallery: Seen
    altered: dict[str, tuple[list[int], Seen]]
    """By alteration: indices of the queries it was made of."""
    street: Seen
    shop: Seen

    @torch.no_grad()
    def views(self, network: Appearance, fitted: Fitted) -> Views:
        altered = {name: (indices, fitted.parts(network, seen)) for name, (indices, seen) in self.altered.items()}
        queries, gallery, street, shop = (
            fitted.parts(network, seen) for seen in (self.queries, self.gallery, self.street, self.shop)
        )
        return Views(queries, gallery, altered, street, shop)


@torch.no_grad()
def look(
    network: Appearance, held_out: GarmentSet, learnt: GarmentSet, side: int, backgrounds: list[Path]
) -> tuple[Looks, Lessons]:
    """
    What is seen of held-out and of learnt garments; and the latter as what parts are fitted to.

    :param held_out: its `catalogue` are the queries
    :param learnt: its `catalogue` are the gallery
    :param side: of the crops, in pixels
    :param backgrounds: street photographs to put behind garments
    """
    queries, gallery = held_out.catalogue, learnt.catalogue
    worn = _cut_out(held_out.street, side)
    looks = Looks(
        see_garments(network, queries, side),
        see_garments(network, gallery, side),
        {name: (list(of), see_all(network, of.values())) for name, of in _altered(queries, side, backgrounds, seed=5)},
        see_garments(network, [garment for garment, _ in worn], side),
        see_all(network, (crop for _, crop in worn)),
    )
    changes = _changes(network, learnt, looks.gallery.overall, side, backgrounds)
    random = np.random.default_rng(3)
    another = see_all(network, (altered_crop(garment, side, random, backgrounds) for garment in gallery))
    labels = {name: torch.tensor([of.labels.get(head, -1) for of in gallery]) for name, head in WORDS.items()}
    return looks, Lessons(looks.gallery, another, labels, changes)


def _altered(garments: list[Garment], side: int, backgrounds: list[Path], seed: int) -> Iterator[tuple[str, dict[int, Pixels]]]:
    """By alteration: crops by the index of their garment. On a street only those of which it is known what is the garment."""
    random = np.random.default_rng(seed)
    for name in ALTERATIONS:
        yield name, {index: altered(garment, name, side, random) for index, garment in enumerate(garments)}
    streets = {index: on_street(garment, side, random, backgrounds) for index, garment in enumerate(garments)}
    yield "street background", {index: crop for index, crop in streets.items() if crop is not None}


def _changes(
    network: Appearance, learnt: GarmentSet, before: torch.Tensor, side: int, backgrounds: list[Path]
) -> list[torch.Tensor]:
    """
    What alterations of learnt garments change of what is seen before the last stage, as `Fine.fit` takes it.

    :param before: [N, 2 C], what is seen of the catalogue's garments as they are
    """
    count = len(learnt.catalogue)
    chosen = np.random.default_rng(9).choice(count, min(count, _ALTERED), replace=False)
    plain = before[chosen]
    garments = [learnt.catalogue[index] for index in chosen]
    changes = [
        see_all(network, of.values()).overall - plain[list(of)] for _, of in _altered(garments, side, backgrounds, seed=9) if of
    ]
    worn = _cut_out(learnt.street, side)[:_ALTERED]
    if worn:
        shop = see_all(network, (crop for _, crop in worn)).overall
        changes.append(see_garments(network, [garment for garment, _ in worn], side).overall - shop)
    return changes


def _cut_out(street: list[Garment], side: int) -> list[tuple[Garment, Pixels]]:
    """The largest garments of street photographs, and each as a shop would show it."""
    return [(garment, crop) for garment in _largest(street) if (crop := on_white(garment, side)) is not None]


def _largest(street: list[Garment], count: int = 3) -> list[Garment]:
    """Of each photograph, as the project's evaluation takes them."""
    by_path: dict[Path, list[Garment]] = {}
    for garment in sorted(street, key=lambda garment: -(garment.box[2] - garment.box[0]) * (garment.box[3] - garment.box[1])):
        if garment.mask is not None and "item_type" in garment.labels:
            by_path.setdefault(garment.path, []).append(garment)
    return [garment for of in by_path.values() for garment in of[:count]]
