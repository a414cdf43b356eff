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
from fashion_training.appearance.shares import SHARES, rows_of_share
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

    def labelled(self, attribute: str) -> Garments:
        return self.at([row for row, garment in enumerate(self.garments) if attribute in garment.labels])

    def labels(self, attribute: str) -> Tensor:
        """[N], or [N, values] for the one of several. :raises ValueError: where there is no garment"""
        if not self.garments:
            raise ValueError(f"no garment has a label of {attribute}")
        return torch.from_numpy(np.stack([np.asarray(garment.labels[attribute]) for garment in self.garments]))


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
        layers[attribute], heads[attribute] = choose_head(attribute, taught, judged)
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


def choose_head(attribute: str, taught: Garments, judged: Garments) -> tuple[nn.Linear, Head]:
    """As `choose_heads`, of one attribute; :param judged: what it is chosen by"""
    taught, judged = taught.labelled(attribute), judged.labelled(attribute)
    types = [garment.labels.get("item_type") for garment in judged.garments]
    wanted = judged.labels(attribute)

    def fit(to: Garments, decay: float) -> nn.Linear:
        return logistic_regression(to.inputs, to.labels(attribute), len(values_of(attribute)), to.weights, decay)

    def judge(layer: nn.Linear) -> Verdict:
        return verdict(attribute, layer(judged.inputs).double().numpy(), wanted.numpy(), types)

    layers = {decay: fit(taught, decay) for decay in _DECAYS}
    verdicts = {decay: judge(layer) for decay, layer in layers.items()}
    decay = max(_DECAYS, key=lambda of: verdicts[of].worth)
    learning = []
    for share in SHARES:
        fewer = taught.at(rows_of_share(taught.garments, share))
        if not fewer.garments:
            continue
        of_fewer = judge(fit(fewer, decay)) if share < 1 else verdicts[decay]
        count = len({garment.key for garment in fewer.garments if not garment.key.startswith("drawn")})
        learning.append({"share": share, "learnt": count, **of_fewer.figures})
    return layers[decay], Head(decay, verdicts[decay], learning)
