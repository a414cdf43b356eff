"""Garments of the upper body, and what dresses and jumpsuits have above the waist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fashion_training.drawn import details, necks
from fashion_training.drawn.canvas import Line, Patch, Piece
from fashion_training.drawn.cloth import Cloth
from fashion_training.drawn.graphic import graphic
from fashion_training.drawn.look import Look
from fashion_training.drawn.necks import Neck
from fashion_training.drawn.outline import (
    ARMPIT,
    HIP,
    WAIST,
    Points,
    bezier,
    flipped,
    points,
    strip,
    symmetric,
    through,
)
from fashion_training.drawn.sleeves import Arm, sleeves

_HEMS: Final = {
    "crop": (0.36, 0.42), "waist": (0.47, 0.53), "hip": (0.61, 0.72), "thigh": (0.8, 0.93), "knee": (1.02, 1.22),
}  # fmt: skip
_EASE: Final = {"slim": -0.022, "regular": 0.004, "loose": 0.04}


@dataclass(frozen=True)
class Trunk:
    """Half widths and heights that everything on the upper body hangs from."""

    tip: tuple[float, float]
    """Where shoulder and sleeve meet."""
    armpit: tuple[float, float]
    waist: float
    hip: float
    hem: float

    def side(self, y: float) -> float:
        """Half width of the body at that height."""
        return float(np.interp(y, [self.armpit[1], WAIST, HIP], [self.armpit[0], self.waist, self.hip]))


def trunk_for(look: Look, hem: float) -> Trunk:
    fit, shoulder = look.tags.get("fit", "regular"), look.tags.get("shoulder", "normal")
    ease = _EASE[fit] + look.between(-0.008, 0.008)
    chest = 0.235 + ease
    tip = 0.198 + ease * 0.5 + look.between(-0.01, 0.008)
    tip_y = look.between(0.038, 0.056)
    if shoulder == "drop":
        tip, tip_y = tip + look.between(0.035, 0.055), tip_y + 0.03
    if shoulder == "bare":
        tip, tip_y = look.between(0.135, 0.185), look.between(0.024, 0.036)
    if shoulder == "puff":
        tip -= 0.012
    armpit = (chest, ARMPIT + look.between(-0.01, 0.02) + max(0.0, ease) * 0.5)
    nip = {"slim": 0.045, "regular": 0.02, "loose": 0.0}[fit] + look.between(-0.005, 0.01)
    return Trunk((tip, tip_y), armpit, chest - nip, chest + look.between(-0.012, 0.014), hem)


def neck_for(look: Look) -> Neck:
    """Draws what the tag says."""
    kind, front, random, cloths = look.tags["neckline"], look.tags.get("_front", ""), look.random, look.cloths
    split = front in ("zipper", "button", "open", "half_zip", "double")
    banded = look.recipe.ribbed
    if kind == "lapel":
        deep = look.between(0.17, 0.27) if front == "double" else look.between(0.22, 0.36)
        return necks.lapel(cloths, random, deep, look.between(0.05, 0.085))
    if kind == "v_neck" and split:
        return necks.v_neck(cloths, random, banded, look.between(0.2, 0.32))
    if kind == "shirt_collar":
        return necks.shirt_collar(cloths, random, look.between(0.02, 0.09) if look.often(0.35) else 0.0)
    makers: dict[str, Callable[[], Neck]] = {
        "round": lambda: necks.round_neck(cloths, random, banded),
        "v_neck": lambda: necks.v_neck(cloths, random, banded),
        "square": lambda: necks.square(cloths, random),
        "boat": lambda: necks.boat(cloths, random),
        "turtle": lambda: necks.turtle(cloths, random),
        "stand": lambda: necks.stand(cloths, random, split),
        "hood": lambda: necks.hood(cloths, random, split),
        "bow": lambda: necks.bow_neck(cloths, random),
        "strap": lambda: necks.strap(cloths, random, look.often(0.85)),
        "halter": lambda: necks.halter(cloths, random),
        "off_shoulder": lambda: necks.off_shoulder(cloths, random),
    }
    return makers[kind]()


def armhole(neck: Neck, trunk: Trunk) -> Points:
    """From where the neckline's half ends, over the shoulder, to the armpit."""
    start = neck.half[-1]
    (tx, ty), (ax, ay) = trunk.tip, trunk.armpit
    if neck.bare:
        return bezier(start, start + [0.01, (ay - start[1]) * 0.45], [ax - 0.045, ay - 0.01], [ax, ay])
    curve = bezier([tx, ty], [tx - 0.022, ty + (ay - ty) * 0.5], [tx - 0.012 + (ax - tx) * 0.4, ay - 0.015], [ax, ay])
    return np.vstack((start[None], curve))


def body(look: Look, neck: Neck, trunk: Trunk, hem_wide: float, hem_dip: float, side: Points | None = None) -> Piece:
    """The front in one piece; `side` replaces the side seam and ends at the hem."""
    if side is None:
        knots = [trunk.armpit, [trunk.waist, WAIST], [trunk.hip, HIP], [hem_wide, trunk.hem]]
        side = through([knot for knot in knots if knot[1] <= trunk.hem - 0.04] + [[hem_wide, trunk.hem]])
    end = side[-1]
    hem = bezier(
        end, [end[0] * 0.6, end[1] + hem_dip], [end[0] * 0.3, end[1] + hem_dip * 1.3], [0, end[1] + hem_dip * 1.3]
    )
    half = np.vstack((neck.half, armhole(neck, trunk), side[1:], hem[1:]))
    hem_line = np.vstack((hem, flipped(hem)[::-1])) * [0.985, 1] - [0, 0.018]
    seams = [] if look.recipe.ribbed else [Line(hem_line, 0.2, dashed=True)]
    return Piece(symmetric(half), look.cloth, lines=seams, folds=_hanging(look, trunk), shadow=0.4)


def _hanging(look: Look, trunk: Trunk) -> list[tuple[Points, float, float]]:
    """Folds from chest and armpits down to the hem."""
    soft = 1.15 - look.cloth.stiff
    made = []
    for _ in range(int(look.random.integers(3, 8))):
        x = look.between(-0.9, 0.9)
        top, drop = look.between(ARMPIT, trunk.hem * 0.7), look.between(0.2, 0.45)
        low = min(trunk.hem, top + drop)
        at = x * trunk.side(top)
        curve = through(
            [[at, top], [at + look.between(-0.012, 0.012), (top + low) / 2], [x * (trunk.side(low) + 0.01), low]]
        )
        made.append(
            (curve, look.between(0.005, 0.013), look.between(0.2, 0.75) * soft * (1 if look.often(0.5) else -1))
        )
    for side in (-1.0, 1.0):
        for _ in range(2):
            start = np.array([side * trunk.armpit[0] * 0.97, trunk.armpit[1] + look.between(-0.01, 0.03)])
            reach = np.array([-side * look.between(0.05, 0.12), look.between(-0.01, 0.09)])
            made.append(
                (
                    through([start, start + reach * 0.5 + [0, 0.008], start + reach]),
                    0.009,
                    -look.between(0.4, 1.1) * soft,
                )
            )
    return made


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
        strip_ = [Piece(strip(middle, 0.016), look.cloth, shadow=0.3, bulge=0.3, waves=0.3,
                        lines=(Line(middle + [0.015, 0], 0.25), Line(middle - [0.015, 0], 0.25)))]  # fmt: skip
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
        strip_ = [Piece(strip(short, 0.015), look.trim if look.often(0.3) else look.cloth, shadow=0.4, bulge=0.4, waves=0.2,
                        lines=(Line(points([-0.015, low], [0.015, low]), 0.35),))]  # fmt: skip
        return [
            *strip_,
            *details.buttons(points([0, top + 0.02], [0, low - 0.02]), int(look.random.integers(2, 5)), 0.007, knobs),
        ]
    if kind == "wrap":
        look.add("wrap")
        edge = bezier(
            [trunk.tip[0] * 0.45, 0.02], [0.05, top * 0.8], [-0.05, WAIST * 0.8], [-trunk.waist * 0.97, WAIST]
        )
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
        made = [
            details.flap_pocket(side * x, low, 0.125, tall, cloth, side * look.between(0, 0.01)) for side in (-1.0, 1.0)
        ]
        if kind == "welt" and look.often(0.6):
            made.append(details.flap_pocket(0.115, 0.21, 0.085, 0.018, cloth, -0.006))
    elif kind == "patches":
        made = [details.patch_pocket(side * x, low - 0.06, 0.12, 0.12, cloth, look.random) for side in (-1.0, 1.0)]
    elif kind == "kangaroo":
        y = trunk.hem - 0.06
        outline = symmetric(points([0, y - 0.18], [0.085, y - 0.18], [0.14, y - 0.06], [0.14, y], [0, y]))
        made = [
            Piece(
                outline, cloth, shadow=0.5, bulge=0.5, lines=(Line(points([0.09, y - 0.175], [0.135, y - 0.06]), 0.3),)
            )
        ]
    else:
        for side in (-1.0, 1.0):
            slit = points([side * (x + 0.035), low - 0.09], [side * (x + 0.055), low + 0.04])
            if kind == "slant_zip":
                made += details.zipper(slit, cloth, look.random)
                look.add("zipper")
            else:
                made.append(Piece(strip(slit, 0.009), cloth, shadow=0.6, waves=0))
    return made


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
    """Neckline, shoulder, sleeves and fit: choices that go together, into the tags. A leading `_` marks what is no tag."""
    recipe, tags = look.recipe, look.tags
    tags["neckline"] = neck = look.one(*recipe.necks)
    tags["sleeve_length"] = length = look.one(*recipe.sleeves)
    tags["fit"] = look.one(*recipe.fits)
    tags["_front"] = look.one(*recipe.fronts)
    if neck in ("bow", "turtle", "strap", "halter", "off_shoulder", "square", "boat") and tags["_front"] not in (
        "closed",
    ):
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
    return assembled(
        look, neck, trunk, body(look, neck, trunk, wide, dip), [hem_band(look, trunk, wide, dip)] if gathered else []
    )


def assembled(look: Look, neck: Neck, trunk: Trunk, main: Piece, below: list[Piece]) -> list[Piece]:
    """Everything in the order in which it lies, and the details that are only now and then."""
    tags = look.tags
    arms = sleeves(look, Arm(trunk.tip, trunk.armpit, tuple(neck.half[-1])))
    if tags["pattern"] == "graphic":
        wide = look.between(0.14, 0.3)
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
            strap = (
                look.cloth.toned(-0.03)
                if look.often(0.6)
                else Cloth(details.visible_on(look.cloth.colour, 0.35), sheen=0.5)
            )
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
    ring = [Line(details.ellipse(x, y, 0.012, 0.012, count=9), colour=ink.colour, width=2)
            for x in (-0.04, -0.014, 0.014, 0.04) for y in (top + 0.03, top + 0.06, top + 0.09)]  # fmt: skip
    area = points([-0.06, top + 0.01], [0.06, top + 0.01], [0.06, top + 0.11], [-0.06, top + 0.11])
    return [Piece(area, ink, lines_only=True, lines=ring)]
