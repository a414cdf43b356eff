"""Folders that the adapters make of small exports, as `test/model-check/adapted` keeps them for the server's own tests.

python models/training/tests/samples.py      writes them anew
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from test_adapt_classifier import small_classifier
from test_adapt_detr import LABELS, TYPES, small_detr
from test_adapt_image_tower import TOKENS, WIDTH, small_vit
from test_adapt_yolo import NAMES, small_yolo
from test_adapt_yolo import TYPES as YOLO_TYPES

from fashion_training.adapt.__main__ import main

KEPT = Path(__file__).parents[3] / "test" / "model-check" / "adapted"
HEADS = {
    "heads": [
        {
            "attribute": "pattern",
            "output": "pattern_logits",
            "labels": ["plain", "striped", "pin-striped", "unknown"],
            "values": {"plain": "plain", "striped": "stripe", "pin-striped": "stripe"},
            "temperature": 1.6,
        },
        {"attribute": "gender", "output": "others", "range": [0, 3], "values": ["women", "men", "unisex"]},
        {"attribute": "detail", "output": "others", "range": [3, 6], "values": ["button", "zipper", "pocket"]},
    ]
}


def write(folder: Path) -> None:
    """A folder for each kind."""
    with tempfile.TemporaryDirectory() as beside:
        exports = Path(beside)

        def written(name: str, value: Any) -> str:
            (exports / name).write_text(json.dumps(value), encoding="utf-8")
            return str(exports / name)

        detr = small_detr(exports / "detr.onnx")
        yolo = small_yolo(exports / "yolo.onnx", 7, True, metadata={"names": str(dict(enumerate(NAMES)))})
        tower = small_vit(exports / "vit.onnx", 1, [1, WIDTH, TOKENS])
        classifier = small_classifier(exports / "classifier.onnx", pattern_logits=4, others=6)
        config = written("config.json", {"id2label": dict(enumerate(LABELS))})
        kinds = {
            "detr": (detr, ["--types", written("types.json", TYPES), "--labels", config]),
            "yolo": (yolo, ["--types", written("yolo-types.json", YOLO_TYPES)]),
            "image-tower": (tower, ["--pool", "cls", "--normalise", "clip"]),
            "classifier": (classifier, ["--heads", written("heads.json", HEADS), "--normalise", "siglip"]),
        }
        for kind, (export, options) in kinds.items():
            told = ["--model", str(export), "--out", str(folder / kind), "--licence", "Apache-2.0", "--replace"]
            if main([kind, *told, *options]) != 0:
                raise SystemExit(1)


if __name__ == "__main__":
    write(KEPT)
    sys.exit()
