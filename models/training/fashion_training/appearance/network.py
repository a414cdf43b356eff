"""One trunk for embedder and tagger: features, an embedding of three parts, and the heads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from fashion_training.appearance.garments import ATTRIBUTES, Vocabulary
from fashion_training.nn.efficientnet_lite import FEATURES, EfficientNetLite

SETS: Final = ("article", "street_label", "home_label")
"""Heads by which the part for kind is taught: each set names kinds in its own words."""


@dataclass(frozen=True)
class Parts:
    """How many numbers of the embedding tell the kind, the colour, and one garment from another."""

    kind: int = 96
    colour: int = 32
    identity: int = 128


_FINE: Final = 128
"""Numbers of the embedding's fine part, at most."""
_SHRINKAGE: Final = 0.05
"""Of the mean variance, added to that within garments: what few alterations happen not to change is not free of noise."""


class Seen(NamedTuple):
    """Features of N crops, means over the crop."""

    last: Tensor
    """[N, 1280], by which kinds, colours and garments are told apart."""
    before: Tensor
    """[N, C], two stages before: what is no longer there in `last`, since no label asked for it."""


class Fine(nn.Module):
    """
    A fourth part of the embedding, by which a picture finds itself again among its like: of what is seen before the last stage, the
    linear discriminants (Rao 1948), the directions in which garments differ most for how much an altered picture of one garment
    differs from it. It is fitted, not trained.
    """

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.layer = nn.Linear(inputs, min(inputs, _FINE))

    @classmethod
    @torch.no_grad()
    def fit(cls, before: Tensor, changes: list[Tensor]) -> Fine:
        """
        :param before: [N, C], of many garments
        :param changes: by kind of alteration, [M, C]: of the altered picture minus of the garment's own
        """
        fine = cls(before.shape[1])
        between = torch.cov(before.t())
        within = torch.stack([change.t() @ change / len(change) for change in changes]).mean(0) / 2
        within += _SHRINKAGE * between.diagonal().mean() * torch.eye(len(between))
        values, vectors = torch.linalg.eigh(within)
        whiten = vectors * values**-0.5 @ vectors.t()
        _, directions = torch.linalg.eigh(whiten @ between @ whiten)
        # Ascending; each direction has variance 1 within garments.
        weight = directions[:, -fine.layer.out_features :].t() @ whiten
        fine.layer.weight.copy_(weight)
        fine.layer.bias.copy_(-weight @ before.mean(0))
        return fine

    def forward(self, before: Tensor) -> Tensor:
        """[N, outputs], of unit length."""
        return functional.normalize(self.layer(before), dim=1)


class CosineClassifier(nn.Module):
    """Softmax over cosines with a margin (Wang et al. 2018, CosFace)."""

    def __init__(self, inputs: int, classes: int, scale: float = 14.0, margin: float = 0.15) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(classes, inputs) * 0.1)
        self.scale, self.margin = scale, margin

    def forward(self, embedding: Tensor, wanted: Tensor) -> Tensor:
        """The loss; :param embedding: [N, inputs] of unit length; :param wanted: [N]"""
        cosines = embedding @ functional.normalize(self.weight, dim=1).t()
        lowered = cosines - self.margin * functional.one_hot(wanted, cosines.shape[1])
        return functional.cross_entropy(self.scale * lowered, wanted, label_smoothing=0.05)


class Appearance(nn.Module):
    def __init__(self, variant: str, words: Vocabulary, parts: Parts = Parts()) -> None:
        super().__init__()
        self.trunk = EfficientNetLite(variant)
        self.kind = nn.Linear(FEATURES, parts.kind)
        self.colour = nn.Linear(FEATURES, parts.colour)
        self.identity = nn.Linear(FEATURES, parts.identity)
        self.kinds = nn.ModuleDict({head: CosineClassifier(parts.kind, len(words.heads[head])) for head in SETS})
        self.colours = nn.ModuleDict(
            {head: CosineClassifier(parts.colour, len(words.heads[head])) for head in ("base_colour", "color")}
        )
        self.dropout = nn.Dropout(0.2)
        self.tags = nn.ModuleDict({head: nn.Linear(FEATURES, len(words.heads[head])) for head in ("item_type", *ATTRIBUTES)})

    def see(self, pixels: Tensor) -> Seen:
        """:param pixels: [N, 3, S, S], 0 to 255"""
        *stages, last_stage, head = self.trunk
        x = (pixels - 127.0) / 128.0
        for layer in stages:
            x = layer(x)
        return Seen(head(last_stage(x)).mean((2, 3)), x.mean((2, 3)))

    def embed(self, features: Tensor) -> dict[str, Tensor]:
        """:param features: [N, 1280]; each part [N, its width], of unit length"""
        layers = {"kind": self.kind, "colour": self.colour, "identity": self.identity}
        return {name: functional.normalize(layer(features), dim=1) for name, layer in layers.items()}


def joined(parts: dict[str, Tensor], weights: dict[str, float]) -> Tensor:
    """
    One vector of unit length, of which a cosine is the weighted mean of the parts' cosines.

    :param weights: by part, of sum 1
    """
    return torch.cat([weights[name] ** 0.5 * part for name, part in parts.items()], 1)
