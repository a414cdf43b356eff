"""Dresses and jumpsuits: an upper body's front that goes on below the waist."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fashion_training.drawn.canvas import Line, Piece
from fashion_training.drawn.look import Look
from fashion_training.drawn.outline import HIP, WAIST, bezier, flipped, shifted, symmetric, through
from fashion_training.drawn.skirts import HEMS, skirt_folds, skirt_front, skirt_hem, skirt_side, tiers
from fashion_training.drawn.trousers import choose_legs, legs
from fashion_training.drawn.trunk import armhole, body, neck_for, trunk_for
from fashion_training.drawn.upper import assembled, choose_cut


def dress(look: Look) -> list[Piece]:
    tags = look.tags
    choose_cut(look)
    tags["shape"] = shape = look.one(*look.recipe.shapes)
    tags["fit"] = look.one("regular", "loose") if shape == "h_line" else "slim" if shape in ("pencil", "mermaid") else "regular"
    if tags.get("shoulder") == "drop":
        tags["fit"] = "loose"
    tags["length_lo"] = look.one(*look.recipe.hems)
    if shape == "mermaid" and tags["length_lo"] in ("short", "knee"):
        tags["length_lo"] = look.one("ankle", "long", "calf")
    hem = look.between(*HEMS[tags["length_lo"]])
    trunk = trunk_for(look, hem)
    nipped = shape in ("fit_flare", "pencil", "mermaid", "pleated") or (shape == "a_line" and look.often(0.5))
    waist = look.between(0.165, 0.19) if nipped else trunk.waist
    hip = max(look.between(0.215, 0.24), waist + 0.01)
    trunk = replace(trunk, waist=waist, hip=hip)
    neck = neck_for(look)
    low_side = skirt_side(look, shape, waist, hip, hem)
    if shape == "a_line" and not nipped:
        low_side = bezier([waist, WAIST], [waist + 0.03, WAIST + 0.1], [low_side[-1, 0] * 0.95, hem - 0.2], low_side[-1])
    side = np.vstack((through([trunk.armpit, [(trunk.armpit[0] + waist) / 2 - 0.006, 0.34], [waist, WAIST]]), low_side[1:]))
    main = body(look, neck, trunk, float(side[-1, 0]), 0.0, side)
    low = skirt_hem(look, side[-1], shape)
    outline = symmetric(np.vstack((neck.half, armhole(neck, trunk), side[1:], low[1:])))
    folds = [fold for fold in main.folds if fold[0][-1, 1] < HIP] + skirt_folds(look, shape, waist, side[-1])
    seam = bezier([-waist, WAIST], [-waist / 2, WAIST + 0.015], [waist / 2, WAIST + 0.015], [waist, WAIST])
    hem_line = np.vstack((low, flipped(low)[::-1])) * [0.985, 1] - [0, 0.02]
    lines = [Line(hem_line, 0.2, dashed=True)] + ([Line(seam, 0.3)] if nipped else [])
    main = replace(main, outline=outline, folds=folds, lines=lines)
    below = tiers(look, low_side, low, shape) + skirt_front(_closed(look), side, hem)
    if shape == "pleated":
        look.add("pleats")
    made = assembled(look, neck, trunk, main, below)
    if tags["pattern"] == "lace_pattern":
        made.insert(len(neck.behind), Piece(outline * [0.965, 1] - [0, 0.02], look.lining, within=outline))
    return made


def _closed(look: Look) -> Look:
    """The same look whose closing stays with the upper part."""
    return replace(look, tags={**look.tags, "_front": "closed"})


def jumpsuit(look: Look) -> list[Piece]:
    tags = look.tags
    choose_cut(look)
    shape, hem = choose_legs(look, look.recipe.shapes)
    tags["fit"] = {"skinny": "slim", "wide": "loose"}.get(shape, "regular")
    trunk = trunk_for(look, WAIST + 0.02)
    waist = look.between(0.17, 0.19)
    trunk = replace(trunk, waist=waist, hip=waist + 0.04)
    neck = neck_for(look)
    side = through([trunk.armpit, [(trunk.armpit[0] + waist) / 2, 0.34], [waist, WAIST + 0.01]])
    main = replace(body(look, neck, trunk, waist, 0.012, side), lines=())
    seam = bezier([-waist, WAIST], [-waist / 2, WAIST + 0.014], [waist / 2, WAIST + 0.014], [waist, WAIST])
    below = legs(look, shape, waist, hem)
    made = assembled(look, neck, replace(trunk, hem=0.6 if tags["_front"] == "closed" else WAIST + 0.16), main, [])
    joined = Piece(
        np.vstack((seam - [0, 0.008], shifted(seam[::-1], 0, 0.012))),
        look.cloth.toned(-0.02),
        lines=(Line(seam, 0.35),),
        shadow=0.3,
    )
    at = next(i for i, piece in enumerate(made) if piece is main or piece.outline is main.outline)
    return [*below, *made[: at + 1], joined, *made[at + 1 :]]
