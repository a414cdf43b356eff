"""Linear layers fitted to what a trained trunk sees."""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

_LENGTH: Final = 8.0
"""Of inputs as they are fitted, in the root mean square: the optimiser's first steps are neither too long nor too short."""
_LEAST: Final = 1e-3
"""Added to each input's deviation: one that never changes tells nothing."""
_ROUNDS: Final = 60
_SMOOTHING: Final = 0.05


def logistic_regression(inputs: Tensor, labels: Tensor, values: int, weights: Tensor, decay: float) -> nn.Linear:
    """
    A layer whose answers are logits, by L-BFGS, of no more than sixty rounds: what a small decay leaves free, these do not use up.

    :param inputs: [N, C], of any scales: each is standardised, and the layer takes it as it comes
    :param labels: [N] of values from 0 on that exclude each other, or [N, values] of 0 and 1
    :param values: how many there are, labelled or not
    :param weights: [N], how much each row counts
    :param decay: of the squares of the weights of standardised inputs
    """
    several = labels.dim() == 2
    middle, scale = inputs.mean(0), _LENGTH / ((inputs.std(0) + _LEAST) * inputs.shape[1] ** 0.5)
    standardised = (inputs - middle) * scale
    share = weights / weights.sum()
    layer = nn.Linear(inputs.shape[1], values)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    optimiser = torch.optim.LBFGS(layer.parameters(), max_iter=_ROUNDS, history_size=10, line_search_fn="strong_wolfe")

    def cost() -> Tensor:
        optimiser.zero_grad()
        logits = layer(standardised)
        if several:
            wrong = functional.binary_cross_entropy_with_logits(logits, labels, reduction="none").sum(1)
        else:
            wrong = functional.cross_entropy(logits, labels, reduction="none", label_smoothing=_SMOOTHING)
        total = (share * wrong).sum() + decay * layer.weight.square().sum()
        total.backward()
        return total

    with torch.enable_grad():
        optimiser.step(cost)
    with torch.no_grad():
        layer.weight.mul_(scale)
        layer.bias.sub_(layer.weight @ middle)
    return layer.requires_grad_(False)
