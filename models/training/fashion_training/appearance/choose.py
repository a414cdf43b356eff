"""What is chosen of the embedder on held-out garments of the training part: the parts' weights, and the similarity's curve."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from fashion_training.appearance.alterations import ALTERATIONS, altered, on_street, on_white
from fashion_training.appearance.calibration import Similarity, similarity_of
from fashion_training.appearance.crops import Garment, altered_crop, plain_crop
from fashion_training.appearance.figures import precision_at_10, see_all, see_garments
from fashion_training.appearance.fitted import WORDS, Fine, Fitted
from fashion_training.appearance.garments import GarmentSet
from fashion_training.appearance.network import Appearance, joined
from fashion_training.data.decoded import Pixels

_ALTERED: Final = 1000
"""Garments by whose alterations the fine part is fitted."""
_KEPT: Final = 20
"""Of the weights that were tried."""
Floats = NDArray[np.float32]
Parts = dict[str, torch.Tensor]


@dataclass(frozen=True)
class Views:
    """Parts of the embeddings of queries, of the gallery, of the queries altered, and of garments in the street."""

    queries: Parts
    gallery: Parts
    altered: dict[str, tuple[list[int], Parts]]
    """By alteration: indices of the queries it was made of, and their parts."""
    street: Parts
    shop: Parts
    """The street's garments in their order, each cut out and laid on white."""


@torch.no_grad()
def look(network: Appearance, held_out: GarmentSet, learnt: GarmentSet, side: int, backgrounds: list[Path]) -> tuple[Views, Fitted]:
    """
    What the embedder sees, and its parts that are fitted on what was learnt.

    :param held_out: its `catalogue` are the queries
    :param learnt: its `catalogue` are the gallery
    :param side: of the crops, in pixels
    :param backgrounds: street photographs to put behind garments
    """
    queries, gallery = held_out.catalogue, learnt.catalogue
    seen = see_garments(network, gallery, side)
    fine = Fine.fit(seen.overall, _changes(network, learnt, seen.overall, side, backgrounds))
    random = np.random.default_rng(3)
    altered_ones = see_all(network, (altered_crop(garment, side, random, backgrounds) for garment in gallery))
    labels = {name: torch.tensor([of.labels.get(head, -1) for of in gallery]) for name, head in WORDS.items()}
    fitted = Fitted.fit(network, fine, [seen, altered_ones], labels)

    def parts(crops: Iterable[Pixels]) -> Parts:
        return fitted.parts(network, see_all(network, crops))

    worn = _cut_out(held_out.street, side)
    return (
        Views(
            parts(plain_crop(garment, side) for garment in queries),
            fitted.parts(network, seen),
            {name: (list(of), parts(of.values())) for name, of in _altered(queries, side, backgrounds, seed=5)},
            parts(plain_crop(garment, side) for garment, _ in worn),
            parts(crop for _, crop in worn),
        ),
        fitted,
    )


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


def figures_of(views: Views, weights: dict[str, float], queries: list[Garment], gallery: list[Garment]) -> dict[str, Any]:
    """
    Among the gallery and all queries: precision at 10, and how often an altered query finds its original first. Among them and
    the street's garments as a shop would show them: how often one in its photograph finds its own first, and among ten.
    """
    asked, kept = joined(views.queries, weights).numpy(), joined(views.gallery, weights).numpy()
    everything = np.concatenate((asked, kept))
    precision = precision_at_10(asked, everything, queries, [*queries, *gallery])
    first = {}
    for name, (indices, parts) in views.altered.items():
        nearest = (joined(parts, weights).numpy() @ everything.T).argmax(1)
        first[name] = float((nearest == np.array(indices)).mean())
    street, shop = joined(views.street, weights).numpy(), joined(views.shop, weights).numpy()
    similar = street @ np.concatenate((shop, everything)).T
    places = (similar > np.diagonal(similar)[:, None]).sum(1)
    return {
        "kind": precision.kind,
        "kind_and_colour": precision.kind_and_colour,
        "first": first,
        "street_to_shop": {"first": float((places < 1).mean()), "among_ten": float((places < 10).mean())},
    }


def choose_weights(views: Views, queries: list[Garment], gallery: list[Garment]) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """The weights, in twentieths, that serve kind, colour and identity best together; and the best of those that were tried."""
    tried = []
    for identity, fine, kind in itertools.product((2, 3, 4), (8, 9, 10, 11), (4, 5, 6, 7)):
        colour = 20 - identity - fine - kind
        if 2 <= colour <= 5:
            twentieths = {"identity": identity, "fine": fine, **dict(zip(WORDS, (kind, colour), strict=True))}
            weights = {name: of / 20 for name, of in twentieths.items()}
            tried.append({"weights": weights, **figures_of(views, weights, queries, gallery)})

    def worth(one: dict[str, Any]) -> float:
        # An original that is not found is worth more than a neighbour of another shade.
        lost = sum(max(0.0, 0.985 - share) for share in one["first"].values())
        return one["kind"] + one["kind_and_colour"] + one["street_to_shop"]["first"] - 2 * lost

    best = sorted(tried, key=worth, reverse=True)[:_KEPT]
    return best[0]["weights"], best


def fewer_dimensions(views: Views, share: float) -> Views:
    """The views with a share of each part's numbers, those in which the gallery varies most (principal components)."""
    bases = {}
    for name, part in views.gallery.items():
        _, _, components = torch.linalg.svd(part, full_matrices=False)
        bases[name] = components[: max(1, round(share * part.shape[1]))].t()

    def turned(parts: Parts) -> Parts:
        return {name: torch.nn.functional.normalize(part @ bases[name], dim=1) for name, part in parts.items()}

    altered = {name: (indices, turned(parts)) for name, (indices, parts) in views.altered.items()}
    return Views(turned(views.queries), turned(views.gallery), altered, turned(views.street), turned(views.shop))


def choose_similarity(queries: Floats, gallery: Floats, asked: list[Garment], kept: list[Garment]) -> Similarity:
    """From all pairs of a query and another product that have an article type."""
    asked_kinds = np.array([garment.labels.get("article", -1) for garment in asked])
    kept_kinds = np.array([garment.labels.get("article", -2) for garment in kept])
    keys, own = np.array([garment.key for garment in kept]), np.array([garment.key for garment in asked])
    pairs = (asked_kinds[:, None] >= 0) & (kept_kinds[None] >= 0) & (own[:, None] != keys[None])
    return similarity_of((queries @ gallery.T)[pairs], (asked_kinds[:, None] == kept_kinds[None])[pairs])
