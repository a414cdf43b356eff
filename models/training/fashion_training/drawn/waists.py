"""What skirts and trousers have at the waist: bands, and pockets that begin there."""

from __future__ import annotations

import numpy as np

from fashion_training.drawn import details
from fashion_training.drawn.canvas import Line, Piece
from fashion_training.drawn.cloth import Cloth
from fashion_training.drawn.colours import shade_of
from fashion_training.drawn.look import Look
from fashion_training.drawn.outline import (
    WAIST,
    bezier,
    points,
    shifted,
    strip,
)


def side_pocket(look: Look, side: float) -> Piece:
    curve = bezier(
        [side * 0.105, WAIST + 0.03],
        [side * 0.12, WAIST + 0.1],
        [side * 0.16, WAIST + 0.15],
        [side * 0.21, WAIST + 0.17],
    )
    lines = [Line(shifted(curve, -side * 0.01, 0.012), 0.25, dashed=True, colour=look.thread)]
    return Piece(strip(curve, 0.0035), look.cloth, light=0.72, shadow=0.5, waves=0, lines=lines)


def waistband(look: Look, waist: float, y: float) -> list[Piece]:
    """A band, elastic or with loops, cord or belt."""
    cloth, recipe = look.cloth, look.recipe
    high = look.between(0.028, 0.055)
    dip = 0.012
    top = bezier([-waist * 0.985, y - high], [-waist / 2, y - high + dip], [waist / 2, y - high + dip], [waist * 0.985, y - high])
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
        [(points([x, y - high + 0.008], [x, y + 0.014]), 0.006, -1.0) for x in np.linspace(-waist, waist, 24)] if elastic else []
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
    if "fly" in recipe.fronts or look.tags.get("fabric") == "denim":
        for x in (-0.13, -0.065, 0.065, 0.13):
            made.append(Piece(strip(points([x, y - high], [x, y + 0.018]), 0.005), cloth, shadow=0.3, waves=0, bulge=0.4))
    if "belted" in recipe.extras and look.often(0.25):
        look.add("belted")
        strap = Cloth(shade_of(look.one("black", "brown", "beige"), look.random), sheen=0.5)
        made += details.belt(-waist, waist, y - high * 0.4, high * 0.85, strap, look.random)
    elif "fly" in recipe.fronts:
        look.add("button")
        made.append(details.button(0.0, y - high * 0.3, 0.011, details.metal(look.random)))
    return made
