"""YOLOX-Nano (Ge et al. 2021, "YOLOX: Exceeding YOLO Series in 2021"), its batch norms folded into the convolutions.

Without batch statistics a step costs two thirds, and small batches do not matter. The stem reads RGB bytes' values, 0 to 255.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from fashion_training.nn.depthwise import DepthwiseConv2d

STRIDES = (8, 16, 32)
_HEAD = 64


class Conv(nn.Sequential):
    def __init__(self, inputs: int, outputs: int, kernel: int = 1, stride: int = 1) -> None:
        super().__init__(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2), nn.SiLU(inplace=True))


class DepthwiseSeparable(nn.Sequential):
    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__(DepthwiseConv2d(inputs, 3, stride), nn.SiLU(inplace=True), Conv(inputs, outputs))


class Bottleneck(nn.Module):
    def __init__(self, channels: int, shortcut: bool) -> None:
        super().__init__()
        self.reduce = Conv(channels, channels)
        self.conv = DepthwiseSeparable(channels, channels)
        self.shortcut = shortcut

    def forward(self, x: Tensor) -> Tensor:
        y = self.conv(self.reduce(x))
        return x + y if self.shortcut else y


class CrossStage(nn.Module):
    """A cross-stage partial layer of `blocks` bottlenecks."""

    def __init__(self, inputs: int, outputs: int, blocks: int, shortcut: bool = True) -> None:
        super().__init__()
        half = outputs // 2
        self.main = Conv(inputs, half)
        self.bypass = Conv(inputs, half)
        self.blocks = nn.Sequential(*(Bottleneck(half, shortcut) for _ in range(blocks)))
        self.merge = Conv(2 * half, outputs)

    def forward(self, x: Tensor) -> Tensor:
        # In the order of the published graph, by which its weights are read.
        main, bypass = self.main(x), self.bypass(x)
        return self.merge(torch.cat((self.blocks(main), bypass), 1))


class PyramidPooling(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.reduce = Conv(channels, channels // 2)
        self.merge = Conv(channels * 2, channels)

    def forward(self, x: Tensor) -> Tensor:
        x = self.reduce(x)
        pooled = [functional.max_pool2d(x, size, 1, size // 2) for size in (5, 9, 13)]
        return self.merge(torch.cat((x, *pooled), 1))


class Backbone(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 16, 6, 2, 2), nn.SiLU(inplace=True))
        self.stage2 = nn.Sequential(DepthwiseSeparable(16, 32, 2), CrossStage(32, 32, 1))
        self.stage3 = nn.Sequential(DepthwiseSeparable(32, 64, 2), CrossStage(64, 64, 3))
        self.stage4 = nn.Sequential(DepthwiseSeparable(64, 128, 2), CrossStage(128, 128, 3))
        self.stage5 = nn.Sequential(DepthwiseSeparable(128, 256, 2), PyramidPooling(256), CrossStage(256, 256, 1, shortcut=False))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        at8 = self.stage3(self.stage2(self.stem(x)))
        at16 = self.stage4(at8)
        return at8, at16, self.stage5(at16)


class Neck(nn.Module):
    """Features from coarse to fine and back (PAFPN)."""

    def __init__(self) -> None:
        super().__init__()
        self.lateral16 = Conv(256, 128)
        self.down16 = CrossStage(256, 128, 1, shortcut=False)
        self.lateral8 = Conv(128, 64)
        self.down8 = CrossStage(128, 64, 1, shortcut=False)
        self.to16 = DepthwiseSeparable(64, 64, 2)
        self.up16 = CrossStage(128, 128, 1, shortcut=False)
        self.to32 = DepthwiseSeparable(128, 128, 2)
        self.up32 = CrossStage(256, 256, 1, shortcut=False)

    def forward(self, at8: Tensor, at16: Tensor, at32: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        lateral16 = self.lateral16(at32)
        down16 = self.down16(torch.cat((functional.interpolate(lateral16, scale_factor=2.0), at16), 1))
        lateral8 = self.lateral8(down16)
        out8 = self.down8(torch.cat((functional.interpolate(lateral8, scale_factor=2.0), at8), 1))
        out16 = self.up16(torch.cat((self.to16(out8), lateral8), 1))
        out32 = self.up32(torch.cat((self.to32(out16), lateral16), 1))
        return out8, out16, out32


class Head(nn.Module):
    """Of one level: types, boxes and objectness."""

    def __init__(self, inputs: int, classes: int) -> None:
        super().__init__()
        self.stem = Conv(inputs, _HEAD)
        self.class_convs = nn.Sequential(*(DepthwiseSeparable(_HEAD, _HEAD) for _ in range(2)))
        self.classes = nn.Conv2d(_HEAD, classes, 1)
        self.box_convs = nn.Sequential(*(DepthwiseSeparable(_HEAD, _HEAD) for _ in range(2)))
        self.boxes = nn.Conv2d(_HEAD, 4, 1)
        self.objectness = nn.Conv2d(_HEAD, 1, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        x = self.stem(x)
        classes = self.classes(self.class_convs(x))
        located = self.box_convs(x)
        return classes, self.boxes(located), self.objectness(located)


@dataclass(frozen=True)
class Predictions:
    """Of N pictures, A places of all levels."""

    boxes: Tensor
    """[N, A, 4], x0 y0 x1 y1 in input pixels."""
    classes: Tensor
    """[N, A, classes], logits of a type, given that there is an item."""
    objectness: Tensor
    """[N, A], logits."""
    centres: Tensor
    """[A, 2], x and y in input pixels."""
    strides: Tensor
    """[A]"""

    def scores(self) -> Tensor:
        """[N, A, classes], probabilities."""
        return self.classes.sigmoid() * self.objectness.sigmoid().unsqueeze(-1)


class YoloxNano(nn.Module):
    def __init__(self, classes: int) -> None:
        super().__init__()
        self.backbone = Backbone()
        self.neck = Neck()
        self.heads = nn.ModuleList(Head(channels, classes) for channels in (64, 128, 256))

    def features(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """:param pixels: [N, 3, H, W], 0 to 255, sides multiples of 32"""
        return self.neck(*self.backbone(pixels))

    def detect(self, features: tuple[Tensor, ...]) -> Predictions:
        boxes, classes, objectness, centres, strides = [], [], [], [], []
        for level, stride, head in zip(features, STRIDES, self.heads, strict=True):
            level_classes, level_boxes, level_objectness = (rows(out.float()) for out in head(level))
            corners = grid(level, stride)
            middle = corners + level_boxes[..., :2] * stride
            half = level_boxes[..., 2:].clamp(max=8.0).exp() * (stride / 2)
            boxes.append(torch.cat((middle - half, middle + half), -1))
            classes.append(level_classes)
            objectness.append(level_objectness[..., 0])
            centres.append(corners + stride / 2)
            strides.append(torch.full((corners.shape[0],), float(stride), device=corners.device))
        return Predictions(
            torch.cat(boxes, 1), torch.cat(classes, 1), torch.cat(objectness, 1), torch.cat(centres), torch.cat(strides)
        )

    def forward(self, pixels: Tensor) -> Predictions:
        return self.detect(self.features(pixels))


def rows(x: Tensor) -> Tensor:
    """[N, C, H, W] as [N, H * W, C]."""
    return x.flatten(2).transpose(1, 2)


def grid(level: Tensor, stride: int) -> Tensor:
    """[H * W, 2]: the top left corners of a level's places, x and y in input pixels."""
    height, width = level.shape[-2:]
    y, x = torch.meshgrid(torch.arange(height, device=level.device), torch.arange(width, device=level.device), indexing="ij")
    return torch.stack((x, y), -1).reshape(-1, 2).float() * stride


def load_published(network: YoloxNano, path: Path) -> None:
    """Take the weights of the published graph (COCO, 80 types, BGR); the layer of types keeps its own.

    :raises ValueError: for a graph of other layers
    """
    graph = onnx.load(str(path)).graph
    arrays = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in graph.initializer}
    nodes = [node for node in graph.node if node.op_type == "Conv"]
    convolutions = _in_order_of_use(network)
    if len(nodes) != len(convolutions):
        raise ValueError(f"{path} has {len(nodes)} convolutions, the network {len(convolutions)}")
    types = {id(head.classes) for head in network.heads}
    with torch.no_grad():
        for node, convolution in zip(nodes, convolutions, strict=True):
            if id(convolution) in types:
                continue
            weight, bias = arrays[node.input[1]], arrays[node.input[2]]
            if convolution is network.backbone.stem[0]:
                weight = _stem_on_pixels(weight)
            if weight.shape != convolution.weight.shape:
                raise ValueError(f"{path}: {node.input[1]} is {list(weight.shape)}")
            convolution.weight.copy_(weight)
            assert convolution.bias is not None
            convolution.bias.copy_(bias)


def _stem_on_pixels(weight: Tensor) -> Tensor:
    """The published stem is a 3x3 convolution on pixels laid side by side in blocks of 2x2: a 6x6 one of stride 2 on the pixels."""
    stem = weight.new_zeros(weight.shape[0], 3, 6, 6)
    for index, (y, x) in enumerate(((0, 0), (1, 0), (0, 1), (1, 1))):
        stem[:, :, y::2, x::2] = weight[:, 3 * index : 3 * index + 3].flip(1)
    return stem


def _in_order_of_use(network: YoloxNano) -> list[nn.Conv2d]:
    used: list[nn.Conv2d] = []
    hooks = [
        module.register_forward_hook(lambda module, *_: used.append(module))
        for module in network.modules()
        if isinstance(module, nn.Conv2d)
    ]
    with torch.no_grad():
        network(torch.zeros(1, 3, 64, 64))
    for hook in hooks:
        hook.remove()
    return used


def initialise_types(network: YoloxNano, share: float = 0.05) -> None:
    """Begin with every type at `share`, so that the first steps do not shake the rest."""
    for head in network.heads:
        types = head.classes
        assert isinstance(types, nn.Conv2d) and types.bias is not None
        nn.init.normal_(types.weight, std=0.01)
        nn.init.constant_(types.bias, float(np.log(share / (1 - share))))
