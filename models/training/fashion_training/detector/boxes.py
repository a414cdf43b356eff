"""Arithmetic of boxes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def areas(boxes: Floats) -> Floats:
    """:param boxes: [N, 4], x0 y0 x1 y1; a box turned inside out has none"""
    return np.maximum(boxes[:, 2:] - boxes[:, :2], 0).prod(1)


def intersections(a: Floats, b: Floats) -> Floats:
    """Areas that boxes [N, 4] and [M, 4] share, [N, M]."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    return np.maximum(high - low, 0).prod(2)


def overlaps(a: Floats, b: Floats) -> Floats:
    """Intersection over union, [N, M], of boxes [N, 4] and [M, 4]."""
    shared = intersections(a, b)
    return shared / np.maximum(areas(a)[:, None] + areas(b)[None] - shared, 1e-9)
