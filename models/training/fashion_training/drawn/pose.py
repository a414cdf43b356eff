"""How a garment lies: turned and bent a little, so that no two halves are quite alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from fashion_training.drawn.canvas import Piece
from fashion_training.drawn.colours import Random
from fashion_training.drawn.outline import Points


def posed(pieces: list[Piece], random: Random, most: float) -> list[Piece]:
    """All pieces moved by one smooth bend and a turn of at most `most` radians, where it does not lie straight."""
    angle = float(random.normal(0, 0.02)) if random.random() < 0.7 else float(random.uniform(-most, most))
    move = _bend(angle, random)
    return [
        replace(
            piece,
            outline=move(piece.outline),
            grain=piece.grain + angle,
            folds=[(move(curve), wide, high) for curve, wide, high in piece.folds],
            lines=[replace(line, points=move(line.points)) for line in piece.lines],
            holes=[move(hole) for hole in piece.holes],
            within=None if piece.within is None else move(piece.within),
            patches=[replace(patch, centre=tuple(move(np.array([patch.centre]))[0])) for patch in piece.patches],
        )
        for piece in pieces
    ]


def _bend(angle: float, random: Random) -> Callable[[Points], Points]:
    phases, sizes = random.uniform(0, 2 * np.pi, 4), random.normal(0, (0.006, 0.004, 0.006, 0.003))
    shear, tall = random.normal(0, 0.012), float(np.exp(random.normal(0, 0.03)))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])

    def move(curve: Points) -> Points:
        x, y = curve[:, 0], curve[:, 1]
        bent = np.stack(
            (
                x + shear * y + sizes[0] * np.sin(4 * y + phases[0]) + sizes[1] * np.sin(9 * y + 3 * x + phases[1]),
                (y + sizes[2] * np.sin(5 * x + phases[2]) + sizes[3] * np.sin(11 * x + 4 * y + phases[3])) * tall,
            ),
            1,
        )
        moved: Points = bent @ turn.T
        return moved

    return move
