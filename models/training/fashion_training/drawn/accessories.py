"""Scarves, belts and ties."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fashion_training.drawn import details
from fashion_training.drawn.canvas import Line, Piece
from fashion_training.drawn.cloth import Cloth
from fashion_training.drawn.look import Look
from fashion_training.drawn.outline import Points, bezier, offset, points, shifted, strip, symmetric, through


def _along(curve: Points, width: float, count: int, look: Look) -> list[tuple[Points, float, float]]:
    """Folds lengthwise in a strip."""
    return [(offset(curve, width * look.between(-0.85, 0.85)), 0.008, look.between(-1.4, 1.0)) for _ in range(count)]


def scarf(look: Look) -> list[Piece]:
    kind = look.one("looped", "looped", "hung", "folded", "square")
    if kind == "square":
        return _square_scarf(look)
    width = look.between(0.055, 0.1)
    cloth = look.cloth
    tassels = look.often(0.6) and not cloth.rough

    def ended(curve: Points, half: float, turn: float) -> list[Piece]:
        piece = Piece(strip(curve, half), cloth, grain=turn, folds=_along(curve, half, 4, look), shadow=0.55)
        a, b = curve[-1] + [-half, 0], curve[-1] + [half, 0]
        if not tassels:
            return [piece]
        look.add("fringe")
        return [
            details.fringe(np.linspace(a, b, 4) - [0, 0.008], look.between(0.05, 0.09), cloth.toned(0.0), look.random),
            piece,
        ]

    if kind == "folded":
        drop = look.between(0.5, 0.8)
        made = []
        for x, y in ((0.03, drop * look.between(0.8, 0.92)), (0.0, drop)):
            made += ended(through([[x, 0], [x, y / 2], [x, y]]), width, 0.0)
        top = Piece(strip(points([0.0, 0.0], [0.03, 0.0]), 0.01), cloth, shadow=0, waves=0)
        return [top, *made]
    made = []
    for side in (-1.0, 1.0):
        drop = look.between(0.5, 0.85)
        x = side * look.between(0.05, 0.1)
        made += ended(through([[side * 0.15, -0.035], [side * 0.135, 0.06], [x * 1.1, 0.27], [x, drop]]), width * 0.9, -side * 0.1)
    ring = through([[-0.15, 0.0], [-0.1, -0.1], [0.0, -0.13], [0.1, -0.1], [0.15, 0.0]])
    made.insert(0, Piece(strip(ring, width * 0.8), cloth, folds=_along(ring, width * 0.8, 4, look), light=0.8, shadow=0.3))
    if kind == "looped":
        for y in (0.03, 0.09) if look.often(0.6) else (0.06,):
            loop = through([[-0.165, y - 0.06], [-0.1, y + 0.05], [0.0, y + 0.085], [0.1, y + 0.05], [0.165, y - 0.06]])
            made.append(
                Piece(
                    strip(loop, width * look.between(0.75, 1.0)),
                    cloth,
                    grain=1.57,
                    folds=_along(loop, width, 5, look),
                    shadow=0.6,
                )
            )
    return made


def _square_scarf(look: Look) -> list[Piece]:
    side = look.between(0.24, 0.3)
    corners = points([-side, -side], [side, -side], [side, side], [-side, side])
    edge = np.vstack(
        [
            through(np.stack((corners[k], (corners[k] + corners[k - 3]) / 2 * look.between(0.96, 1.02), corners[k - 3])))
            for k in range(4)
        ]
    )
    folds = [
        (points([look.between(-side, side), -side], [look.between(-side, side), side]), 0.02, look.between(-0.8, 0.8))
        for _ in range(4)
    ]
    border = Line(
        np.vstack((edge * 0.88, edge[:1] * 0.88)),
        colour=details.visible_on(look.cloth.colour, 0.3),
        width=look.between(1, 5),
    )
    made = [Piece(edge, look.cloth, folds=folds, lines=(border,) if look.often(0.6) else (), shadow=0)]
    if look.often(0.5):
        # One corner is folded over.
        fold = points([side * 0.1, side], [side, side * 0.1], [side * 0.15, side * 0.15])
        made[0] = replace(
            made[0],
            outline=points([-side, -side], [side, -side], [side, side * 0.1], [side * 0.1, side], [-side, side]),
        )
        made.append(Piece(fold, look.lining, shadow=0.6))
    return made


def belt(look: Look) -> list[Piece]:
    half = look.between(0.014, 0.032)
    cloth = look.cloth
    stitched = look.often(0.6)

    def edged(curve: Points, light: float = 1.0) -> Piece:
        lines = [Line(offset(curve, half * share), 0.2, dashed=True) for share in (-0.72, 0.72)] if stitched else []
        return Piece(strip(curve, half), cloth, grain=1.57, lines=lines, light=light, shadow=0.5, waves=0.5, bulge=0.4)

    round_ = look.often(0.2)
    if look.often(0.5):
        # Coiled: seen a little from above.
        turns = np.linspace(0.5 * np.pi, look.between(3.4, 4.6) * np.pi, 160)
        grow = np.linspace(1.0, 0.72, 160)
        flat = look.between(0.42, 0.8)
        coil = np.stack((np.cos(turns) * 0.26 * grow, np.sin(turns) * 0.26 * flat * grow), 1)
        middle = int(np.argmax(turns > 2.4 * np.pi))
        end = np.array([0.0, 0.26 * flat])
        out = through(np.stack((end, shifted(end, 0.1, -0.012), shifted(end, 0.2, -0.05))))
        made = [edged(coil[middle - 2 :], 0.85), edged(coil[: middle + 1]), edged(out)]
        return made + details.buckle(float(end[0]) - 0.01, float(end[1]), half * 2.7, half * 2.6, look.random, round_)
    bend = look.between(-0.05, 0.05)
    curve = bezier([-0.5, 0], [-0.2, bend], [0.2, -bend], [0.5, bend])
    tip = np.vstack((offset(curve, half), shifted(curve[-1:], half * 1.2, 0), offset(curve, -half)[::-1]))
    main = replace(edged(curve), outline=tip)
    holes = [
        Piece(details.ellipse(float(x), float(y), 0.005, 0.005, count=8), Cloth((30, 26, 24)), waves=0, shadow=0)
        for x, y in curve[-4:-1]
    ]
    return [main, *holes, *details.buckle(-0.5, 0.0, half * 2.6, half * 2.7, look.random, round_)]


def tie(look: Look) -> list[Piece]:
    cloth, turn = (
        look.cloth,
        0.0 if look.tags["pattern"] != "stripe" else look.between(0.5, 0.85) * (1 if look.often(0.5) else -1),
    )
    if look.often(0.15):
        made = []
        for side in (-1.0, 1.0):
            half = points([0, 0], [0.06, -0.045], [0.11, -0.05], [0.105, 0.0], [0.11, 0.05], [0.06, 0.045])
            wing = through(half * np.array([side, 1.0]), closed=True)
            folds = [(points([side * 0.015, y * 0.3], [side * 0.08, y]), 0.008, -1.0) for y in (-0.02, 0.0, 0.02)]
            made.append(Piece(wing, cloth, grain=turn, folds=folds))
        return [*made, Piece(details.ellipse(0, 0, 0.022, 0.028), cloth, shadow=0.5, bulge=1.3)]
    wide, drop = look.between(0.032, 0.055), look.between(0.42, 0.55)
    point = drop + wide * 0.9
    blade = symmetric(
        np.vstack(
            (
                points([0, 0.05], [0.017, 0.05]),
                bezier([0.017, 0.05], [wide * 0.6, drop * 0.4], [wide * 0.95, drop * 0.8], [wide, drop]),
                points([0, point]),
            )
        )
    )
    if cloth.weave is not None and look.tags.get("fabric") == "knit":
        blade = symmetric(
            np.vstack(
                (
                    points([0, 0.05], [0.017, 0.05]),
                    bezier([0.017, 0.05], [wide * 0.6, drop * 0.4], [wide * 0.9, drop], [wide * 0.9, point]),
                    points([0, point]),
                )
            )
        )
    folds = [(points([0.0, 0.07], [look.between(-0.02, 0.02), drop * 0.5]), 0.008, -1.2)]
    rear_drop = drop * look.between(0.8, 0.97)
    lean = look.between(-0.05, 0.05)
    rear = points([-0.012, 0.05], [0.012, 0.05], [lean + 0.022, rear_drop], [lean, rear_drop + 0.02], [lean - 0.022, rear_drop])
    made = [
        Piece(rear, cloth, grain=-turn, light=0.85, shadow=0.3),
        Piece(blade, cloth, grain=turn, folds=folds, shadow=0.5),
    ]
    knot = points([-0.034, 0.0], [0.034, 0.0], [0.019, 0.056], [-0.019, 0.056])
    made.append(Piece(knot, cloth, grain=-turn, shadow=0.5, bulge=1.2))
    if look.often(0.6):
        wide_loop = look.between(0.06, 0.09)
        for side in (-1.0, 1.0):
            loop = bezier([side * 0.026, 0.01], [side * wide_loop, -0.06], [side * wide_loop, -0.13], [0, -0.14])
            made.insert(0, Piece(strip(loop, 0.016), cloth, grain=turn, shadow=0.2, light=0.92 if side > 0 else 0.8))
    return made
