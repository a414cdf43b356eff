"""Batches for an export that takes one picture only.

Such an export has its one in many places: in shapes that it reshapes to, in tokens that were copied once. Instead of
finding them, the graph is put into a scan, which runs it on one picture of the batch after the other. On a CPU that
costs little, since a batch takes as long there as its pictures; a GPU gains nothing from such a batch.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper, numpy_helper


def over_batch(one: onnx.ModelProto) -> onnx.ModelProto:
    """
    :param one: takes [1, …] as its only input and answers [1, …]
    :returns: the same of [batch, …], with the names of its input and outputs
    """
    graph = one.graph
    [given] = graph.input
    names = {value.name: f"{value.name}/one" for value in [given, *graph.output]}
    nodes = [_renamed(node, names) for node in graph.node]
    first = numpy_helper.from_array(np.array([0], np.int64), "openfashion/first_axis")
    without = {name: f"{name}/of_batch" for name in names}
    shape = [dimension.dim_value for dimension in given.type.tensor_type.shape.dim[1:]]
    element = given.type.tensor_type.elem_type
    body = helper.make_graph(
        [
            helper.make_node("Unsqueeze", [without[given.name], first.name], [names[given.name]]),
            *nodes,
            *(helper.make_node("Squeeze", [names[each.name], first.name], [without[each.name]]) for each in graph.output),
        ],
        "one",
        [helper.make_tensor_value_info(without[given.name], element, shape)],
        [helper.make_tensor_value_info(without[each.name], onnx.TensorProto.FLOAT, None) for each in graph.output],
        # Within the body: what optimises it does not look for weights outside of it.
        [*graph.initializer, first],
        sparse_initializer=graph.sparse_initializer,
    )
    outputs = [each.name for each in graph.output]
    scan = helper.make_node("Scan", [given.name], outputs, name="openfashion/scan", body=body, num_scan_inputs=1)
    whole = helper.make_graph(
        [scan],
        graph.name,
        [helper.make_tensor_value_info(given.name, element, ["batch", *shape])],
        list(graph.output),
    )
    return helper.make_model(whole, ir_version=one.ir_version, opset_imports=one.opset_import, producer_name=one.producer_name)


def _renamed(node: onnx.NodeProto, names: dict[str, str]) -> onnx.NodeProto:
    copy = onnx.NodeProto()
    copy.CopyFrom(node)
    copy.input[:] = [names.get(name, name) for name in node.input]
    copy.output[:] = [names.get(name, name) for name in node.output]
    return copy
