"""Skirts, and trousers of any length; alone, or below the waist of dresses and jumpsuits."""

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
    strip,
    symmetric,
    through,
)

Fold = tuple[Points, float, float]
HEMS: Final = {
    "short": (0.78, 0.94), "knee": (1.02, 1.12), "calf": (1.2, 1.34), "ankle": (1.42, 1.48), "long": (1.52, 1.62),
}  # fmt: skip
"""Of skirts and dresses, from the neck down."""
_LEGS: Final = {
    "short": (0.8, 0.95), "knee": (1.0, 1.1), "calf": (1.2, 1.32), "ankle": (1.38, 1.45), "long": (1.5, 1.58),
}  # fmt: skip


def skirt_side(look: Look, shape: str, waist: float, hip: float, hem: float) -> Points:
    """The side seam from the waist down."""
    drop = hem - WAIST
    spread = {
        "a_line": look.between(0.26, 0.42), "fit_flare": look.between(0.4, 0.65), "pleated": look.between(0.2, 0.42),
        "h_line": look.between(0.0, 0.05), "pencil": -look.between(0.03, 0.08), "mermaid": 0.0,
    }[shape]  # fmt: skip
    if shape == "mermaid":
        knee = min(max(WAIST + drop * 0.62, HIP + 0.08), hem - 0.08)
        flare = hip + look.between(0.07, 0.16)
        return through([[waist, WAIST], [hip, HIP], [hip - 0.045, knee], [flare, hem]])
    if shape == "pencil":
        return through([[waist, WAIST], [hip, HIP], [hip + spread, max(hem, HIP + 0.06)]])
    if shape == "h_line":
        return through([[waist, WAIST], [max(waist, hip - 0.01), HIP], [hip + spread, max(hem, HIP + 0.05)]])
    wide = waist + 0.05 + spread * drop
    bow = 0.06 if shape == "fit_flare" else 0.015
    return bezier(
        [waist, WAIST],
        [waist + bow, WAIST + drop * 0.16],
        [wide - (wide - waist) * 0.3, WAIST + drop * 0.65],
        [wide, hem],
    )


def skirt_hem(look: Look, end: Points, shape: str) -> Points:
    """From the side to the middle: curved as a round hem looks, waved where the skirt is wide."""
    x, y = end
    dip = look.between(0.012, 0.03) + max(0.0, float(x) - 0.28) * 0.18
    curve = bezier([x, y], [x * 0.66, y + dip], [x * 0.3, y + dip * 1.25], [0, y + dip * 1.25])
    if shape in ("fit_flare", "a_line", "mermaid") and look.cloth.stiff < 0.6:
        fine = resampled(curve, 30)
        return fine + np.stack(
            (np.zeros(30), np.sin(np.linspace(0, look.between(9, 20), 30)) * 0.008 * np.linspace(0.2, 1, 30)), 1
        )
    return curve


def skirt_folds(look: Look, shape: str, waist: float, end: Points) -> list[Fold]:
    """Fan out from the waist; pleats all the way, soft folds from somewhere on."""
    if shape == "pleated":
        count = int(look.random.integers(9, 22))
        made = []
        for k, share in enumerate(np.linspace(-0.95, 0.95, count)):
            curve = points([waist * share, WAIST + 0.02], [end[0] * share, end[1] + 0.03])
            made.append((curve, 0.006, -1.8))
            made.append((curve + [0.014 if k % 2 else 0.012, 0], 0.012, 0.9))
        return made
    count = {"fit_flare": 12, "a_line": 7, "mermaid": 5}.get(shape, 3)
    made = []
    soft = 1.25 - look.cloth.stiff
    for _ in range(count):
        share, start = look.between(-0.9, 0.9), look.between(0.05, 0.6)
        top = np.array([waist * share, WAIST + 0.01])
        low = np.array([end[0] * share * 1.03, end[1] + 0.02])
        first = top + (low - top) * start
        sway = [look.between(-0.012, 0.012), 0]
        made.append(
            (through([first, (first + low) / 2 + sway, low]), look.between(0.01, 0.026), look.between(-1.2, 1.2) * soft)
        )
    return made


def skirt(look: Look) -> list[Piece]:
    tags = look.tags
    tags["shape"] = shape = look.one(*look.recipe.shapes)
    tags["length_lo"] = look.one(*look.recipe.hems)
    tags["fit"] = {"pencil": "slim", "mermaid": "slim"}.get(shape, "regular")
    hem = look.between(*HEMS[tags["length_lo"]])
    waist = look.between(0.165, 0.195)
    side = skirt_side(look, shape, waist, look.between(0.222, 0.245), hem)
    low = skirt_hem(look, side[-1], shape)
    half = np.vstack((points([0, WAIST + 0.012]), side, low[1:]))
    hem_line = np.vstack((low, flipped(low)[::-1])) * [0.98, 1] - [0, 0.02]
    main = Piece(
        symmetric(half),
        look.cloth,
        folds=skirt_folds(look, shape, waist, side[-1]),
        lines=(Line(hem_line, 0.2, dashed=True),),
    )
    made: list[Piece] = []
    if tags["pattern"] == "lace_pattern":
        short = symmetric(np.vstack((points([0, WAIST + 0.012]), side, low[1:]))) * [0.97, 1] - [0, 0.03]
        made.append(Piece(short, look.lining))
    made.append(main)
    if shape == "pleated":
        look.add("pleats")
    made += tiers(look, side, low, shape)
    made += skirt_front(look, side, hem)
    made += waistband(look, waist, WAIST)
    return made


def tiers(look: Look, side: Points, low: Points, shape: str) -> list[Piece]:
    made: list[Piece] = []
    edge = np.vstack((low, flipped(low)[::-1]))[::-1]
    if (
        "ruffle" in look.recipe.extras
        and shape in ("a_line", "h_line", "pencil", "fit_flare", "mermaid")
        and look.often(0.16)
    ):
        look.add("ruffle")
        made.append(details.ruffle(edge - [0, 0.01], look.between(0.06, 0.1), look.cloth, look.random))
    elif "layered" in look.recipe.extras and shape in ("a_line", "fit_flare") and look.often(0.22):
        look.add("layered")
        look.add("ruffle")
        for share in np.linspace(0.75, 0.32, int(look.random.integers(2, 4))):
            k = int(len(side) * share)
            x, y = side[k]
            line = bezier([-x, y], [-x * 0.4, y + 0.03], [x * 0.4, y + 0.03], [x, y])
            depth = float(side[-1][1] - WAIST) * 0.3
            made.append(details.ruffle(line, depth, look.cloth, look.random))
    return made


def skirt_front(look: Look, side: Points, hem: float) -> list[Piece]:
    """Buttons, a zipper, a slit, pockets."""
    made: list[Piece] = []
    front = look.tags.get("_front") or look.one(*look.recipe.fronts)
    shape = look.tags["shape"]
    if (
        "slit" in look.recipe.extras
        and hem > 1.0
        and shape in ("pencil", "h_line", "a_line", "mermaid")
        and look.often(0.3)
    ):
        look.add("slit")
        x = look.between(0.03, 0.12)
        start = hem - (hem - HIP) * look.between(0.35, 0.75)
        gap = points([x, start], [x + 0.05, hem + 0.035], [x - 0.008, hem + 0.035])
        made.append(Piece(gap, Cloth(look.lining.colour), light=0.42, shadow=0, bulge=0.2))
        front = "closed"
    middle = points([0, WAIST + 0.04], [0, hem - 0.03])
    if front == "button" and shape != "pleated":
        look.add("button")
        made.append(details.placket(points([0, WAIST + 0.02], [0, hem + 0.008]), 0.016, look.cloth))
        knobs = Cloth(details.visible_on(look.cloth.colour, 0.35), sheen=0.3)
        made += details.buttons(middle, max(4, round((hem - WAIST) / 0.075)), 0.01, knobs)
    elif front == "zipper" and shape in ("pencil", "h_line", "a_line"):
        look.add("zipper")
        made += details.zipper(
            middle if look.often(0.5) else points([0, WAIST + 0.03], [0, WAIST + 0.18]), look.cloth, look.random
        )
    pocket = look.one(*look.recipe.pockets)
    if pocket and shape in ("a_line", "h_line"):
        look.add("pocket")
        for turn in (-1.0, 1.0):
            if pocket == "patches":
                made.append(details.patch_pocket(turn * 0.1, WAIST + 0.1, 0.1, 0.12, look.cloth, look.random))
            else:
                made.append(_side_pocket(look, turn))
    return made


def _side_pocket(look: Look, side: float) -> Piece:
    curve = bezier(
        [side * 0.105, WAIST + 0.03],
        [side * 0.12, WAIST + 0.1],
        [side * 0.16, WAIST + 0.15],
        [side * 0.21, WAIST + 0.17],
    )
    lines = [Line(curve + [-side * 0.01, 0.012], 0.25, dashed=True, colour=look.thread)]
    return Piece(strip(curve, 0.0035), look.cloth, light=0.72, shadow=0.5, waves=0, lines=lines)


def waistband(look: Look, waist: float, y: float) -> list[Piece]:
    """A band, elastic or with loops, cord or belt."""
    cloth, recipe = look.cloth, look.recipe
    high = look.between(0.028, 0.055)
    dip = 0.012
    top = bezier(
        [-waist * 0.985, y - high], [-waist / 2, y - high + dip], [waist / 2, y - high + dip], [waist * 0.985, y - high]
    )
    low = bezier(
        [waist + 0.002, y + 0.012],
        [waist / 2, y + 0.012 + dip],
        [-waist / 2, y + 0.012 + dip],
        [-waist - 0.002, y + 0.012],
    )
    back = np.vstack(
        (
            top,
            bezier(
                [waist * 0.95, y - high - 0.004],
                [waist / 2, y - high - 0.014],
                [-waist / 2, y - high - 0.014],
                [-waist * 0.95, y - high - 0.004],
            ),
        )
    )
    inside = Piece(back, look.lining, light=0.6, shadow=0, waves=0)
    cord = "drawstring" in recipe.extras and look.often(0.7)
    elastic = cord or recipe.ribbed
    band = look.trim if recipe.ribbed else cloth
    folds = (
        [(points([x, y - high + 0.008], [x, y + 0.014]), 0.006, -1.0) for x in np.linspace(-waist, waist, 24)]
        if elastic
        else []
    )
    made = [
        inside,
        Piece(np.vstack((top, low)), band, folds=folds, lines=(Line(low, 0.38),), shadow=0.35, bulge=0.8, waves=0.3),
    ]
    if elastic:
        if cord:
            look.add("drawstring")
            made += details.cords(
                0,
                y - high / 3,
                0.02,
                look.between(0.1, 0.17),
                Cloth(details.visible_on(cloth.colour, 0.4)),
                look.random,
            )
        return made
    if look.type in ("PANTS", "SHORTS") and "fly" in recipe.fronts or look.tags.get("fabric") == "denim":
        for x in (-0.13, -0.065, 0.065, 0.13):
            made.append(
                Piece(strip(points([x, y - high], [x, y + 0.018]), 0.005), cloth, shadow=0.3, waves=0, bulge=0.4)
            )
    if "belted" in recipe.extras and look.often(0.25):
        look.add("belted")
        strap = Cloth(shade_of(look.one("black", "brown", "beige"), look.random), sheen=0.5)
        made += details.belt(-waist, waist, y - high * 0.4, high * 0.85, strap, look.random)
    elif "fly" in recipe.fronts:
        look.add("button")
        made.append(details.button(0.0, y - high * 0.3, 0.011, details.metal(look.random)))
    return made


@dataclass(frozen=True)
class Leg:
    """The right one, with its edges from the waist and from the crotch to the hem."""

    outer: Points
    inner: Points


_WIDTHS: Final = {
    # Half widths at the thigh, the knee and the ankle.
    "h_line": (0.112, 0.096, 0.09), "wide": (0.128, 0.142, 0.16), "skinny": (0.098, 0.066, 0.05), "bootcut": (0.1, 0.076, 0.118),
    "jogger": (0.116, 0.094, 0.058), "cargo": (0.12, 0.112, 0.102),
}  # fmt: skip


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
            piece = replace(piece, outline=flipped(outline), folds=[(flipped(c), w, h) for c, w, h in shape_folds],
                            lines=[replace(line, points=flipped(line.points)) for line in lines])  # fmt: skip
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
            made.append(
                (through([a + (b - a) * low, middle, a + (b - a) * high]), 0.008, look.between(-1, -0.3) * soft)
            )
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
            band = points(
                [x0 + 0.004, y0 - 0.004], [x1 - 0.004, y1 - 0.004], [x1 - 0.016, y1 + high], [x0 + 0.016, y0 + high]
            )
            made.append(Piece(band * turn, look.trim, lines=(Line(band[:2] * turn, 0.35),), shadow=0.3))
        elif rolled:
            high = 0.045
            band = points(
                [x0 - 0.006, y0 - high], [x1 + 0.006, y1 - high], [x1 + 0.005, y1 + 0.004], [x0 - 0.005, y0 + 0.004]
            )
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
                        lines=(Line(curve + [-side * 0.006, 0.012], 0.3, dashed=True, colour=look.thread),),
                    )
                )
        else:
            made += [replace(_side_pocket(look, side), within=within[side]) for side in (-1.0, 1.0)]
    return made + waistband(look, waist, WAIST)
