"""Skirts, alone or below the waist of dresses."""

from __future__ import annotations

from typing import Final

import numpy as np

from fashion_training.drawn import details
from fashion_training.drawn.canvas import Line, Piece
from fashion_training.drawn.cloth import Cloth
from fashion_training.drawn.look import Look
from fashion_training.drawn.outline import (
    HIP,
    WAIST,
    Points,
    bezier,
    flipped,
    points,
    resampled,
    shifted,
    symmetric,
    through,
)
from fashion_training.drawn.waists import side_pocket, waistband

Fold = tuple[Points, float, float]
HEMS: Final = {
    "short": (0.78, 0.94),
    "knee": (1.02, 1.12),
    "calf": (1.2, 1.34),
    "ankle": (1.42, 1.48),
    "long": (1.52, 1.62),
}
"""Of skirts and dresses, from the neck down."""


def skirt_side(look: Look, shape: str, waist: float, hip: float, hem: float) -> Points:
    """The side seam from the waist down."""
    drop = hem - WAIST
    spread = {
        "a_line": look.between(0.26, 0.42),
        "fit_flare": look.between(0.4, 0.65),
        "pleated": look.between(0.2, 0.42),
        "h_line": look.between(0.0, 0.05),
        "pencil": -look.between(0.03, 0.08),
        "mermaid": 0.0,
    }[shape]
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
        return fine + np.stack((np.zeros(30), np.sin(np.linspace(0, look.between(9, 20), 30)) * 0.008 * np.linspace(0.2, 1, 30)), 1)
    return curve


def skirt_folds(look: Look, shape: str, waist: float, end: Points) -> list[Fold]:
    """Fan out from the waist; pleats all the way, soft folds from somewhere on."""
    if shape == "pleated":
        count = int(look.random.integers(9, 22))
        made = []
        for k, share in enumerate(np.linspace(-0.95, 0.95, count)):
            curve = points([waist * share, WAIST + 0.02], [end[0] * share, end[1] + 0.03])
            made.append((curve, 0.006, -1.8))
            made.append((shifted(curve, 0.014 if k % 2 else 0.012, 0), 0.012, 0.9))
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
        made.append((through([first, (first + low) / 2 + sway, low]), look.between(0.01, 0.026), look.between(-1.2, 1.2) * soft))
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
    if "ruffle" in look.recipe.extras and shape in ("a_line", "h_line", "pencil", "fit_flare", "mermaid") and look.often(0.16):
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
    if "slit" in look.recipe.extras and hem > 1.0 and shape in ("pencil", "h_line", "a_line", "mermaid") and look.often(0.3):
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
        made += details.zipper(middle if look.often(0.5) else points([0, WAIST + 0.03], [0, WAIST + 0.18]), look.cloth, look.random)
    pocket = look.one(*look.recipe.pockets)
    if pocket and shape in ("a_line", "h_line"):
        look.add("pocket")
        for turn in (-1.0, 1.0):
            if pocket == "patches":
                made.append(details.patch_pocket(turn * 0.1, WAIST + 0.1, 0.1, 0.12, look.cloth, look.random))
            else:
                made.append(side_pocket(look, turn))
    return made
