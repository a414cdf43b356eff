"""Garments of the upper body, and what dresses and jumpsuits have above the waist."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from fashion_training.drawn import details
from fashion_training.drawn.canvas import Line, Patch, Piece
from fashion_training.drawn.cloth import Cloth
from fashion_training.drawn.fronts import front, pockets
from fashion_training.drawn.graphic import graphic
from fashion_training.drawn.look import Look
from fashion_training.drawn.necks import Neck
from fashion_training.drawn.outline import (
    WAIST,
    bezier,
    flipped,
    points,
)
from fashion_training.drawn.sleeves import Arm, sleeves
from fashion_training.drawn.trunk import Trunk, body, neck_for, trunk_for

_HEMS: Final = {
    "crop": (0.36, 0.42),
    "waist": (0.47, 0.53),
    "hip": (0.61, 0.72),
    "thigh": (0.8, 0.93),
    "knee": (1.02, 1.22),
}


def hem_band(look: Look, trunk: Trunk, wide: float, dip: float) -> Piece:
    """A ribbed waistband that gathers the cloth above it."""
    high = look.between(0.035, 0.06)
    top = bezier(
        [wide, trunk.hem - 0.004],
        [wide * 0.6, trunk.hem + dip],
        [-wide * 0.6, trunk.hem + dip],
        [-wide, trunk.hem - 0.004],
    )
    low = bezier(
        [-wide * 0.93, trunk.hem + high],
        [-wide * 0.6, trunk.hem + high + dip],
        [wide * 0.6, trunk.hem + high + dip],
        [wide * 0.93, trunk.hem + high],
    )
    return Piece(np.vstack((top, low)), look.trim, shadow=0.2, lines=(Line(top, 0.35),), bulge=0.8, waves=0.3)


def choose_cut(look: Look) -> None:
    """Neckline, shoulder, sleeves and fit, which go together, into the tags. A leading `_` marks what is no tag."""
    recipe, tags = look.recipe, look.tags
    tags["neckline"] = neck = look.one(*recipe.necks)
    tags["sleeve_length"] = length = look.one(*recipe.sleeves)
    tags["fit"] = look.one(*recipe.fits)
    tags["_front"] = look.one(*recipe.fronts)
    if neck in ("bow", "turtle", "strap", "halter", "off_shoulder", "square", "boat") and tags["_front"] not in ("closed",):
        tags["_front"] = "closed"
    if neck == "lapel" and tags["_front"] == "closed":
        tags["_front"] = "button"
    if neck in ("strap", "halter"):
        tags["sleeve_length"] = length = "sleeveless"
    if length == "sleeveless":
        tags["shoulder"] = "off" if neck == "off_shoulder" else "bare"
        if neck == "off_shoulder":
            tags["sleeve_length"] = length = "short"
            tags["sleeve_shape"] = look.one("straight", "ruffle", "puff")
        return
    tags["sleeve_shape"] = look.one(*recipe.sleeve_shapes)
    tags["shoulder"] = look.one(*recipe.shoulders)
    if neck == "off_shoulder":
        tags["shoulder"] = "off"
    if tags["shoulder"] in ("raglan", "cutout") and neck in ("lapel", "boat", "square"):
        tags["shoulder"] = "normal"
    if tags["shoulder"] == "drop":
        tags["fit"] = "loose"
    if tags["sleeve_shape"] == "batwing":
        tags["shoulder"] = "normal" if tags["shoulder"] != "off" else "off"
    if tags["sleeve_shape"] in ("batwing", "bell", "cuffed") and length == "short":
        tags["sleeve_shape"] = "straight"
    if tags["sleeve_shape"] == "rolled" and length == "long":
        tags["sleeve_length"] = "half"
    if tags["shoulder"] == "puff" and tags["sleeve_shape"] in ("bell", "batwing"):
        tags["sleeve_shape"] = "puff"


def upper(look: Look) -> list[Piece]:
    choose_cut(look)
    tags = look.tags
    tags["length_up"] = look.one(*look.recipe.hems)
    hem = look.between(*_HEMS[tags["length_up"]])
    trunk = trunk_for(look, hem)
    neck = neck_for(look)
    flare = look.between(-0.01, 0.015) + max(0.0, hem - 0.7) * look.between(0.05, 0.22)
    wide = trunk.side(hem) + flare
    gathered = look.recipe.ribbed and look.type in ("KNIT", "CARDIGAN", "JACKET", "VEST")
    if gathered:
        wide = trunk.side(hem) * 0.97
    dip = look.between(0.0, 0.02)
    if tags["category"] == "shirt" and look.often(0.5):
        dip = look.between(0.03, 0.06)
    return assembled(look, neck, trunk, body(look, neck, trunk, wide, dip), [hem_band(look, trunk, wide, dip)] if gathered else [])


def assembled(look: Look, neck: Neck, trunk: Trunk, main: Piece, below: list[Piece]) -> list[Piece]:
    """Everything in the order in which it lies, and the details that are only now and then."""
    tags = look.tags
    arms = sleeves(look, Arm(trunk.tip, trunk.armpit, tuple(neck.half[-1])))
    if tags["pattern"] == "graphic":
        wide = look.between(0.19, 0.34)
        drawn = graphic(look.cloth.colour, look.random)
        y = max(0.24, float(neck.half[0, 1]) + 0.1) + look.between(0.0, 0.06)
        main = replace(main, patches=(Patch(drawn, (0.0, y), wide),))
    closing = front(look, neck, trunk)
    made = [*neck.behind, *arms.under, main, *below, *arms.over, *closing]
    if tags.get("_front") not in ("wrap",):
        made += pockets(look, trunk)
    made += neck.over
    made += _extras(look, neck, trunk)
    if tags["neckline"] == "bow":
        look.add("ribbon")
    if tags["neckline"] == "hood" and len(neck.over) > 2:
        look.add("drawstring")
    return made


def _extras(look: Look, neck: Neck, trunk: Trunk) -> list[Piece]:
    made: list[Piece] = []
    for extra in look.recipe.extras:
        if not extra.endswith("!") and look.often(0.7):
            continue
        top = float(neck.half[0, 1])
        if extra.startswith("belted") and trunk.hem > 0.55:
            look.add("belted")
            strap = look.cloth.toned(-0.03) if look.often(0.6) else Cloth(details.visible_on(look.cloth.colour, 0.35), sheen=0.5)
            side = trunk.waist + 0.006
            made += details.belt(-side, side, WAIST, look.between(0.03, 0.05), strap, look.random)
        elif extra == "ruffle" and look.tags["neckline"] in ("round", "v_neck", "off_shoulder"):
            look.add("ruffle")
            edge = np.vstack((flipped(neck.half)[::-1], neck.half[1:]))
            made.append(details.ruffle(edge, look.between(0.05, 0.08), look.cloth, look.random))
        elif extra == "ribbon" and look.type in ("DRESS", "JUMPSUIT") and "belted" not in look.tags["detail"]:
            look.add("ribbon")
            made += details.bow(
                look.between(-0.02, 0.02),
                WAIST,
                look.between(0.06, 0.09),
                Cloth(details.visible_on(look.cloth.colour, 0.1)),
                0.16,
                look.random,
            )
        elif extra == "studs":
            look.add("stud")
            shoulder = points([neck.half[-1][0] + 0.04, 0.04], [trunk.tip[0] - 0.01, trunk.tip[1] + 0.012])
            made += details.studs(shoulder, 0.025, look.random) + details.studs(flipped(shoulder), 0.025, look.random)
        elif extra == "embroidery":
            look.add("embroidery")
            made += _embroidery(look, top)
        elif extra == "fringe" and trunk.hem < 0.75:
            look.add("fringe")
            line = bezier([-trunk.side(0.3) * 0.9, 0.28], [-0.1, 0.31], [0.1, 0.31], [trunk.side(0.3) * 0.9, 0.28])
            made.append(details.fringe(line, look.between(0.08, 0.14), look.cloth.toned(-0.03), look.random))
    return made


def _embroidery(look: Look, top: float) -> list[Piece]:
    """Small blossoms of thread around the neck's lowest point."""
    ink = Cloth(details.visible_on(look.cloth.colour, 0.35))
    ring = [
        Line(details.ellipse(x, y, 0.012, 0.012, count=9), colour=ink.colour, width=2)
        for x in (-0.04, -0.014, 0.014, 0.04)
        for y in (top + 0.03, top + 0.06, top + 0.09)
    ]
    area = points([-0.06, top + 0.01], [0.06, top + 0.01], [0.06, top + 0.11], [-0.06, top + 0.11])
    return [Piece(area, ink, lines_only=True, lines=ring)]
