"""Puts pieces of cloth on top of each other: outline, print, weave, folds, light, and shadow on what lies beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from fashion_training.data.decoded import Pixels
from fashion_training.drawn.cloth import SIDE, Cloth, Field, noise
from fashion_training.drawn.colours import Random, Rgb
from fashion_training.drawn.outline import Points, flipped

_SHIFT: Final = 4
_ROOM: Final = 5
"""Pixels left free around the garment."""
_SOFT: Final = 12
"""Pixels by which shadows reach beyond a piece."""
_GLINT: Final = 22.0
"""Levels by which full light brightens even black cloth."""


@dataclass(frozen=True)
class Line:
    """A seam, an edge or a row of stitches on a piece."""

    points: Points
    tone: float = 0.35
    """How much darker it is, 0 to 1; unused where it has a colour."""
    width: float = 1.0
    colour: Rgb | None = None
    dashed: bool = False


@dataclass(frozen=True)
class Patch:
    """A picture printed on a piece, that takes part in its folds."""

    picture: NDArray[np.uint8]
    """[height, width, 4], RGBA."""
    centre: tuple[float, float]
    width: float
    """Metres."""


@dataclass(frozen=True)
class Piece:
    outline: Points
    cloth: Cloth
    grain: float = 0.0
    """Radians by which the cloth is turned from upright."""
    folds: Sequence[tuple[Points, float, float]] = ()
    """Curve, width in metres, height (below 0: a groove)."""
    lines: Sequence[Line] = ()
    patches: Sequence[Patch] = ()
    shadow: float = 0.35
    bulge: float = 1.0
    light: float = 1.0
    """Factor: the inside of a garment is darker."""
    holes: Sequence[Points] = ()
    within: Points | None = None
    """Only what lies in this outline too is painted."""
    lines_only: bool = False
    """No cloth of its own: lines on what lies beneath."""
    waves: float = 1.0
    """How much it is creased by chance."""


def other_side(piece: Piece) -> Piece:
    """The piece mirrored at the body's middle line."""
    return replace(
        piece,
        outline=flipped(piece.outline),
        grain=-piece.grain,
        folds=[(flipped(curve), wide, high) for curve, wide, high in piece.folds],
        lines=[replace(line, points=flipped(line.points)) for line in piece.lines],
        holes=[flipped(hole) for hole in piece.holes],
        within=None if piece.within is None else flipped(piece.within),
        patches=[replace(patch, centre=(-patch.centre[0], patch.centre[1])) for patch in piece.patches],
    )


@dataclass
class Canvas:
    """Colour is in planes, [3, height, width], and premultiplied while pieces are put on."""

    scale: float
    origin: NDArray[np.float64]
    colour: Field
    solid: Field
    random: Random
    towards: NDArray[np.float64]
    """Unit vector on the picture towards the light."""

    def to_pixels(self, metres: Points) -> Points:
        return (metres - self.origin) * self.scale

    def put(self, piece: Piece) -> None:
        outline = self.to_pixels(piece.outline)
        if piece.cloth.rough:
            outline = _frayed(outline, piece.cloth.rough, self.random)
        height, width = self.solid.shape
        low = np.floor(outline.min(0)).astype(int) - _SOFT
        high = np.ceil(outline.max(0)).astype(int) + _SOFT
        x0, y0 = max(0, int(low[0])), max(0, int(low[1]))
        x1, y1 = min(width, int(high[0])), min(height, int(high[1]))
        if x1 - x0 < 4 or y1 - y0 < 4:
            return
        corner = np.array([x0, y0], np.float64)
        size = (y1 - y0, x1 - x0)
        if piece.lines_only:
            self._draw_lines(self.colour[:, y0:y1, x0:x1], piece.lines, corner, size, self.solid[y0:y1, x0:x1])
            return
        mask: NDArray[Any] = _filled(outline - corner, size)
        for hole in piece.holes:
            mask = cv2.min(mask, 255 - _filled(self.to_pixels(hole) - corner, size))
        if piece.within is not None:
            mask = cv2.min(mask, _filled(self.to_pixels(piece.within) - corner, size))
        colour, solid = self.colour[:, y0:y1, x0:x1], self.solid[y0:y1, x0:x1]
        if piece.shadow:
            self._cast(colour, mask, piece.shadow)
        placed = self._sampling(piece, corner, size)
        painted = self._albedo(piece, placed, corner, size)
        shade, gloss = self._relief(piece, mask, corner, size)
        if piece.cloth.weave is not None:
            shade = shade * _sampled(piece.cloth.weave, placed, size)
        # Dark cloth takes some light of its own, or its folds could not be seen.
        painted *= shade * piece.light
        painted += (shade - 1) * (_GLINT * piece.light)
        if gloss is not None:
            painted += gloss
        self._draw_lines(painted, piece.lines, corner, size)
        alpha = mask.astype(np.float32) / 255
        if piece.cloth.solid is not None:
            alpha = alpha * _sampled(piece.cloth.solid, placed, size)
        left = 1 - alpha
        np.clip(painted, 0, 255, out=painted)
        painted *= alpha
        colour *= left
        colour += painted
        solid *= left
        solid += alpha

    def finished(self, grit: float) -> tuple[Pixels, NDArray[np.uint8]]:
        """Straight colour with fine noise, and how opaque it is."""
        height, width = self.solid.shape
        mean = self.colour.sum((1, 2)) / float(self.solid.sum())
        colour = self.colour / np.maximum(self.solid, 1e-3)
        empty = self.solid < 0.02
        for plane, filling in zip(colour, mean, strict=True):
            plane[empty] = filling
        colour += noise(self.random, SIDE)[:height, :width] * grit + 0.5
        opaque = (self.solid * 255 + 0.5).astype(np.uint8)
        np.clip(colour, 0, 255, out=colour)
        return cv2.merge(list(colour.astype(np.uint8))), opaque

    def _cast(self, colour: Field, mask: NDArray[np.uint8], strength: float) -> None:
        away = -self.towards * 2.5 + np.array([0.0, 1.0])
        move = np.array([[1, 0, away[0]], [0, 1, away[1]]], np.float32)
        soft = cv2.warpAffine(cv2.blur(cv2.blur(mask, (7, 7)), (5, 5)), move, mask.shape[::-1])
        colour *= 1 - soft.astype(np.float32) * (strength / 255)

    def _sampling(self, piece: Piece, corner: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.float32]:
        """Where on a tile each of the piece's pixels lies, as an affine map."""
        if piece.cloth.anchored:
            return np.array([[1, 0, corner[0]], [0, 1, corner[1]]], np.float32)
        middle = np.array([SIDE, SIDE]) / 2
        centre = self.to_pixels(np.zeros((1, 2)))[0] if piece.grain == 0 else corner + np.array(size[::-1]) / 2
        cos, sin = np.cos(-piece.grain), np.sin(-piece.grain)
        turn = np.array([[cos, -sin], [sin, cos]])
        moved = middle + turn @ (corner - centre)
        return np.column_stack((turn, moved)).astype(np.float32)

    def _albedo(self, piece: Piece, placed: NDArray[np.float32], corner: NDArray[np.float64], size: tuple[int, int]) -> Field:
        if piece.cloth.printed is None:
            painted = np.empty((3, *size), np.float32)
            painted[:] = np.array(piece.cloth.colour, np.float32)[:, None, None]
        else:
            painted = np.stack(cv2.split(_sampled(piece.cloth.printed, placed, size))).astype(np.float32)
        for patch in piece.patches:
            rows, columns = patch.picture.shape[:2]
            grow = patch.width * self.scale / columns
            at = self.to_pixels(np.array([patch.centre]))[0] - corner - np.array([columns, rows]) * grow / 2
            move = np.array([[grow, 0, at[0]], [0, grow, at[1]]], np.float32)
            laid = cv2.warpAffine(patch.picture, move, size[::-1], flags=cv2.INTER_AREA)
            planes = np.stack(cv2.split(laid)).astype(np.float32)
            painted += (planes[:3] - painted) * (planes[3] / 255)
        return painted

    def _relief(
        self, piece: Piece, mask: NDArray[np.uint8], corner: NDArray[np.float64], size: tuple[int, int]
    ) -> tuple[Field, Field | None]:
        """Light on the piece, about 1, and its gloss: a relief of its roundness and folds, at half the size."""
        half = (max(2, size[1] // 2), max(2, size[0] // 2))
        small = cv2.resize(mask, half, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        round_ = cv2.blur(cv2.blur(small, (9, 9)), (9, 9))
        relief = round_ * (2.6 * piece.bulge)
        if piece.folds:
            creases = np.zeros(half[::-1], np.float32)
            for curve, wide, high in piece.folds:
                at = _fixed((self.to_pixels(curve) - corner) / 2)
                thick, ends = max(1, round(wide * self.scale / 2)), len(at) // 4
                # A crease runs out at both ends.
                cv2.polylines(creases, [at], False, high * 0.45, max(1, thick // 2), cv2.LINE_8, _SHIFT)
                if ends:
                    cv2.polylines(creases, [at[ends:-ends]], False, high, thick, cv2.LINE_8, _SHIFT)
            relief += cv2.GaussianBlur(creases, (0, 0), 1.5) * 2.3
        if piece.waves:
            cos, sin = np.cos(-piece.grain), np.sin(-piece.grain)
            # Creases run along the grain: noise stretched that way.
            stretch = np.array([[1.0 * cos, -1.0 * sin], [0.28 * sin, 0.28 * cos]])
            centre = np.array([SIDE, SIDE]) / 2 - stretch @ np.array(half) / 2
            move = np.column_stack((stretch, centre)).astype(np.float32)
            chance = noise(self.random, 26, 2)
            wave = cv2.warpAffine(chance, move, half, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
            relief += wave * (0.3 * piece.waves * (1.1 - piece.cloth.stiff))
        x, y = self.towards
        kernel = np.array([[x + y, 2 * y, y - x], [2 * x, 0, -2 * x], [x - y, -2 * y, -x - y]], np.float32) / 4
        facing = cv2.filter2D(relief, cv2.CV_32F, -kernel)
        shade = 1 + 0.34 * facing + 0.3 * round_
        inner = float(small.sum()) + 1e-6
        shade = shade / (float((shade * small).sum()) / inner)
        lit: NDArray[Any] = cv2.resize(np.clip(shade, 0.45, 1.6), size[::-1], interpolation=cv2.INTER_LINEAR)
        if not piece.cloth.sheen:
            return lit, None
        shine = np.clip(facing * 1.5 + 0.12, 0, 1.2) ** 2 * (130 * piece.cloth.sheen)
        shine -= float((shine * small).sum()) / inner * 0.6
        gloss: NDArray[Any] = cv2.resize(shine, size[::-1], interpolation=cv2.INTER_LINEAR)
        return lit, gloss

    def _draw_lines(
        self,
        painted: Field,
        lines: Sequence[Line],
        corner: NDArray[np.float64],
        size: tuple[int, int],
        solid: Field | None = None,
    ) -> None:
        """On straight colours, or on premultiplied ones with their `solid`."""
        dark: NDArray[np.uint8] | None = None
        for line in lines:
            curve = self.to_pixels(line.points) - corner
            runs = _dashes(curve) if line.dashed else [_fixed(curve)]
            wide = max(1, round(line.width))
            if line.colour is not None:
                drawn = np.zeros(size, np.uint8)
                cv2.polylines(drawn, runs, False, 255, wide, cv2.LINE_AA, _SHIFT)
                share = drawn.astype(np.float32) / 255
                ink = np.array(line.colour, np.float32)[:, None, None]
                painted += ((ink if solid is None else ink * solid) - painted) * share
                continue
            if dark is None:
                dark = np.zeros(size, np.uint8)
            cv2.polylines(dark, runs, False, 255 * line.tone, wide, cv2.LINE_AA, _SHIFT)
        if dark is not None:
            painted *= 1 - dark.astype(np.float32) / 255


def canvas_for(pieces: Sequence[Piece], longest: float, random: Random) -> Canvas:
    """Large enough for all pieces, `longest` pixels along its longer side."""
    everything = np.vstack([piece.outline for piece in pieces if not piece.lines_only])
    low, high = everything.min(0), everything.max(0)
    scale = (longest - 2 * _ROOM) / float((high - low).max())
    width, height = (int(np.ceil(side * scale)) + 2 * _ROOM for side in high - low)
    angle = random.uniform(-1.0, 1.0)
    towards = np.array([np.sin(angle), -np.cos(angle)])
    return Canvas(
        scale,
        low - _ROOM / scale,
        np.zeros((3, height, width), np.float32),
        np.zeros((height, width), np.float32),
        random,
        towards,
    )


def _fixed(curve: Points) -> NDArray[np.int32]:
    return np.round(curve * (1 << _SHIFT)).astype(np.int32)


def _filled(outline: Points, size: tuple[int, int]) -> NDArray[np.uint8]:
    mask = np.zeros(size, np.uint8)
    cv2.fillPoly(mask, [_fixed(outline)], 255, cv2.LINE_AA, _SHIFT)
    return mask


def _sampled(tile: NDArray[Any], placed: NDArray[np.float32], size: tuple[int, int]) -> NDArray[Any]:
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(tile, placed, size[::-1], flags=flags, borderMode=cv2.BORDER_REFLECT)


def _dashes(curve: Points) -> list[NDArray[np.int32]]:
    """Stitches of three pixels with two between."""
    steps = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(curve, axis=0).T))))
    at = np.arange(0, steps[-1], 2.5)
    fine = np.stack([np.interp(at, steps, curve[:, k]) for k in (0, 1)], 1)
    return [_fixed(fine[i : i + 2]) for i in range(0, len(fine) - 1, 2)]


def _frayed(outline: Points, by: float, random: Random) -> Points:
    closed = np.vstack((outline, outline[:1]))
    steps = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))))
    at = np.arange(0, steps[-1], 2.0)
    fine = np.stack([np.interp(at, steps, closed[:, k]) for k in (0, 1)], 1)
    fine += np.clip(random.normal(0, by, fine.shape), -_ROOM + 2, _ROOM - 2)
    return fine
