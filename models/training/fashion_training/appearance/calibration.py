"""What a score means: temperatures of heads, thresholds below which nothing is said, and similarities for cosines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_BINS: Final = 10
_COSINE_BINS: Final = 100
_KNOTS: Final = 16


_PRIOR: Final = 4.0
"""How many garments a temperature of 1 counts as, so that few say little."""


def temperature(scores: Callable[[float], Floats], wanted: NDArray[np.int64]) -> float:
    """
    By which logits are divided so that the wanted values are likeliest (Guo et al. 2017).

    :param scores: probabilities [N, values] at a temperature
    :param wanted: [N]
    """

    def cost(at: float) -> float:
        of_wanted = scores(at)[np.arange(len(wanted)), wanted]
        return float(-np.log(np.maximum(of_wanted, 1e-9)).sum() + _PRIOR * np.log(at) ** 2)

    return float(min(np.geomspace(0.4, 3.0, 60), key=cost))


def temperature_of_several(logits: Floats, wanted: Floats) -> float:
    """The same where values do not exclude each other, without a prior; :param logits, wanted: [N, values], the latter 0 and 1"""
    x, y = torch.from_numpy(logits).float(), torch.from_numpy(wanted).float()
    grid = np.geomspace(0.4, 3.0, 60)
    costs = [float(torch.nn.functional.binary_cross_entropy_with_logits(x / t, y)) for t in grid]
    return float(grid[int(np.argmin(costs))])


def calibration_error(confidences: Floats, right: NDArray[np.bool_]) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins = np.minimum((confidences * _BINS).astype(int), _BINS - 1)
    error = 0.0
    for number in range(_BINS):
        chosen = bins == number
        if chosen.any():
            error += float(chosen.mean() * abs(confidences[chosen].mean() - right[chosen].mean()))
    return error


def isotonic(values: Floats, weights: Floats) -> Floats:
    """The nearest sequence that never falls (pool adjacent violators)."""
    means: list[float] = []
    sizes: list[float] = []
    lengths: list[int] = []
    for value, weight in zip(values, weights, strict=True):
        means.append(float(value))
        sizes.append(float(weight))
        lengths.append(1)
        while len(means) > 1 and means[-2] >= means[-1]:
            total = sizes[-2] + sizes[-1]
            means[-2:] = [(means[-2] * sizes[-2] + means[-1] * sizes[-1]) / total]
            sizes[-2:] = [total]
            lengths[-2:] = [lengths[-2] + lengths[-1]]
    return np.repeat(means, lengths)


@dataclass(frozen=True)
class Similarity:
    """Knots of a rising curve from cosine to similarity; between them it is straight."""

    knots: list[tuple[float, float]]

    def of(self, cosines: Floats) -> Floats:
        x, y = zip(*self.knots, strict=True)
        return np.interp(cosines, x, y)


def similarity_of(cosines: Floats, same: NDArray[np.bool_]) -> Similarity:
    """
    The curve by which a similarity of s means: of all pairs of products with it, the share s is of one article type.

    :param cosines: of all pairs of queries and other products, any order
    :param same: whether a pair is of one article type
    """
    edges = np.linspace(-1, 1, _COSINE_BINS + 1)
    bins = np.clip(np.digitize(cosines, edges) - 1, 0, len(edges) - 2)
    counts = np.bincount(bins, minlength=len(edges) - 1).astype(float)
    hits = np.bincount(bins, weights=same.astype(float), minlength=len(edges) - 1)
    seen = counts >= 20
    middles = ((edges[:-1] + edges[1:]) / 2)[seen]
    shares = isotonic(hits[seen] / counts[seen], counts[seen])
    # Knots at equal steps of similarity, where users choose; and at 1, which stays 1.
    wanted = np.linspace(0, 1, _KNOTS)[1:-1]
    chosen: list[tuple[float, float]] = [(-1.0, 0.0)]
    for level in wanted:
        at = float(np.interp(level, shares + np.arange(len(shares)) * 1e-9, middles))
        if shares.min() < level < shares.max() and at > chosen[-1][0] + 1e-4:
            chosen.append((round(at, 4), round(float(level), 4)))
    chosen.append((1.0, 1.0))
    return Similarity(chosen)
