"""What a model's folder must answer on a server: pictures of our own drawing, and what the network in PyTorch says of them.

`parity/*.png` have the input's size, so that nothing is resized on the way; `parity/expected.json` has the answers in their order.
A test of packages/inference holds ONNX Runtime in Node to them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from fashion_training.data.decoded import Pixels
from fashion_training.drawn import draw

_PICTURES = 4
_SEED = 11


def write_parity(folder: Path, size: tuple[int, int], answer: Callable[[Pixels], Any]) -> None:
    """
    :param size: height and width of the input
    :param answer: what the network in float32 says of a picture of that size, as JSON
    """
    into = folder / "parity"
    into.mkdir(exist_ok=True)
    random = np.random.default_rng(_SEED)
    answers = []
    for number in range(_PICTURES):
        picture = _picture(size, random)
        cv2.imwrite(str(into / f"{number}.png"), picture[:, :, ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 9])
        answers.append(answer(picture))
    (into / "expected.json").write_text(json.dumps(answers) + "\n", encoding="utf-8")


def _picture(size: tuple[int, int], random: np.random.Generator) -> Pixels:
    """A drawn garment in the middle of white."""
    height, width = size
    drawn = draw(random)
    scale = 0.9 * min(height / drawn.pixels.shape[0], width / drawn.pixels.shape[1])
    across, down = round(drawn.pixels.shape[1] * scale), round(drawn.pixels.shape[0] * scale)
    pixels = cv2.resize(drawn.pixels, (across, down), interpolation=cv2.INTER_AREA)
    alpha = cv2.resize(drawn.opaque, (across, down), interpolation=cv2.INTER_AREA)[..., None] / 255
    canvas = np.full((height, width, 3), 255, np.uint8)
    y, x = (height - down) // 2, (width - across) // 2
    canvas[y : y + down, x : x + across] = (pixels * alpha + 255 * (1 - alpha)).astype(np.uint8)
    return canvas
