"""Networks as the server wants them: bytes of pixels in, finished numbers out, nothing left to do outside."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import Tensor, nn

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
_OPSET = 18
_FEW = 64
_HALF = ".half"


class FromBytes(nn.Module):
    """`uint8` [N, H, W, 3] RGB to float [N, 3, H, W], 0 to 255."""

    def forward(self, pixels: Tensor) -> Tensor:
        return pixels.permute(0, 3, 1, 2).float()


def export(network: nn.Module, size: tuple[int, int], outputs: list[str], path: Path) -> None:
    """
    Write a network's graph: one input `pixels`, `uint8` [N, height, width, 3]; N is free.

    :param network: takes that input and answers a tensor per name of `outputs`
    """
    network = network.eval()
    pixels = torch.zeros(2, *size, 3, dtype=torch.uint8)
    torch.onnx.export(
        network,
        (pixels,),
        str(path),
        input_names=["pixels"],
        output_names=outputs,
        dynamic_axes={name: {0: "N"} for name in ("pixels", *outputs)},
        opset_version=_OPSET,
        dynamo=False,
    )
    onnx.checker.check_model(str(path), full_check=True)


def compact(path: Path) -> None:
    """Store large weights as half precision numbers; the graph still computes with float32, made of them when it is loaded."""
    model = onnx.load(str(path))
    casts = []
    for weight in model.graph.initializer:
        array, name = numpy_helper.to_array(weight), weight.name
        if array.dtype != np.float32 or array.size < _FEW:
            continue
        weight.CopyFrom(numpy_helper.from_array(array.astype(np.float16), f"{name}{_HALF}"))
        casts.append(helper.make_node("Cast", [weight.name], [name], to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(path))


def weights_of(path: Path, within: str) -> dict[str, Tensor]:
    """
    Weights of a graph that `export` wrote, as a state of the network that it holds under the name `within`: to go on from a model
    that was shipped.

    :raises ValueError: for a graph without any
    """
    named = {
        weight.name.removesuffix(_HALF): torch.from_numpy(numpy_helper.to_array(weight).astype(np.float32))
        for weight in onnx.load(str(path)).graph.initializer
        if weight.name.startswith(f"{within}.")
    }
    if not named:
        raise ValueError(f"{path} holds no weights of a {within}: it was not written by this pipeline")
    return {name.removeprefix(f"{within}."): value for name, value in named.items()}


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def hashes(**files: list[Path]) -> dict[str, list[str]]:
    """SHA-256 of files by what they are to a run."""
    return {name: [sha256(path) for path in paths] for name, paths in files.items()}
