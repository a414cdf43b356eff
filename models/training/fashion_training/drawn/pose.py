"""How a garment lies: turned and bent a little, so that no two halves are quite alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from fashion_training.drawn.canvas import Piece
from fashion_training.drawn.colours import Random
from fashion_training.drawn.outline import Points


def posed(pieces: list[Piece], random: Random, most: float) -> list[Piece]:
    """All pieces moved by one smooth bend and a turn of at most `most` radians, where it does not lie straight."""
    angle = float(random.normal(0, 0.02)) if random.random() < 0.7 else float(random.uniform(-most, most))
    move = _bend(angle, random)
    # All curves at once: one by one they would take longer than painting.
    curves = [curve for piece in pieces for curve in _curves_of(piece)]
    ends = np.cumsum([len(curve) for curve in curves])[:-1]
    moved = iter(np.split(move(np.vstack(curves)), ends))
    return [_rebuilt(piece, moved, angle) for piece in pieces]


def _curves_of(piece: Piece) -> list[Points]:
    made = [
        piece.outline,
        *(curve for curve, _, _ in piece.folds),
        *(line.points for line in piece.lines),
        *piece.holes,
    ]
    if piece.within is not None:
        made.append(piece.within)
    return made + [np.array([patch.centre]) for patch in piece.patches]


def _rebuilt(piece: Piece, moved: Iterator[Points], angle: float) -> Piece:
    """From curves in the order of `_curves_of`."""
    return replace(
        piece,
        grain=piece.grain + angle,
        outline=next(moved),
        folds=[(next(moved), wide, high) for _, wide, high in piece.folds],
        lines=[replace(line, points=next(moved)) for line in piece.lines],
        holes=[next(moved) for _ in piece.holes],
        within=None if piece.within is None else next(moved),
        patches=[replace(patch, centre=tuple(next(moved)[0])) for patch in piece.patches],
    )


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
