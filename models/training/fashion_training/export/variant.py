"""Other weights of a model's folder: `model.fp16.onnx`, `model.int8.onnx`, and what the manifest says of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnx
from numpy.typing import NDArray

from fashion_training.data.decoded import pixels
from fashion_training.data.letterbox import letterbox
from fashion_training.export.graphs import sha256
from fashion_training.export.half import halve
from fashion_training.export.quantise import quantise

Precision = Literal["float16", "int8"]
_FILES: dict[Precision, str] = {"float16": "model.fp16.onnx", "int8": "model.int8.onnx"}


def write_variant(folder: Path, precision: Precision, providers: list[str], pictures: list[Path]) -> dict[str, Any]:
    """
    Write the weights and name them in the manifest, in place of earlier ones of the precision.

    :param providers: execution providers on which they are loaded
    :param pictures: by which 8-bit ranges are measured
    :returns: what the manifest says of them
    """
    path = folder / "manifest.json"
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    source, target = folder / manifest["file"], folder / _FILES[precision]
    if precision == "float16":
        onnx.save(halve(onnx.load(source)), target)
    else:
        quantise(source, target, _prepared(manifest["input"], pictures))
    variant = {"precision": precision, "file": target.name, "sha256": sha256(target), "providers": providers}
    others = [one for one in manifest.get("variants", []) if one["precision"] != precision]
    whole = manifest | {"variants": [*others, variant]}
    path.write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return variant


def _prepared(spec: dict[str, Any], pictures: list[Path]) -> Iterable[NDArray[np.uint8]]:
    """Whole pictures as the server would bring them to the input's size, near enough to measure ranges."""
    size, centred = (spec["height"], spec["width"]), spec["anchor"] == "centre"
    return (letterbox(pixels(picture), size, spec["pad"][0], centred)[0] for picture in pictures)
