"""Colours of cloth: anchors for each colour value, and jitter around them that keeps the value's name.

Distances are in OKLab (Ottosson 2020), where equal steps look about equal.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Random = np.random.Generator
Rgb = tuple[float, float, float]
"""sRGB, 0 to 255."""

PALETTES: Final[dict[str, tuple[str, ...]]] = {
    "black": ("1b1b1d", "26262a", "121214", "2a2827"),
    "white": ("f4f3f1", "eceae8", "fafafa", "eef1f4"),
    "grey": ("9a9b9c", "808184", "6a6b6e", "adaeae", "55575a", "8d9096"),
    "beige": ("d8c4a2", "e6d9c0", "cbb291", "c7aa80", "ece3d0"),
    "brown": ("6b4429", "523320", "7d5233", "8f623c", "402a1e"),
    "red": ("c0282c", "d8322f", "b01e2c", "e03c3c"),
    "burgundy": ("6f2033", "5c1a2a", "7f2a3d", "4e1824"),
    "orange": ("e5762c", "f08a35", "d9622a", "ee7f4a"),
    "yellow": ("f0cc3e", "e9d566", "f5dc50", "d9b528", "f3e28a"),
    "green": ("3f8a4c", "2c6b3f", "1f5136", "57a353", "2f9a68", "22483a"),
    "khaki": ("6d6b3f", "7f7c50", "57573a", "8a8460", "4a4c35"),
    "mint": ("aed9c4", "9fdcc8", "bfe6d6", "8fcfb8"),
    "blue": ("2f5fb0", "2448a0", "3f74c4", "3a63a0", "4f7fb5", "1f4fc0", "4f6f9f", "43608f"),
    "sky_blue": ("9cc3e0", "a9cdea", "86b6de", "bcd8ec", "8fbfd8", "9db6d0"),
    "navy": ("222f50", "1b2742", "2a385c", "182038"),
    "purple": ("6c4587", "7d559e", "b4a2d2", "53306e", "9370b5"),
    "pink": ("e8a5b6", "f0bfca", "dc7f9a", "d84f8a", "f4d0d6", "e57f9f"),
    "gold": ("c5a04a", "b8923f", "cfae5e"),
    "silver": ("c3c7ce", "b9bfc9", "cdd2da"),
}
METALLIC: Final = ("gold", "silver")
_JITTER: Final = (0.022, 0.012, 0.012)
"""Standard deviation along lightness and the two colour axes."""
_NEUTRAL: Final = frozenset({"black", "white", "grey", "silver"})
"""Values that a little hue would take the name from."""
_MARGIN: Final = 1.35
"""How much nearer a colour must be to its own value than to any other."""

_TO_CONE: Final = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB: Final = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_CONE: Final = np.linalg.inv(_TO_CONE)
_FROM_LAB: Final = np.linalg.inv(_TO_LAB)


def to_lab(rgb: NDArray[np.floating]) -> NDArray[np.float64]:
    """[..., 3] sRGB of 0 to 255 as OKLab."""
    share = np.asarray(rgb, np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    lab: NDArray[np.float64] = np.cbrt(linear @ _TO_CONE.T) @ _TO_LAB.T
    return lab


def to_rgb(lab: NDArray[np.floating]) -> NDArray[np.float64]:
    """[..., 3] OKLab as sRGB, clipped to 0 to 255."""
    linear = (np.asarray(lab, np.float64) @ _FROM_LAB.T) ** 3 @ _FROM_CONE.T
    linear = np.clip(linear, 0, 1)
    share = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    rgb: NDArray[np.float64] = share * 255
    return rgb


@cache
def _anchors() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    hexes = [(i, code) for i, codes in enumerate(PALETTES.values()) for code in codes]
    rgb = np.array([[int(code[k : k + 2], 16) for k in (0, 2, 4)] for _, code in hexes], np.float64)
    return to_lab(rgb), np.array([i for i, _ in hexes])


def _distances(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    """To each colour value's nearest anchor, in the order of `PALETTES`."""
    anchors, owners = _anchors()
    apart = np.linalg.norm(anchors - lab, axis=1)
    # Anchors of one value stand together.
    nearest: NDArray[np.float64] = np.minimum.reduceat(apart, np.searchsorted(owners, np.arange(len(PALETTES))))
    return nearest


def name_of(rgb: Rgb | NDArray[np.floating]) -> str:
    """The colour value whose anchors are nearest."""
    return tuple(PALETTES)[int(_distances(to_lab(np.array(rgb))).argmin())]


def shade_of(value: str, random: Random) -> Rgb:
    """A colour of that name: an anchor with jitter, well apart from the other values."""
    index = tuple(PALETTES).index(value)
    anchors, owners = _anchors()
    anchor = anchors[owners == index][int(random.integers(int((owners == index).sum())))]
    for narrowing in (1.0, 0.7, 0.4):
        jitter = random.normal(0, _JITTER) * narrowing
        if value in _NEUTRAL:
            jitter[1:] *= 0.25
        lab = anchor + jitter
        apart = _distances(lab)
        own = apart[index]
        apart[index] = np.inf
        if own * _MARGIN < apart.min():
            return _tuple(to_rgb(lab))
    return _tuple(to_rgb(anchor))


def lighter(rgb: Rgb, by: float) -> Rgb:
    """The same hue with OKLab lightness changed by `by`."""
    lab = to_lab(np.array(rgb))
    lab[0] = np.clip(lab[0] + by, 0.08, 0.98)
    return _tuple(to_rgb(lab))


def contrast_to(rgb: Rgb, random: Random) -> tuple[str, Rgb]:
    """Another colour that stands out on `rgb`, and its value."""
    lab = to_lab(np.array(rgb))
    names = [name for name in PALETTES if name not in METALLIC]
    best: tuple[float, str, Rgb] = (-1.0, "black", (0.0, 0.0, 0.0))
    for _ in range(6):
        # White and black are what cloth is printed with most.
        name = str(random.choice(["white", "black"])) if random.random() < 0.3 else names[random.integers(len(names))]
        found = shade_of(name, random)
        apart = float(np.linalg.norm(to_lab(np.array(found)) - lab))
        if apart > 0.28:
            return name, found
        best = max(best, (apart, name, found))
    return best[1], best[2]


def _tuple(rgb: NDArray[np.float64]) -> Rgb:
    return float(rgb[0]), float(rgb[1]), float(rgb[2])
