"""Weights and arithmetic of half precision, for GPUs (docs/gpu.md).

Inputs and outputs stay what they were (8-bit pixels, float32 numbers). What comes after the last convolutions and matrix products
(boxes, unit length, probabilities) stays float32: it costs nothing, and half precision has steps of a quarter of a pixel at 256
pixels.
"""

from __future__ import annotations

import onnx
from onnx import compose, shape_inference, utils
from onnxruntime.transformers.float16 import convert_float_to_float16
from onnxruntime.transformers.onnx_model import OnnxModel

_HEAVY = {"Conv", "ConvTranspose", "Gemm", "MatMul"}


def _outputs_of_body(graph: onnx.GraphProto) -> list[str]:
    """Tensors where the part with the heavy nodes ends."""
    consumers: dict[str, list[int]] = {}
    for index, node in enumerate(graph.node):
        for name in node.input:
            consumers.setdefault(name, []).append(index)
    body: set[int] = set()
    # Nodes are in topological order, so consumers are seen first.
    for index, node in reversed(list(enumerate(graph.node))):
        following = (consumer for name in node.output for consumer in consumers.get(name, []))
        if node.op_type in _HEAVY or any(consumer in body for consumer in following):
            body.add(index)
    made = [name for index in sorted(body) for name in graph.node[index].output]
    results = {output.name for output in graph.output}
    return [name for name in made if name in results or any(at not in body for at in consumers.get(name, []))]


def halve(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same model with its body in half precision."""
    known = shape_inference.infer_shapes(model)
    names = {kind: [value.name for value in getattr(known.graph, kind)] for kind in ("input", "output")}
    cut = _outputs_of_body(known.graph)
    extractor = utils.Extractor(known)
    # In two parts, because the converter rounds what passes between nodes that it is told to leave alone.
    body = convert_float_to_float16(extractor.extract_model(names["input"], cut), keep_io_types=True)
    # The converter puts what it adds at the end.
    OnnxModel(body).topological_sort()
    tail = extractor.extract_model(cut, names["output"])
    # What passes between them is described in both; the checker below finds it out again.
    del tail.graph.value_info[:]
    merged = compose.merge_models(body, tail, io_map=[(name, name) for name in cut])
    onnx.checker.check_model(merged, full_check=True)
    return merged
