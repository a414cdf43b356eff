"""An embedder's or a tagger's folder, run as its manifest says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from fashion_training.appearance.crops import Box, letterbox, with_margin
from fashion_training.data.decoded import Pixels


class OnnxRegions:
    def __init__(self, folder: Path, threads: int = 1) -> None:
        """:raises ValueError: for a manifest that asks for another crop than our models'"""
        self.manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        spec = self.manifest["input"]
        if (spec["resize"], spec.get("anchor")) != ("letterbox", "centre") or spec["width"] != spec["height"]:
            raise ValueError(f"{folder}: only crops that are fitted into the middle of a square")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        file = str(folder / self.manifest["file"])
        self._session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])

    def run(self, regions: Sequence[tuple[Pixels, Box]], outputs: list[str]) -> list[NDArray[np.float32]]:
        """An array [regions, …] for each output."""
        spec = self.manifest["input"]
        answers = [
            self._session.run(outputs, {spec["name"]: _crop(picture, box, spec["margin"], spec["width"])[None]})
            for picture, box in regions
        ]
        return [np.concatenate([answer[at] for answer in answers]) for at in range(len(outputs))]


def _crop(picture: Pixels, box: Box, margin: float, side: int) -> Pixels:
    x0, y0, x1, y1 = with_margin(box, margin, picture.shape[1], picture.shape[0])
    return letterbox(picture[y0:y1, x0:x1], side)
