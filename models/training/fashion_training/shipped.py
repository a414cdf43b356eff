"""Models' folders, run on ONNX Runtime as their manifests say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from fashion_training.data.decoded import Pixels
from fashion_training.data.letterbox import Box, letterbox, region
from fashion_training.detector.boxes import Floats
from fashion_training.detector.decode import Found, Rules, decode


class ShippedDetector:
    def __init__(self, folder: Path) -> None:
        self.manifest, self._session = _opened(folder)
        self.types: list[str] = self.manifest["classes"]
        nms = self.manifest["nms"]
        self.rules = Rules(self.manifest["thresholds"]["indexing"], nms["iou"], nms["crossTypeIou"], nms.get("crossTypeDecay", 0.0))

    def raw(self, picture: Pixels) -> tuple[Floats, Floats, float]:
        """Boxes [A, 4] in input pixels, scores [A, types], and the scale of the picture."""
        spec, outputs = self.manifest["input"], self.manifest["outputs"]
        pixels, scale = letterbox(picture, (spec["height"], spec["width"]), spec["pad"][0])
        boxes, scores = self._session.run([outputs["boxes"], outputs["scores"]], {spec["name"]: pixels[None]})
        return boxes[0], scores[0], scale

    def find(self, picture: Pixels, rules: Rules | None = None) -> Found:
        """Items in pixels of the picture, by the manifest's rules unless told others."""
        boxes, scores, scale = self.raw(picture)
        return decode(boxes, scores, rules or self.rules, scale, picture)


class ShippedRegions:
    """An embedder or a tagger."""

    def __init__(self, folder: Path) -> None:
        """:raises ValueError: for a manifest that asks for another crop than our models'"""
        self.manifest, self._session = _opened(folder)
        spec = self.manifest["input"]
        if (spec["resize"], spec.get("anchor")) != ("letterbox", "centre") or spec["width"] != spec["height"]:
            raise ValueError(f"{folder}: only crops that are fitted into the middle of a square")

    def run(self, regions: Sequence[tuple[Pixels, Box]], outputs: list[str]) -> list[NDArray[np.float32]]:
        """An array [regions, …] for each output; boxes are in pixels of their pictures."""
        spec = self.manifest["input"]
        answers = []
        for picture, box in regions:
            crop = region(picture, box, spec["margin"], spec["width"], spec["pad"][0])
            answers.append(self._session.run(outputs, {spec["name"]: crop[None]}))
        return [np.concatenate([answer[at] for answer in answers]) for at in range(len(outputs))]


def _opened(folder: Path) -> tuple[dict[str, Any], onnxruntime.InferenceSession]:
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return manifest, onnxruntime.InferenceSession(str(folder / manifest["file"]), options, providers=["CPUExecutionProvider"])
