"""One change of a picture at a time, by which vectors are tried: its original should still come first.

The garment's box is carried over, so that a picture cut to its garment and a tenth around would be no change at all.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from fashion_training.appearance.crops import MARGIN, PAD, Garment, opaque
from fashion_training.data.decoded import Pixels, pixels, recompressed
from fashion_training.data.letterbox import Box, region

Random = np.random.Generator
Altered = tuple[Pixels, Box]
"""A picture, and where in it the garment is."""


def crop_area(picture: Pixels, box: Box, random: Random) -> Altered:
    """To 70 % of the area, anywhere."""
    height, width = picture.shape[:2]
    side = 0.7**0.5
    return _cropped(picture, box, random.uniform(0, 1 - side) * width, random.uniform(0, 1 - side) * height, side)


def crop_centre(picture: Pixels, box: Box, random: Random) -> Altered:
    """To 70 % of each side, in the middle."""
    height, width = picture.shape[:2]
    return _cropped(picture, box, 0.15 * width, 0.15 * height, 0.7)


def jpeg(picture: Pixels, box: Box, random: Random) -> Altered:
    """Quality 40."""
    return recompressed(picture, 40), box


def colour_cast(picture: Pixels, box: Box, random: Random) -> Altered:
    """One of red and blue times 1.15, the other times 0.85."""
    gains = np.array([1.15, 1.0, 0.85])
    return cv2.transform(picture, np.diag(gains if random.random() < 0.5 else gains[::-1])), box


def mirror(picture: Pixels, box: Box, random: Random) -> Altered:
    width = picture.shape[1]
    x0, y0, x1, y1 = box
    return np.ascontiguousarray(picture[:, ::-1]), (width - x1, y0, width - x0, y1)


ALTERATIONS: dict[str, Callable[[Pixels, Box, Random], Altered]] = {
    "crop to 70 % of the area, anywhere": crop_area,
    "centre crop to 70 % of each side": crop_centre,
    "JPEG quality 40": jpeg,
    "colour cast": colour_cast,
    "mirrored": mirror,
}


def altered(garment: Garment, name: str, side: int, random: Random) -> Pixels:
    """The crop that the embedder would see."""
    picture, box = ALTERATIONS[name](pixels(garment.path), garment.box, random)
    return region(picture, box, MARGIN, side, PAD)


def on_street(garment: Garment, side: int, random: Random, backgrounds: list[Path]) -> Pixels | None:
    """A patch of a street picture for white, where it is known what is the garment."""
    mask = opaque(garment)
    if mask is None:
        return None
    picture = pixels(garment.path)
    street = pixels(backgrounds[int(random.integers(len(backgrounds)))])
    behind = cv2.resize(street, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_AREA)
    return region(np.where(mask[..., None], picture, behind), garment.box, MARGIN, side, PAD)


def on_white(garment: Garment, side: int) -> Pixels | None:
    """As a shop would show it, where it is known what is the garment: cut out, on white."""
    mask = opaque(garment)
    if mask is None:
        return None
    return region(np.where(mask[..., None], pixels(garment.path), np.uint8(255)), garment.box, MARGIN, side, PAD)


def _cropped(picture: Pixels, box: Box, x: float, y: float, share: float) -> Altered:
    height, width = picture.shape[:2]
    left, top = int(x), int(y)
    right, bottom = left + max(1, round(width * share)), top + max(1, round(height * share))
    x0, x1 = np.clip((box[0] - left, box[2] - left), 0, right - left)
    y0, y1 = np.clip((box[1] - top, box[3] - top), 0, bottom - top)
    return picture[top:bottom, left:right], (float(x0), float(y0), float(x1), float(y1))
