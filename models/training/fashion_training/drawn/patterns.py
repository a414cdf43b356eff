"""Prints: what cloth carries in colour. Each is [SIDE, SIDE, 3] and comes with what its colours are called together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from fashion_training.drawn.cloth import SIDE, Tile, noise
from fashion_training.drawn.colours import PALETTES, Random, Rgb, contrast_to, lighter, shade_of

MULTI: Final = "multi"
_LEAF: Final = ("green", "khaki", "mint")


@dataclass(frozen=True)
class Print:
    tile: Tile
    color: str | None
    """The value that names the whole, or nothing where two colours share the cloth."""
    anchored: bool = False


def _filled(colour: Rgb) -> Tile:
    tile = np.empty((SIDE, SIDE, 3), np.uint8)
    tile[:] = np.round(colour)
    return tile


def _stripe(value: str, base: Rgb, random: Random) -> Print:
    profile: NDArray[Any] = np.empty((SIDE, 3), np.float32)
    profile[:] = base
    period = float(np.exp(random.uniform(np.log(7), np.log(46))))
    inks = [contrast_to(base, random)]
    if random.random() < 0.25:
        inks.append(contrast_to(base, random))
    share = random.uniform(0.12, 0.5)
    at = np.arange(SIDE) + random.uniform(0, period)
    turn, within = np.floor(at / period).astype(int), (at / period) % 1
    for k, (_, ink) in enumerate(inks):
        profile[(within < share) & (turn % len(inks) == k)] = ink
    profile = cv2.blur(profile, (1, 2))
    tile: NDArray[Any] = np.broadcast_to(profile[:, None], (SIDE, SIDE, 3)).astype(np.uint8)
    if random.random() < 0.45:
        tile = np.ascontiguousarray(tile.transpose(1, 0, 2))
    elif random.random() < 0.1:
        turned = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), 45, 1)
        tile = cv2.warpAffine(tile, turned, (SIDE, SIDE), borderMode=cv2.BORDER_REFLECT)
    named = value if share < 0.4 else None
    return Print(np.ascontiguousarray(tile), MULTI if len(inks) > 1 and share > 0.3 else named)


def _check(value: str, base: Rgb, random: Random) -> Print:
    period = float(np.exp(random.uniform(np.log(10), np.log(70))))
    at = (np.arange(SIDE) + random.uniform(0, period)) % period / period
    ink = np.array(contrast_to(base, random)[1], np.float32)
    ground = np.array(base, np.float32)
    if random.random() < 0.45:
        # Gingham and buffalo: half of the threads each way.
        wide = (at < 0.5).astype(np.float32)
        share = (wide[:, None] + wide[None, :]) / 2
        tile = ground * (1 - share[..., None]) + ink * share[..., None]
        return Print(np.round(tile).astype(np.uint8), None)
    second = np.array(contrast_to(base, random)[1])
    bands = np.zeros((SIDE, 3), np.float32)
    cover = np.zeros((SIDE, 1), np.float32)
    start = 0.1
    wide_share = random.uniform(0.08, 0.3)
    for low, high, colour in (
        (start, start + wide_share, ink),
        (0.5, 0.5 + random.uniform(0.03, 0.09), second),
        (0.8, 0.8 + random.uniform(0.02, 0.07), ink),
    ):
        lies = (at >= low) & (at < max(high, low + 1.3 / period))
        bands[lies], cover[lies] = colour, 0.55
    down = bands[:, None] * cover[:, None] + ground * (1 - cover[:, None])
    down = np.broadcast_to(down, (SIDE, SIDE, 3))
    tile = down * (1 - cover[None]) + bands[None] * cover[None]
    return Print(np.round(tile).astype(np.uint8), value if wide_share < 0.2 else None)


def _scatter(random: Random, step: float, jitter: float) -> NDArray[np.float64]:
    """Points on a staggered grid, moved at random."""
    rows = int(SIDE / step) + 2
    grid = np.array([(x + (y % 2) / 2, y) for y in range(rows) for x in range(rows)], np.float64) * step
    return grid + random.uniform(-jitter, jitter, grid.shape) * step


def _dot(value: str, base: Rgb, random: Random) -> Print:
    tile = _filled(base)
    step = float(np.exp(random.uniform(np.log(8), np.log(36))))
    radius = max(1.6, step * random.uniform(0.16, 0.32))
    ink = contrast_to(base, random)[1]
    loose = 0.25 if random.random() < 0.2 else 0.0
    _stamp(tile, _ROUND, _scatter(random, step, loose), radius, 0.0, ink)
    return Print(tile, value)


def _floral(value: str, base: Rgb, random: Random) -> Print:
    tile = _filled(base)
    step = random.uniform(20, 52)
    inks = [contrast_to(base, random) for _ in range(int(random.integers(1, 4)))]
    leaf = shade_of(_LEAF[random.integers(3)], random)
    heart = contrast_to(inks[0][1], random)[1]
    petals = int(random.integers(4, 8))
    t = np.linspace(0, 2 * np.pi, 5 * petals, endpoint=False)
    reach = 0.62 + 0.38 * np.cos(petals * t)
    flower = np.stack((np.cos(t) * reach, np.sin(t) * reach), 1)
    at = _scatter(random, step, 0.28)
    sizes, turns = step * random.uniform(0.26, 0.52, len(at)), random.uniform(0, 6.28, len(at))
    blade = _ROUND * [0.62, 0.2] + [0.85, 0.0]
    for side in (0.0, 2.0):
        _stamp(tile, blade, at, sizes, turns + side, leaf)
    kinds = random.integers(len(inks), size=len(at))
    for k, (_, ink) in enumerate(inks):
        mine = kinds == k
        _stamp(tile, flower, at[mine], sizes[mine], turns[mine], ink)
        if step > 30:
            _stamp(tile, flower * 0.55, at[mine], sizes[mine], turns[mine], lighter(ink, -0.08))
    _stamp(tile, _ROUND * 0.24, at, sizes, 0.0, heart)
    return Print(tile, MULTI if len(inks) > 2 else value)


_ROUND: Final = np.stack((np.cos(np.arange(24) * np.pi / 12), np.sin(np.arange(24) * np.pi / 12)), 1)
"""A disc of radius 1."""
Numbers = NDArray[np.float64] | float


def _stamp(tile: Tile, motif: NDArray[np.float64], at: NDArray[np.float64], size: Numbers, turn: Numbers, ink: Rgb) -> None:
    """One motif ([n, 2], about 1 in size) at many places, each turned and scaled, in one colour."""
    if not len(at):
        return
    cos, sin = (np.broadcast_to(part, len(at))[:, None] for part in (np.cos(turn), np.sin(turn)))
    x, y = motif.T
    grown = np.broadcast_to(size, len(at))[:, None]
    corners = np.stack((at[:, :1] + (x * cos - y * sin) * grown, at[:, 1:] + (x * sin + y * cos) * grown), 2)
    cv2.fillPoly(tile, list(np.round(corners * 16).astype(np.int32)), ink, cv2.LINE_AA, 4)


def _animal(value: str, base: Rgb, random: Random) -> Print:
    if random.random() < 0.3:
        white, black = np.array(shade_of("white", random)), np.array(shade_of("black", random))
        _, y = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
        bands = np.sin(y * random.uniform(0.2, 0.34) + noise(random, 9, 2) * 2.6)
        share = np.clip(bands * 2.5 + 0.5, 0, 1)[..., None]
        return Print((white * share + black * (1 - share)).astype(np.uint8), None)
    ground = base if value in ("beige", "brown", "grey", "white", "khaki") else shade_of("beige", random)
    named = value if ground == base else "beige"
    tile = _filled(ground)
    ink = shade_of("black", random) if named != "brown" else (24.0, 16.0, 12.0)
    inside = lighter(ground, -0.16)
    step = random.uniform(11, 22)
    at = _scatter(random, step, 0.25)
    sizes, turns = step * random.uniform(0.3, 0.42, len(at)), random.uniform(0, 6.28, len(at))
    spot = _ROUND * [1.0, 0.75]
    _stamp(tile, spot, at, sizes, turns, inside)
    for first, wide in ((0.0, 1.9), (2.9, 1.2), (4.7, 0.9)):
        t = np.linspace(first, first + wide, 6)
        arc = np.stack((np.cos(t), np.sin(t) * 0.8), 1)
        _stamp(tile, np.vstack((arc * 1.12, arc[::-1] * 0.6)), at, sizes, turns, ink)
    return Print(tile, named)


def _geometric(value: str, base: Rgb, random: Random) -> Print:
    tile = _filled(base)
    step = random.uniform(14, 44)
    inks = [contrast_to(base, random)[1] for _ in range(2)]
    kind = random.integers(4)
    sides, hollow = int(random.integers(3, 7)), random.random() < 0.4
    if kind == 0:
        x, y = np.mgrid[0:SIDE, 0:SIDE][::-1].astype(np.float32)
        zigzag = ((y + np.abs((x % step) - step / 2)) / step) % 1
        tile[zigzag < 0.22] = inks[0]
        tile[(zigzag > 0.5) & (zigzag < 0.62)] = inks[1]
        return Print(tile, value)
    angles = np.arange(sides) * 2 * np.pi / sides + (0.0 if kind == 1 else np.pi / 4)
    for k, (x, y) in enumerate(_scatter(random, step, 0.0)):
        size = step * (0.38 if kind != 3 else 0.3)
        corners = np.stack((x + np.cos(angles) * size, y + np.sin(angles) * size * 1.1), 1)
        at = np.round(corners * 16).astype(np.int32)
        if hollow:
            cv2.polylines(tile, [at], True, inks[0], 2, cv2.LINE_AA, 4)
        else:
            cv2.fillPoly(tile, [at], inks[k % (2 if kind == 3 else 1)], cv2.LINE_AA, 4)
            if size > 9:
                inner = np.round(((corners - [x, y]) * 0.45 + [x, y]) * 16).astype(np.int32)
                cv2.fillPoly(tile, [inner], inks[1], cv2.LINE_AA, 4)
    return Print(tile, value)


def _paisley(value: str, base: Rgb, random: Random) -> Print:
    tile = _filled(base)
    step = random.uniform(26, 48)
    outer, inner = contrast_to(base, random)[1], contrast_to(base, random)[1]
    t = np.linspace(0, 2 * np.pi, 26)
    # A drop whose tip is bent aside.
    drop = np.stack((0.34 * np.sin(t) * np.sin(t / 2) ** 1.2, -0.5 * np.cos(t)), 1)
    drop[:, 0] += 0.22 * np.clip(-drop[:, 1], -0.2, 1) ** 2 * 2
    at = _scatter(random, step, 0.08)
    turns = random.uniform(-0.6, 0.6, len(at)) + np.pi * random.integers(2, size=len(at))
    for size, ink in ((0.82, outer), (0.6, base), (0.43, inner), (0.2, outer)):
        _stamp(tile, drop, at, step * size, turns, ink)
    for dot in drop[::3]:
        _stamp(tile, _ROUND * 0.03 + dot * 1.02, at, step, turns, inner)
    return Print(tile, value)


def _camouflage(value: str, base: Rgb, random: Random) -> Print:
    family = {
        "khaki": ("khaki", "brown", "black", "beige"),
        "grey": ("grey", "black", "white", "grey"),
        "blue": ("blue", "navy", "sky_blue", "grey"),
    }
    chosen = value if value in family else "khaki"
    tile = _filled(shade_of(chosen, random) if chosen != value else base)
    cells = int(random.integers(9, 18))
    for name, over in zip(family[chosen][1:], (0.55, 0.95, 1.0), strict=True):
        tile[noise(random, cells, 3) > over] = shade_of(name, random)
    return Print(tile, chosen)


def _gradient(value: str, base: Rgb, random: Random) -> Print:
    other = contrast_to(base, random)[1]
    if random.random() < 0.5:
        slope = np.linspace(-0.25, 1.25, SIDE, dtype=np.float32)[:, None]
        share = np.clip(np.broadcast_to(slope * 1.35, (SIDE, SIDE)), 0, 1)[..., None]
        if random.random() < 0.5:
            share = share[::-1]
        return Print((np.array(base) * (1 - share) + np.array(other) * share).astype(np.uint8), None, True)
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    cx, cy = SIDE * random.uniform(0.25, 0.5), SIDE * random.uniform(0.2, 0.45)
    away = np.hypot(x - cx, y - cy)
    turn = np.arctan2(y - cy, x - cx)
    # Tie-dye: rings around a knot, or a spiral.
    wave = np.sin(away * random.uniform(0.06, 0.12) + turn * int(random.integers(0, 4)) + noise(random, 14, 3) * 0.8)
    share = np.clip(wave * 0.9 + 0.45, 0, 1)[..., None]
    third = np.array(contrast_to(base, random)[1])
    mixed = np.array(base) * (1 - share) + np.array(other) * share
    if random.random() < 0.5:
        more = np.clip(noise(random, 7, 2) * 1.2 - 0.2, 0, 1)[..., None]
        return Print((mixed * (1 - more) + third * more).astype(np.uint8), MULTI, True)
    return Print(mixed.astype(np.uint8), None, True)


def _color_block(value: str, base: Rgb, random: Random) -> Print:
    tile = _filled(base)
    first = contrast_to(base, random)
    second = contrast_to(first[1], random) if random.random() < 0.4 else first
    kind = random.integers(4)
    reach = int(300 * random.uniform(0.3, 0.42))
    if kind == 0:
        tile[:reach] = first[1]
    elif kind == 1:
        tile[reach : reach + int(random.integers(35, 80))] = first[1]
    elif kind == 2:
        tile[:reach], tile[reach : reach + 60] = first[1], second[1]
    else:
        slope = np.add.outer(np.arange(SIDE), np.arange(SIDE) * random.choice([-0.5, 0.5]))
        tile[slope < reach + random.uniform(-20, 40)] = first[1]
    return Print(tile, MULTI if kind == 2 and second is not first else None, True)


def _denim_wash(value: str, base: Rgb, random: Random) -> Print:
    pale = np.clip(noise(random, 4, 2) * 0.4 + 0.1, 0, 0.8) + np.clip(noise(random, 160) * 0.08, 0, 0.3)
    share = np.clip(pale, 0, 0.75)[..., None] * np.float32(random.uniform(0.5, 1.0))
    faded = np.array(lighter(base, 0.2), np.float32)
    return Print((np.array(base, np.float32) * (1 - share) + faded * share).astype(np.uint8), value, True)


_MAKERS: Final[dict[str, Callable[[str, Rgb, Random], Print]]] = {
    "stripe": _stripe,
    "check": _check,
    "dot": _dot,
    "floral": _floral,
    "animal": _animal,
    "geometric": _geometric,
    "paisley": _paisley,
    "camouflage": _camouflage,
    "gradient": _gradient,
    "color_block": _color_block,
    "denim_wash": _denim_wash,
}
PRINTS: Final = tuple(_MAKERS)


def print_of(pattern: str, value: str, base: Rgb, random: Random) -> Print:
    """The print of that name on a ground of `base`, whose colour value is `value`."""
    return _MAKERS[pattern](value, base, random)


def random_value(random: Random) -> str:
    """A colour value as cloth has it: neutral ones more often."""
    names = tuple(name for name in PALETTES if name not in ("gold", "silver"))
    if random.random() < 0.35:
        return str(random.choice(["black", "white", "grey", "navy", "blue", "beige"]))
    return names[random.integers(len(names))]
