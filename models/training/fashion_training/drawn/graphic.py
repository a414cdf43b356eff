"""What T-shirts have on the breast: words, emblems, simple pictures. RGBA, to be laid on cloth."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from fashion_training.drawn.colours import Random, Rgb, contrast_to

_SIDE: Final = 160
_LETTERS: Final = "ABCDEFGHIKLMNOPRSTUVXYZ0123456789"
_FONTS: Final = (cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_TRIPLEX, cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_COMPLEX)
Layer = NDArray[np.uint8]


def graphic(ground: Rgb, random: Random) -> Layer:
    """[160, 160, 4]: made of one to three colours that stand out on the ground."""
    layer = np.zeros((_SIDE, _SIDE, 4), np.uint8)
    inks = [contrast_to(ground, random)[1] for _ in range(3)]
    layer[..., :3] = np.round(inks[0])
    kind = random.integers(4)
    if kind == 0:
        for row in range(int(random.integers(1, 4))):
            _word(layer, 45 + 40 * row, inks[row % 2], random)
    elif kind == 1:
        _emblem(layer, inks, random)
        _word(layer, 148, inks[0], random)
    elif kind == 2:
        _view(layer, inks, random)
    else:
        _emblem(layer, inks, random)
    return layer


def _rgba(ink: Rgb) -> tuple[float, float, float, float]:
    return ink[0], ink[1], ink[2], 255


def _word(layer: Layer, y: int, ink: Rgb, random: Random) -> None:
    text = "".join(_LETTERS[k] for k in random.integers(len(_LETTERS), size=int(random.integers(3, 9))))
    font, thick = _FONTS[random.integers(len(_FONTS))], int(random.integers(2, 6))
    (width, _), _ = cv2.getTextSize(text, font, 1, thick)
    scale = min(1.6, (_SIDE - 14) / width)
    left = int((_SIDE - width * scale) / 2)
    cv2.putText(layer, text, (left, y), font, scale, _rgba(ink), thick, cv2.LINE_AA)


def _emblem(layer: Layer, inks: list[Rgb], random: Random) -> None:
    middle, radius = (_SIDE // 2, 62), int(random.integers(38, 58))
    if random.random() < 0.5:
        cv2.circle(layer, middle, radius, _rgba(inks[1]), -1 if random.random() < 0.6 else 6, cv2.LINE_AA)
    tips = int(random.integers(3, 9))
    turns = np.arange(tips * 2) * np.pi / tips - np.pi / 2
    reach = np.where(np.arange(tips * 2) % 2 == 0, radius * 0.9, radius * random.uniform(0.35, 0.8))
    star = np.stack((middle[0] + np.cos(turns) * reach, middle[1] + np.sin(turns) * reach), 1)
    cv2.fillPoly(layer, [np.round(star).astype(np.int32)], _rgba(inks[0]), cv2.LINE_AA)
    cv2.circle(layer, middle, int(radius * 0.3), _rgba(inks[2]), -1, cv2.LINE_AA)


def _view(layer: Layer, inks: list[Rgb], random: Random) -> None:
    """A framed picture: sky, sun and hills."""
    top, low = 18, 142
    cv2.rectangle(layer, (14, top), (146, low), _rgba(inks[0]), -1)
    sun = (int(random.integers(40, 120)), int(random.integers(45, 85)))
    cv2.circle(layer, sun, int(random.integers(12, 26)), _rgba(inks[1]), -1, cv2.LINE_AA)
    x = np.linspace(14, 146, 12)
    ridge = low - random.uniform(10, 62, 12)
    hills = np.vstack((np.stack((x, ridge), 1), [[146, low], [14, low]]))
    cv2.fillPoly(layer, [np.round(hills).astype(np.int32)], _rgba(inks[2]), cv2.LINE_AA)
