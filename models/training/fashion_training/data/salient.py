"""Masks of the salient thing in a picture, by U²-Net: boxes for pictures whose one garment is known but not where it is.

The network (Qin et al. 2020, Apache-2.0) is a 176 MB file that we neither ship nor train.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from fashion_training.data.decoded import Pixels

_SIDE = 320


class SalientMasks:
    def __init__(self, model: Path, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name

    def mask(self, picture: Pixels) -> NDArray[np.uint8]:
        """0 to 255 for how salient each pixel is, [height, width]."""
        small = cv2.resize(picture, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
        small = small / max(float(small.max()), 1.0)
        small = (small - (0.485, 0.456, 0.406)) / np.array((0.229, 0.224, 0.225))
        (first, *_) = self._session.run(None, {self._input: small.transpose(2, 0, 1)[None].astype(np.float32)})
        found = first[0, 0]
        found = (found - found.min()) / max(float(found.max() - found.min()), 1e-6)
        height, width = picture.shape[:2]
        return cv2.resize((found * 255).astype(np.uint8), (width, height), interpolation=cv2.INTER_LINEAR)
