import pytest
import torch
from torch.nn import functional

from fashion_training.nn.depthwise import DepthwiseConv2d, _extension

needs_compiler = pytest.mark.skipif(_extension() is None, reason="the extension could not be compiled here")


@needs_compiler
@pytest.mark.parametrize("kernel", [3, 5])
@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("size", [(7, 9), (8, 12)])
def test_gradients_are_those_of_pytorch(kernel: int, stride: int, size: tuple[int, int]) -> None:
    torch.manual_seed(1)
    layer = DepthwiseConv2d(32, kernel, stride)
    x = torch.randn(3, 32, *size).to(memory_format=torch.channels_last)
    ours, theirs = x.clone().requires_grad_(), x.clone().requires_grad_()
    found = layer(ours)
    wanted = functional.conv2d(theirs, layer.weight, layer.bias, stride, kernel // 2, 1, 32)
    gradient = torch.randn_like(wanted)
    parameters = (layer.weight, layer.bias)
    found_gradients = torch.autograd.grad(found, (ours, *parameters), gradient)
    wanted_gradients = torch.autograd.grad(wanted, (theirs, *parameters), gradient)
    torch.testing.assert_close(found, wanted, rtol=1e-4, atol=1e-4)
    for one, other in zip(found_gradients, wanted_gradients, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-3)


def test_other_widths_and_frozen_layers_are_pytorchs_own() -> None:
    narrow, frozen = DepthwiseConv2d(12, 3), DepthwiseConv2d(16, 3)
    frozen.requires_grad_(False)
    for layer, width in ((narrow, 12), (frozen, 16)):
        x = torch.randn(1, width, 5, 5)
        wanted = functional.conv2d(x, layer.weight, layer.bias, 1, 1, 1, width)
        torch.testing.assert_close(layer(x), wanted)


@needs_compiler
def test_half_precision_gradients_are_near() -> None:
    torch.manual_seed(1)
    layer = DepthwiseConv2d(32, 5)
    x = torch.randn(2, 32, 9, 8).to(memory_format=torch.channels_last)
    ours, theirs = x.clone().requires_grad_(), x.clone().requires_grad_()
    with torch.autocast("cpu", torch.bfloat16):
        found = layer(ours)
    wanted = functional.conv2d(theirs, layer.weight, layer.bias, 1, 2, 1, 32)
    assert found.dtype == torch.bfloat16
    torch.testing.assert_close(found.float(), wanted, rtol=2e-2, atol=5e-2)
    parameters = (layer.weight, layer.bias)
    found_gradients = torch.autograd.grad(found.float().square().mean(), (ours, *parameters))
    wanted_gradients = torch.autograd.grad(wanted.square().mean(), (theirs, *parameters))
    for one, other in zip(found_gradients, wanted_gradients, strict=True):
        torch.testing.assert_close(one, other, rtol=5e-2, atol=2e-3)
