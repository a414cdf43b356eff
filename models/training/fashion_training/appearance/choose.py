"""What is chosen of the embedder on held-out garments of the training part: the parts' weights, and the similarity's curve."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from fashion_training.appearance.calibration import Similarity, similarity_of
from fashion_training.appearance.crops import Garment
from fashion_training.appearance.figures import precision_at_10
from fashion_training.appearance.fitted import WORDS
from fashion_training.appearance.network import joined

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
