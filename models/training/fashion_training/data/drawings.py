"""Drawn garments as files, made once for a run: pictures and masks as PNG, and a line of JSON for each."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from fashion_training.data.decoded import mask as decoded_mask
from fashion_training.data.letterbox import Box
from fashion_training.data.silhouette import bounds
from fashion_training.drawn import draw

DRAWINGS: Final = 4000
"""That training takes."""
_OPAQUE: Final = 60


@dataclass(frozen=True)
class Drawing:
    path: Path
    mask: Path
    """0 to 255 for how opaque each pixel is."""
    type: str
    tags: dict[str, Any]

    def box(self) -> Box:
        found = bounds(decoded_mask(self.mask) > _OPAQUE)
        assert found is not None, f"{self.mask} shows nothing"
        return found


def drawings(folder: Path, count: int, say: Callable[[str], None], seed: int = 1) -> list[Drawing]:
    """The first `count` drawings of a seed; what the folder has already is not drawn again."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(count):
        names = (folder / f"{number:05}.png", folder / f"{number:05}-mask.png", folder / f"{number:05}.json")
        if not names[2].exists():
            _make(*names, np.random.default_rng((seed, number)))
            if (number + 1) % 500 == 0:
                say(f"drawn: {number + 1} of {count}")
        known = json.loads(names[2].read_text(encoding="utf-8"))
        made.append(Drawing(names[0], names[1], known["type"], known["tags"]))
    return made


def _make(path: Path, mask: Path, line: Path, random: np.random.Generator) -> None:
    drawn = draw(random)
    alpha = drawn.opaque[..., None] / 255
    for file, image in ((path, (drawn.pixels * alpha + 255 * (1 - alpha)).astype(np.uint8)[:, :, ::-1]), (mask, drawn.opaque)):
        if not cv2.imwrite(str(file), image):
            raise OSError(f"{file} cannot be written")
    # Last, so that a drawing that is told of is whole.
    line.write_text(json.dumps({"type": drawn.type, "tags": drawn.tags}), encoding="utf-8")
