"""An exported graph: reading it, and cutting out of it what answers a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from google.protobuf.message import DecodeError
from numpy.typing import NDArray
from onnx import TensorProto, helper, inliner, version_converter

from fashion_training.adapt.nodes import names_in, opset_of, subgraphs
from fashion_training.adapt.problem import Problem, first_line
from fashion_training.adapt.runtime import Session

_OLDEST_OPSET: Final = 13
"""Of which the softmax is the one of today."""
_LARGEST_FILE: Final = 2**31 - 1
"""A protobuf message, and so an ONNX file without a second one beside it, holds no more."""


@dataclass(frozen=True)
class InputOptions:
    """What a graph does not say of its input; None where it is to say it."""

    name: str | None = None
    layout: str | None = None
    """`nchw` or `nhwc`."""
    size: tuple[int, int] | None = None
    """Width, height."""
    ones: tuple[str, ...] = ()
    """Inputs besides the picture that are all ones, such as a mask of where the picture is."""


@dataclass(frozen=True)
class Export:
    """A graph with the outputs that matter, and one picture as its input."""

    path: Path
    model: onnx.ModelProto
    picture: str
    element: int
    """Type of the input's numbers: FLOAT or FLOAT16."""
    layout: str
    width: int
    height: int
    ones: tuple[str, ...]
    is_for_one: bool
    """The batch was fixed at one."""

    @property
    def is_half(self) -> bool:
        return self.element == TensorProto.FLOAT16

    def probe(self) -> dict[str, tuple[int, ...]]:
        """Shapes of the outputs for one black picture, whatever the graph says of them."""
        size = (self.height, self.width)
        shape = (1, 3, *size) if self.layout == "nchw" else (1, *size, 3)
        inputs: dict[str, NDArray[Any]] = {self.picture: np.zeros(shape, np.float16 if self.is_half else np.float32)}
        for value in self.model.graph.input:
            if value.name in self.ones:
                inputs[value.name] = np.ones((1, *self.shape_of_ones(value)), _numpy_type(value))
        return {name: array.shape for name, array in Session(self.model, str(self.path)).run(inputs).items()}

    def shape_of_ones(self, value: onnx.ValueInfoProto) -> tuple[int, ...]:
        """Without the batch: what the graph fixes; what it leaves open is the picture's height, then its width."""
        open_sides = iter((self.height, self.width))
        shape = []
        for dimension in value.type.tensor_type.shape.dim[1:]:
            side = int(dimension.dim_value) or next(open_sides, None)
            if side is None:
                raise Problem(f"--ones {value.name}: has more open dimensions than a picture")
            shape.append(side)
        return tuple(shape)


def load(path: Path) -> onnx.ModelProto:
    """A graph as the adapters want it: whole, without functions, of an opset that is not too old.

    :raises Problem: naming `--model`
    """
    if not path.is_file():
        raise Problem(f"--model {path}: there is no such file")
    try:
        model = onnx.load(path)
        if model.ByteSize() > _LARGEST_FILE:
            raise Problem(f"--model {path}: is over 2 GiB, which one ONNX file cannot hold")
    except (DecodeError, onnx.checker.ValidationError, OSError, ValueError) as cause:
        raise Problem(f"--model {path}: is no ONNX model: {first_line(cause)}") from cause
    if len(model.graph.node) == 0 or len(model.graph.output) == 0:
        raise Problem(f"--model {path}: is no ONNX model: it has nothing in it")
    # What is no text of a broken file comes as bytes.
    if not all(isinstance(name, str) for name in names_in(model.graph)):
        raise Problem(f"--model {path}: is no ONNX model: it has names that are no text")
    if len(model.functions) > 0:
        model = inliner.inline_local_functions(model)
    opset = opset_of(model)
    if opset >= _OLDEST_OPSET:
        return model
    try:
        return version_converter.convert_version(model, _OLDEST_OPSET)
    except Exception as cause:  # The converter's errors have no common class.
        raise Problem(
            f"--model {path}: is of opset {opset} and cannot be converted; "
            f"export it with opset {_OLDEST_OPSET} or newer ({first_line(cause)})"
        ) from cause


def pick_output(model: onnx.ModelProto, path: Path, option: str, given: str | None, usual: Sequence[str]) -> str:
    """Name of the output that an option means.

    :param usual: names to take where the option is not given, the best first; else the only output
    :raises Problem: naming the option and the outputs that there are
    """
    names: list[str] = [output.name for output in model.graph.output]
    if given is not None:
        if given in names:
            return given
        raise Problem(f"{option} {given}: {path} has no such output (it has {', '.join(names)})")
    for name in [*usual, *(names if len(names) == 1 else [])]:
        if name in names:
            return name
    raise Problem(f"{option}: must name one of the outputs of {path}: {', '.join(names)}")


def cut(model: onnx.ModelProto, path: Path, outputs: Sequence[str], options: InputOptions) -> Export:
    """Leave what the outputs need, and see that it is one picture. :raises Problem: naming an option"""
    cut_out = _with_outputs(model, outputs)
    inputs = {value.name: value for value in cut_out.graph.input}
    for name in options.ones:
        if name not in inputs:
            raise Problem(f"--ones {name}: {path} needs no such input for {', '.join(outputs)}")
    value = _picture_of(path, [value for name, value in inputs.items() if name not in options.ones], options.name)
    element = value.type.tensor_type.elem_type
    if element not in (TensorProto.FLOAT, TensorProto.FLOAT16):
        kind = {number: kind.lower() for kind, number in TensorProto.DataType.items()}.get(element, "something unknown")
        raise Problem(f"--input {value.name}: takes {kind}; an export that takes float or float16 can be adapted")
    shape = [int(dimension.dim_value) or None for dimension in value.type.tensor_type.shape.dim]
    if len(shape) != 4:
        raise Problem(f"--input {value.name}: has {len(shape)} dimensions; a batch of pictures has 4")
    layout = _layout_of(value.name, shape, options.layout)
    sides = (shape[3], shape[2]) if layout == "nchw" else (shape[2], shape[1])
    width, height = _size_of(value.name, sides, options.size)
    batch = int(value.type.tensor_type.shape.dim[0].dim_value)
    if batch > 1:
        raise Problem(f"--model {path}: is exported for batches of {batch} only; export it with a dynamic batch, or of 1")
    return Export(path, cut_out, value.name, element, layout, width, height, options.ones, batch == 1)


def _with_outputs(model: onnx.ModelProto, outputs: Sequence[str]) -> onnx.ModelProto:
    """The part of a graph that these outputs need; without what was noted of the shapes between."""
    graph = model.graph
    needed = set(outputs)
    nodes: list[onnx.NodeProto] = []
    for node in reversed(graph.node):
        if needed.intersection(node.output):
            nodes.append(node)
            needed |= _read_by(node)
    constants = [tensor for tensor in graph.initializer if tensor.name in needed]
    known = {tensor.name for tensor in constants} | {tensor.values.name for tensor in graph.sparse_initializer}
    part = helper.make_graph(
        nodes[::-1],
        "export",
        [value for value in graph.input if value.name in needed and value.name not in known],
        [next(value for value in graph.output if value.name == name) for name in dict.fromkeys(outputs)],
        constants,
        sparse_initializer=graph.sparse_initializer,
    )
    return helper.make_model(part, ir_version=model.ir_version, opset_imports=model.opset_import)


def _read_by(node: onnx.NodeProto) -> set[str]:
    names = set(node.input)
    for body in subgraphs(node):
        names.update(output.name for output in body.output)
        for inner in body.node:
            names |= _read_by(inner)
    return names


def _picture_of(path: Path, inputs: Sequence[onnx.ValueInfoProto], given: str | None) -> onnx.ValueInfoProto:
    names = [value.name for value in inputs]
    if given is not None and given not in names:
        raise Problem(f"--input {given}: {path} has no such input (it has {', '.join(names) or 'none'})")
    if len(inputs) == 0:
        raise Problem(f"--model {path}: these outputs need no input")
    picture = next((value for value in inputs if value.name == given), inputs[0])
    if len(inputs) == 1:
        return picture
    if given is None:
        raise Problem(f"--input: must name the picture among the inputs of {path}: {', '.join(names)}")
    others = ", ".join(name for name in names if name != given)
    raise Problem(
        f"--model {path}: needs {others} besides the picture; --ones NAME fills an input that is all ones, such as a mask"
    )


def _layout_of(name: str, shape: Sequence[int | None], given: str | None) -> str:
    fitting = [layout for layout, axis in (("nchw", 1), ("nhwc", 3)) if shape[axis] in (3, None)]
    certain = [layout for layout, axis in (("nchw", 1), ("nhwc", 3)) if shape[axis] == 3]
    if given is not None:
        if given not in fitting:
            raise Problem(f"--layout {given}: input {name} is {list(shape)}")
        return given
    if len(certain) == 1:
        return certain[0]
    raise Problem(f"--layout: must say nchw or nhwc, since input {name} is {['?' if side is None else side for side in shape]}")


def _size_of(name: str, sides: tuple[int | None, int | None], given: tuple[int, int] | None) -> tuple[int, int]:
    """Width and height."""
    width, height = (side or chosen for side, chosen in zip(sides, given or (None, None), strict=True))
    if width is None or height is None:
        raise Problem(f"--size: must be given, since input {name} leaves it open")
    if given is not None and given != (width, height):
        raise Problem(f"--size {given[0]}x{given[1]}: input {name} is {width}x{height}")
    return width, height


def _numpy_type(value: onnx.ValueInfoProto) -> np.dtype[Any]:
    return np.dtype(helper.tensor_dtype_to_np_dtype(value.type.tensor_type.elem_type))
