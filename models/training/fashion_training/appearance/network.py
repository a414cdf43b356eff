"""One trunk for embedder and tagger: features, three parts of an embedding that are trained with it, and the heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from fashion_training.appearance.garments import ATTRIBUTES, Vocabulary
from fashion_training.nn.efficientnet_lite import FEATURES, EfficientNetLite, is_smaller

SETS: Final = ("article", "street_label", "home_label")
"""Heads by which the part for kind is taught: each set names kinds in its own words."""
_MIDDLE: Final = 0.45
"""Standard deviation of the weights of a crop's middle, in halves of its side."""
_PLACE: Final = 0.3
"""The same, of each of the nine places of a crop."""


@dataclass(frozen=True)
class Parts:
    """How many numbers of the embedding tell the kind, the colour, and one garment from another."""

    kind: int = 96
    colour: int = 32
    identity: int = 128


class Seen(NamedTuple):
    """
    Features of N crops: means over the whole crop, over its middle, which every part of a picture has, and over nine places, three
    to a row, by which it is known where something is.
    """

    last: Tensor
    """[N, 2, 1280], of the whole and the middle, by which kinds, colours and garments are told apart."""
    before: Tensor
    """
    [N, 11, C], of the stages before the last halving of the side and before the last: what no label asked for is still there. The
    whole, the middle, and the places.
    """

    @classmethod
    def together(cls, several: Sequence[Seen]) -> Seen:
        return cls(torch.cat([seen.last for seen in several]), torch.cat([seen.before for seen in several]))

    def at(self, rows: list[int]) -> Seen:
        """Of fewer crops."""
        return Seen(self.last[rows], self.before[rows])

    @property
    def whole(self) -> Tensor:
        """[N, 1280], which the trained layers take."""
        return self.last[:, 0]

    @property
    def overall(self) -> Tensor:
        """[N, 2 C], before the last stage, of the whole and the middle."""
        return self.before[:, :2].flatten(1)

    @property
    def mirrored_places(self) -> Tensor:
        """[N, 6 C], before the last stage, of each row's middle and its two sides together: as a mirror shows them too."""
        rows = self.before[:, 2:].unflatten(1, (3, 3))
        return torch.cat((rows[:, :, 1], (rows[:, :, 0] + rows[:, :, 2]) / 2), 1).flatten(1)

    @property
    def everything(self) -> Tensor:
        """[N, 2560 + 11 C]"""
        return torch.cat((self.last.flatten(1), self.before.flatten(1)), 1)


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
        finer = x
        for layer in stages:
            finer = x if is_smaller(layer) else finer
            x = layer(x)
        return Seen(_means(head(last_stage(x)))[:, :2], torch.cat((_means(finer), _means(x)), 2))

    def embed(self, features: Tensor) -> dict[str, Tensor]:
        """:param features: [N, 1280]; each part [N, its width], of unit length"""
        layers = {"kind": self.kind, "colour": self.colour, "identity": self.identity}
        return {name: functional.normalize(layer(features), dim=1) for name, layer in layers.items()}


def _means(x: Tensor) -> Tensor:
    """[N, C, H, W] to [N, 11, C]: means over the crop, its middle, and its nine places."""
    rows, columns = (torch.linspace(-1, 1, side, dtype=x.dtype, device=x.device) for side in x.shape[2:])

    def around(row: float, column: float, deviation: float) -> Tensor:
        return torch.exp(-((rows[:, None] - row) ** 2 + (columns - column) ** 2) / (2 * deviation**2)).flatten()

    thirds = (-2 / 3, 0.0, 2 / 3)
    windows = torch.stack(
        [
            torch.ones_like(x[0, 0]).flatten(),
            around(0, 0, _MIDDLE),
            *(around(row, column, _PLACE) for row in thirds for column in thirds),
        ]
    )
    return (windows / windows.sum(1, keepdim=True)) @ x.flatten(2).transpose(1, 2)


def joined(parts: dict[str, Tensor], weights: dict[str, float]) -> Tensor:
    """
    One vector of unit length, of which a cosine is the weighted mean of the parts' cosines.

    :param weights: by part, of sum 1; parts without any are left out
    """
    return torch.cat([weights[name] ** 0.5 * part for name, part in parts.items() if weights.get(name)], 1)
