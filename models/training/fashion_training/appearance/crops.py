"""Garments as embedder and tagger see them: a box of a picture with a tenth around, fitted into a square; altered at random."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from fashion_training.data.decoded import Pixels, pixels, recompressed
from fashion_training.data.decoded import mask as decoded_mask
from fashion_training.data.letterbox import Box, letterbox, region, with_margin
from fashion_training.data.silhouette import silhouette

MARGIN: Final = 0.1
"""Of the box's width and height, on each side."""
PAD: Final = 127
Random = np.random.Generator


@dataclass(frozen=True)
class Garment:
    """One item of a picture, and what is known of it."""

    key: str
    path: Path
    box: Box
    cut: str = "none"
    """How it is told from what is around: "white" (a silhouette), "salient" or "street" (masks), "none" (it is not)."""
    mask: Path | None = None
    mask_class: int = 0
    """Of a street mask."""
    labels: dict[str, Any] = field(default_factory=dict)
    """Index by head; for `detail`, a vector."""


def plain_crop(garment: Garment, side: int) -> Pixels:
    """As the server cuts it."""
    return region(pixels(garment.path), garment.box, MARGIN, side, PAD)


def opaque(garment: Garment) -> NDArray[np.bool_] | None:
    """[height, width] of the picture: what is the garment, where that is known."""
    if garment.cut == "white":
        return silhouette(pixels(garment.path))
    if garment.mask is None:
        return None
    found = decoded_mask(garment.mask)
    return found > 100 if garment.cut == "salient" else found == garment.mask_class


def altered_crop(garment: Garment, side: int, random: Random, backgrounds: list[Path], on_white: float = 0.0) -> Pixels:
    """
    A view to learn from: another box, background, side, colour and quality.

    :param on_white: how often a garment of a street photograph is cut out and laid on white
    """
    picture = pixels(garment.path)
    box = garment.box
    if garment.cut == "street" and random.random() < on_white and (mask := opaque(garment)) is not None:
        picture = _laid_on(np.full_like(picture, 255), picture, mask)
    elif random.random() < 0.35 and (mask := opaque(garment)) is not None:
        picture = _on_other_background(picture, mask, random, backgrounds)
    box = _moved(box, random)
    height, width = picture.shape[:2]
    x0, y0, x1, y1 = with_margin(box, MARGIN * random.uniform(0, 2), width, height)
    crop = picture[y0:y1, x0:x1]
    if random.random() < 0.5:
        crop = crop[:, ::-1]
    if random.random() < 0.3:
        crop = _coarser(crop, random)
    crop = _stretched(crop, random)
    if random.random() < 0.8:
        crop = recast(recolour_mildly(np.ascontiguousarray(crop), random), random)
    square, _ = letterbox(crop, (side, side), PAD, centred=True)
    if random.random() < 0.25:
        square = _erased(square, random)
    if random.random() < 0.3:
        square = recompressed(square, int(random.integers(25, 85)))
    return square


def recolour_mildly(square: Pixels, random: Random) -> Pixels:
    """Light, contrast and saturation; no hue, which is a label."""
    saturation, contrast = random.uniform(0.75, 1.25), random.uniform(0.8, 1.2)
    mix = np.full((3, 3), (1 - saturation) / 3) + np.eye(3) * saturation
    offset = np.full((3, 1), (1 - contrast) * 128 + random.uniform(-25, 25))
    return cv2.transform(square, np.hstack((mix * contrast, offset)))


def recast(square: Pixels, random: Random) -> Pixels:
    """The light's colour: red against blue, and each channel a little."""
    warmth = random.uniform(-0.16, 0.16) if random.random() < 0.6 else 0.0
    gains = np.array([1 + warmth, 1, 1 - warmth]) * random.uniform(0.96, 1.04, size=3)
    return cv2.transform(square, np.diag(gains))


def _moved(box: Box, random: Random) -> Box:
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    if random.random() < 0.3:
        # A part: between half and all of the area.
        share = np.sqrt(random.uniform(0.5, 1.0))
        aspect = np.exp(random.uniform(-0.15, 0.15))
        w, h = width * min(1, share * aspect), height * min(1, share / aspect)
        x0, y0 = x0 + random.uniform(0, width - w), y0 + random.uniform(0, height - h)
        return x0, y0, x0 + w, y0 + h
    jitter = random.normal(0, 0.06, size=4) * np.array([width, height, width, height])
    moved = np.array(box) + jitter
    return float(moved[0]), float(moved[1]), float(max(moved[2], moved[0] + 4)), float(max(moved[3], moved[1] + 4))


def _on_other_background(picture: Pixels, mask: NDArray[np.bool_], random: Random, backgrounds: list[Path]) -> Pixels:
    height, width = mask.shape
    kind = random.random()
    if kind < 0.5 and backgrounds:
        source = pixels(backgrounds[int(random.integers(len(backgrounds)))])
        rows, columns = source.shape[:2]
        top, left = int(random.integers(0, rows // 2)), int(random.integers(0, columns // 2))
        patch = source[top : top + rows // 2, left : left + columns // 2]
        behind = cv2.resize(np.ascontiguousarray(patch), (width, height), interpolation=cv2.INTER_LINEAR)
    elif kind < 0.8:
        behind = np.full((height, width, 3), random.integers(200, 256), np.uint8)
    else:
        behind = np.broadcast_to(random.integers(0, 256, size=3).astype(np.uint8), (height, width, 3))
    return _laid_on(behind, picture, mask)


def _laid_on(behind: Pixels, picture: Pixels, mask: NDArray[np.bool_]) -> Pixels:
    alpha = cv2.GaussianBlur(mask.astype(np.float32), (3, 3), 0)[..., None]
    return (picture * alpha + behind * (1 - alpha)).astype(np.uint8)


def _stretched(crop: Pixels, random: Random) -> Pixels:
    if random.random() < 0.5:
        return crop
    factor = float(np.exp(random.uniform(-0.12, 0.12)))
    size = (max(1, round(crop.shape[1] * factor)), max(1, round(crop.shape[0] / factor)))
    return cv2.resize(np.ascontiguousarray(crop), size, interpolation=cv2.INTER_LINEAR)


def _coarser(crop: Pixels, random: Random) -> Pixels:
    longest = random.uniform(48, 160)
    scale = longest / max(crop.shape[:2])
    if scale >= 1:
        return crop
    size = (max(1, round(crop.shape[1] * scale)), max(1, round(crop.shape[0] * scale)))
    return cv2.resize(np.ascontiguousarray(crop), size, interpolation=cv2.INTER_AREA)


def _erased(square: Pixels, random: Random) -> Pixels:
    side = square.shape[0]
    width, height = (int(side * random.uniform(0.1, 0.35)) for _ in range(2))
    x, y = int(random.integers(0, side - width)), int(random.integers(0, side - height))
    square = square.copy()
    square[y : y + height, x : x + width] = random.integers(0, 256, size=3)
    return square
