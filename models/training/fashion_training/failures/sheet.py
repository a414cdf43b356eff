"""A contact sheet of what a model got wrong: pictures of our own drawing, each with what it is and what the model said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from fashion_training.data.decoded import Pixels

ACROSS: Final = 4
_SIDE: Final = 210
_LINE: Final = 17
_GAP: Final = 8
_INK: Final = (40, 40, 40)
_WRONG: Final = (200, 30, 30)


@dataclass(frozen=True)
class Failure:
    picture: Pixels
    truth: str
    said: str
    confidence: float
    """The surest mistakes are shown first."""


@dataclass(frozen=True)
class Failures:
    wrong: list[Failure]
    measure: str
    """What counts as wrong, as the end of "of 400 drawings, 31 …"."""


def write_sheet(failures: Sequence[Failure], path: Path) -> None:
    """As JPEG, `ACROSS` in a row."""
    rows = -(-len(failures) // ACROSS)
    height, width = _SIDE + 2 * _LINE + 2 * _GAP, _SIDE + 2 * _GAP
    sheet = np.full((rows * height, ACROSS * width, 3), 255, np.uint8)
    for number, failure in enumerate(failures):
        top, left = number // ACROSS * height + _GAP, number % ACROSS * width + _GAP
        scale = _SIDE / max(failure.picture.shape[:2])
        size = (max(1, round(failure.picture.shape[1] * scale)), max(1, round(failure.picture.shape[0] * scale)))
        picture = cv2.resize(np.ascontiguousarray(failure.picture), size, interpolation=cv2.INTER_AREA)
        sheet[top : top + size[1], left : left + size[0]] = picture
        for line, (text, colour) in enumerate(((failure.truth, _INK), (failure.said, _WRONG)), 1):
            at = (left, top + _SIDE + line * _LINE - 4)
            cv2.putText(sheet, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.38, colour, 1, cv2.LINE_AA)
    cv2.imwrite(str(path), sheet[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 82])
