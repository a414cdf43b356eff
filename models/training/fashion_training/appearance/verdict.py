"""What a tagger's head may say: the temperature and threshold of its scores, and whether it is good enough to say anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from fashion_training.appearance.calibration import calibration_error, temperature, temperature_of_several
from fashion_training.appearance.garments import MULTIPLE
from fashion_training.taxonomy import CATEGORIES, item_types, values_of

_TYPE_TRUST: Final = 0.9
"""As in packages/inference/src/tasks/tagger.ts."""
_SAID: Final = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)


@dataclass(frozen=True)
class Verdict:
    temperature: float
    threshold: float
    shown: bool
    figures: dict[str, float | None]

    @property
    def worth(self) -> float:
        """What both the commonest and the rare values gain by."""
        return sum(self.figures[name] or 0.0 for name in ("accuracy", "macro", "f1") if name in self.figures)


def probabilities(attribute: str, logits: Tensor) -> Tensor:
    """Values of one attribute exclude each other, but for the one of several."""
    return logits.sigmoid() if attribute == MULTIPLE else torch.softmax(logits, 1)


def verdict(
    attribute: str, logits: NDArray[np.float64], wanted: NDArray[np.int64] | NDArray[np.float32], types: list[int | None]
) -> Verdict:
    """
    :param logits: [N, values]
    :param wanted: [N], or [N, values] of 0 and 1 for the attribute of several
    :param types: [N], what kind of item each is, where that is known: it tells which categories can be
    """
    if attribute == MULTIPLE:
        return _several(logits, wanted.astype(np.float64))
    return _one(attribute, logits, wanted.astype(np.int64), types if attribute == "category" else [None] * len(types))


def given_types(scores: NDArray[np.float64], types: list[int | None]) -> NDArray[np.float64]:
    """
    Of categories, as the server reads them once it knows an item's type: what fits it shares the belief in what does not.

    :param scores: [N, categories]
    :param types: [N], `None` where nothing is known, which leaves the scores as they are
    """
    names = values_of("category")
    fitting = np.array([[name in CATEGORIES[kind] for name in names] for kind in item_types()])
    given = scores.copy()
    for row, kind in enumerate(types):
        if kind is not None:
            fit = _TYPE_TRUST * scores[row] * fitting[kind]
            given[row] = fit / (fit.sum() + (1 - _TYPE_TRUST) * (scores[row] * ~fitting[kind]).sum())
    return given


def _one(attribute: str, logits: NDArray[np.float64], wanted: NDArray[np.int64], types: list[int | None]) -> Verdict:
    def scores_at(degrees: float) -> NDArray[np.float64]:
        return given_types(probabilities(attribute, torch.from_numpy(logits / degrees)).numpy(), types)

    degrees = temperature(scores_at, wanted)
    scores = scores_at(degrees)
    first, best = scores.argmax(1), scores.max(1)
    right = first == wanted
    commonest = np.bincount(wanted).max() / len(wanted)
    recalls = [float((first[wanted == value] == value).mean()) for value in np.unique(wanted)]
    threshold = _lowest_as_good(best, right)
    is_better = float(right.mean()) > commonest or float(np.mean(recalls)) > 1.25 / len(recalls)
    return Verdict(
        degrees,
        threshold,
        bool(is_better),
        {
            "garments": len(wanted),
            "accuracy": float(right.mean()),
            "macro": float(np.mean(recalls)),
            "commonest": float(commonest),
            "said": float((best >= threshold).mean()),
            "right_when_said": float(right[best >= threshold].mean()) if (best >= threshold).any() else None,
            "calibration_error": calibration_error(best, right),
        },
    )


def _lowest_as_good(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """
    The lowest threshold whose gain is within a standard error of the best one's: of few garments the best threshold is chance.
    A wrong word costs half of what a right one is worth, as nothing said is worth nothing.
    """
    worth = np.where(right, 1.0, -0.5)
    gains = {limit: worth * (scores >= limit) for limit in _SAID}
    best = max(gains.values(), key=lambda gain: float(gain.mean()))
    return min(limit for limit, gain in gains.items() if (best - gain).mean() <= (best - gain).std() / len(right) ** 0.5)


def _several(logits: NDArray[np.float64], wanted: NDArray[np.float64]) -> Verdict:
    degrees = temperature_of_several(logits, wanted)
    scores = 1 / (1 + np.exp(-logits / degrees))

    def f1(limit: float) -> float:
        said = scores >= limit
        return 2 * float((said & (wanted > 0.5)).sum()) / max(float(said.sum() + (wanted > 0.5).sum()), 1.0)

    threshold = max(np.arange(0.2, 0.61, 0.05), key=f1)
    return Verdict(degrees, round(float(threshold), 3), True, {"garments": len(wanted), "f1": f1(float(threshold))})
