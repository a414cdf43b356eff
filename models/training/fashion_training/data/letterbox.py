"""Pictures as networks take them: fitted into an input's size, grey around."""

from __future__ import annotations

import cv2
import numpy as np

from fashion_training.data.decoded import Pixels

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels."""


def letterbox(picture: Pixels, size: tuple[int, int], pad: int, centred: bool = False) -> tuple[Pixels, float]:
    """
    A picture as large as it fits, keeping its shape, and its scale.

    :param size: height and width
    :param pad: grey of what it does not cover
    :param centred: it lies in the middle, else at the top left
    """
    height, width = size
    scale = min(height / picture.shape[0], width / picture.shape[1])
    fitted = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    x, y = ((width - fitted[0]) // 2, (height - fitted[1]) // 2) if centred else (0, 0)
    canvas = np.full((height, width, 3), pad, np.uint8)
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    canvas[y : y + fitted[1], x : x + fitted[0]] = cv2.resize(np.ascontiguousarray(picture), fitted, interpolation=interpolation)
    return canvas, scale


def with_margin(box: Box, margin: float, width: int, height: int) -> tuple[int, int, int, int]:
    """
    Whole pixels within the picture, at least one.

    :param margin: of the box's width and height, on each side
    """
    x0, y0, x1, y1 = box
    across, down = (x1 - x0) * margin, (y1 - y0) * margin
    left, top = max(0, int(np.floor(x0 - across))), max(0, int(np.floor(y0 - down)))
    right, bottom = min(width, int(np.ceil(x1 + across))), min(height, int(np.ceil(y1 + down)))
    return min(left, width - 1), min(top, height - 1), max(right, left + 1), max(bottom, top + 1)


def region(picture: Pixels, box: Box, margin: float, side: int, pad: int) -> Pixels:
    """A box with what is around it, in the middle of a square: what the server gives to embedder and tagger."""
    x0, y0, x1, y1 = with_margin(box, margin, picture.shape[1], picture.shape[0])
    return letterbox(picture[y0:y1, x0:x1], (side, side), pad, centred=True)[0]
