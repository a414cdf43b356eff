"""Embedder and tagger as they are shipped."""

from __future__ import annotations

from pathlib import Path

from torch import Tensor, nn

from fashion_training.appearance.fitted import Fitted
from fashion_training.appearance.heads import Heads
from fashion_training.appearance.network import Appearance, joined
from fashion_training.appearance.verdict import probabilities
from fashion_training.export.graphs import FromBytes, export


class Embedder(nn.Module):
    """`uint8` [N, S, S, 3] to [N, dimension] of unit length."""

    def __init__(self, network: Appearance, fitted: Fitted, weights: dict[str, float]) -> None:
        super().__init__()
        self.bytes, self.network, self.fitted, self.weights = FromBytes(), network, fitted, weights

    def forward(self, pixels: Tensor) -> Tensor:
        return joined(self.fitted.parts(self.network, self.network.see(self.bytes(pixels))), self.weights)


class Tagger(nn.Module):
    """`uint8` [N, S, S, 3] to probabilities [N, values] per attribute of `temperatures`, in their order."""

    def __init__(self, network: Appearance, heads: Heads, temperatures: dict[str, float]) -> None:
        super().__init__()
        self.bytes, self.network, self.heads, self.temperatures = FromBytes(), network, heads, temperatures

    def forward(self, pixels: Tensor) -> tuple[Tensor, ...]:
        logits = self.heads(self.network.see(self.bytes(pixels)))
        return tuple(probabilities(attribute, logits[attribute] / degrees) for attribute, degrees in self.temperatures.items())


def write_embedder(network: Appearance, fitted: Fitted, weights: dict[str, float], side: int, path: Path) -> None:
    export(Embedder(network, fitted, weights), (side, side), ["embedding"], path)


def write_tagger(network: Appearance, heads: Heads, temperatures: dict[str, float], side: int, path: Path) -> None:
    """With an output for every attribute that has a temperature."""
    export(Tagger(network, heads, temperatures), (side, side), list(temperatures), path)
