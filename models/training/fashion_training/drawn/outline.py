"""Curves of which garments are cut. Points are [n, 2], metres: x right of the body's middle, y down from the neck."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]

ARMPIT: Final = 0.235
WAIST: Final = 0.43
HIP: Final = 0.63
CROTCH: Final = 0.73
KNEE: Final = 1.06
ANKLE: Final = 1.52
"""Heights of a grown body, from the side of the neck down."""


def points(*pairs: ArrayLike) -> Points:
    return np.array(pairs, np.float64).reshape(-1, 2)


@cache
def _basis(steps: int) -> NDArray[np.float64]:
    t = np.arange(steps) / steps
    matrix = np.array([[-1, 3, -3, 1], [2, -5, 4, -1], [-1, 0, 1, 0], [0, 2, 0, 0]]) / 2
    return np.stack((t**3, t**2, t, np.ones(steps)), 1) @ matrix


def through(knots: ArrayLike, steps: int = 8, closed: bool = False) -> Points:
    """A Catmull-Rom curve through all knots, ends included."""
    given = np.asarray(knots, np.float64).reshape(-1, 2)
    if closed:
        padded = np.vstack((given[-1:], given, given[:2]))
    else:
        padded = np.vstack((2 * given[:1] - given[1:2], given, 2 * given[-1:] - given[-2:-1]))
    spans = np.stack([padded[i : len(padded) - 3 + i] for i in range(4)], 1)
    curve = np.einsum("sk,nkd->nsd", _basis(steps), spans).reshape(-1, 2)
    return curve if closed else np.vstack((curve, given[-1:]))


def bezier(start: ArrayLike, first: ArrayLike, second: ArrayLike, end: ArrayLike, steps: int = 14) -> Points:
    t = np.linspace(0, 1, steps)[:, None]
    a, b, c, d = (np.asarray(point, np.float64) for point in (start, first, second, end))
    curve: Points = a * (1 - t) ** 3 + 3 * b * t * (1 - t) ** 2 + 3 * c * t**2 * (1 - t) + d * t**3
    return curve


def mirrored(curve: Points) -> Points:
    """The other side's, in the other direction, so that curve and mirror image join."""
    other: Points = curve[::-1] * np.array([-1.0, 1.0])
    return other


def symmetric(half: Points) -> Points:
    """A closed outline from the half right of the middle, that begins and ends on the middle line."""
    return np.vstack((half, mirrored(half)))


def flipped(outline: Points) -> Points:
    turned: Points = outline * np.array([-1.0, 1.0])
    return turned


def shifted(curve: Points, right: float, down: float) -> Points:
    moved: Points = curve + np.array([right, down])
    return moved


def resampled(curve: Points, count: int) -> Points:
    """`count` points at equal steps along an open curve."""
    steps = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(curve, axis=0).T))))
    at = np.linspace(0, steps[-1], count)
    return np.stack([np.interp(at, steps, curve[:, k]) for k in (0, 1)], 1)


def normals(curve: Points) -> Points:
    """Unit normals of an open curve, to the left of its direction on a picture."""
    along = np.gradient(curve, axis=0)
    along /= np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)[:, None]
    return np.stack((along[:, 1], -along[:, 0]), 1)


def offset(curve: Points, by: ArrayLike) -> Points:
    return curve + normals(curve) * np.asarray(by, np.float64).reshape(-1, 1)


def strip(curve: Points, half_width: ArrayLike) -> Points:
    """A band of that half width (one, or one for each point) along a curve."""
    return np.vstack((offset(curve, half_width), offset(curve, -np.asarray(half_width))[::-1]))


def limb(axis: Points, widths: Sequence[float], root: ArrayLike) -> tuple[Points, Points]:
    """
    The outer and inner edge of the right sleeve along its axis: `widths` are half widths at
    equal steps; at the root the edges start at `axis[0]` plus and minus the vector `root`.
    """
    count = 28
    fine = resampled(axis, count)
    t = np.linspace(0, 1, count)
    knots = through(np.stack((np.linspace(0, 1, len(widths)), widths), 1))
    half = np.interp(t, knots[:, 0], knots[:, 1])[:, None]
    grown = np.clip(t / 0.28, 0, 1)[:, None]
    grown = grown * grown * (3 - 2 * grown)
    side = normals(fine) * half
    vector = np.asarray(root, np.float64)
    side = vector * (1 - grown) + side * grown
    return fine + side, fine - side
