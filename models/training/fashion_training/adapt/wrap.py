"""A graph from pixels to what the server reads, with an export in its middle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import onnx
from onnx import TensorProto, helper

from fashion_training.adapt.batch import over_batch
from fashion_training.adapt.export import Export
from fashion_training.adapt.nodes import Nodes
from fashion_training.adapt.pixels import PixelOptions, add_pixels
from fashion_training.adapt.problem import Problem, first_line
from fashion_training.adapt.trial import Answers, try_out


class Plan(Protocol):
    @property
    def export(self) -> Export: ...

    def add(self, nodes: Nodes) -> dict[str, str]:
        """Add what comes after the export; the names in the graph of the outputs that the server reads."""


@dataclass(frozen=True)
class Wrapped:
    model: onnx.ModelProto
    input: str
    outputs: dict[str, str]
    """Names in the graph."""
    answers: Answers
    """By those names, of the trial's pictures."""
    is_scanned: bool
    """Pictures of a batch are run one after the other."""


def wrap(plan: Plan, options: PixelOptions) -> Wrapped:
    """The whole graph, checked and tried out. :raises Problem: where the export cannot be wrapped so"""
    export = plan.export
    model, name, outputs = _wrapped(plan, options, 1 if export.is_for_one else "batch")
    fixed = model if export.is_for_one else None
    if fixed is not None:
        model = over_batch(fixed)
    answers = try_out(model, fixed, export.width, export.height, export.is_half)
    # What the run told is noted in the file.
    for output in model.graph.output:
        shape = ["batch", *answers[output.name].shape[1:]]
        output.CopyFrom(helper.make_tensor_value_info(output.name, TensorProto.FLOAT, shape))
    try:
        onnx.checker.check_model(model, full_check=True)
    except (onnx.checker.ValidationError, onnx.shape_inference.InferenceError) as cause:
        raise Problem(f"--model {export.path}: the wrapped graph does not pass the checker: {first_line(cause)}") from cause
    return Wrapped(model, name, outputs, answers, export.is_for_one)


def _wrapped(plan: Plan, options: PixelOptions, batch: int | str) -> tuple[onnx.ModelProto, str, dict[str, str]]:
    export = plan.export
    model = export.model
    before = Nodes(model)
    pixels = before.free("pixels")
    add_pixels(before, export, options, pixels)
    shell = helper.make_graph(
        [*before.nodes, *model.graph.node],
        model.graph.name,
        [helper.make_tensor_value_info(pixels, TensorProto.UINT8, [batch, export.height, export.width, 3])],
        [],
        [*before.constants, *model.graph.initializer],
        sparse_initializer=model.graph.sparse_initializer,
    )
    whole = helper.make_model(
        shell, ir_version=model.ir_version, opset_imports=model.opset_import, producer_name="openfashion adapt"
    )
    after = Nodes(whole)
    outputs = plan.add(after)
    whole.graph.node.extend(after.nodes)
    whole.graph.initializer.extend(after.constants)
    for name in outputs.values():
        whole.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    return whole, pixels, outputs
