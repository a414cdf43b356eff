"""Depthwise convolution with a fast backward pass on CPUs.

On other devices, where gradients are not wanted, and where the extension cannot be compiled, it is PyTorch's own.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn

_LANES = 16


_SOURCE = Path(__file__).with_name("depthwise.cpp")
_FLAGS = ["-O3", "-march=native", "-ffast-math", "-Wno-psabi"]
_LONGEST_BUILD = 300.0
"""Seconds."""


@functools.cache
def _extension() -> ModuleType | None:
    from torch.utils import cpp_extension

    # By its content, so that checkouts do not build over each other.
    name = f"fashion_training_{hashlib.sha256(_SOURCE.read_bytes()).hexdigest()[:12]}"
    try:
        # PyTorch waits for ever for a build that was killed.
        lock = Path(cpp_extension._get_build_directory(name, verbose=False)) / "lock"
        if lock.exists() and time.time() - lock.stat().st_mtime > _LONGEST_BUILD:
            lock.unlink()
        return cpp_extension.load(name=name, sources=[str(_SOURCE)], extra_cflags=_FLAGS)
    except (RuntimeError, OSError, ImportError) as error:
        logging.getLogger(__name__).warning("depthwise layers train slowly, nothing could be compiled: %s", error)
        return None


def _compiled() -> ModuleType:
    extension = _extension()
    assert extension is not None
    return extension


def _is_fast(x: Tensor) -> bool:
    is_trained = torch.is_grad_enabled() and not torch.onnx.is_in_onnx_export()
    return x.device.type == "cpu" and is_trained and _extension() is not None


class _Depthwise(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, bias: Tensor, stride: int) -> Tensor:
        kernel = weight.shape[-1]
        taps = weight.detach().float().reshape(weight.shape[0], -1).t().contiguous()
        x = x.contiguous(memory_format=torch.channels_last)
        ctx.save_for_backward(x, taps)
        ctx.kernel, ctx.stride = kernel, stride
        return _compiled().forward(x, taps, bias.detach().float(), kernel, stride)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, Tensor, Tensor, None]:
        x, taps = ctx.saved_tensors
        gradient = gradients[0].to(x.dtype).contiguous(memory_format=torch.channels_last)
        of_x, of_taps, of_bias = _compiled().backward(x, taps, gradient, ctx.kernel, ctx.stride)
        return of_x, of_taps.t().reshape(-1, 1, ctx.kernel, ctx.kernel), of_bias, None


class DepthwiseConv2d(nn.Conv2d):
    """A depthwise `nn.Conv2d` of an odd kernel, padded to keep its size; state and results are the same."""

    def __init__(self, channels: int, kernel: int, stride: int = 1) -> None:
        super().__init__(channels, channels, kernel, stride, kernel // 2, groups=channels)

    def forward(self, x: Tensor) -> Tensor:
        kernel, stride = self.kernel_size[0], self.stride[0]
        if not (kernel in (3, 5) and self.in_channels % _LANES == 0 and self.weight.requires_grad and _is_fast(x)):
            return super().forward(x)
        if torch.is_autocast_enabled("cpu"):
            x = x.to(torch.get_autocast_dtype("cpu"))
        return _Depthwise.apply(x, self.weight, self.bias, stride)
