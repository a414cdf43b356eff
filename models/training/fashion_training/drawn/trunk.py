"""The trunk of a garment: its measures, neckline and front."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from fashion_training.drawn import necks
from fashion_training.drawn.canvas import Line, Piece
from fashion_training.drawn.look import Look
from fashion_training.drawn.necks import Neck
from fashion_training.drawn.outline import (
    ARMPIT,
    HIP,
    WAIST,
    Points,
    bezier,
    flipped,
    shifted,
    symmetric,
    through,
)

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
    # However wide the neckline, a strip of shoulder is left.
    tx = max(tx, float(start[0]) + 0.032)
    if neck.bare:
        return bezier(start, shifted(start, 0.01, (ay - start[1]) * 0.45), [ax - 0.045, ay - 0.01], [ax, ay])
    curve = bezier([tx, ty], [tx - 0.022, ty + (ay - ty) * 0.5], [tx - 0.012 + (ax - tx) * 0.4, ay - 0.015], [ax, ay])
    return np.vstack((start[None], curve))


def body(look: Look, neck: Neck, trunk: Trunk, hem_wide: float, hem_dip: float, side: Points | None = None) -> Piece:
    """The front in one piece; `side` replaces the side seam and ends at the hem."""
    if side is None:
        knots = [trunk.armpit, [trunk.waist, WAIST], [trunk.hip, HIP], [hem_wide, trunk.hem]]
        side = through([knot for knot in knots if knot[1] <= trunk.hem - 0.04] + [[hem_wide, trunk.hem]])
    end = side[-1]
    hem = bezier(end, [end[0] * 0.6, end[1] + hem_dip], [end[0] * 0.3, end[1] + hem_dip * 1.3], [0, end[1] + hem_dip * 1.3])
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
        curve = through([[at, top], [at + look.between(-0.012, 0.012), (top + low) / 2], [x * (trunk.side(low) + 0.01), low]])
        made.append((curve, look.between(0.005, 0.013), look.between(0.2, 0.75) * soft * (1 if look.often(0.5) else -1)))
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
