"""Hats with a brim, caps and beanies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fashion_training.drawn import details
from fashion_training.drawn.canvas import Line, Patch, Piece
from fashion_training.drawn.cloth import Cloth, weave
from fashion_training.drawn.graphic import graphic
from fashion_training.drawn.look import Look
from fashion_training.drawn.outline import bezier, points, strip, symmetric


def hat(look: Look) -> list[Piece]:
    return {"hat": _brimmed, "cap": _cap, "beanie": _beanie}[look.tags["category"]](look)


def _brimmed(look: Look) -> list[Piece]:
    """A crown with a dent, a band and a brim seen from a little above."""
    crown, high = look.between(0.1, 0.12), look.between(0.11, 0.16)
    brim, flat = look.between(0.17, 0.27), look.between(0.16, 0.32)
    cloth = look.cloth if look.tags.get("fabric") else replace(look.cloth, weave=weave("twill"))
    low = details.ellipse(0, 0, brim, brim * flat, count=40)
    curl = look.between(0.0, 0.03)
    low = low - np.stack((np.zeros(40), curl * (low[:, 0] / brim) ** 2), 1)
    top = -high
    dome = np.vstack(
        (
            bezier([-crown, 0.004], [-crown * 0.98, top * 0.5], [-crown * 0.9, top * 0.95], [-crown * 0.5, top]),
            bezier([-crown * 0.5, top], [-crown * 0.2, top + 0.02], [crown * 0.2, top + 0.02], [crown * 0.5, top]),
            bezier([crown * 0.5, top], [crown * 0.9, top * 0.95], [crown * 0.98, top * 0.5], [crown, 0.004]),
            bezier([crown, 0.004], [crown * 0.5, crown * flat], [-crown * 0.5, crown * flat], [-crown, 0.004]),
        )
    )
    dent = bezier([-crown * 0.3, top + 0.012], [-0.02, top + 0.05], [0.02, top + 0.05], [crown * 0.3, top + 0.012])
    band = bezier([-crown, -0.012], [-crown * 0.5, crown * flat * 0.8], [crown * 0.5, crown * flat * 0.8], [crown, -0.012])
    ribbon = Cloth(details.visible_on(cloth.colour, look.between(0.2, 0.5)), stiff=0.9)
    made = [
        Piece(low, cloth, shadow=0, bulge=0.6, lines=(Line(np.vstack((low, low[:1])) * 0.97, 0.2),)),
        Piece(dome, cloth, folds=((dent, 0.02, -1.6),), shadow=0.7, bulge=1.4),
    ]
    if look.often(0.8):
        made.append(Piece(strip(band, look.between(0.01, 0.018)), ribbon, shadow=0.3, within=dome))
        if look.often(0.25):
            look.add("ribbon")
            made += details.bow(crown * 0.75, 0.0, 0.035, ribbon, 0.03, look.random)
    return made


def _cap(look: Look) -> list[Piece]:
    """From the side, or from the front with its visor towards us."""
    cloth = look.cloth
    peak = look.trim if look.often(0.6) else Cloth(details.visible_on(cloth.colour, 0.3))
    high = look.between(0.115, 0.14)
    if look.often(0.6):
        dome = np.vstack(
            (
                bezier([-0.125, 0.03], [-0.13, -high * 0.8], [-0.06, -high], [0.0, -high]),
                bezier([0.0, -high], [0.08, -high], [0.12, -high * 0.5], [0.125, 0.0]),
                bezier([0.125, 0.0], [0.05, 0.022], [-0.05, 0.035], [-0.125, 0.03]),
            )
        )
        visor = np.vstack(
            (
                bezier([0.03, 0.018], [0.08, 0.0], [0.12, -0.01], [0.125, -0.02]),
                bezier([0.125, -0.02], [0.2, -0.015], [0.25, 0.02], [0.245, 0.04]),
                bezier([0.245, 0.04], [0.17, 0.035], [0.1, 0.04], [0.03, 0.018]),
            )
        )
        seams = [Line(bezier([0.0, -high], [x * 0.8, -high * 0.7], [x, -0.03], [x, 0.025]), 0.3) for x in (-0.06, 0.05)]
    else:
        half = np.vstack(
            (
                bezier([0, -high], [0.08, -high], [0.12, -high * 0.5], [0.122, 0.02]),
                bezier([0.122, 0.02], [0.06, -0.006], [0.03, -0.01], [0, -0.01]),
            )
        )
        dome = symmetric(half)
        visor = symmetric(
            np.vstack(
                (
                    bezier([0, -0.02], [0.06, -0.018], [0.1, 0.0], [0.12, 0.018]),
                    bezier([0.12, 0.018], [0.13, 0.06], [0.08, 0.085], [0, 0.088]),
                )
            )
        )
        seams = [
            Line(points([0, -high], [0, -0.01]), 0.3),
            Line(bezier([0, -high], [0.07, -high * 0.6], [0.09, 0], [0.09, 0.01]), 0.2),
        ]
    patches: tuple[Patch, ...] = ()
    if look.tags["pattern"] == "graphic":
        patches = (Patch(graphic(cloth.colour, look.random), (0.04, -high * 0.45), 0.1),)
    stitches = [Line((visor - visor.mean(0)) * share + visor.mean(0), 0.2, dashed=True) for share in (0.7, 0.85)]
    top = Piece(details.ellipse(0, -high - 0.002, 0.012, 0.007), cloth, waves=0)
    return [
        top,
        Piece(dome, cloth, lines=seams, patches=patches, shadow=0.2, bulge=1.6),
        Piece(visor, peak, lines=stitches, shadow=0.6, bulge=1.0, waves=0.2),
    ]


def _beanie(look: Look) -> list[Piece]:
    high, wide = look.between(0.13, 0.19), look.between(0.105, 0.12)
    half = np.vstack((bezier([0, -high], [wide * 0.75, -high], [wide * 1.04, -high * 0.5], [wide, 0.03]), points([0, 0.045])))
    ribs = replace(look.cloth, weave=weave("rib", 5) if look.cloth.weave is None else look.cloth.weave)
    fan = [
        (bezier([0, -high + 0.01], [x * 0.7, -high * 0.8], [x, -high * 0.4], [x, 0.03]), 0.004, -0.8)
        for x in np.linspace(-wide, wide, 13)
    ]
    made = [Piece(symmetric(half), ribs, folds=fan, shadow=0, bulge=1.5)]
    if look.often(0.75):
        tall = look.between(0.045, 0.07)
        cuff = np.vstack(
            (
                bezier(
                    [-wide * 1.03, -tall * 0.5],
                    [-wide * 0.5, -tall * 0.3],
                    [wide * 0.5, -tall * 0.3],
                    [wide * 1.03, -tall * 0.5],
                ),
                bezier([wide * 1.02, tall * 0.6], [wide * 0.5, tall], [-wide * 0.5, tall], [-wide * 1.02, tall * 0.6]),
            )
        )
        made.append(Piece(cuff, replace(ribs, printed=None, weave=weave("rib", 5)), shadow=0.6, bulge=1.2))
    if look.often(0.35):
        ball = details.ellipse(0, -high - 0.02, 0.04, 0.036, count=24)
        made.append(Piece(ball, Cloth(look.cloth.colour, weave=weave("fur"), rough=1.6), shadow=0.4, bulge=1.6))
    return made
