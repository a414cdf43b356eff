"""Whether what a wrapped graph answered can mean what the manifest says: most wrong options show here."""

from __future__ import annotations

import numpy as np

from fashion_training.adapt.classifier import ClassifierPlan, is_multi_label
from fashion_training.adapt.problem import Problem
from fashion_training.adapt.wrap import Wrapped

_ROUNDING = 1e-3
_FEW_PIXELS = 2.0


def check_detections(wrapped: Wrapped, width: int, height: int, threshold: float) -> None:
    """
    :param threshold: from which on an item is one
    :raises Problem: naming the option that is likely wrong
    """
    boxes, scores = (wrapped.answers[wrapped.outputs[name]] for name in ("boxes", "scores"))
    low, high = float(scores.min()), float(scores.max())
    if low < -_ROUNDING or high > 1 + _ROUNDING:
        raise Problem(f"--scores: these go from {low:.3g} to {high:.3g}, so they are no probabilities yet")
    items = boxes[scores.max(axis=-1) >= threshold]
    if (items[:, 2:] < items[:, :2]).any():
        raise Problem("--box-form: some boxes end before they begin, so they are of another form, or are not decoded")
    reach = float(np.abs(boxes).max())
    if reach <= _FEW_PIXELS < min(width, height) / 4:
        raise Problem(f"--box-units: all boxes lie within {reach:.3g} pixels, so they are fractions")
    if reach > 20 * max(width, height):
        raise Problem(f"--box-units: boxes reach {reach:.3g} pixels in an input of {width}x{height}, so they are pixels already")


def check_vectors(wrapped: Wrapped) -> None:
    """:raises Problem: where vectors are not of unit length, or all one"""
    vectors = wrapped.answers[wrapped.outputs["embedding"]]
    lengths = np.linalg.norm(vectors, axis=1)
    if np.abs(lengths - 1).max() > _ROUNDING:
        raise Problem(f"--output: answers vectors of length {lengths.min():.3g} before they are scaled to 1")
    if (vectors @ vectors[0]).min() > 1 - 1e-6:
        raise Problem("--output: answers the same vector to three pictures that have nothing in common")


def check_heads(wrapped: Wrapped, plan: ClassifierPlan) -> None:
    """:raises Problem: naming the entry of the heads file"""
    for head in plan.heads:
        values = wrapped.answers[wrapped.outputs[head.spec.attribute]]
        low, high = float(values.min()), float(values.max())
        if low < -_ROUNDING or high > 1 + _ROUNDING:
            raise Problem(f"{head.spec.where}.activation: answers go from {low:.3g} to {high:.3g}, so are no probabilities yet")
        largest = float(values.sum(axis=1).max())
        if not is_multi_label(head.spec.attribute) and largest > 1 + _ROUNDING:
            raise Problem(
                f"{head.spec.where}.activation: probabilities of {head.spec.attribute}, of which one is true, "
                f"add up to {largest:.3g}"
            )
