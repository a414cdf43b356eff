"""The tagger's heads, fitted to a trained trunk, and what is chosen of them on held-out garments."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from fashion_training.appearance.calibration import calibration_error, temperature, temperature_of_several
from fashion_training.appearance.crops import Garment, altered_crop
from fashion_training.appearance.figures import see_all, see_garments
from fashion_training.appearance.garments import ATTRIBUTES, MULTIPLE, GarmentSet
from fashion_training.appearance.network import Appearance, Seen
from fashion_training.appearance.regression import logistic_regression
from fashion_training.taxonomy import CATEGORIES, item_types, values_of

_TYPE_TRUST: Final = 0.9
"""As in packages/inference/src/tasks/tagger.ts."""
_SAID: Final = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
_DECAYS: Final = (5e-4, 1e-3, 2e-3, 5e-3)
_VIEWS: Final = {"attributes": 3, "catalogue": 1, "garments": 1, "worn": 1, "street": 0, "drawn": 0}
"""Altered views of each garment that are learnt from, beside the garment as it is."""
_COUNTS: Final = {"attributes": 2.0, "drawn": 0.5}
"""How much a garment labelled by eye counts against others, and a drawn one."""


class Heads(nn.Module):
    """A layer per attribute, on all that the trunk sees: what has a length or a neck has it somewhere."""

    def __init__(self, layers: dict[str, nn.Linear]) -> None:
        super().__init__()
        self.layers = nn.ModuleDict(layers)

    def forward(self, seen: Seen) -> dict[str, Tensor]:
        """Logits [N, values] by attribute."""
        return {attribute: layer(seen.everything) for attribute, layer in self.layers.items()}


def probabilities(attribute: str, logits: Tensor) -> Tensor:
    """Values of one attribute exclude each other, but for the one of several."""
    return logits.sigmoid() if attribute == MULTIPLE else torch.softmax(logits, 1)


@dataclass(frozen=True)
class Head:
    decay: float
    temperature: float
    threshold: float
    shown: bool
    figures: dict[str, float | None]


@dataclass(frozen=True)
class Garments:
    """What the trunk sees of garments."""

    inputs: Tensor
    """[N, C]"""
    garments: list[Garment]
    weights: Tensor
    """[N], how much each counts."""

    def labelled(self, attribute: str) -> tuple[list[int], Tensor]:
        """Rows with a label of an attribute, and the labels."""
        rows = [row for row, garment in enumerate(self.garments) if attribute in garment.labels]
        if not rows:
            raise ValueError(f"no garment has a label of {attribute}")
        return rows, torch.from_numpy(np.stack([np.asarray(self.garments[row].labels[attribute]) for row in rows]))


def choose_heads(
    network: Appearance, held_out: GarmentSet, learnt: GarmentSet, side: int, backgrounds: list[Path]
) -> tuple[Heads, dict[str, Head]]:
    """
    By attribute, a layer fitted to what was learnt. From all held-out garments that are labelled: the layer's decay; a temperature;
    the threshold of most that is said and is right minus what is said and is wrong; and whether it is better than always saying the
    commonest value.

    :param side: of the crops, in pixels
    :param backgrounds: street photographs to put behind garments
    :raises ValueError: where nothing has a label of an attribute
    """
    taught = _look_at_learnt(network, learnt, side, backgrounds)
    asked = [*held_out.attributes, *held_out.catalogue, *held_out.garments, *held_out.worn]
    judged = Garments(see_garments(network, asked, side).everything, asked, torch.ones(len(asked)))
    layers, heads = {}, {}
    for attribute in ATTRIBUTES:
        tried = [_fit(attribute, taught, judged, decay) for decay in _DECAYS]
        layers[attribute], heads[attribute] = max(tried, key=lambda one: _worth(one[1]))
    return Heads(layers), heads


@torch.no_grad()
def _look_at_learnt(network: Appearance, learnt: GarmentSet, side: int, backgrounds: list[Path]) -> Garments:
    random = np.random.default_rng(3)
    inputs, garments, weights = [], [], []
    for name, altered_views in _VIEWS.items():
        of: list[Garment] = getattr(learnt, name)
        if not of:
            continue
        inputs.append(see_garments(network, of, side).everything)
        for _ in range(altered_views):
            inputs.append(see_all(network, (altered_crop(garment, side, random, backgrounds) for garment in of)).everything)
        garments += of * (1 + altered_views)
        share = _COUNTS.get(name, 1.0) / (1 + altered_views)
        weights.append(torch.full((len(of) * (1 + altered_views),), share))
    return Garments(torch.cat(inputs), garments, torch.cat(weights))


def _fit(attribute: str, taught: Garments, judged: Garments, decay: float) -> tuple[nn.Linear, Head]:
    rows, labels = taught.labelled(attribute)
    layer = logistic_regression(taught.inputs[rows], labels, len(values_of(attribute)), taught.weights[rows], decay)
    asked, wanted = judged.labelled(attribute)
    logits = layer(judged.inputs[asked]).double().numpy()
    if attribute == MULTIPLE:
        return layer, _several(decay, logits, wanted.double().numpy())
    types = [judged.garments[row].labels.get("item_type") if attribute == "category" else None for row in asked]
    return layer, _one(attribute, decay, logits, wanted.numpy(), types)


def _worth(head: Head) -> float:
    """What both the commonest and the rare values gain by."""
    return sum(head.figures[name] or 0.0 for name in ("accuracy", "macro", "f1") if name in head.figures)


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


def _one(attribute: str, decay: float, logits: NDArray[np.float64], wanted: NDArray[np.int64], types: list[int | None]) -> Head:
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
        decay,
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


def _several(decay: float, logits: NDArray[np.float64], wanted: NDArray[np.float64]) -> Head:
    degrees = temperature_of_several(logits, wanted)
    scores = 1 / (1 + np.exp(-logits / degrees))

    def f1(limit: float) -> float:
        said = scores >= limit
        return 2 * float((said & (wanted > 0.5)).sum()) / max(float(said.sum() + (wanted > 0.5).sum()), 1.0)

    threshold = max(np.arange(0.2, 0.61, 0.05), key=f1)
    return Head(decay, degrees, round(float(threshold), 3), True, {"garments": len(wanted), "f1": f1(float(threshold))})
