"""The detector as it is shipped."""

from __future__ import annotations

from pathlib import Path

from torch import Tensor, nn

from fashion_training.export.graphs import FromBytes, export
from fashion_training.nn.yolox import YoloxNano


class Shipped(nn.Module):
    """`uint8` [N, H, W, 3] to boxes [N, A, 4], x0 y0 x1 y1 in input pixels, and scores [N, A, types]."""

    def __init__(self, detector: YoloxNano) -> None:
        super().__init__()
        self.bytes = FromBytes()
        self.detector = detector

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        predictions = self.detector(self.bytes(pixels))
        return predictions.boxes, predictions.scores()


def write_graph(detector: YoloxNano, size: tuple[int, int], path: Path) -> None:
    """:param size: height and width of the input"""
    export(Shipped(detector), size, ["boxes", "scores"], path)
