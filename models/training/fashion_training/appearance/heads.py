"""The tagger's heads: linear layers fitted to what a trained trunk sees."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from fashion_training.appearance.crops import Garment, altered_crop
from fashion_training.appearance.figures import see_all, see_garments
from fashion_training.appearance.garments import ATTRIBUTES, GarmentSet
from fashion_training.appearance.network import Appearance, Seen
from fashion_training.appearance.regression import logistic_regression
from fashion_training.appearance.shares import SHARES, UNSEEN, lot, rows_of_share
from fashion_training.appearance.verdict import Verdict, verdict
from fashion_training.taxonomy import values_of

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


@dataclass(frozen=True)
class Head:
    """What is chosen of a layer."""

    decay: float
    verdict: Verdict
    learning: list[dict[str, float | None]]
    """Figures of layers fitted to a share of what was learnt, the whole last."""


@dataclass(frozen=True)
class Garments:
    """What the trunk sees of garments."""

    inputs: Tensor
    """[N, C]"""
    garments: list[Garment]
    weights: Tensor
    """[N], how much each counts."""

    def at(self, rows: list[int]) -> Garments:
        return Garments(self.inputs[rows], [self.garments[row] for row in rows], self.weights[rows])

    def labels(self, attribute: str) -> Tensor:
        """[N], or [N, values] for the one of several. :raises ValueError: where there is no garment"""
        if not self.garments:
            raise ValueError(f"no garment has a label of {attribute}")
        return torch.from_numpy(np.stack([np.asarray(garment.labels[attribute]) for garment in self.garments]))


def choose_heads(
    network: Appearance, held_out: GarmentSet, learnt: GarmentSet, side: int, backgrounds: list[Path]
) -> tuple[Heads, dict[str, Head]]:
    """
    By attribute, a layer fitted to all garments that are labelled, and what is chosen of it: its decay, by layers fitted to what
    was learnt and judged on what was held out; the rest by layers that were fitted to half of that too and are judged on the other
    half: a temperature, the threshold of most that is said and is right minus what is said and is wrong, and whether it is better
    than always saying the commonest value.

    :param side: of the crops, in pixels
    :param backgrounds: street photographs to put behind garments
    :raises ValueError: where nothing has a label of an attribute
    """
    everything = _look_at_learnt(network, learnt, side, backgrounds)
    asked = [*held_out.attributes, *held_out.catalogue, *held_out.garments, *held_out.worn]
    by_eye = len(held_out.attributes)
    counts = torch.tensor([_COUNTS["attributes"]] * by_eye + [1.0] * (len(asked) - by_eye))
    unseen = Garments(see_garments(network, asked, side).everything, asked, UNSEEN * counts)
    layers, heads = {}, {}
    for attribute in ATTRIBUTES:
        layers[attribute], heads[attribute] = choose_head(attribute, everything, unseen)
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


def choose_head(attribute: str, everything: Garments, unseen: Garments) -> tuple[nn.Linear, Head]:
    """
    As `choose_heads`, of one attribute.

    :param everything: that the trunk was taught
    :param unseen: that it was not
    """

    def labelled(of: Garments) -> Garments:
        return of.at([row for row, garment in enumerate(of.garments) if attribute in garment.labels])

    taught, judged = labelled(everything), labelled(unseen)

    def fitted(decay: float, *to: Garments) -> nn.Linear:
        some = [of for of in to if of.garments] or [taught]
        labels = torch.cat([of.labels(attribute) for of in some])
        inputs, weights = torch.cat([of.inputs for of in some]), torch.cat([of.weights for of in some])
        return logistic_regression(inputs, labels, len(values_of(attribute)), weights, decay)

    def judge(logits: Tensor) -> Verdict:
        types = [garment.labels.get("item_type") for garment in judged.garments]
        return verdict(attribute, logits.double().numpy(), judged.labels(attribute).numpy(), types)

    by_decay = {decay: judge(fitted(decay, taught)(judged.inputs)) for decay in _DECAYS}
    decay = max(_DECAYS, key=lambda of: by_decay[of].worth)
    crossed = torch.zeros(len(judged.garments), len(values_of(attribute)))
    lots = [lot(garment) for garment in judged.garments]
    for half in (0, 1):
        asked, others = ([row for row, drawn in enumerate(lots) if (drawn % 2 == half) is same] for same in (True, False))
        crossed[asked] = fitted(decay, taught, judged.at(others))(judged.inputs[asked])
    learning = []
    for share in SHARES:
        fewer = taught.at(rows_of_share(taught.garments, share))
        of_fewer = judge(fitted(decay, fewer)(judged.inputs)) if share < 1 else by_decay[decay]
        number = len({garment.key for garment in fewer.garments if not garment.key.startswith("drawn")})
        learning.append({"share": share, "learnt": number, **of_fewer.figures})
    return fitted(decay, taught, judged), Head(decay, judge(crossed), learning)
