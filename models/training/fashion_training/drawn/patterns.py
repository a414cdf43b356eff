"""Prints: what cloth carries in colour. Each is [SIDE, SIDE, 3] and comes with what its colours are called together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

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
    profile = np.empty((SIDE, 3), np.float32)
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
    tile = np.broadcast_to(profile[:, None], (SIDE, SIDE, 3)).astype(np.uint8)
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
    ink = np.array(contrast_to(base, random)[1])
    ground = np.array(base)
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
    for x, y in np.round(_scatter(random, step, loose) * 16).astype(int):
        cv2.circle(tile, (int(x), int(y)), int(radius * 16), ink, -1, cv2.LINE_AA, 4)
    return Print(tile, value)


def _floral(value: str, base: Rgb, random: Random) -> Print:
    tile = _filled(base)
    step = random.uniform(18, 52)
    inks = [contrast_to(base, random) for _ in range(int(random.integers(1, 4)))]
    leaf = shade_of(_LEAF[random.integers(3)], random)
    heart = contrast_to(inks[0][1], random)[1]
    petals = int(random.integers(4, 8))
    for x, y in _scatter(random, step, 0.3):
        ink = inks[random.integers(len(inks))][1]
        size = step * random.uniform(0.2, 0.42)
        turn = random.uniform(0, 6.28)
        for side in (-1.0, 1.0):
            _ellipse(tile, x, y, size * 1.15, size * 0.3, turn + side, size * 1.1, leaf)
        for k in range(petals):
            _ellipse(tile, x, y, size * 0.55, size * 0.36, turn + 6.283 * k / petals, size * 0.5, ink)
            if size > 8:
                tone = lighter(ink, -0.09)
                _ellipse(tile, x, y, size * 0.3, size * 0.12, turn + 6.283 * k / petals, size * 0.35, tone)
        cv2.circle(tile, (int(x), int(y)), max(1, int(size * 0.22)), heart, -1, cv2.LINE_AA)
    return Print(tile, MULTI if len(inks) > 2 else value)


def _ellipse(tile: Tile, x: float, y: float, a: float, b: float, turn: float, out: float, ink: Rgb) -> None:
    """A filled ellipse that points away from (x, y), its middle `out` from there."""
    at = (int((x + np.cos(turn) * out) * 16), int((y + np.sin(turn) * out) * 16))
    cv2.ellipse(tile, at, (int(a * 16), int(b * 16)), np.degrees(turn), 0, 360, ink, -1, cv2.LINE_AA, 4)


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
    for x, y in _scatter(random, step, 0.25):
        size, turn = step * random.uniform(0.28, 0.4), random.uniform(0, 360)
        at, axes = (int(x * 16), int(y * 16)), (int(size * 16), int(size * random.uniform(0.65, 1) * 16))
        cv2.ellipse(tile, at, axes, turn, 0, 360, inside, -1, cv2.LINE_AA, 4)
        thick = max(2, round(size * 0.55))
        first = random.uniform(0, 360)
        cv2.ellipse(tile, at, axes, turn, first, first + random.uniform(90, 150), ink, thick, cv2.LINE_AA, 4)
        cv2.ellipse(tile, at, axes, turn, first + 180, first + 180 + random.uniform(60, 130), ink, thick, cv2.LINE_AA, 4)
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
    for x, y in _scatter(random, step, 0.08):
        turn = random.uniform(-0.6, 0.6) + (np.pi if random.random() < 0.5 else 0)
        spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        for size, ink in ((1.0, outer), (0.74, base), (0.52, inner), (0.25, outer)):
            at = np.round(((drop * step * 0.82 * size) @ spin.T + [x, y]) * 16).astype(np.int32)
            cv2.fillPoly(tile, [at], ink, cv2.LINE_AA, 4)
        ring = drop[::3] @ spin.T * step * 1.02 + [x, y]
        for dot in np.round(ring * 16).astype(int):
            cv2.circle(tile, (int(dot[0]), int(dot[1])), 20, inner, -1, cv2.LINE_AA, 4)
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
    other_name, other = contrast_to(base, random)
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
    pale = np.clip(noise(random, 4, 2) * 0.35 + 0.1, 0, 0.8) + np.clip(noise(random, 90, 2) * 0.12, 0, 0.4)
    share = np.clip(pale, 0, 0.75)[..., None] * random.uniform(0.5, 1.0)
    faded = np.array(lighter(base, 0.24))
    return Print((np.array(base) * (1 - share) + faded * share).astype(np.uint8), value, True)


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
