"""What stands on a white background: its mask and box, and whether somebody wears it."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from fashion_training.data.decoded import Pixels

_WHITE: Final = 242
"""A pixel of which every channel is over it is background."""
_SKIN_SHARE: Final = 0.03
Mask = NDArray[np.bool_]


def silhouette(picture: Pixels) -> Mask:
    """[height, width]: all but the white that reaches the border."""
    white = (picture.min(axis=2) > _WHITE).astype(np.uint8)
    # One pixel of white around, so that all that reaches the border is one piece.
    bordered = cv2.copyMakeBorder(white, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    cv2.floodFill(bordered, None, (0, 0), 2)
    found = (bordered[1:-1, 1:-1] != 2).astype(np.uint8)
    # Specks of compression are no part of it.
    found = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return found.astype(bool)


def bounds(mask: Mask, smallest: float = 0.002) -> tuple[float, float, float, float] | None:
    """Box of all pieces that make up at least `smallest` of the picture, or nothing."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    pieces = [stats[i] for i in range(1, count) if stats[i, cv2.CC_STAT_AREA] >= smallest * mask.size]
    if not pieces:
        return None
    x0 = min(piece[cv2.CC_STAT_LEFT] for piece in pieces)
    y0 = min(piece[cv2.CC_STAT_TOP] for piece in pieces)
    x1 = max(piece[cv2.CC_STAT_LEFT] + piece[cv2.CC_STAT_WIDTH] for piece in pieces)
    y1 = max(piece[cv2.CC_STAT_TOP] + piece[cv2.CC_STAT_HEIGHT] for piece in pieces)
    return float(x0), float(y0), float(x1), float(y1)


def is_worn(picture: Pixels, mask: Mask) -> bool:
    """Whether enough of what stands there has the colour of skin (Chai and Ngan 1999: 133-173 Cr, 77-127 Cb)."""
    _, cr, cb = cv2.split(cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2YCrCb))
    skin = (cr >= 136) & (cr <= 173) & (cb >= 77) & (cb <= 125) & mask
    return bool(skin.sum() > _SKIN_SHARE * max(int(mask.sum()), 1))
