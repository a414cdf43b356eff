"""Letting go of a batch size of one that an export fixed.

An export for one picture carries that one in more places than its input: in the shapes that it reshapes to, and in
tensors that were copied once, such as the class token that is put before the patches. Those that are known are let go
of; whether it was enough, and right, is seen by running the result (`trial.py`), which is compared with the export
itself.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper, shape_inference

from fashion_training.adapt.export import Export
from fashion_training.adapt.nodes import Nodes
from fashion_training.adapt.problem import Problem

_BATCH: Final = "batch"
_SMALL: Final = 1024
"""Numbers of a constant that shape inference may need to see."""

Dimension = int | str | None


def batch_of(export: Export) -> int | None:
    """The batch size that an export fixed, or None where it left it open."""
    value = next(value for value in export.model.graph.input if value.name == export.picture)
    return int(value.type.tensor_type.shape.dim[0].dim_value) or None


def with_open_batch(export: Export) -> onnx.ModelProto:
    """A copy whose batch is open as far as can be seen. :raises Problem: of an export for a batch of several"""
    fixed = batch_of(export)
    if fixed is not None and fixed != 1:
        raise Problem(
            f"--model {export.path}: is exported for batches of {fixed} only; export it with a dynamic batch, or of 1"
        )
    model = onnx.ModelProto()
    model.CopyFrom(export.model)
    for value in [*model.graph.input, *model.graph.output]:
        if value.name in (export.picture, *export.ones) or value in model.graph.output:
            dimensions = value.type.tensor_type.shape.dim
            if len(dimensions) > 0:
                dimensions[0].dim_param = _BATCH
    if fixed is None:
        return model
    # Every change shows shapes further on.
    while _open_further(model, export.picture):
        pass
    return model


def _open_further(model: onnx.ModelProto, picture: str) -> bool:
    """Change what can be seen to hold on to a batch of one; whether there was any."""
    graph = model.graph
    shapes = _shapes(model)
    constants = _constants(graph)
    added = Nodes(model)
    batch = added.add("Gather", added.add("Shape", picture), added.integers(0), axis=0)
    plain = len(added.nodes)
    changed = False
    for node in graph.node:
        if node.op_type == "Reshape":
            changed |= _open_reshape(node, shapes, constants, added)
        elif node.op_type == "Resize" and len(node.input) > 3:
            sizes = constants.get(node.input[3])
            if sizes is not None and len(sizes) == 4 and sizes[0] == 1:
                node.input[3] = added.add("Concat", batch, added.constant(sizes[1:]), axis=0)
                changed = True
        elif node.op_type == "Concat":
            changed |= _open_concat(node, shapes, added, batch)
    if len(added.nodes) > plain:
        _insert(graph, added)
    else:
        graph.initializer.extend(added.constants)
    return changed


def _open_reshape(
    node: onnx.NodeProto, shapes: dict[str, list[Dimension]], constants: dict[str, NDArray[Any]], added: Nodes
) -> bool:
    target = constants.get(node.input[1])
    keeps_zero = any(attribute.name == "allowzero" and attribute.i == 1 for attribute in node.attribute)
    if target is None or target.ndim != 1 or len(target) == 0 or target[0] != 1 or keeps_zero:
        return False
    opened = target.copy()
    if (target != -1).all():
        opened[0] = -1
    elif _is_batch(shapes.get(node.input[0])):
        opened[0] = 0
    else:
        return False
    node.input[1] = added.constant(opened)
    return True


def _open_concat(node: onnx.NodeProto, shapes: dict[str, list[Dimension]], added: Nodes, batch: str) -> bool:
    """Tensors of one picture that are put beside those of a batch are repeated for each of the batch."""
    axis = next(int(attribute.i) for attribute in node.attribute if attribute.name == "axis")
    known = [shapes.get(name) for name in node.input]
    rank = next((len(shape) for shape in known if shape), 0)
    if rank == 0 or axis % rank == 0 or not any(_is_batch(shape) for shape in known):
        return False
    changed = False
    for index, shape in enumerate(known):
        if shape and shape[0] == 1:
            whole = added.add("Concat", batch, added.integers(*[1] * (rank - 1)), axis=0)
            node.input[index] = added.add("Expand", node.input[index], whole)
            changed = True
    return changed


def _is_batch(shape: list[Dimension] | None) -> bool:
    return shape is not None and len(shape) > 0 and not isinstance(shape[0], int)


def _insert(graph: onnx.GraphProto, added: Nodes) -> None:
    """Put new nodes before those that read them: each as late as its inputs need."""
    graph.initializer.extend(added.constants)
    made = {output for node in [*graph.node, *added.nodes] for output in node.output}
    waiting = [*added.nodes, *graph.node]
    known: set[str] = set()
    ordered: list[onnx.NodeProto] = []
    while waiting:
        ready, blocked = [], []
        for node in waiting:
            if all(name not in made or name in known for name in node.input):
                ready.append(node)
                known.update(node.output)
            else:
                blocked.append(node)
        ordered += ready
        waiting = blocked
    copies = [onnx.NodeProto.FromString(node.SerializeToString()) for node in ordered]
    del graph.node[:]
    graph.node.extend(copies)


def _constants(graph: onnx.GraphProto) -> dict[str, NDArray[Any]]:
    """Those that may be shapes."""
    found = {
        tensor.name: numpy_helper.to_array(tensor)
        for tensor in graph.initializer
        if tensor.data_type == onnx.TensorProto.INT64 and np.prod(tensor.dims, dtype=int) <= _SMALL
    }
    for node in graph.node:
        if node.op_type == "Constant":
            for attribute in node.attribute:
                if attribute.name == "value" and attribute.t.data_type == onnx.TensorProto.INT64:
                    found[node.output[0]] = numpy_helper.to_array(attribute.t)
                if attribute.name == "value_ints":
                    found[node.output[0]] = np.array(attribute.ints, np.int64)
    return found


def _shapes(model: onnx.ModelProto) -> dict[str, list[Dimension]]:
    """What can be known of the shapes between; weights stand by their shapes only, so that this is quick."""
    graph = model.graph
    large = [tensor for tensor in graph.initializer if np.prod(tensor.dims, dtype=int) > _SMALL]
    small = [tensor for tensor in graph.initializer if np.prod(tensor.dims, dtype=int) <= _SMALL]
    stand_ins = [helper.make_tensor_value_info(tensor.name, tensor.data_type, list(tensor.dims)) for tensor in large]
    light = helper.make_graph(list(graph.node), graph.name, [*graph.input, *stand_ins], list(graph.output), small)
    inferred = shape_inference.infer_shapes(
        helper.make_model(light, ir_version=model.ir_version, opset_imports=model.opset_import), data_prop=True
    ).graph
    shapes: dict[str, list[Dimension]] = {tensor.name: [int(side) for side in tensor.dims] for tensor in small}
    for value in [*inferred.value_info, *inferred.input]:
        if value.type.tensor_type.HasField("shape"):
            shapes[value.name] = [_dimension(dimension) for dimension in value.type.tensor_type.shape.dim]
    return shapes


def _dimension(dimension: onnx.TensorShapeProto.Dimension) -> Dimension:
    return int(dimension.dim_value) if dimension.HasField("dim_value") else (dimension.dim_param or None)
