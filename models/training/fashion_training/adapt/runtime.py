"""Running a graph, and making of it what it answers."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

# The runtime otherwise notes what it is used for and sends it to its maker.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnx
import onnxruntime
from numpy.typing import NDArray

from fashion_training.adapt.problem import Problem, first_line

_ONLY_FATAL = 4


class Session:
    """A graph that can be run on the CPU."""

    def __init__(self, model: onnx.ModelProto, what: str) -> None:
        """
        :param what: the graph is called in a message
        :raises Problem: where ONNX Runtime does not take it
        """
        self._what = what
        options = onnxruntime.SessionOptions()
        options.log_severity_level = _ONLY_FATAL
        try:
            self._session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        except Exception as cause:  # The runtime's errors have no common class.
            raise Problem(f"{what} cannot be loaded by ONNX Runtime: {first_line(cause)}") from cause

    def run(self, inputs: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        """Outputs by their names. :raises Problem: where the run fails"""
        names = [output.name for output in self._session.get_outputs()]
        try:
            return dict(zip(names, self._session.run(names, dict(inputs)), strict=True))
        except Exception as cause:
            raise Problem(f"{self._what} does not run: {first_line(cause)}") from cause
