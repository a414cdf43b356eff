"""Sleeves at any arm's angle, by length and shape, and how they are set into the shoulder."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from fashion_training.drawn import details
from fashion_training.drawn.canvas import Line, Piece, other_side
from fashion_training.drawn.look import Look
from fashion_training.drawn.outline import Points, limb, points, shifted, through

_LENGTHS: Final = {"short": (0.15, 0.24), "half": (0.31, 0.43), "long": (0.53, 0.6)}
_WIDTHS: Final = {
    "straight": (0.1, 0.092, 0.08, 0.068, 0.058),
    "cuffed": (0.1, 0.094, 0.086, 0.08, 0.06),
    "rolled": (0.1, 0.094, 0.086, 0.08, 0.078),
    "puff": (0.1, 0.118, 0.128, 0.12, 0.066),
    "bell": (0.1, 0.088, 0.086, 0.112, 0.155),
    "batwing": (0.17, 0.135, 0.09, 0.065, 0.052),
    "ruffle": (0.1, 0.09, 0.082, 0.076, 0.074),
}
"""Half widths along a long sleeve; a shorter one ends earlier on the same arm."""


@dataclass(frozen=True)
class Arm:
    tip: tuple[float, float]
    armpit: tuple[float, float]
    neck: tuple[float, float]


@dataclass
class Sleeves:
    under: list[Piece] = field(default_factory=list)
    """Painted before the body."""
    over: list[Piece] = field(default_factory=list)


def _axis(start: Points, angle: float, bend: float, length: float) -> Points:
    upper = np.array([np.sin(angle), np.cos(angle)])
    lower = np.array([np.sin(angle - bend), np.cos(angle - bend)])
    reach = min(length, 0.3)
    elbow = start + upper * reach
    knots = [start, start + upper * reach * 0.6, elbow]
    if length > 0.32:
        knots.append(elbow + lower * (length - reach))
    return through(knots)


def sleeves(look: Look, arm: Arm) -> Sleeves:
    made = Sleeves()
    tags = look.tags
    if "sleeve_shape" not in tags:
        return made
    length = look.between(*_LENGTHS[tags["sleeve_length"]])
    angle = look.between(0.16, 0.5) if look.often(0.6) else look.between(0.5, 1.25)
    bend = look.between(-0.05, 0.35)
    if tags["shoulder"] == "raglan" or (length < 0.26 and tags["shoulder"] != "off"):
        angle = max(angle, look.between(0.42, 0.6))
    over = tags["shoulder"] in ("raglan", "off") or (angle < 0.3 and look.often(0.6)) or tags["sleeve_shape"] == "ruffle"
    for side in (1.0, -1.0):
        pieces = _sleeve(look, arm, length, angle + look.between(-0.05, 0.05), bend + look.between(-0.06, 0.06))
        if side < 0:
            pieces = [other_side(piece) for piece in pieces]
        (made.over if over else made.under).extend(pieces)
    return made


def _widths(look: Look, shape: str, length: float) -> list[float]:
    ease = {"slim": 0.86, "regular": 1.0, "loose": 1.18}[look.tags["fit"]] * look.between(0.95, 1.05)
    if shape == "puff" and length < 0.3:
        return [0.1, 0.135 * ease, 0.142 * ease, 0.125, 0.082]
    if shape == "puff":
        return [width * ease for width in _WIDTHS["puff"]]
    along = np.linspace(0, length / 0.57, 5)
    if shape == "bell":
        along = np.linspace(0, 1, 5)
    return [float(width * ease) for width in np.interp(along, np.linspace(0, 1, 5), _WIDTHS[shape])]


def _sleeve(look: Look, arm: Arm, length: float, angle: float, bend: float) -> list[Piece]:
    shape, shoulder = look.tags["sleeve_shape"], look.tags["shoulder"]
    tip, armpit = np.array(arm.tip), np.array(arm.armpit)
    if shape == "batwing":
        armpit = shifted(armpit, 0, 0.13)
    if shoulder == "off":
        tip = np.array([0.205, 0.075])
    middle, root = (tip + armpit) / 2, (tip - armpit) / 2
    if shape == "ruffle" and length < 0.26:
        edge = through(np.stack((shifted(tip, -0.01, 0), shifted(middle, 0.01, 0), shifted(armpit, 0, -0.02))))[::-1]
        return [_flounce(look, np.vstack((armpit[None], edge, tip[None])), length, angle)]
    outer, inner = limb(_axis(middle, angle, bend, length), _widths(look, shape, length), root)
    count = len(outer)
    at = np.arange(count)
    if shoulder == "puff":
        bump = np.exp(-(((at - count * 0.13) / (count * 0.11)) ** 2))
        outer = outer + bump[:, None] * np.array([0.018, -look.between(0.026, 0.045)])
    folds = _creases(look, outer, inner, length)
    if shoulder == "puff" or shape == "puff":
        folds += _gathers(look, outer, inner, shape == "puff")
    start = tip
    # The lower edge may run into the body before it goes down: what closes the sleeve lies further in than that.
    deepest = min(float(inner[:6, 0].min()), float(armpit[0])) - 0.012
    closing = points([deepest, armpit[1] + 0.004], [min(deepest, tip[0] - 0.028), tip[1] + 0.02])
    if shoulder == "raglan":
        neck = np.array(arm.neck)
        closing = np.vstack(
            (
                through(np.stack((armpit, np.array([neck[0] + 0.055, 0.15]), shifted(neck, 0.002, 0.03)))),
                neck[None] - [0.004, 0.0],
            )
        )
    elif shoulder == "off":
        closing = points(armpit - [0.012, 0.0], tip - [0.012, -0.008])
    outline = np.vstack((start[None], outer[1:], inner[:2:-1], closing))
    holes = []
    if shoulder == "cutout":
        x, y = shifted(tip, 0.012, 0.05)
        holes = [details.ellipse(x, y, 0.036, look.between(0.045, 0.065), 0.25)]
    cloth = look.sleeve
    hem = np.linspace(outer[-2], inner[-2], 5)
    lines = [Line(hem, 0.22, dashed=True)] if shape in ("straight", "bell", "batwing") else []
    if shoulder == "raglan":
        lines.append(Line(closing, 0.3, 2))
    pieces = [Piece(outline, cloth, grain=-angle, folds=folds, lines=lines, holes=holes, shadow=0.4)]
    return pieces + _ending(look, outer, inner, length, angle)


def _flounce(look: Look, edge: Points, length: float, angle: float) -> Piece:
    """A frill in place of a sleeve."""
    waves = 6
    fine = np.stack([np.interp(np.linspace(0, 1, 49), np.linspace(0, 1, len(edge)), edge[:, k]) for k in (0, 1)], 1)
    swing = np.cos(np.linspace(0, 2 * np.pi * waves, 49))
    fall = np.array([np.sin(max(angle, 0.9)), np.cos(max(angle, 0.9))])
    reach = length * (0.8 + 0.07 * swing)[:, None] * np.linspace(0.75, 1.0, 49)[:, None]
    low = fine + fall * reach
    folds = [(np.vstack((fine[i], (fine[i] + low[i]) / 2, low[i])), 0.01, -look.between(0.6, 1.3)) for i in range(4, 49, 8)]
    look.add("ruffle")
    return Piece(np.vstack((fine, low[::-1])), look.sleeve, grain=-angle, folds=folds, shadow=0.45)


def _creases(look: Look, outer: Points, inner: Points, length: float) -> list[tuple[Points, float, float]]:
    """Across the elbow, and along the arm from the armpit."""
    soft = 1.2 - look.sleeve.stiff
    made = []
    count = len(outer)
    if length > 0.4:
        for _ in range(int(look.random.integers(2, 5))):
            k = int(count * look.between(0.42, 0.64))
            span = look.between(0.35, 0.75)
            end = inner[min(count - 1, k + 2)] * (1 - span) + outer[max(0, k - 2)] * span
            middle = (inner[k] + end) / 2 + [0, 0.006]
            made.append((through([inner[k], middle, end]), 0.008, look.between(-1.2, -0.4) * soft))
    for _ in range(3):
        share, first = look.between(0.2, 0.85), int(look.between(2, count * 0.4))
        last = min(count - 1, first + int(look.between(6, 14)))
        path = outer[first : last + 1] * share + inner[first : last + 1] * (1 - share)
        made.append((path, look.between(0.006, 0.014), look.between(-0.9, 0.9) * soft))
    return made


def _gathers(look: Look, outer: Points, inner: Points, ends: bool) -> list[tuple[Points, float, float]]:
    """Short folds that spread from a gathered seam, at the shoulder and where a puff ends."""
    made = []
    for first, last in [(0, 7)] + ([(len(outer) - 1, len(outer) - 9)] if ends else []):
        for share in np.linspace(0.15, 0.9, 6):
            a = outer[first] * share + inner[first] * (1 - share)
            b = outer[last] * share + inner[last] * (1 - share)
            made.append((np.vstack((a, (a + b) / 2, b)), 0.007, -look.between(0.6, 1.3)))
    return made


def _ending(look: Look, outer: Points, inner: Points, length: float, angle: float) -> list[Piece]:
    """A cuff, a rolled band or a frill at the wrist."""
    shape = look.tags["sleeve_shape"]
    along = (outer[-1] + inner[-1] - outer[-4] - inner[-4]) / 2
    along = along / max(float(np.hypot(*along)), 1e-6)
    a, b = outer[-1], inner[-1]
    across = a - b
    if shape == "ruffle":
        look.add("ruffle")
        edge = np.linspace(b, a, 6) if (a - b) @ np.array([along[1], -along[0]]) < 0 else np.linspace(a, b, 6)
        frill = details.ruffle(edge, look.between(0.05, 0.09), look.sleeve, look.random)
        return [frill]
    if shape in ("cuffed", "puff"):
        high = look.between(0.035, 0.06) if length > 0.3 else look.between(0.018, 0.028)
        narrow = 0.12 if look.recipe.ribbed else 0.03
        cuff = points(a - across * 0.02, b + across * 0.02, b + along * high + across * narrow, a + along * high - across * narrow)
        seam = Line(points(a, b), 0.4)
        return [Piece(cuff, look.trim, grain=-angle, lines=(seam,), shadow=0.3, bulge=0.8, waves=0.3)]
    if shape == "rolled":
        high = look.between(0.035, 0.06)
        made = []
        for k in range(2):
            start = along * (-high * (0.55 * k + 0.3))
            band = points(
                a + across * 0.05 + start,
                b - across * 0.05 + start,
                b - across * 0.06 + start + along * high * 0.8,
                a + across * 0.06 + start + along * high * 0.8,
            )
            made.append(Piece(band, look.sleeve.toned(0.03) if k else look.sleeve, grain=-angle, shadow=0.5, bulge=0.9))
        return made[::-1]
    return []
