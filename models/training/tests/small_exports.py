"""Small graphs of the shapes that exporters make, with random weights, and what they answer by numpy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Floats = NDArray[Any]
SIZE = (24, 32)
"""Height and width of the pictures."""


def weights(*shape: int, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).normal(0, 1, shape).astype(np.float32)


def save(
    path: Path,
    nodes: Sequence[onnx.NodeProto],
    constants: dict[str, Floats],
    outputs: dict[str, Sequence[int | str | None] | None],
    *,
    batch: int | str = "N",
    inputs: dict[str, tuple[int, Sequence[int | str]]] | None = None,
    opset: int = 17,
    metadata: dict[str, str] | None = None,
) -> Path:
    """:param inputs: name to type and shape; the picture in float unless told"""
    inputs = inputs or {"pixel_values": (TensorProto.FLOAT, [batch, 3, *SIZE])}
    graph = helper.make_graph(
        list(nodes),
        "small",
        [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in inputs.items()],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    for key, value in (metadata or {}).items():
        model.metadata_props.add(key=key, value=value)
    onnx.save(model, path)
    return path


def features() -> tuple[list[onnx.NodeProto], dict[str, Floats]]:
    """Nodes from `pixel_values` to `features` [N, 3], the mean of each channel."""
    return [
        helper.make_node("GlobalAveragePool", ["pixel_values"], ["means"]),
        helper.make_node("Flatten", ["means"], ["features"]),
    ], {}


def rows(source: str, output: str, weight: str, shape: str) -> list[onnx.NodeProto]:
    """Nodes from features to a table: a product and a reshape."""
    return [
        helper.make_node("MatMul", [source, weight], [f"{output}/flat"]),
        helper.make_node("Reshape", [f"{output}/flat", shape], [output]),
    ]


def normalised(pictures: NDArray[np.uint8], mean: float | Sequence[float] = 0, std: float | Sequence[float] = 1) -> Floats:
    """NCHW."""
    values = (pictures / 255 - np.array(mean)) / np.array(std)
    return values.transpose(0, 3, 1, 2).astype(np.float32)


def softmax(values: Floats) -> Floats:
    raised = np.exp(values - values.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def sigmoid(values: Floats) -> Floats:
    return 1 / (1 + np.exp(-values))


def corners(boxes: Floats) -> Floats:
    return np.concatenate([boxes[..., :2] - boxes[..., 2:] / 2, boxes[..., :2] + boxes[..., 2:] / 2], axis=-1)
