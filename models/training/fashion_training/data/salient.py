"""Masks of the salient thing in a picture, by U²-Net: boxes for pictures whose one garment is known but not where it is.

The network (Qin et al. 2020, Apache-2.0) is a 176 MB file that we neither ship nor train.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from fashion_training.data.decoded import Pixels, pixels
from fashion_training.data.records import Picture

_SIDE = 320


class SalientMasks:
    def __init__(self, model: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
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


def make_salient_masks(pictures: list[Picture], prepared: Path, network: Path, say: Callable[[str], None]) -> Path:
    """
    A mask per picture, as a PNG of its name; those that are there are kept.

    :param network: U²-Net as ONNX
    :returns: the masks' folder
    :raises OSError: where one cannot be written
    """
    folder = prepared / "salient"
    folder.mkdir(parents=True, exist_ok=True)
    left = [(picture, folder / f"{Path(picture.file).stem}.png") for picture in pictures]
    left = [(picture, path) for picture, path in left if not path.exists()]
    salient = SalientMasks(network) if left else None
    for count, (picture, path) in enumerate(left, 1):
        assert salient is not None
        unfinished = path.with_suffix(".unfinished.png")
        if not cv2.imwrite(str(unfinished), salient.mask(pixels(picture.path))):
            raise OSError(f"{path} cannot be written")
        unfinished.replace(path)
        if count % 100 == 0:
            say(f"salient masks: {count} of {len(left)}")
    return folder
