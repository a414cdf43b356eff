"""From what a detector's graph answers to items, as the server reads it (packages/inference: decode-detections)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from fashion_training.data.decoded import Pixels

_MOST_CANDIDATES: Final = 1000
_MOST_ITEMS: Final = 32
_UNRECOGNISED_SIDE: Final = 20
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Rules:
    threshold: float
    iou: float
    cross_type_iou: float
    cross_type_decay: float = 0.0


@dataclass(frozen=True)
class Found:
    """Items of one picture, best first."""

    boxes: Floats
    """[items, 4], x0 y0 x1 y1 in pixels of the picture."""
    scores: Floats
    types: NDArray[np.int64]


def letterbox(picture: Pixels, size: tuple[int, int]) -> tuple[Pixels, float]:
    """Fit a picture at the top left of `size` (height, width), grey around; and the scale."""
    height, width = size
    scale = min(height / picture.shape[0], width / picture.shape[1])
    fitted = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    canvas = np.full((height, width, 3), 114, np.uint8)
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    canvas[: fitted[1], : fitted[0]] = cv2.resize(np.ascontiguousarray(picture), fitted, interpolation=interpolation)
    return canvas, scale


def decode(boxes: Floats, scores: Floats, rules: Rules, scale: float, picture: Pixels) -> Found:
    """:param boxes: [A, 4] in input pixels; :param scores: [A, types]"""
    places, types = np.nonzero(scores >= rules.threshold)
    values = scores[places, types]
    order = np.argsort(-values, kind="stable")[:_MOST_CANDIDATES]
    places, types, values = places[order], types[order], values[order]
    found = boxes[places]
    kept = suppress(found, types, rules.iou)
    found, types, values = found[kept], types[kept], values[kept]
    leaders = np.zeros(len(found), bool)
    leaders[suppress(found, np.zeros_like(types), rules.cross_type_iou)] = True
    values = np.where(leaders, values, values * rules.cross_type_decay)
    order = np.argsort(-values, kind="stable")
    kept = [int(index) for index in order if values[index] >= max(rules.threshold, 1e-9)][:100]
    found, types, values = found[kept] / scale, types[kept], values[kept]
    height, width = picture.shape[:2]
    found = np.clip(found, 0, np.array([width, height, width, height], np.float32))
    sides = found[:, 2:] - found[:, :2]
    seen = (sides.min(1, initial=np.inf) > 0) & (sides.max(1, initial=0) > _UNRECOGNISED_SIDE)
    return Found(found[seen][:_MOST_ITEMS], values[seen][:_MOST_ITEMS], types[seen][:_MOST_ITEMS])


def suppress(boxes: Floats, types: NDArray[np.int64], limit: float) -> list[int]:
    """Greedy: indices, best first, of what no better one of its type overlaps by more than `limit`."""
    kept: list[int] = []
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(1)
    for index in range(len(boxes)):
        if kept:
            better = np.array(kept)
            low = np.maximum(boxes[better, :2], boxes[index, :2])
            high = np.minimum(boxes[better, 2:], boxes[index, 2:])
            shared = np.maximum(high - low, 0).prod(1)
            iou = shared / np.maximum(areas[better] + areas[index] - shared, 1e-9)
            if ((iou > limit) & (types[better] == types[index])).any():
                continue
        kept.append(index)
    return kept


class OnnxDetector:
    """A detector's folder, run as its manifest says."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self.manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(
            str(folder / self.manifest["file"]), options, providers=["CPUExecutionProvider"]
        )
        self.types: list[str] = self.manifest["classes"]
        self.rules = Rules(
            self.manifest["thresholds"]["indexing"],
            self.manifest["nms"]["iou"],
            self.manifest["nms"]["crossTypeIou"],
            self.manifest["nms"].get("crossTypeDecay", 0.0),
        )

    def raw(self, picture: Pixels) -> tuple[Floats, Floats, float]:
        """Boxes in input pixels, scores, and the scale of the picture."""
        spec, outputs = self.manifest["input"], self.manifest["outputs"]
        pixels, scale = letterbox(picture, (spec["height"], spec["width"]))
        boxes, scores = self._session.run([outputs["boxes"], outputs["scores"]], {spec["name"]: pixels[None]})
        return boxes[0], scores[0], scale

    def find(self, picture: Pixels, rules: Rules | None = None) -> Found:
        boxes, scores, scale = self.raw(picture)
        return decode(boxes, scores, rules or self.rules, scale, picture)
