"""Decoded pictures in memory, since a run sees each of them many times."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""[height, width, 3], RGB."""


@cache
def pixels(path: Path) -> Pixels:
    """A picture's pixels, decoded once. Do not write into them.

    :raises ValueError: where it is no picture
    """
    bgr = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if bgr is None:
        raise ValueError(f"{path} is no picture")
    return np.ascontiguousarray(bgr[:, :, ::-1])


@cache
def mask(path: Path) -> NDArray[np.uint8]:
    """A mask of classes, [height, width].

    :raises ValueError: where it is no picture
    """
    read = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if read is None or read.ndim != 2:
        raise ValueError(f"{path} is no mask of one channel")
    return read


def recompressed(picture: Pixels, quality: int) -> Pixels:
    """A picture as JPEG of this quality shows it."""
    encoded = cv2.imencode(".jpg", picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    decoded: Pixels | None = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    assert decoded is not None
    return np.ascontiguousarray(decoded[:, :, ::-1])
