"""Image towers: from features of a picture to a vector of unit length."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import onnx

from fashion_training.adapt.export import Export, InputOptions, cut, pick_output
from fashion_training.adapt.nodes import Nodes
from fashion_training.adapt.problem import Problem

_MOST_DIMENSIONS: Final = 4096
"""Of a vector, by the manifest."""
_SHORTEST: Final = 1e-12


@dataclass(frozen=True)
class TowerPlan:
    export: Export
    output: str
    pool: str
    """`none` of [N, D]; `cls`, the first token, or `mean` of [N, tokens, D]; `mean` of [N, D, height, width]."""
    axes: tuple[int, ...]
    """That the mean goes over."""
    dimension: int

    def add(self, nodes: Nodes) -> dict[str, str]:
        """Output `embedding` [N, D]; its name in the graph."""
        made = nodes.add("Cast", self.output, to=onnx.TensorProto.FLOAT)
        if self.pool == "cls":
            made = nodes.add("Gather", made, nodes.integer(0), axis=1)
        elif self.pool == "mean":
            made = nodes.reduce("ReduceMean", made, self.axes)
        squares = nodes.reduce("ReduceSum", nodes.add("Mul", made, made), (1,), keep=True)
        # The sum's lower bound keeps a vector of nothing from becoming no number.
        length = nodes.add("Sqrt", nodes.add("Max", squares, nodes.floats(_SHORTEST**2)))
        return {"embedding": nodes.add("Div", made, length, output=nodes.free("embedding"))}


def plan_tower(model: onnx.ModelProto, path: Path, *, output: str | None, pool: str | None, inputs: InputOptions) -> TowerPlan:
    """:raises Problem: naming the option"""
    output = pick_output(model, path, "--output", output, ("image_embeds", "image_features", "pooler_output"))
    export = cut(model, path, [output], inputs)
    shape = export.probe()[output]
    fitting = {2: ("none",), 3: ("cls", "mean"), 4: ("mean",)}.get(len(shape), ())
    if not fitting:
        raise Problem(f"--output {output}: answers {list(shape)} for one picture, which is no vector, tokens or map of features")
    if pool is None and len(fitting) > 1:
        raise Problem(f"--pool: must say cls or mean, since output {output} is {list(shape)}, tokens of a picture")
    pool = pool or fitting[0]
    if pool not in fitting:
        raise Problem(f"--pool {pool}: output {output} is {list(shape)}, of which only {' or '.join(fitting)} can be taken")
    dimension = shape[2] if len(shape) == 3 else shape[1]
    if dimension > _MOST_DIMENSIONS:
        raise Problem(f"--output {output}: has {dimension} dimensions; the server takes up to {_MOST_DIMENSIONS}")
    return TowerPlan(export, output, pool, (1,) if len(shape) == 3 else (2, 3), dimension)
