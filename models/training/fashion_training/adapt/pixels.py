"""From a batch of 8-bit RGB pixels to what a network was trained on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import onnx
from onnx import TensorProto

from fashion_training.adapt.export import Export
from fashion_training.adapt.nodes import Nodes

Channels = tuple[float, float, float]


@dataclass(frozen=True)
class Normalisation:
    """`(byte * scale - mean) / std`, channel by channel."""

    scale: float
    mean: Channels
    std: Channels


PRESETS: Final[dict[str, Normalisation]] = {
    "imagenet": Normalisation(1 / 255, (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    "clip": Normalisation(1 / 255, (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)),
    "siglip": Normalisation(1 / 255, (0.5, 0.5, 0.5), (0.5, 0.5, 0.5)),
    "0-1": Normalisation(1 / 255, (0, 0, 0), (1, 1, 1)),
    "0-255": Normalisation(1, (0, 0, 0), (1, 1, 1)),
}


@dataclass(frozen=True)
class PixelOptions:
    normalisation: Normalisation
    bgr: bool = False
    """The network takes blue first; mean and std are in its order then."""


def add_pixels(nodes: Nodes, export: Export, options: PixelOptions, pixels: str) -> None:
    """Nodes from `pixels`, uint8 [N, height, width, 3] RGB, to the export's own inputs."""
    scale, mean, std = options.normalisation.scale, options.normalisation.mean, options.normalisation.std
    made = nodes.add("Cast", pixels, to=TensorProto.FLOAT)
    if options.bgr:
        made = nodes.add("Gather", made, nodes.integers(2, 1, 0), axis=3)
    # In one product and one difference, channels last as they come.
    factor = np.array(scale, np.float64) / np.array(std, np.float64)
    offset = np.array(mean, np.float64) / np.array(std, np.float64)
    if (factor != 1).any():
        made = nodes.add("Mul", made, nodes.constant(factor.astype(np.float32)))
    if (offset != 0).any():
        made = nodes.add("Sub", made, nodes.constant(offset.astype(np.float32)))
    if export.layout == "nchw":
        made = nodes.add("Transpose", made, perm=[0, 3, 1, 2])
    nodes.add("Cast", made, to=export.element, output=export.picture)
    for value in export.model.graph.input:
        if value.name in export.ones:
            _add_ones(nodes, export, value, pixels)


def _add_ones(nodes: Nodes, export: Export, value: onnx.ValueInfoProto, pixels: str) -> None:
    batch = nodes.add("Gather", nodes.add("Shape", pixels), nodes.integers(0), axis=0)
    shape = nodes.add("Concat", batch, nodes.integers(*export.shape_of_ones(value)), axis=0)
    ones = nodes.add("Expand", nodes.floats([1.0]), shape)
    nodes.add("Cast", ones, to=value.type.tensor_type.elem_type, output=value.name)
