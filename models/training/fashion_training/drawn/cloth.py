"""Cloth: its colours, print and weave; and noise, of which all that is irregular is made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from fashion_training.drawn.colours import Random, Rgb, lighter

SIDE: Final = 448
"""Of a print or weave, in pixels: more than a garment's diagonal turned in any direction needs."""
Tile = NDArray[np.uint8]
Field = NDArray[np.float32]


@dataclass(frozen=True)
class Cloth:
    colour: Rgb
    printed: Tile | None = None
    """[SIDE, SIDE, 3]; in place of the one colour."""
    anchored: bool = False
    """The print lies over the whole garment and is not turned with each piece."""
    weave: Field | None = None
    """[SIDE, SIDE], factors about 1."""
    solid: Field | None = None
    """[SIDE, SIDE], 0 to 1: how opaque it is at each thread."""
    sheen: float = 0.0
    """0 is matt, 1 is lacquer."""
    stiff: float = 0.5
    """0 hangs in many soft folds, 1 in hardly any."""
    rough: float = 0.0
    """Jitter of the outline in pixels, as fur has it."""

    def toned(self, by: float) -> Cloth:
        """The same cloth a little lighter or darker, without print."""
        return replace(self, colour=lighter(self.colour, by), printed=None)


@cache
def _bank(cells: int, octaves: int) -> Field:
    """Twice `SIDE` wide, mean 0, deviation 1; always the same."""
    random = np.random.default_rng((cells, octaves))
    side = SIDE * 2
    total = np.zeros((side, side), np.float32)
    for octave in range(octaves):
        count = min(cells * 2**octave * 2, side)
        grid = random.normal(size=(count, count)).astype(np.float32)
        grown: NDArray[Any] = cv2.resize(grid, (side, side), interpolation=cv2.INTER_CUBIC)
        total += grown / 1.7**octave
    bank: Field = ((total - total.mean()) / total.std()).astype(np.float32)
    return bank


def noise(random: Random, cells: int, octaves: int = 1) -> Field:
    """[SIDE, SIDE], about `cells` blobs across; mean about 0, deviation about 1. A view: copy before writing."""
    y, x = (int(at) for at in random.integers(0, SIDE, size=2))
    return _bank(cells, octaves)[y : y + SIDE, x : x + SIDE]


def _grid() -> tuple[Field, Field]:
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    return x, y


@cache
def _weave(kind: str, period: int) -> Field:
    """Factors about 1; made once for each kind and period."""
    random = np.random.default_rng((period, len(kind)))
    x, y = _grid()
    turn = np.float32(2 * np.pi / period)
    grain = noise(random, SIDE // 2)
    if kind == "knit":
        # Columns of V-shaped stitches.
        across = np.abs((x / period) % 1 - 0.5) * 2
        woven = 1 + 0.11 * np.sin(y * turn + across * 3.5) - 0.16 * (across > 0.82) + 0.03 * grain
    elif kind == "rib":
        woven = 1 + 0.14 * np.sin(x * turn) + 0.03 * grain
    elif kind == "cable":
        lane = (x / (period * 4)) % 1
        twist = np.abs(np.sin(y * turn / 3.2) * 0.2) + 0.5
        rope = np.abs(lane - 0.5) < 0.27
        strand = np.sin((lane * 14 + np.sign(lane - twist) * y / period) * 1.6)
        woven = 1 + np.where(rope, 0.14 * strand, 0.08 * np.sin(x * turn * 1.5)) + 0.03 * grain
        woven -= 0.2 * np.exp(-(((np.abs(lane - 0.5) - 0.29) / 0.035) ** 2))
    elif kind == "twill":
        woven = 1 + 0.06 * np.sin((x + y * 1.6) * 1.7) + 0.05 * grain + 0.02 * noise(random, 120)
    elif kind == "cord":
        woven = 1 + 0.13 * np.sin(x * turn) + 0.04 * noise(random, 40)
    elif kind == "tweed":
        woven = 1 + 0.14 * grain + 0.06 * np.sign(np.sin((x + y) * 1.3)) * np.sign(np.sin((x - y) * 0.4))
    elif kind == "fur":
        streaks = cv2.GaussianBlur(noise(random, SIDE), (0, 0), sigmaX=0.6, sigmaY=4)
        woven = 1 + 0.13 * streaks / streaks.std() + 0.1 * noise(random, 30, 2)
    elif kind == "quilt":
        # Channels across: each is lit from above and ends in a puckered seam.
        wander = noise(random, 6) * 1.2
        phase = ((y + wander) / period) % 1
        tension = 0.06 * np.sin(x / period * 9 + noise(random, 20) * 2) * np.exp(-(np.minimum(phase, 1 - phase) * 9))
        woven = 1.1 - 0.34 * (phase - 0.25) ** 2 - 0.16 * phase + tension
        woven -= 0.3 * np.exp(-((np.minimum(phase, 1 - phase) * period / 1.3) ** 2))
    elif kind == "leather":
        woven = 1 + 0.022 * noise(random, 150) + 0.012 * grain
    else:
        woven = 1 + 0.014 * grain + 0.004 * noise(random, 120)
    factors: Field = (woven / woven.mean()).astype(np.float32)
    return factors


def weave(kind: str, period: float = 4) -> Field:
    return _weave(kind, round(period))


def lace(random: Random) -> Field:
    """How solid lace is: flowers of dense thread on a net."""
    x, y = _grid()
    net = (np.sin((x + y) * 1.1) * np.sin((x - y) * 1.1) > -0.25).astype(np.float32)
    dense = np.zeros((SIDE, SIDE), np.float32)
    step = int(random.integers(22, 34))
    petals = int(random.integers(5, 8))
    radius = step * random.uniform(0.24, 0.32)
    for row, cy in enumerate(range(0, SIDE + step, step)):
        for cx in range((row % 2) * step // 2, SIDE + step, step):
            for k in range(petals):
                turn = 2 * np.pi * k / petals
                at = (int(cx + np.cos(turn) * radius), int(cy + np.sin(turn) * radius))
                cv2.circle(dense, at, int(radius * 0.5), 1.0, -1, cv2.LINE_AA)
            cv2.circle(dense, (cx, cy), max(1, int(radius * 0.35)), 0.4, -1, cv2.LINE_AA)
    solid: Field = np.maximum(0.2 + 0.45 * net, dense).astype(np.float32)
    return solid
