"""Parts of the embedding that are fitted to a trained trunk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from fashion_training.appearance.network import Appearance, Seen

_FINE: Final = 256
"""Numbers of the fine part, at most."""
_SHRINKAGE: Final = 0.05
"""Of each feature's variance, added to that within garments: what few alterations happen not to change is not free of noise."""
_SCALE: Final = 10.0
_SMOOTHING: Final = 0.05
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
    coefficient, 1 where both are sure of the same word. Softmax regression on the other parts.
    """

    def __init__(self, inputs: int, words: int) -> None:
        super().__init__()
        self.layer = nn.Linear(inputs, words)

    @classmethod
    def fit(cls, parts: Tensor, labels: Tensor) -> Words:
        """
        :param parts: [N, C]
        :param labels: [N], of words from 0 on; below 0 where there is none
        """
        known = labels >= 0
        parts, labels = parts[known], labels[known]
        found = cls(parts.shape[1], int(labels.max()) + 1)
        nn.init.zeros_(found.layer.weight)
        nn.init.zeros_(found.layer.bias)
        optimiser = torch.optim.LBFGS(found.parameters(), max_iter=60, history_size=10, line_search_fn="strong_wolfe")

        def cost() -> Tensor:
            optimiser.zero_grad()
            wrong = functional.cross_entropy(_SCALE * found.layer(parts), labels, label_smoothing=_SMOOTHING)
            total = wrong + _DECAY * found.layer.weight.square().sum()
            total.backward()
            return total

        optimiser.step(cost)
        return found.requires_grad_(False)

    def forward(self, parts: Tensor) -> Tensor:
        """[N, words], of unit length."""
        return torch.softmax(_SCALE * self.layer(parts), 1).sqrt()


class Fitted(nn.Module):
    """All that is fitted: the fine part, and words on top of all parts before."""

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
        parts = torch.cat([_side_by_side(_before_words(network, fine, seen)) for seen in views])
        with torch.enable_grad():
            return cls(fine, {name: Words.fit(parts, of.repeat(len(views))) for name, of in labels.items()})

    def parts(self, network: Appearance, seen: Seen) -> dict[str, Tensor]:
        """All parts of the embedding by name, each [N, its width] and of unit length."""
        parts = _before_words(network, self.fine, seen)
        told = _side_by_side(parts)
        return parts | {name: words(told) for name, words in self.words.items()}


def _before_words(network: Appearance, fine: Fine, seen: Seen) -> dict[str, Tensor]:
    return network.embed(seen.last) | {"fine": fine(seen.before)}


def _side_by_side(parts: dict[str, Tensor]) -> Tensor:
    return torch.cat(list(parts.values()), 1)
