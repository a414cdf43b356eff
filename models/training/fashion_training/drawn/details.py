"""What is sewn onto garments: buttons, zippers, pockets, bows, belts, studs, cords, fringes, tears."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fashion_training.drawn.canvas import Line, Piece
from fashion_training.drawn.cloth import Cloth
from fashion_training.drawn.colours import Random, Rgb, lighter, shade_of, to_lab
from fashion_training.drawn.outline import Points, bezier, offset, points, resampled, shifted, strip, through


def ellipse(x: float, y: float, across: float, down: float, turn: float = 0.0, count: int = 20) -> Points:
    t = np.linspace(0, 2 * np.pi, count, endpoint=False)
    cos, sin = np.cos(turn), np.sin(turn)
    round_ = np.stack((np.cos(t) * across, np.sin(t) * down), 1)
    turned: Points = round_ @ np.array([[cos, sin], [-sin, cos]]) + np.array([x, y])
    return turned


def metal(random: Random) -> Cloth:
    return Cloth(shade_of("gold" if random.random() < 0.4 else "silver", random), sheen=0.9, stiff=1.0)


def visible_on(rgb: Rgb, by: float = 0.3) -> Rgb:
    """The same hue so much lighter or darker that it shows."""
    return lighter(rgb, -by if to_lab(np.array(rgb))[0] > 0.5 else by)


def button(x: float, y: float, radius: float, cloth: Cloth) -> Piece:
    hole = Line(points([x - radius * 0.3, y], [x + radius * 0.3, y]), 0.45)
    return Piece(ellipse(x, y, radius, radius, count=14), cloth, lines=(hole,), shadow=0.5, waves=0, bulge=0.5)


def buttons(curve: Points, count: int, radius: float, cloth: Cloth) -> list[Piece]:
    return [button(float(x), float(y), radius, cloth) for x, y in resampled(curve, count)]


def placket(curve: Points, width: float, cloth: Cloth) -> Piece:
    """A doubled strip along a front edge, stitched on both sides."""
    lines = (Line(offset(curve, width * 0.7), 0.16, dashed=True), Line(offset(curve, -width * 0.7), 0.16, dashed=True))
    return Piece(strip(curve, width), cloth, lines=lines, shadow=0.25, bulge=0.45, waves=0.5)


def zipper(curve: Points, cloth: Cloth, random: Random) -> list[Piece]:
    """Tape, teeth and a pull at the upper end."""
    tape = Piece(strip(curve, 0.009), cloth.toned(-0.05), shadow=0.3, bulge=0.5, waves=0.3)
    steel = metal(random)
    teeth = Line(curve, colour=lighter(steel.colour, -0.05), width=2, dashed=True)
    tape = replace(tape, lines=(Line(curve, 0.5, 3), teeth))
    x, y = curve[min(1, len(curve) - 1)]
    pull = Piece(points([x - 0.006, y], [x + 0.006, y], [x + 0.005, y + 0.03], [x - 0.005, y + 0.03]), steel, waves=0)
    return [tape, pull]


def patch_pocket(x: float, y: float, width: float, height: float, cloth: Cloth, random: Random) -> Piece:
    """Lies on the cloth, its upper edge at `y`; pointed or rounded below."""
    half, drop = width / 2, height * (0.86 if random.random() < 0.5 else 1.0)
    outline = points([x - half, y], [x + half, y], [x + half, y + drop], [x, y + height], [x - half, y + drop])
    shrunk = (outline - [x, y + height / 2]) * 0.86 + [x, y + height / 2]
    stitches = (
        Line(np.vstack((shrunk, shrunk[:1])), 0.22, dashed=True),
        Line(points([x - half, y + 0.018], [x + half, y + 0.018]), 0.22),
    )
    return Piece(outline, cloth, lines=stitches, shadow=0.4, bulge=0.4, waves=0.4)


def flap_pocket(x: float, y: float, width: float, height: float, cloth: Cloth, slant: float = 0.0) -> Piece:
    half = width / 2
    outline = points([x - half, y - slant], [x + half, y + slant], [x + half, y + height + slant], [x - half, y + height - slant])
    return Piece(outline, cloth, shadow=0.5, bulge=0.5, waves=0.2)


def bow(x: float, y: float, size: float, cloth: Cloth, tails: float, random: Random) -> list[Piece]:
    """Two loops, a knot and two hanging ends of length `tails`."""
    made = []
    for side in (-1.0, 1.0):
        spread = random.uniform(0.25, 0.5) * side
        end = [x + np.sin(spread) * tails, y + np.cos(spread) * tails]
        tail = through([[x, y], [x + spread * tails * 0.3, y + tails * 0.5], end])
        made.append(Piece(strip(tail, np.linspace(size * 0.1, size * 0.24, len(tail))), cloth, shadow=0.4, grain=-spread))
    for side in (-1.0, 1.0):
        rise = random.uniform(-0.1, 0.25) * size
        loop = through(
            [
                [x, y],
                [x + side * size * 0.5, y - size * 0.36 - rise],
                [x + side * size, y - size * 0.3 - rise],
                [x + side * size * 1.02, y + size * 0.16 - rise],
                [x + side * size * 0.5, y + size * 0.26],
            ],
            closed=True,
        )
        inner = bezier([x, y], [x + side * size * 0.4, y - 0.2 * size], [x + side * size * 0.6, y], [x + side * size * 0.7, y])
        made.append(Piece(loop, cloth, folds=((inner, size * 0.06, -1.2),), shadow=0.45))
    made.append(Piece(ellipse(x, y, size * 0.2, size * 0.22), cloth, shadow=0.5, bulge=1.3))
    return made


def buckle(x: float, y: float, width: float, height: float, random: Random, round_: bool = False) -> list[Piece]:
    """A frame with its pin."""
    if round_:
        outer, inner = ellipse(x, y, width / 2, height / 2), ellipse(x, y, width * 0.33, height * 0.33)
    else:
        corners = points([-1, -1], [1, -1], [1, 1], [-1, 1])
        outer = corners * [width / 2, height / 2] + [x, y]
        inner = corners * [width * 0.33, height * 0.33] + [x, y]
    steel = metal(random)
    frame = Piece(outer, steel, holes=(inner,), shadow=0.6, waves=0)
    pin = Piece(strip(points([x - width * 0.4, y], [x + width * 0.42, y]), height * 0.055), steel, waves=0)
    return [frame, pin]


def belt(left: float, right: float, y: float, height: float, cloth: Cloth, random: Random) -> list[Piece]:
    """Around a waist, with a buckle or tied."""
    sag = 0.012
    curve = bezier([left, y], [left / 2, y + sag], [right / 2, y + sag], [right, y])
    edges = (
        Line(offset(curve, height * 0.36), 0.14, dashed=True),
        Line(offset(curve, -height * 0.36), 0.14, dashed=True),
    )
    band = Piece(strip(curve, height / 2), cloth, lines=edges, shadow=0.45, waves=0.4)
    x = random.uniform(-0.02, 0.02)
    if random.random() < 0.4:
        ends = []
        for side in (-1.0, 1.0):
            end = through([[x, y + sag], [x + side * 0.03, y + 0.1], [x + side * 0.035, y + random.uniform(0.18, 0.28)]])
            ends.append(Piece(strip(end, height * 0.4), cloth, shadow=0.4))
        knot = Piece(ellipse(x, y + sag, height * 0.6, height * 0.6), cloth, shadow=0.5, bulge=1.4)
        return [band, *ends, knot]
    return [band, *buckle(x, y + sag * 0.8, height * 1.3, height * 1.35, random, random.random() < 0.3)]


def ruffle(curve: Points, depth: float, cloth: Cloth, random: Random) -> Piece:
    """A gathered frill that hangs from a curve, to its right."""
    waves = int(random.integers(7, 14))
    top = resampled(curve, waves * 8 + 1)
    swing = np.cos(np.linspace(0, 2 * np.pi * waves, len(top)))
    edge = offset(top, -(depth * (0.9 + 0.12 * swing)))
    folds = [
        (np.vstack((top[i], (top[i] + edge[i]) / 2, edge[i])), depth * 0.12, random.uniform(-1.3, -0.5))
        for i in range(4, len(top), 8)
    ]
    return Piece(np.vstack((top, edge[::-1])), cloth, folds=folds, lines=(Line(top, 0.3),), shadow=0.45)


def studs(curve: Points, step: float, random: Random) -> list[Piece]:
    length = float(np.hypot(*np.diff(curve, axis=0).T).sum())
    steel = metal(random)
    return [
        Piece(ellipse(float(x), float(y), 0.008, 0.008, count=8), steel, shadow=0.4, waves=0)
        for x, y in resampled(curve, max(2, min(14, round(length / step))))
    ]


def cords(x: float, y: float, apart: float, length: float, cloth: Cloth, random: Random) -> list[Piece]:
    """Two ends of a drawstring that hang from there."""
    made = []
    for side in (-1.0, 1.0):
        reach = length * random.uniform(0.8, 1.15)
        swing = random.uniform(-0.015, 0.025)
        curve = through([[x + side * apart, y], [x + side * (apart + swing), y + reach * 0.5], [x + side * apart, y + reach]])
        tip = curve[-3:]
        made.append(Piece(strip(curve, 0.0055), cloth, shadow=0.55, waves=0))
        made.append(Piece(strip(tip, 0.0085), cloth.toned(-0.12), shadow=0.3, waves=0))
    return made


def fringe(curve: Points, length: float, cloth: Cloth, random: Random) -> Piece:
    """Threads side by side, straight down from a curve: one comb-like outline."""
    count = int(random.integers(18, 30))
    top = resampled(curve, count * 2)
    teeth = []
    for i in range(0, count * 2, 2):
        a, b = top[i], top[i + 1]
        drop = length * random.uniform(0.85, 1.1)
        lean = random.uniform(-0.006, 0.006)
        gap = (b - a) * 0.15
        teeth += [
            a + gap,
            shifted(a + gap, lean, drop),
            shifted(b - gap, lean, drop),
            b - gap,
            shifted(b, 0, length * 0.12),
        ]
    return Piece(np.vstack((np.array(teeth), top[::-1] - [0, 0.006])), cloth, shadow=0.25, bulge=0.4)


def tear(x: float, y: float, width: float, inside: Rgb, random: Random) -> Piece:
    """A rip across: threads over what shows through it."""
    height = width * random.uniform(0.2, 0.34)
    t = np.linspace(0, 2 * np.pi, 22, endpoint=False)
    ragged = random.uniform(0.75, 1.2, 22)
    outline = np.stack((x + np.cos(t) * width / 2 * ragged, y + np.sin(t) * height / 2 * ragged), 1)
    threads = [
        Line(points([x - width * 0.5, at], [x + width * 0.5, at + random.uniform(-0.004, 0.004)]), colour=(226, 226, 224))
        for at in np.linspace(y - height * 0.35, y + height * 0.35, int(random.integers(3, 6)))
    ]
    return Piece(outline, Cloth(inside), lines=threads, shadow=0.0, bulge=-0.6, light=0.9)
