"""How fronts close, and their pockets."""

from __future__ import annotations

from dataclasses import replace

from fashion_training.drawn import details, necks
from fashion_training.drawn.canvas import Line, Piece
from fashion_training.drawn.cloth import Cloth
from fashion_training.drawn.look import Look
from fashion_training.drawn.necks import Neck
from fashion_training.drawn.outline import (
    WAIST,
    bezier,
    flipped,
    points,
    shifted,
    strip,
    symmetric,
    through,
)
from fashion_training.drawn.trunk import Trunk


def front(look: Look, neck: Neck, trunk: Trunk) -> list[Piece]:
    """What closes it, or does not."""
    kind = look.tags.get("_front", "closed")
    top, hem = float(neck.half[0, 1]), trunk.hem
    middle = points([0, top], [0, (top + hem) / 2], [0, hem - 0.002])
    knobs = Cloth(details.visible_on(look.cloth.colour, look.between(0.12, 0.5)), sheen=0.4)
    if kind == "open":
        if look.often(0.5) and look.recipe.category in ("cardigan", "denim_jacket", "blazer", "coat"):
            knobbed = bezier([0.022, top + 0.06], [0.05, hem * 0.4], [0.075, hem * 0.7], [0.09, hem - 0.06])
            look.add("button")
            return [necks.opening(neck.half, hem, 0.075, look.lining), *details.buttons(knobbed, 4, 0.01, knobs)]
        return [necks.opening(neck.half, hem, look.between(0.03, 0.09), look.lining)]
    if kind == "button":
        look.add("button")
        suit = look.tags["neckline"] == "lapel"
        count = int(look.random.integers(1, 4)) if suit else int(look.random.integers(5, 9))
        strip_ = [
            Piece(
                strip(middle, 0.016),
                look.cloth,
                shadow=0.3,
                bulge=0.3,
                waves=0.3,
                lines=(Line(shifted(middle, 0.015, 0), 0.25), Line(shifted(middle, -0.015, 0), 0.25)),
            )
        ]
        if suit:
            edge = bezier([0.004, top], [0.01, (top + hem) / 2], [0.0, hem * 0.85], [-0.02, hem - 0.002])
            strip_ = [Piece(strip(edge, 0.004), look.cloth, light=0.6, shadow=0.45, waves=0)]
            low = top + (hem - top) * look.between(0.3, 0.5)
            middle = points([0.012, top + 0.02], [0.012, max(low, top + 0.05 * count)])
        else:
            middle = points([0, top + 0.02], [0, hem - look.between(0.05, 0.12)])
        return [*strip_, *details.buttons(middle, count, look.between(0.007, 0.014), knobs)]
    if kind == "double":
        look.add("button")
        edge = through([[-0.02, top + 0.02], [0.055, top + 0.07], [0.06, (top + hem) / 2], [0.058, hem - 0.002]])
        rows = int(look.random.integers(2, 5))
        low = top + 0.05 + rows * look.between(0.06, 0.085)
        made = [Piece(strip(edge, 0.003), look.cloth, light=0.6, shadow=0.5, waves=0)]
        for x in (-0.06, 0.04):
            made += details.buttons(points([x, top + 0.07], [x, low]), rows, look.between(0.01, 0.015), knobs)
        return made
    if kind == "zipper":
        look.add("zipper")
        if look.tags["neckline"] in ("stand", "hood"):
            middle = points([0, top - 0.02], *middle)
        return details.zipper(middle, look.cloth, look.random)
    if kind in ("half_button", "half_zip"):
        low = top + look.between(0.1, 0.18)
        short = points([0, top - 0.004], [0, (top + low) / 2], [0, low])
        if kind == "half_zip":
            look.add("zipper")
            return details.zipper(short, look.cloth, look.random)
        look.add("button")
        strip_ = [
            Piece(
                strip(short, 0.015),
                look.trim if look.often(0.3) else look.cloth,
                shadow=0.4,
                bulge=0.4,
                waves=0.2,
                lines=(Line(points([-0.015, low], [0.015, low]), 0.35),),
            )
        ]
        return [
            *strip_,
            *details.buttons(points([0, top + 0.02], [0, low - 0.02]), int(look.random.integers(2, 5)), 0.007, knobs),
        ]
    if kind == "wrap":
        look.add("wrap")
        edge = bezier([trunk.tip[0] * 0.45, 0.02], [0.05, top * 0.8], [-0.05, WAIST * 0.8], [-trunk.waist * 0.97, WAIST])
        fall = bezier([-trunk.waist * 0.8, WAIST], [-0.08, hem * 0.6], [-0.06, hem * 0.8], [-0.04, hem - 0.004])
        return [
            Piece(strip(edge, 0.004), look.cloth, light=0.7, shadow=0.5),
            Piece(strip(fall, 0.003), look.cloth, light=0.7, shadow=0.5),
        ]
    return []


def pockets(look: Look, trunk: Trunk) -> list[Piece]:
    kind = look.recipe.pockets[look.random.integers(len(look.recipe.pockets))]
    if not kind or (look.tags["pattern"] == "graphic" and kind != "kangaroo"):
        return []
    if trunk.hem < 0.5 and not kind.startswith("chest"):
        return []
    look.add("pocket")
    low = min(trunk.hem - 0.06, 0.53) if trunk.hem < 0.7 else look.between(0.5, 0.58)
    x, cloth = 0.11 + look.between(-0.01, 0.015), look.cloth
    made: list[Piece] = []
    if kind in ("chest", "chest_two"):
        made = [details.patch_pocket(0.105, 0.2, 0.095, 0.11, cloth, look.random)]
        if kind == "chest_two":
            made.append(
                replace(
                    made[0],
                    outline=flipped(made[0].outline),
                    lines=[replace(line, points=flipped(line.points)) for line in made[0].lines],
                )
            )
    elif kind == "chest_flaps":
        for side in (-1.0, 1.0):
            made.append(details.patch_pocket(side * 0.11, 0.205, 0.1, 0.115, cloth, look.random))
            made.append(details.flap_pocket(side * 0.11, 0.2, 0.108, 0.04, cloth))
            made.append(details.button(side * 0.11, 0.228, 0.008, details.metal(look.random)))
    elif kind in ("flaps", "welt"):
        tall = 0.045 if kind == "flaps" or look.often(0.5) else 0.016
        made = [details.flap_pocket(side * x, low, 0.125, tall, cloth, side * look.between(0, 0.01)) for side in (-1.0, 1.0)]
        if kind == "welt" and look.often(0.6):
            made.append(details.flap_pocket(0.115, 0.21, 0.085, 0.018, cloth, -0.006))
    elif kind == "patches":
        made = [details.patch_pocket(side * x, low - 0.06, 0.12, 0.12, cloth, look.random) for side in (-1.0, 1.0)]
    elif kind == "kangaroo":
        y = trunk.hem - 0.06
        outline = symmetric(points([0, y - 0.18], [0.085, y - 0.18], [0.14, y - 0.06], [0.14, y], [0, y]))
        made = [Piece(outline, cloth, shadow=0.5, bulge=0.5, lines=(Line(points([0.09, y - 0.175], [0.135, y - 0.06]), 0.3),))]
    else:
        for side in (-1.0, 1.0):
            slit = points([side * (x + 0.035), low - 0.09], [side * (x + 0.055), low + 0.04])
            if kind == "slant_zip":
                made += details.zipper(slit, cloth, look.random)
                look.add("zipper")
            else:
                made.append(Piece(strip(slit, 0.009), cloth, shadow=0.6, waves=0))
    return made
