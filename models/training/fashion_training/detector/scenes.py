"""Pictures as the detector learns from them: scenes with boxes, put together, moved, scaled and coloured at random."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from fashion_training.data.decoded import Pixels, recompressed

IGNORED: Final = -1
"""Type of a box that is neither taught nor punished."""
UNKNOWN: Final = 255
"""Class of a mask's pixels of which nothing is known."""
_PAD: Final = (114, 114, 114)
Random = np.random.Generator


@dataclass(frozen=True)
class Scene:
    pixels: Pixels
    boxes: NDArray[np.float32]
    """[items, 4], x0 y0 x1 y1 in pixels."""
    types: NDArray[np.int64]
    """[items], indices, or `IGNORED`."""
    mask: NDArray[np.uint8] | None = None
    """[height, width], indices of the street masks' classes, or `UNKNOWN`."""


@dataclass(frozen=True)
class CutOut:
    """An item without what was around it."""

    pixels: Pixels
    opaque: NDArray[np.uint8]
    """[height, width], 0 to 255."""
    type: int


def flip(scene: Scene) -> Scene:
    width = scene.pixels.shape[1]
    boxes = scene.boxes.copy()
    boxes[:, [0, 2]] = width - scene.boxes[:, [2, 0]]
    mask = None if scene.mask is None else scene.mask[:, ::-1]
    return replace(scene, pixels=scene.pixels[:, ::-1], boxes=boxes, mask=mask)


def laid_out(cuts: list[CutOut], background: Pixels | None, size: tuple[int, int], random: Random) -> Scene:
    """
    Items beside and over each other on a canvas of `size` (height, width).

    :param background: stretched to the canvas; absent for a plain or softly shaded one
    """
    if background is None:
        corner = random.integers(90, 256, size=(2, 2, 3)) if random.random() < 0.5 else random.integers(150, 256, size=(1, 1, 3))
        background = corner.astype(np.uint8)
    canvas = cv2.resize(np.ascontiguousarray(background), size[::-1], interpolation=cv2.INTER_LINEAR)
    scene = Scene(canvas, np.zeros((0, 4), np.float32), np.zeros(0, np.int64))
    least = 0.65 if len(cuts) == 1 else 0.3
    for cut in cuts:
        scene = paste(scene, cut, random, (least, least + 0.3))
    return scene


def paste(scene: Scene, cut: CutOut, random: Random, sizes: tuple[float, float] = (0.12, 0.6)) -> Scene:
    """
    Put an item somewhere; what it covers by more than half is ignored, by nine tenths gone.

    :param sizes: least and most of its longer side, as a share of the root of the canvas' area
    """
    height, width = scene.pixels.shape[:2]
    side = float(np.sqrt(height * width)) * random.uniform(*sizes)
    scale = side / max(cut.pixels.shape[:2])
    size = (max(4, round(cut.pixels.shape[1] * scale)), max(4, round(cut.pixels.shape[0] * scale)))
    if size[0] >= width or size[1] >= height:
        return scene
    pixels = cv2.resize(cut.pixels, size, interpolation=cv2.INTER_AREA)
    opaque = cv2.resize(cut.opaque, size, interpolation=cv2.INTER_AREA)
    if random.random() < 0.5:
        pixels, opaque = pixels[:, ::-1], opaque[:, ::-1]
    x, y = int(random.integers(0, width - size[0])), int(random.integers(0, height - size[1]))
    canvas = scene.pixels.copy()
    alpha = (opaque.astype(np.float32) / 255)[..., None]
    place = (slice(y, y + size[1]), slice(x, x + size[0]))
    canvas[place] = (canvas[place] * (1 - alpha) + pixels * alpha).astype(np.uint8)
    box = np.array([[x, y, x + size[0], y + size[1]]], np.float32)
    covered = _shares_within(scene.boxes, box[0])
    types = np.where(covered > 0.5, IGNORED, scene.types)
    kept = covered < 0.9
    mask = scene.mask
    if mask is not None:
        mask = mask.copy()
        mask[place][opaque > 127] = UNKNOWN
    return Scene(canvas, np.concatenate((scene.boxes[kept], box)), np.concatenate((types[kept], np.array([cut.type]))), mask)


def place(scene: Scene, size: tuple[int, int], scale: float, offset: tuple[float, float], stretch: float = 1.0) -> Scene:
    """The scene on a canvas of `size` (height, width): scaled, then moved by `offset` (x, y).

    What is cut to less than a third is ignored; a side under two pixels leaves it out.
    """
    height, width = size
    matrix = np.array([[scale * stretch, 0, offset[0]], [0, scale / stretch, offset[1]]], np.float32)
    flags = cv2.INTER_AREA if scale < 0.7 else cv2.INTER_LINEAR
    source = np.ascontiguousarray(scene.pixels)
    if scale < 0.7:
        # A warp does not average: shrink first.
        shrunk = (max(1, round(source.shape[1] * scale * stretch)), max(1, round(source.shape[0] * scale / stretch)))
        source = cv2.resize(source, shrunk, interpolation=flags)
        matrix_pixels = np.array([[1, 0, offset[0]], [0, 1, offset[1]]], np.float32)
    else:
        matrix_pixels = matrix
    pixels = cv2.warpAffine(source, matrix_pixels, (width, height), flags=cv2.INTER_LINEAR, borderValue=_PAD)
    mask = None
    if scene.mask is not None:
        mask = cv2.warpAffine(
            np.ascontiguousarray(scene.mask), matrix, (width, height), flags=cv2.INTER_NEAREST, borderValue=UNKNOWN
        )
    moved = scene.boxes * np.tile(matrix[[0, 1], [0, 1]], 2) + np.tile(np.array(offset, np.float32), 2)
    boxes = np.clip(moved, 0, np.array([width, height, width, height], np.float32)).astype(np.float32)
    left = _areas(boxes) / np.maximum(_areas(moved), 1e-6)
    types = np.where(left < 0.34, IGNORED, scene.types)
    kept = (boxes[:, 2] - boxes[:, 0] >= 2) & (boxes[:, 3] - boxes[:, 1] >= 2) & (left > 0.05)
    return Scene(pixels, boxes[kept], types[kept], mask)


def single(scene: Scene, size: tuple[int, int], random: Random, zoom: tuple[float, float] = (0.7, 1.5)) -> Scene:
    """One scene on a canvas: about as large as it fits, moved at random."""
    if random.random() < 0.5:
        scene = flip(scene)
    height, width = scene.pixels.shape[:2]
    fit = min(size[0] / height, size[1] / width)
    scale = fit * float(np.exp(random.uniform(*np.log(zoom))))
    room = (size[1] - width * scale, size[0] - height * scale)
    offset = (_between(0, room[0], random), _between(0, room[1], random))
    return place(scene, size, scale, offset, float(np.exp(random.uniform(-0.1, 0.1))))


def mosaic(scenes: tuple[Scene, Scene, Scene, Scene], size: tuple[int, int], random: Random) -> Scene:
    """Four scenes around a point (Bochkovskiy et al. 2020)."""
    height, width = size
    x, y = round(width * random.uniform(0.3, 0.7)), round(height * random.uniform(0.3, 0.7))
    quarters = ((0, 0, x, y), (x, 0, width, y), (0, y, x, height), (x, y, width, height))
    pixels = np.empty((height, width, 3), np.uint8)
    mask = np.full((height, width), UNKNOWN, np.uint8)
    boxes, types = [], []
    for scene, (x0, y0, x1, y1) in zip(scenes, quarters, strict=True):
        part = single(scene, (y1 - y0, x1 - x0), random, (1.0, 2.6))
        pixels[y0:y1, x0:x1] = part.pixels
        if part.mask is not None:
            mask[y0:y1, x0:x1] = part.mask
        boxes.append(part.boxes + np.array([x0, y0, x0, y0], np.float32))
        types.append(part.types)
    return Scene(pixels, np.concatenate(boxes), np.concatenate(types), mask)


def recolour(pixels: Pixels, random: Random) -> Pixels:
    """Light, contrast, saturation and the channels' balance; now and then noise, blur or JPEG."""
    saturation, contrast = random.uniform(0.5, 1.5), random.uniform(0.7, 1.3)
    mix = np.full((3, 3), (1 - saturation) / 3) + np.eye(3) * saturation
    balance = random.uniform(0.9, 1.1, size=(3, 1)) * contrast
    offset = balance * -128 + 128 + random.uniform(-35, 35)
    out = cv2.transform(np.ascontiguousarray(pixels), np.hstack((mix * balance, offset)))
    if random.random() < 0.15:
        noise = np.empty(out.shape[:2], np.int16)
        cv2.setRNGSeed(int(random.integers(2**31)))
        cv2.randn(noise, 0, random.uniform(2, 10))
        out = np.clip(out + noise[..., None], 0, 255).astype(np.uint8)
    if random.random() < 0.1:
        out = cv2.GaussianBlur(out, (3, 3), 0)
    if random.random() < 0.2:
        out = recompressed(out, int(random.integers(25, 80)))
    return out


def _between(a: float, b: float, random: Random) -> float:
    return float(random.uniform(min(a, b), max(a, b)))


def _areas(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.maximum(boxes[:, 2] - boxes[:, 0], 0) * np.maximum(boxes[:, 3] - boxes[:, 1], 0)


def _shares_within(boxes: NDArray[np.float32], cover: NDArray[np.float32]) -> NDArray[np.float32]:
    """Which share of each box lies in `cover`."""
    shared = np.stack(
        (
            np.maximum(boxes[:, 0], cover[0]),
            np.maximum(boxes[:, 1], cover[1]),
            np.minimum(boxes[:, 2], cover[2]),
            np.minimum(boxes[:, 3], cover[3]),
        ),
        1,
    )
    return (_areas(shared) / np.maximum(_areas(boxes), 1e-6)).astype(np.float32)
