"""Weights and activations of 8 bits, for CPUs with such instructions."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process


class _Pictures(CalibrationDataReader):  # type: ignore[misc]
    def __init__(self, name: str, pictures: Iterable[NDArray[np.uint8]]) -> None:
        self._feeds = iter({name: picture[None]} for picture in pictures)

    def get_next(self) -> dict[str, Any] | None:
        return next(self._feeds, None)


def quantise(source: Path, target: Path, pictures: Iterable[NDArray[np.uint8]]) -> None:
    """
    Convolutions by 8-bit integers, weights per channel, the range of activations by what pictures cause; the rest stays float32.

    :param pictures: [height, width, 3] each, as the server would prepare them
    """
    with tempfile.TemporaryDirectory() as folder:
        folded, prepared = Path(folder) / "folded.onnx", Path(folder) / "prepared.onnx"
        _fold(source, folded)
        quant_pre_process(str(folded), str(prepared), skip_symbolic_shape=True)
        (name,) = (entry.name for entry in onnx.load(str(prepared)).graph.input)
        quantize_static(
            str(prepared),
            str(target),
            _Pictures(name, pictures),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=["Conv"],
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
        )


def _fold(source: Path, target: Path) -> None:
    """Weights as float32 again, whatever they are stored as."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(target)
    onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])
