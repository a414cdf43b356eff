"""What each model gets wrong of garments that it never saw."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import cv2
import numpy as np

from fashion_training.appearance.verdict import given_types
from fashion_training.data.decoded import Pixels, pixels
from fashion_training.data.drawings import Drawing
from fashion_training.detector.boxes import overlaps
from fashion_training.detector.decode import Found
from fashion_training.failures.sheet import Failure, Failures
from fashion_training.shipped import ShippedDetector, ShippedRegions
from fashion_training.taxonomy import item_types

_BOX: Final = (200, 30, 30)


def of_detector(folder: Path, made: list[Drawing]) -> Failures:
    """Nothing, or another type, where a garment stands alone on white, at the `display` threshold."""
    detector = ShippedDetector(folder)
    display = detector.manifest["thresholds"]["display"]
    wrong = []
    for drawing in made:
        picture = pixels(drawing.path)
        found = detector.find(picture)
        shown = found.scores >= display
        on_it = shown & (overlaps(found.boxes, np.array([drawing.box()], np.float32))[:, 0] >= 0.5)
        kinds = [detector.types[kind] for kind in found.types[on_it]]
        if drawing.type in kinds:
            continue
        best = float(found.scores[on_it].max()) if kinds else 0.0
        said = f"said {kinds[0]} {best:.2f}" if kinds else "nothing is found"
        wrong.append(Failure(_boxed(picture, found, shown), f"is {drawing.type}", said, best))
    return Failures(wrong, "are shown as another type or not at all")


def of_embedder(folder: Path, made: list[Drawing]) -> Failures:
    """The nearest of all other drawings is of another type."""
    embedder = ShippedRegions(folder)
    output = embedder.manifest["outputs"]["embedding"]
    (vectors,) = embedder.run([(pixels(drawing.path), drawing.box()) for drawing in made], [output])
    similar = vectors @ vectors.T
    np.fill_diagonal(similar, -2)
    wrong = []
    for row, drawing in enumerate(made):
        nearest = int(similar[row].argmax())
        if made[nearest].type != drawing.type:
            pair = _beside(pixels(drawing.path), pixels(made[nearest].path))
            cosine = float(similar[row, nearest])
            wrong.append(Failure(pair, f"a {drawing.type}", f"nearest is a {made[nearest].type} {cosine:.2f}", cosine))
    return Failures(wrong, "have a nearest neighbour of another type among the rest")


def of_tagger(folder: Path, made: list[Drawing]) -> Failures:
    """A value is said that is not what was drawn, details aside."""
    tagger = ShippedRegions(folder)
    heads = [head for head in tagger.manifest["heads"] if head["shown"] and head["attribute"] != "detail"]
    answers = tagger.run([(pixels(drawing.path), drawing.box()) for drawing in made], [head["output"] for head in heads])
    wrong = []
    for row, drawing in enumerate(made):
        mistakes = []
        for head, answer in zip(heads, answers, strict=True):
            attribute, known = head["attribute"], drawing.tags.get(head["attribute"])
            if attribute == "category":
                (scores,) = given_types(answer[row : row + 1].astype(np.float64), [item_types().index(drawing.type)])
            else:
                scores = answer[row]
            best, value = float(scores.max()), head["values"][int(scores.argmax())]
            if known is not None and best >= head["threshold"] and value != known:
                mistakes.append((best, attribute, known, value))
        if mistakes:
            best, attribute, known, value = max(mistakes)
            wrong.append(Failure(pixels(drawing.path), f"{attribute} is {known}", f"said {value} {best:.2f}", best))
    return Failures(wrong, "have a wrong value among what is said of them, details aside")


def _boxed(picture: Pixels, found: Found, shown: np.ndarray) -> Pixels:
    canvas = picture.copy()
    for box in found.boxes[shown]:
        x0, y0, x1, y1 = (int(side) for side in box)
        cv2.rectangle(canvas, (x0, y0), (x1, y1), _BOX, 2)
    return canvas


def _beside(one: Pixels, other: Pixels) -> Pixels:
    height = max(one.shape[0], other.shape[0])
    canvas = np.full((height, one.shape[1] + other.shape[1] + 12, 3), 255, np.uint8)
    canvas[: one.shape[0], : one.shape[1]] = one
    canvas[: other.shape[0], one.shape[1] + 12 :] = other
    return canvas
