"""Parts of the embedding that are fitted to a trained trunk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from fashion_training.appearance.network import Appearance, Seen
from fashion_training.appearance.regression import logistic_regression

_FINE: Final = 256
"""Numbers of the fine part, at most."""
_SHRINKAGE: Final = 0.05
"""Of each feature's variance, added to that within garments: what few alterations happen not to change is not free of noise."""
_SHARPNESS: Final = 1.5
"""By which logits of words are multiplied: the surest word tells more than how sure it is."""
_DECAY: Final = 1e-4
WORDS: Final = {"kind in words": "article", "colour in words": "base_colour"}
"""The head whose words a part tells, by part."""


class Fine(nn.Module):
    """
    By which a picture finds itself again among its like: of what is seen before the last stage, the linear discriminants (Rao
    1948), the directions in which garments differ most for how much an altered picture of one garment differs from it.
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
        between = torch.cov(before.t().double())
        within = torch.stack([change.t().double() @ change.double() / len(change) for change in changes]).mean(0) / 2
        within += _SHRINKAGE * between.diagonal().diag()
        values, vectors = torch.linalg.eigh(within)
        whiten = vectors * values**-0.5 @ vectors.t()
        _, directions = torch.linalg.eigh(whiten @ between @ whiten)
        # Ascending; each direction has variance 1 within garments.
        weight = directions[:, -fine.layer.out_features :].t() @ whiten
        fine.layer.weight.copy_(weight)
        fine.layer.bias.copy_(-weight @ before.double().mean(0))
        return fine

    def forward(self, before: Tensor) -> Tensor:
        """[N, outputs], of unit length."""
        return functional.normalize(self.layer(before), dim=1)


class Words(nn.Module):
    """
    How likely each of a seller's words is, as square roots of probabilities: a dot product of two is their Bhattacharyya
    coefficient, 1 where both are sure of the same word.
    """

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.layer = layer

    @classmethod
    @torch.no_grad()
    def fit(cls, told: Tensor, labels: Tensor) -> Words:
        """
        :param told: [N, C]
        :param labels: [N], of words from 0 on; below 0 where there is none
        """
        known = labels >= 0
        told, labels = told[known], labels[known]
        layer = logistic_regression(told, labels, int(labels.max()) + 1, torch.ones(len(told)), _DECAY)
        layer.weight.mul_(_SHARPNESS)
        layer.bias.mul_(_SHARPNESS)
        return cls(layer)

    def forward(self, told: Tensor) -> Tensor:
        """[N, words], of unit length."""
        return torch.softmax(self.layer(told), 1).sqrt()


class Fitted(nn.Module):
    """All that is fitted: the fine part, and words, of the parts before and of what is where."""

    def __init__(self, fine: Fine, words: dict[str, Words]) -> None:
        super().__init__()
        self.fine, self.words = fine, nn.ModuleDict(words)

    @classmethod
    @torch.no_grad()
    def fit(cls, network: Appearance, fine: Fine, views: Sequence[Seen], labels: dict[str, Tensor]) -> Fitted:
        """
        :param views: of the same N garments
        :param labels: by part of `WORDS`, [N], below 0 where there is none
        """
        told = torch.cat([_told(_before_words(network, fine, seen), seen) for seen in views])
        return cls(fine, {name: Words.fit(told, of.repeat(len(views))) for name, of in labels.items()})

    def parts(self, network: Appearance, seen: Seen) -> dict[str, Tensor]:
        """All parts of the embedding by name, each [N, its width] and of unit length."""
        parts = _before_words(network, self.fine, seen)
        told = _told(parts, seen)
        return parts | {name: words(told) for name, words in self.words.items()}


def _before_words(network: Appearance, fine: Fine, seen: Seen) -> dict[str, Tensor]:
    return network.embed(seen.whole) | {"fine": fine(seen.overall)}


def _told(parts: dict[str, Tensor], seen: Seen) -> Tensor:
    return torch.cat((*parts.values(), seen.mirrored_places), 1)
