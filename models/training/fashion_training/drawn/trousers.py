"""Trousers of any length, alone or below the waist of jumpsuits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fashion_training.drawn import details
from fashion_training.drawn.canvas import Line, Piece
from fashion_training.drawn.cloth import Cloth
from fashion_training.drawn.colours import contrast_to, shade_of
from fashion_training.drawn.look import Look
from fashion_training.drawn.outline import (
    ANKLE,
    CROTCH,
    HIP,
    KNEE,
    WAIST,
    Points,
    bezier,
    flipped,
    points,
    resampled,
    shifted,
    strip,
    through,
)
from fashion_training.drawn.waists import side_pocket, waistband

Fold = tuple[Points, float, float]
_LEGS: Final = {
    "short": (0.8, 0.95),
    "knee": (1.0, 1.1),
    "calf": (1.2, 1.32),
    "ankle": (1.38, 1.45),
    "long": (1.5, 1.58),
}
_WIDTHS: Final = {
    # Half widths at the thigh, the knee and the ankle.
    "h_line": (0.112, 0.096, 0.09),
    "wide": (0.128, 0.142, 0.16),
    "skinny": (0.098, 0.066, 0.05),
    "bootcut": (0.1, 0.076, 0.118),
    "jogger": (0.116, 0.094, 0.058),
    "cargo": (0.12, 0.112, 0.102),
}


@dataclass(frozen=True)
class Leg:
    """The right one, with its edges from the waist and from the crotch to the hem."""

    outer: Points
    inner: Points


def leg_for(look: Look, shape: str, waist: float, hem: float) -> Leg:
    thigh, knee, ankle = (width * look.between(0.96, 1.05) for width in _WIDTHS[shape])
    crotch = CROTCH + look.between(-0.01, 0.02)
    if hem < 1.0:
        # Short legs are cut wider than a long one is there, unless tight.
        knee = thigh * {"wide": 1.22, "skinny": 0.9}.get(shape, 1.04)
        ankle = knee
    apart = look.between(0.006, 0.05)
    lean = look.between(0.0, 0.035)
    heights = np.array([crotch + 0.03, KNEE, ANKLE])
    middles = np.array([0.118, 0.118 + apart * 0.6 + lean * 0.5, 0.118 + apart + lean])
    halves = np.array([thigh, knee, ankle])
    at = np.linspace(crotch + 0.03, hem, 5)
    middle = np.interp(at, heights, middles) + np.maximum(at - ANKLE, 0) * 0.05
    half = np.interp(at, heights, halves)
    hip = max(middle[0] + half[0] - 0.005, waist + 0.03)
    outer = through(np.vstack(([waist, WAIST], [hip, HIP + 0.02], np.stack((middle + half, at), 1)[1:])))
    inner = through(np.vstack(([0.0, crotch], np.stack((np.maximum(middle - half, 0.004), at), 1)[1:])))
    return Leg(outer, inner)


def legs(look: Look, shape: str, waist: float, hem: float, top: Points | None = None) -> list[Piece]:
    """Both legs and what lies on them, without a waistband."""
    leg = leg_for(look, shape, waist, hem)
    x0, y0 = leg.inner[-1]
    x1, y1 = leg.outer[-1]
    low = bezier([x1, y1], [x1 * 0.7 + x0 * 0.3, y1 + 0.014], [x1 * 0.3 + x0 * 0.7, y1 + 0.014], [x0, y0])
    start = points([-0.004, WAIST]) if top is None else top
    crotch = leg.inner[0]
    outline = np.vstack((start, leg.outer, low[1:-1], leg.inner[::-1], crotch[None] - [0.004, 0]))
    made: list[Piece] = []
    lines = [Line(low - [0, 0.024], 0.3, dashed=True, colour=look.thread)]
    if look.thread is not None:
        lines.append(Line(leg.outer[4:] - [0.012, 0], 0.3, dashed=True, colour=look.thread))
    for side in (-1.0, 1.0):
        shape_folds = _leg_folds(look, leg, hem)
        piece = Piece(outline, look.cloth, folds=shape_folds, lines=lines, shadow=0.3)
        if side < 0:
            piece = replace(
                piece,
                outline=flipped(outline),
                folds=[(flipped(c), w, h) for c, w, h in shape_folds],
                lines=[replace(line, points=flipped(line.points)) for line in lines],
            )
        made.append(piece)
    rise = bezier([0, WAIST], [0.004, WAIST + 0.12], [0.006, crotch[1] - 0.08], [0.0, crotch[1]])
    made.append(Piece(strip(rise, 0.0035), look.cloth, light=0.7, shadow=0.3, waves=0))
    if "fly" in look.recipe.fronts:
        fly = through([[0.03, WAIST + 0.02], [0.034, WAIST + 0.1], [0.025, WAIST + 0.145], [0.002, WAIST + 0.165]])
        made.append(_stitched(fly, look))
    made += _endings(look, leg, shape)
    return made


def _stitched(curve: Points, look: Look) -> Piece:
    return Piece(
        strip(curve, 0.006),
        look.cloth,
        lines_only=True,
        lines=(Line(curve, 0.35, dashed=True, colour=look.thread),),
        shadow=0,
    )


def _leg_folds(look: Look, leg: Leg, hem: float) -> list[Fold]:
    soft = 1.2 - look.cloth.stiff
    made: list[Fold] = []
    crotch = leg.inner[0]
    for _ in range(int(look.random.integers(2, 5))):
        reach = np.array([look.between(0.05, 0.16), look.between(-0.07, 0.05)])
        made.append(
            (
                through([crotch, crotch + reach * 0.5 + [0, 0.006], crotch + reach]),
                0.009,
                look.between(-1.3, -0.5) * soft,
            )
        )
    count = len(leg.inner)
    for _ in range(4):
        share, first = look.between(0.2, 0.8), int(look.between(count * 0.25, count * 0.6))
        last = min(count, first + int(look.between(6, 14)))
        outer = resampled(leg.outer, count)
        made.append(
            (
                leg.inner[first:last] * (1 - share) + outer[first:last] * share,
                look.between(0.008, 0.018),
                look.between(-1, 1) * soft,
            )
        )
    if hem > 1.2:
        for _ in range(int(look.random.integers(2, 5))):
            k = int(count * look.between(0.45, 0.97))
            outer = resampled(leg.outer, count)
            a, b = leg.inner[k], outer[k]
            middle = (a + b) / 2 + [0, look.between(0.0, 0.016)]
            low, high = (0.0, look.between(0.4, 0.8)) if look.often(0.5) else (look.between(0.2, 0.6), 1.0)
            made.append((through([a + (b - a) * low, middle, a + (b - a) * high]), 0.008, look.between(-1, -0.3) * soft))
    return made


def _endings(look: Look, leg: Leg, shape: str) -> list[Piece]:
    """Ribs at the ankle, rolled hems, pockets on the thigh, stripes, tears."""
    made: list[Piece] = []
    x0, y0 = leg.inner[-1]
    x1, y1 = leg.outer[-1]
    extras = look.recipe.extras
    rolled = "rolled" in extras and look.often(0.25)
    cargo = shape == "cargo"
    hem = float(y1)
    stripe = "side_stripe" in extras and look.tags["pattern"] == "plain" and look.often(0.6)
    if stripe:
        ink = Cloth(contrast_to(look.cloth.colour, look.random)[1])
    for side in (-1.0, 1.0):
        turn = np.array([side, 1.0])
        if shape == "jogger":
            high = 0.05
            band = points([x0 + 0.004, y0 - 0.004], [x1 - 0.004, y1 - 0.004], [x1 - 0.016, y1 + high], [x0 + 0.016, y0 + high])
            made.append(Piece(band * turn, look.trim, lines=(Line(band[:2] * turn, 0.35),), shadow=0.3))
        elif rolled:
            high = 0.045
            band = points([x0 - 0.006, y0 - high], [x1 + 0.006, y1 - high], [x1 + 0.005, y1 + 0.004], [x0 - 0.005, y0 + 0.004])
            made.append(Piece(band * turn, look.cloth.toned(0.1), shadow=0.5))
        if cargo:
            x, y = float(np.interp(0.88, leg.outer[:, 1], leg.outer[:, 0])) - 0.05, 0.86 if hem > 1.1 else 0.8
            tall = min(0.15, hem - y - 0.03)
            if tall > 0.05:
                pocket = details.patch_pocket(x * side, y, 0.1, tall, look.cloth, look.random)
                made += [pocket, details.flap_pocket(x * side, y - 0.01, 0.108, 0.045, look.cloth)]
                look.add("pocket")
        if stripe:
            for at in (0.016, 0.034) if look.often(0.5) else (0.025,):
                made.append(Piece(strip((leg.outer[2:] - [at, 0]) * turn, 0.006), ink, shadow=0, bulge=0.3))
    if "ripped" in extras and look.tags.get("fabric") == "denim" and look.often(0.35):
        inside = shade_of(look.one("beige", "white", "brown"), look.random)
        for side in (-1.0, 1.0):
            for y in (look.between(0.82, 0.92), look.between(1.0, 1.12)):
                if y < hem - 0.05 and look.often(0.8):
                    look.add("ripped")
                    k = int(np.argmin(np.abs(leg.inner[:, 1] - y)))
                    x = (float(leg.inner[k, 0]) + float(np.interp(y, leg.outer[:, 1], leg.outer[:, 0]))) / 2
                    made.append(details.tear(side * x, y, look.between(0.06, 0.1), inside, look.random))
    return made


def choose_legs(look: Look, shapes: Sequence[str]) -> tuple[str, float]:
    """Shape and hem of trousers, into the tags."""
    tags = look.tags
    tags["shape"] = shape = look.one(*shapes)
    tags["length_lo"] = length = look.one(*look.recipe.hems)
    if shape in ("jogger", "bootcut") and length in ("short", "knee", "calf"):
        tags["length_lo"] = length = "long"
    return shape, look.between(*_LEGS[length])


def trousers(look: Look) -> list[Piece]:
    shape, hem = choose_legs(look, look.recipe.shapes)
    look.tags["fit"] = {"skinny": "slim", "wide": "loose", "cargo": "loose", "jogger": "regular"}.get(shape, "regular")
    waist = look.between(0.17, 0.195)
    made = legs(look, shape, waist, hem)
    kind = look.one(*look.recipe.pockets)
    if kind and look.tags["category"] != "leggings":
        look.add("pocket")
        within = {-1.0: made[0].outline, 1.0: made[1].outline}
        if kind == "scoop":
            for side in (-1.0, 1.0):
                curve = bezier(
                    [side * 0.07, WAIST + 0.015],
                    [side * 0.075, WAIST + 0.07],
                    [side * 0.12, WAIST + 0.085],
                    [side * 0.2, WAIST + 0.075],
                )
                made.append(
                    Piece(
                        strip(curve, 0.005),
                        look.cloth,
                        light=0.75,
                        shadow=0.4,
                        waves=0,
                        within=within[side],
                        lines=(Line(shifted(curve, -side * 0.006, 0.012), 0.3, dashed=True, colour=look.thread),),
                    )
                )
        else:
            made += [replace(side_pocket(look, side), within=within[side]) for side in (-1.0, 1.0)]
    return made + waistband(look, waist, WAIST)
