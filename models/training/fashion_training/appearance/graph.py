"""Embedder and tagger as they are shipped."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from fashion_training.appearance.fitted import Fitted
from fashion_training.appearance.garments import ATTRIBUTES, MULTIPLE
from fashion_training.appearance.network import Appearance, joined
from fashion_training.export.graphs import FromBytes, export


class Embedder(nn.Module):
    """`uint8` [N, S, S, 3] to [N, dimension] of unit length."""

    def __init__(self, network: Appearance, fitted: Fitted, weights: dict[str, float]) -> None:
        super().__init__()
        self.bytes, self.network, self.fitted, self.weights = FromBytes(), network, fitted, weights

    def forward(self, pixels: Tensor) -> Tensor:
        return joined(self.fitted.parts(self.network, self.network.see(self.bytes(pixels))), self.weights)


class Tagger(nn.Module):
    """`uint8` [N, S, S, 3] to probabilities [N, values] per attribute."""

    def __init__(self, network: Appearance, attributes: list[str], temperatures: dict[str, float]) -> None:
        super().__init__()
        self.bytes, self.network = FromBytes(), network
        self.attributes, self.temperatures = attributes, temperatures

    def forward(self, pixels: Tensor) -> tuple[Tensor, ...]:
        seen = self.network.see(self.bytes(pixels))
        return tuple(
            probabilities(attribute, self.network.tags[attribute](seen.last) / self.temperatures[attribute])
            for attribute in self.attributes
        )


def probabilities(attribute: str, logits: Tensor) -> Tensor:
    """Values of one attribute exclude each other, but for the one of several."""
    return logits.sigmoid() if attribute == MULTIPLE else torch.softmax(logits, 1)


def write_embedder(network: Appearance, fitted: Fitted, weights: dict[str, float], side: int, path: Path) -> None:
    export(Embedder(network, fitted, weights), (side, side), ["embedding"], path)


def write_tagger(network: Appearance, temperatures: dict[str, float], side: int, path: Path) -> None:
    """With a head for every attribute that has a temperature."""
    attributes = [attribute for attribute in ATTRIBUTES if attribute in temperatures]
    export(Tagger(network, attributes, temperatures), (side, side), attributes, path)
