"""Nodes and constants that are added to a graph, under names that it does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

_REDUCTIONS_WITH_AXES_AS_INPUT = 18


def opset_of(model: onnx.ModelProto) -> int:
    """Version of ONNX's own operators that the model is written in."""
    return max((int(entry.version) for entry in model.opset_import if entry.domain in ("", "ai.onnx")), default=0)


def subgraphs(node: onnx.NodeProto) -> Iterator[onnx.GraphProto]:
    """Bodies of an If, a Loop or a Scan."""
    for attribute in node.attribute:
        if attribute.type == onnx.AttributeProto.GRAPH:
            yield attribute.g
        yield from attribute.graphs


def names_in(graph: onnx.GraphProto) -> set[str]:
    names = {value.name for value in [*graph.input, *graph.output, *graph.initializer]}
    for node in graph.node:
        names.update(node.input, node.output)
        for body in subgraphs(node):
            names |= names_in(body)
    return names


class Nodes:
    """Collects what is to be added; every method that adds a node gives the name of its output."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self._opset = opset_of(model)
        self._taken = names_in(model.graph)
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def free(self, wish: str) -> str:
        """This name, or one like it that is not taken; it is taken from then on."""
        name, number = wish, 1
        while name in self._taken:
            number += 1
            name = f"{wish}_{number}"
        self._taken.add(name)
        return name

    def constant(self, values: NDArray[Any]) -> str:
        name = self.free("openfashion/constant")
        self.constants.append(numpy_helper.from_array(values, name))
        return name

    def floats(self, values: Sequence[float] | float) -> str:
        return self.constant(np.array(values, np.float32))

    def integers(self, *values: int) -> str:
        return self.constant(np.array(values, np.int64))

    def integer(self, value: int) -> str:
        """Without a dimension: what it gathers from loses one."""
        return self.constant(np.array(value, np.int64))

    def add(self, operator: str, *inputs: str, output: str | None = None, **attributes: Any) -> str:
        """:param output: a name that :meth:`free` gave, or that of something that nothing else makes"""
        made = output or self.free(f"openfashion/{operator}")
        self.nodes.append(helper.make_node(operator, list(inputs), [made], name=f"{made}/node", **attributes))
        return made

    def columns(self, of: str, start: int, end: int) -> str:
        """Part of the last axis."""
        return self.add("Slice", of, self.integers(start), self.integers(end), self.integers(-1))

    def reduce(self, operator: str, of: str, axes: Sequence[int], keep: bool = False) -> str:
        if self._opset >= _REDUCTIONS_WITH_AXES_AS_INPUT or operator == "ReduceSum":
            return self.add(operator, of, self.integers(*axes), keepdims=int(keep))
        return self.add(operator, of, axes=list(axes), keepdims=int(keep))

    def grouped(self, scores: str, groups: Sequence[Sequence[int]], together: str) -> str:
        """One column for each group of columns of the last axis.

        :param together: `Max`, or `Sum` of what excludes each other
        """
        rounds = []
        for turn in range(max(len(group) for group in groups)):
            chosen = self.integers(*(group[turn] if turn < len(group) else group[0] for group in groups))
            part = self.add("Gather", scores, chosen, axis=-1)
            if together == "Sum" and any(turn >= len(group) for group in groups):
                part = self.add("Mul", part, self.floats([float(turn < len(group)) for group in groups]))
            rounds.append(part)
        return rounds[0] if len(rounds) == 1 else self.add(together, *rounds)
