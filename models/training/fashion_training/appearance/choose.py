"""What is chosen on held-out garments of the training part: the parts' weights, similarities, temperatures and thresholds."""

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
from fashion_training.appearance.calibration import (
    Similarity,
    calibration_error,
    similarity_of,
    temperature,
    temperature_of_several,
)
from fashion_training.appearance.crops import Garment, altered_crop, plain_crop
from fashion_training.appearance.figures import precision_at_10, see_all, see_garments
from fashion_training.appearance.fitted import WORDS, Fine, Fitted
from fashion_training.appearance.garments import ATTRIBUTES, MULTIPLE, GarmentSet
from fashion_training.appearance.graph import probabilities
from fashion_training.appearance.network import Appearance, joined
from fashion_training.data.decoded import Pixels
from fashion_training.taxonomy import CATEGORIES, item_types, values_of

_TYPE_TRUST: Final = 0.9
"""As in packages/inference/src/tasks/tagger.ts."""
_SAID: Final = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
_ALTERED: Final = 1000
"""Garments by whose alterations the fine part is fitted."""
_VIEWS: Final = 2
"""Altered views of each garment from which words are told too."""
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
    fine = Fine.fit(seen.before, _changes(network, learnt, seen.before, side, backgrounds))
    random = np.random.default_rng(3)
    views = [see_all(network, (altered_crop(garment, side, random, backgrounds) for garment in gallery)) for _ in range(_VIEWS)]
    labels = {name: torch.tensor([of.labels.get(head, -1) for of in gallery]) for name, head in WORDS.items()}
    fitted = Fitted.fit(network, fine, [seen, *views], labels)

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

    :param before: [N, C], what is seen of the catalogue's garments as they are
    """
    count = len(learnt.catalogue)
    chosen = np.random.default_rng(9).choice(count, min(count, _ALTERED), replace=False)
    plain = before[chosen]
    garments = [learnt.catalogue[index] for index in chosen]
    changes = [
        see_all(network, of.values()).before - plain[list(of)] for _, of in _altered(garments, side, backgrounds, seed=9) if of
    ]
    worn = _cut_out(learnt.street, side)[:_ALTERED]
    if worn:
        shop = see_all(network, (crop for _, crop in worn)).before
        changes.append(see_garments(network, [garment for garment, _ in worn], side).before - shop)
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
    """The weights, in tenths, that serve kind, colour and identity best together; and the best of those that were tried."""
    tried = []
    for kind, words_of_kind, colour, words_of_colour, fine in itertools.product(range(5), range(5), range(3), range(3), (2, 3, 4)):
        identity = 10 - kind - words_of_kind - colour - words_of_colour - fine
        if identity in (0, 1, 2) and kind + words_of_kind in (3, 4, 5) and colour + words_of_colour in (1, 2):
            tenths = {"kind": kind, "colour": colour, "identity": identity, "fine": fine}
            tenths |= dict(zip(WORDS, (words_of_kind, words_of_colour), strict=True))
            weights = {name: of / 10 for name, of in tenths.items() if of}
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


@dataclass(frozen=True)
class Head:
    temperature: float
    threshold: float
    shown: bool
    figures: dict[str, float | None]


@torch.no_grad()
def choose_heads(network: Appearance, held_out: GarmentSet, side: int) -> dict[str, Head]:
    """
    By attribute, from all held-out garments that are labelled: a temperature; the threshold of most that is said and is right
    minus what is said and is wrong; and whether it is better than always saying the commonest value.
    """
    garments = [*held_out.attributes, *held_out.catalogue, *held_out.garments, *held_out.worn]
    features = see_garments(network, garments, side).last
    heads = {}
    for attribute in ATTRIBUTES:
        rows = [index for index, garment in enumerate(garments) if attribute in garment.labels]
        if not rows:
            raise ValueError(f"no held-out garment has a label of {attribute}: nothing to choose its threshold by")
        logits = network.tags[attribute](features[rows]).double().numpy()
        wanted = np.stack([np.asarray(garments[index].labels[attribute]) for index in rows])
        if attribute == MULTIPLE:
            heads[attribute] = _several(logits, wanted.astype(np.float64))
            continue
        types = [garments[index].labels.get("item_type") if attribute == "category" else None for index in rows]
        heads[attribute] = _one(attribute, logits, wanted, types)
    return heads


def given_types(scores: NDArray[np.float64], types: list[int | None]) -> NDArray[np.float64]:
    """
    Of categories, as the server reads them once it knows an item's type: what fits it shares the belief in what does not.

    :param scores: [N, categories]
    :param types: [N], `None` where nothing is known, which leaves the scores as they are
    """
    names = values_of("category")
    fitting = np.array([[name in CATEGORIES[kind] for name in names] for kind in item_types()])
    given = scores.copy()
    for row, kind in enumerate(types):
        if kind is not None:
            fit = _TYPE_TRUST * scores[row] * fitting[kind]
            given[row] = fit / (fit.sum() + (1 - _TYPE_TRUST) * (scores[row] * ~fitting[kind]).sum())
    return given


def _one(attribute: str, logits: NDArray[np.float64], wanted: NDArray[np.int64], types: list[int | None]) -> Head:
    def scores_at(degrees: float) -> NDArray[np.float64]:
        return given_types(probabilities(attribute, torch.from_numpy(logits / degrees)).numpy(), types)

    degrees = temperature(scores_at, wanted)
    scores = scores_at(degrees)
    first, best = scores.argmax(1), scores.max(1)
    right = first == wanted
    commonest = np.bincount(wanted).max() / len(wanted)
    recalls = [float((first[wanted == value] == value).mean()) for value in np.unique(wanted)]
    threshold = _lowest_as_good(best, right)
    is_better = float(right.mean()) > commonest or float(np.mean(recalls)) > 1.25 / len(recalls)
    return Head(
        degrees,
        threshold,
        bool(is_better),
        {
            "garments": len(wanted),
            "accuracy": float(right.mean()),
            "macro": float(np.mean(recalls)),
            "commonest": float(commonest),
            "said": float((best >= threshold).mean()),
            "right_when_said": float(right[best >= threshold].mean()) if (best >= threshold).any() else None,
            "calibration_error": calibration_error(best, right),
        },
    )


def _lowest_as_good(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """
    The lowest threshold whose gain is within a standard error of the best one's: of few garments the best threshold is chance.
    A wrong word costs half of what a right one is worth, as nothing said is worth nothing.
    """
    worth = np.where(right, 1.0, -0.5)
    gains = {limit: worth * (scores >= limit) for limit in _SAID}
    best = max(gains.values(), key=lambda gain: float(gain.mean()))
    return min(limit for limit, gain in gains.items() if (best - gain).mean() <= (best - gain).std() / len(right) ** 0.5)


def _several(logits: NDArray[np.float64], wanted: NDArray[np.float64]) -> Head:
    degrees = temperature_of_several(logits, wanted)
    scores = 1 / (1 + np.exp(-logits / degrees))

    def f1(limit: float) -> float:
        said = scores >= limit
        return 2 * float((said & (wanted > 0.5)).sum()) / max(float(said.sum() + (wanted > 0.5).sum()), 1.0)

    threshold = max(np.arange(0.2, 0.61, 0.05), key=f1)
    return Head(degrees, round(float(threshold), 3), True, {"garments": len(wanted), "f1": f1(float(threshold))})
