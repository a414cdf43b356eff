"""Necklines: the curve that the front is cut along, what shows behind it, and collars that lie on it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from fashion_training.drawn import details
from fashion_training.drawn.canvas import Line, Piece
from fashion_training.drawn.cloth import Cloth
from fashion_training.drawn.colours import Random
from fashion_training.drawn.outline import (
    Points,
    bezier,
    flipped,
    mirrored,
    offset,
    points,
    shifted,
    strip,
    symmetric,
    through,
)


@dataclass(frozen=True)
class Neck:
    half: Points
    """Right half of the front's upper edge: from the middle line to where the shoulder, or the armhole, begins."""
    behind: list[Piece] = field(default_factory=list)
    over: list[Piece] = field(default_factory=list)
    bare: bool = False
    """The edge ends at the armhole: there is no shoulder."""


@dataclass(frozen=True)
class Cloths:
    main: Cloth
    trim: Cloth
    lining: Cloth


def _scoop(neck: float, depth: float) -> Points:
    return bezier([0, depth], [neck * 0.62, depth], [neck, depth * 0.5], [neck, 0])


def _inside(half: Points, cloth: Cloth, dip: float = 0.018, labelled: bool = True) -> Piece:
    """The back of the neck from within, with its label."""
    neck, top = half[-1]
    back = bezier([neck, top], [neck * 0.5, top + dip], [-neck * 0.5, top + dip], [-neck, top])
    outline = np.vstack((mirrored(half), half, back))
    label = Line(points([-0.013, dip + 0.016], [0.013, dip + 0.016]), colour=(214, 212, 206), width=4)
    seam = Line(shifted(back, 0, 0.012), 0.4)
    return Piece(outline, cloth, light=0.66, bulge=0.3, lines=(seam, label) if labelled else (), shadow=0)


def _band(half: Points, width: float, cloth: Cloth) -> Piece:
    whole = np.vstack((mirrored(half), half[1:]))
    outline = np.vstack((whole, offset(whole, -width)[::-1]))
    return Piece(outline, cloth, bulge=0.6, shadow=0.3, waves=0.4, lines=(Line(offset(whole, -width), 0.3),))


def round_neck(cloths: Cloths, random: Random, banded: bool) -> Neck:
    half = _scoop(random.uniform(0.078, 0.105), random.uniform(0.06, 0.125))
    over = [_band(half, random.uniform(0.014, 0.026), cloths.trim)] if banded else [_facing(half)]
    return Neck(half, [_inside(half, cloths.lining)], over)


def _facing(half: Points) -> Piece:
    """A narrow turned edge of the cloth itself, seen as a row of stitches."""
    whole = np.vstack((mirrored(half), half[1:]))
    line = Line(offset(whole, -0.012), 0.28, dashed=True)
    return Piece(strip(whole, 0.02), Cloth((0, 0, 0)), lines_only=True, lines=(line,))


def v_neck(cloths: Cloths, random: Random, banded: bool, depth: float | None = None) -> Neck:
    deep = random.uniform(0.15, 0.27) if depth is None else depth
    neck = random.uniform(0.075, 0.1)
    half = bezier([0, deep], [neck * 0.45, deep * 0.55], [neck * 0.9, deep * 0.25], [neck, 0])
    over = [_band(half, random.uniform(0.014, 0.024), cloths.trim)] if banded else []
    return Neck(half, [_inside(half, cloths.lining)], over)


def square(cloths: Cloths, random: Random) -> Neck:
    neck, deep = random.uniform(0.1, 0.125), random.uniform(0.1, 0.16)
    half = points([0, deep], [neck * 0.5, deep], [neck * 0.94, deep], [neck * 0.97, deep * 0.5], [neck, 0])
    return Neck(half, [_inside(half, cloths.lining)], [_facing(half)])


def boat(cloths: Cloths, random: Random) -> Neck:
    neck = random.uniform(0.14, 0.165)
    half = bezier([0, 0.072], [neck * 0.5, 0.072], [neck * 0.85, 0.056], [neck, 0.022])
    return Neck(half, [_inside(half, cloths.lining, 0.004, False)], [_facing(half)])


def turtle(cloths: Cloths, random: Random) -> Neck:
    neck, high = random.uniform(0.075, 0.09), random.uniform(0.06, 0.085)
    half = _scoop(neck, 0.05)
    top = neck * random.uniform(0.84, 0.95)
    tube = np.vstack(
        (
            bezier([-neck - 0.008, 0.012], [-neck * 0.5, 0.06], [neck * 0.5, 0.06], [neck + 0.008, 0.012]),
            bezier([top, -high], [top * 0.5, -high + 0.016], [-top * 0.5, -high + 0.016], [-top, -high]),
        )
    )
    fold = bezier([-top, -high * 0.35], [-top / 2, -high * 0.35 + 0.03], [top / 2, -high * 0.35 + 0.03], [top, -high * 0.35])
    mouth = Piece(details.ellipse(0, -high, top, 0.012), cloths.main, light=0.55, waves=0, shadow=0)
    lines = (Line(fold, 0.25, 2),) if random.random() < 0.6 else ()
    return Neck(half, [mouth], [Piece(tube, cloths.trim, lines=lines, folds=((fold, 0.01, 1.0),), shadow=0.5)])


def stand(cloths: Cloths, random: Random, split: bool) -> Neck:
    """A band that stands around the neck, open in front."""
    neck, high = random.uniform(0.078, 0.095), random.uniform(0.035, 0.065)
    half = _scoop(neck, 0.055)
    gap = 0.004 if split else 0.0
    side = np.vstack(
        (
            bezier([gap, 0.06], [neck * 0.5, 0.06], [neck, 0.04], [neck + 0.006, 0.0]),
            points([neck * 0.96, -high]),
            bezier(
                [neck * 0.92, -high],
                [neck * 0.6, -high + 0.03],
                [neck * 0.35, 0.02 - high * 0.3],
                [gap * 2, 0.02 - high * 0.2],
            ),
        )
    )
    back = np.vstack(
        (
            bezier([neck * 0.94, -high], [neck * 0.4, -high - 0.006], [-neck * 0.4, -high - 0.006], [-neck * 0.94, -high]),
            points([-neck, 0.02], [0, 0.05], [neck, 0.02]),
        )
    )
    lines = (Line(side[:14], 0.3),)
    over = [Piece(part, cloths.trim, lines=lines if part is side else (), shadow=0.4) for part in (side, flipped(side))]
    return Neck(half, [Piece(back, cloths.lining, light=0.66, shadow=0)], over)


def shirt_collar(cloths: Cloths, random: Random, open_by: float = 0.0) -> Neck:
    """Two leaves on a band; `open_by` is how deep the throat stands open."""
    neck, high = random.uniform(0.075, 0.09), random.uniform(0.028, 0.045)
    deep = 0.05 + open_by
    half = bezier([0, deep], [neck * 0.4, deep * 0.75], [neck * 0.95, deep * 0.4], [neck, 0])
    point = np.array([random.uniform(0.055, 0.085), deep * 0.75 + random.uniform(0.05, 0.085)])
    leaf = np.vstack(
        (
            bezier([0.004 + open_by * 0.1, deep], [neck * 0.5, deep * 0.45], [neck * 0.75, 0.0], [neck * 0.8, -high]),
            bezier([neck * 0.84, -high - 0.004], [neck + 0.02, -high * 0.4], [neck + 0.035, 0.03], [neck + 0.03, 0.045]),
            bezier([neck + 0.03, 0.045], [neck, 0.06], shifted(point, 0.02, 0), point, 6),
        )
    )
    back = np.vstack(
        (
            bezier([neck * 0.82, -high], [neck * 0.4, -high - 0.012], [-neck * 0.4, -high - 0.012], [-neck * 0.82, -high]),
            points([-neck, 0.02]),
            mirrored(half),
            half,
            points([neck, 0.02]),
        )
    )
    fold = bezier([neck * 0.8, -high * 0.6], [neck * 0.3, -0.004], [-neck * 0.3, -0.004], [-neck * 0.8, -high * 0.6])
    behind = Piece(back, cloths.lining, light=0.72, lines=(Line(fold, 0.35),), shadow=0)
    over = []
    for part in (leaf, flipped(leaf)):
        inset = (part - part.mean(0)) * 0.88 + part.mean(0)
        over.append(Piece(part, cloths.trim, lines=(Line(inset[14:], 0.2, dashed=True),), shadow=0.55, bulge=0.6, waves=0.4))
    return Neck(half, [behind], over)


def lapel(cloths: Cloths, random: Random, deep: float, wide: float) -> Neck:
    """Collar and notched or shawl lapels that fold back from a deep V."""
    neck = random.uniform(0.075, 0.09)
    half = bezier([0, deep], [neck * 0.35, deep * 0.6], [neck * 0.85, deep * 0.3], [neck, 0])
    break_line = half
    notch_y = deep * random.uniform(0.3, 0.42)
    tip = [neck + wide, notch_y + random.uniform(-0.01, 0.012)]
    shawl = random.random() < 0.2
    outer = [tip, [neck * 0.8 + wide * 0.5, notch_y + (deep - notch_y) * 0.5], [0, deep]]
    if shawl:
        outer = [[neck + wide * 0.7, notch_y], [neck * 0.8 + wide * 0.42, notch_y + (deep - notch_y) * 0.5], [0, deep]]
    front = np.vstack((break_line, points([neck + 0.025, 0.03]), through(outer)))
    collar = np.vstack(
        (
            bezier([neck * 0.45, notch_y * 0.95], [neck * 0.8, notch_y * 0.5], [neck * 0.85, 0.0], [neck * 0.75, -0.03]),
            bezier(
                [neck * 0.8, -0.036],
                [neck + 0.02, -0.02],
                [neck + 0.05, 0.03],
                [neck + 0.045 + wide * 0.2, notch_y * 0.8],
            ),
            points([neck + wide * 0.35, notch_y + 0.004]),
        )
    )
    back = np.vstack(
        (
            bezier([neck * 0.78, -0.032], [neck * 0.3, -0.045], [-neck * 0.3, -0.045], [-neck * 0.78, -0.032]),
            points([-neck, 0.01]),
            bezier([-neck, 0.02], [-neck * 0.4, 0.03], [neck * 0.4, 0.03], [neck, 0.02]),
        )
    )
    inner = _inside(half, cloths.lining, 0.03)
    behind = [inner, Piece(back, cloths.trim, light=0.85, shadow=0.3)]
    over: list[Piece] = []
    for turn in (lambda part: part, flipped):
        over.append(Piece(turn(front), cloths.trim, shadow=0.55, bulge=0.7, waves=0.3, grain=0.25))
        over.append(Piece(turn(collar), cloths.trim, shadow=0.4, bulge=0.7, waves=0.3))
    return Neck(half, behind, over)


def hood(cloths: Cloths, random: Random, split: bool) -> Neck:
    """Lies open behind the neck: its dark inside between two thick edges."""
    neck = random.uniform(0.085, 0.1)
    half = _scoop(neck, 0.075)
    high, wide = random.uniform(0.13, 0.21), random.uniform(0.125, 0.165)
    shell = through(
        [
            [-neck * 0.8, 0.09],
            [-wide, 0.0],
            [-wide * 0.96, -high * 0.55],
            [-wide * 0.5, -high * 0.97],
            [0, -high * 1.02],
            [wide * 0.5, -high * 0.97],
            [wide * 0.96, -high * 0.55],
            [wide, 0.0],
            [neck * 0.8, 0.09],
        ]
    )
    mouth = through(
        [
            [0, 0.085],
            [-neck * 0.8, 0.02],
            [-neck * 0.85, -high * 0.45],
            [-neck * 0.3, -high * 0.72],
            [neck * 0.3, -high * 0.72],
            [neck * 0.85, -high * 0.45],
            [neck * 0.8, 0.02],
        ],
        closed=True,
    )
    seam = Line(points([0, -high], [0, -high * 0.7]), 0.3)
    outer = Piece(shell, cloths.main, lines=(seam,), folds=((mouth, 0.02, 1.2),), shadow=0)
    inside = Piece(mouth, cloths.lining, light=0.5, shadow=0.0, lines=(Line(points([0, -high * 0.7], [0, 0.02]), 0.4),))
    over = []
    for side in (1.0, -1.0):
        lip = through([[0.0 + side * 0.002, 0.1], [side * neck * 0.75, 0.035], [side * neck * 1.0, -high * 0.3]])
        over.append(Piece(strip(lip, 0.017), cloths.main, shadow=0.5, lines=(Line(offset(lip, side * 0.008), 0.2, dashed=True),)))
    if not split and random.random() < 0.8:
        over += details.cords(0, 0.09, 0.03, random.uniform(0.1, 0.17), Cloth(details.visible_on(cloths.main.colour, 0.35)), random)
    return Neck(half, [outer, inside], over)


def bow_neck(cloths: Cloths, random: Random) -> Neck:
    found = round_neck(cloths, random, True)
    y = float(found.half[0, 1])
    tied = details.bow(0, y, random.uniform(0.065, 0.1), cloths.trim, random.uniform(0.12, 0.24), random)
    return Neck(found.half, found.behind, found.over + tied)


def strap(cloths: Cloths, random: Random, straps: bool) -> Neck:
    """Straight or heart-shaped across the breast, on thin straps or none."""
    edge = random.uniform(0.1, 0.14)
    deep = random.uniform(0.12, 0.18)
    rise = random.uniform(0.1, 0.13)
    half = bezier([0, deep], [edge * 0.4, deep - 0.015], [edge * 0.7, rise - 0.01], [edge, rise])
    back = bezier([edge * 0.98, rise + 0.01], [0.05, rise + 0.05], [-0.05, rise + 0.05], [-edge * 0.98, rise + 0.01])
    behind = [Piece(np.vstack((mirrored(half), half, back)), cloths.lining, light=0.62, shadow=0)]
    over = []
    if straps:
        width = random.uniform(0.005, 0.016)
        for side in (-1.0, 1.0):
            top = [side * edge * 0.82, -0.005]
            front = through([[side * edge * 0.93, rise + 0.015], [side * edge * 0.9, 0.05], top])
            rear = through([top, [side * edge * 0.72, 0.07], [side * edge * 0.62, rise + 0.035]])
            behind.append(Piece(strip(rear, width * 0.9), cloths.trim, light=0.7, waves=0, shadow=0))
            over.append(Piece(strip(front, width), cloths.trim, waves=0, shadow=0.3))
    return Neck(half, behind, over, bare=True)


def halter(cloths: Cloths, random: Random) -> Neck:
    """Cut from the neck straight to under the arms."""
    neck = random.uniform(0.055, 0.075)
    deep = random.uniform(0.03, 0.16)
    half = bezier([0, 0.02 + deep], [neck * 0.5, 0.02 + deep * 0.6], [neck * 0.9, deep * 0.2], [neck, -0.01])
    band = bezier([neck + 0.012, 0.0], [neck * 0.9, -0.05], [-neck * 0.9, -0.05], [-neck - 0.012, 0.0])
    behind = [Piece(strip(band, 0.012), cloths.trim, light=0.75, shadow=0)]
    return Neck(np.vstack((half, points([neck + 0.022, 0.004]))), behind, [], bare=True)


def off_shoulder(cloths: Cloths, random: Random) -> Neck:
    """Straight across below the shoulders."""
    half = bezier([0, 0.125], [0.08, 0.12], [0.15, 0.105], [0.205, 0.075])
    back = bezier([0.2, 0.078], [0.1, 0.13], [-0.1, 0.13], [-0.2, 0.078])
    behind = [Piece(np.vstack((mirrored(half), half, back)), cloths.lining, light=0.62, shadow=0)]
    return Neck(half, behind, [], bare=True)


def opening(half: Points, hem: float, wide: float, cloth: Cloth) -> Piece:
    """What an open front shows: the lining, from the neck's depth down to the hem."""
    deep = float(half[0, 1])
    side = bezier([0, deep - 0.01], [wide * 0.4, deep + (hem - deep) * 0.3], [wide * 0.8, hem * 0.8], [wide, hem + 0.004])
    return Piece(symmetric(np.vstack((side, points([0, hem + 0.002])))), cloth, light=0.6, bulge=0.3, shadow=0)
