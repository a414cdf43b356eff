"""Runs of a wrapped graph that show, before a folder is written, that it answers as the server expects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray

from fashion_training.adapt.problem import Problem
from fashion_training.adapt.runtime import Session

Answers = dict[str, NDArray[Any]]

_PICTURES: Final = 3
_CLOSE: Final = 1e-3
_CLOSE_HALF: Final = 2e-2
_STRAYS: Final = 0.02
"""Share of a detector's boxes that another batch may lack: which are the last of the best is within rounding."""


def pictures(width: int, height: int) -> NDArray[np.uint8]:
    """Three that have nothing in common, [3, height, width, 3]: noise, a slope of colour, and blocks."""
    random = np.random.default_rng(7)
    noise = random.integers(0, 256, (height, width, 3))
    slope = np.stack(
        np.broadcast_arrays(np.linspace(0, 255, width)[None, :], np.linspace(255, 0, height)[:, None], np.full((1, 1), 90.0)),
        axis=-1,
    )
    tiles = random.integers(0, 256, (4, 4, 3))
    blocks = tiles[np.arange(height)[:, None] * 4 // height, np.arange(width)[None, :] * 4 // width]
    return np.stack([noise, slope, blocks]).astype(np.uint8)


def try_out(model: onnx.ModelProto, fixed: onnx.ModelProto | None, width: int, height: int, is_half: bool) -> Answers:
    """Run it on one picture at a time and on all together.

    :param fixed: the same of one picture, where the export takes no more
    :returns: the answers to all pictures
    :raises Problem: where they do not run, are no numbers, or depend on the batch
    """
    name = model.graph.input[0].name
    shown = pictures(width, height)
    close = _CLOSE_HALF if is_half else _CLOSE
    session = Session(model, "the wrapped graph")
    alone = _together([session.run({name: shown[index : index + 1]}) for index in range(_PICTURES)])
    for output, numbers in alone.items():
        if not np.isfinite(numbers).all():
            raise Problem(f"--model: its answers hold what is no number ({output})")
    if fixed is not None:
        before = Session(fixed, "the wrapped graph")
        expected = _together([before.run({name: shown[index : index + 1]}) for index in range(_PICTURES)])
        if not _same(alone, expected, close):
            raise Problem("--model: answers otherwise in a scan over the batch; export it with a dynamic batch")
    try:
        together = session.run({name: shown})
    except Problem as cause:
        raise Problem(f"--model: takes no batch of 3; export it with a dynamic batch ({cause})") from cause
    if not _same(together, alone, close):
        raise Problem(
            "--model: what it answers to a picture depends on the others in the batch; "
            "export it with a dynamic batch, for inference"
        )
    return together


def _together(answers: list[Answers]) -> Answers:
    return {name: np.concatenate([each[name] for each in answers]) for name in answers[0]}


def _same(found: Mapping[str, NDArray[Any]], expected: Mapping[str, NDArray[Any]], close: float) -> bool:
    if any(found[name].shape != expected[name].shape for name in expected):
        return False
    if all(_apart(found[name], expected[name]).max() <= close for name in expected):
        return True
    return set(expected) == {"boxes", "scores"} and all(
        _same_set(_rows(found, index), _rows(expected, index), close) for index in range(_PICTURES)
    )


def _apart(found: NDArray[Any], expected: NDArray[Any]) -> NDArray[Any]:
    """Differences as shares of the largest number."""
    differences: NDArray[Any] = np.abs(found - expected) / max(1.0, float(np.abs(expected).max()))
    return differences


def _rows(answers: Mapping[str, NDArray[Any]], index: int) -> NDArray[Any]:
    boxes, scores = answers["boxes"][index], answers["scores"][index]
    return np.concatenate([boxes / max(1.0, float(np.abs(boxes).max())), scores], axis=1)


def _same_set(found: NDArray[Any], expected: NDArray[Any], close: float) -> bool:
    """Whether nearly every row stands somewhere among the others: two of nearly equal score may have changed places."""
    lonely = sum(int(np.abs(expected - row).max(axis=1).min() > close) for row in found)
    return lonely <= _STRAYS * len(found)
