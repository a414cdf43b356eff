"""Handbags, backpacks, clutches and wallets."""

from __future__ import annotations

import numpy as np

from fashion_training.drawn import details
from fashion_training.drawn.canvas import Line, Piece
from fashion_training.drawn.cloth import Cloth
from fashion_training.drawn.colours import shade_of
from fashion_training.drawn.look import Look
from fashion_training.drawn.outline import Points, bezier, points, strip, symmetric, through


def bag(look: Look) -> list[Piece]:
    return {"handbag": _handbag, "backpack": _backpack, "clutch": _clutch, "wallet": _clutch}[look.tags["category"]](look)


def _stitched(outline: Points, share: float = 0.93) -> Line:
    shrunk = (outline - outline.mean(0)) * share + outline.mean(0)
    return Line(np.vstack((shrunk, shrunk[:1])), 0.18, dashed=True)


def _handbag(look: Look) -> list[Piece]:
    cloth, low, top = look.cloth, look.between(0.15, 0.2), look.between(0.11, 0.19)
    high = look.between(0.16, 0.28)
    half = np.vstack(
        (
            points([0, 0]),
            through([[top * 0.95, 0], [top, 0.012], [low, high - 0.02], [low - 0.015, high]], 6),
            points([0, high + 0.004]),
        )
    )
    main = symmetric(half)
    strap = look.trim if look.often(0.6) else Cloth(shade_of(look.one("brown", "black", "beige"), look.random), sheen=0.5)
    reach, apart = look.between(0.1, 0.24), top * look.between(0.45, 0.7)
    made = []
    for back in (True, False) if look.often(0.6) else (False,):
        lift = 0.02 if back else 0.0
        handle = bezier([-apart, 0.03], [-apart * 0.9, -reach * 1.25 - lift], [apart * 0.9, -reach * 1.25 - lift], [apart, 0.03])
        made.append(Piece(strip(handle, look.between(0.006, 0.011)), strap, shadow=0.3, light=0.75 if back else 1.0, waves=0))
    if len(made) == 2 and look.often(0.5):
        made = [made[0], Piece(main, cloth, lines=(_stitched(main),), shadow=0.3, bulge=1.0, waves=0.7), made[1]]
    else:
        made.append(Piece(main, cloth, lines=(_stitched(main),), shadow=0.3, bulge=1.0, waves=0.7))
    kind = look.one("flap", "zip", "pocket", "plain")
    if kind == "flap":
        reach_down = high * look.between(0.4, 0.65)
        flap = symmetric(
            np.vstack(
                (
                    points([0, -0.004], [top + 0.004, -0.002]),
                    bezier([top + 0.006, 0], [top + 0.01, reach_down * 0.8], [top * 0.7, reach_down], [0, reach_down]),
                )
            )
        )
        made.append(Piece(flap, cloth, lines=(_stitched(flap),), shadow=0.6, bulge=0.8))
        made.append(
            Piece(
                points(
                    [-0.018, reach_down - 0.03],
                    [0.018, reach_down - 0.03],
                    [0.018, reach_down + 0.014],
                    [-0.018, reach_down + 0.014],
                ),
                details.metal(look.random),
                waves=0,
            )
        )
    elif kind == "zip":
        look.add("zipper")
        made += details.zipper(points([-top * 0.8, 0.03], [0, 0.034], [top * 0.8, 0.03]), cloth, look.random)
    elif kind == "pocket":
        look.add("pocket")
        made.append(details.patch_pocket(0, high * 0.38, low * 1.2, high * 0.48, cloth, look.random))
    if look.often(0.1):
        look.add("stud")
        made += details.studs(points([-low * 0.8, high * 0.93], [low * 0.8, high * 0.93]), 0.03, look.random)
    if look.often(0.1):
        look.add("fringe")
        made.append(
            details.fringe(
                points([-low * 0.85, high * 0.7], [low * 0.85, high * 0.7]),
                high * 0.38,
                cloth.toned(-0.04),
                look.random,
            )
        )
    return made


def _backpack(look: Look) -> list[Piece]:
    cloth, wide, high = look.cloth, look.between(0.13, 0.16), look.between(0.34, 0.42)
    half = np.vstack(
        (
            bezier([0, 0], [wide * 0.7, 0], [wide, 0.02], [wide, 0.1]),
            bezier([wide, 0.1], [wide * 1.04, high * 0.6], [wide * 1.08, high], [wide * 0.8, high]),
            points([0, high]),
        )
    )
    main = symmetric(half)
    made = []
    for side in (-1.0, 1.0):
        strap = through(
            [
                [side * 0.05, 0.02],
                [side * (wide + 0.03), 0.08],
                [side * (wide + 0.045), high * 0.5],
                [side * wide, high * 0.92],
            ]
        )
        made.append(Piece(strip(strap, 0.014), cloth.toned(-0.06), shadow=0, waves=0.2))
    loop = bezier([-0.035, 0.01], [-0.03, -0.05], [0.03, -0.05], [0.035, 0.01])
    made.append(Piece(strip(loop, 0.008), cloth.toned(-0.08), shadow=0, waves=0))
    made.append(Piece(main, cloth, lines=(_stitched(main, 0.95),), shadow=0.3, bulge=1.3))
    arch = bezier([-wide * 0.95, high * 0.42], [-wide * 0.9, 0.01], [wide * 0.9, 0.01], [wide * 0.95, high * 0.42])
    look.add("zipper")
    made += details.zipper(arch, cloth, look.random)
    look.add("pocket")
    pocket = np.array(
        symmetric(
            np.vstack(
                (
                    points([0, high * 0.5]),
                    bezier(
                        [wide * 0.6, high * 0.5],
                        [wide * 0.8, high * 0.5],
                        [wide * 0.84, high * 0.56],
                        [wide * 0.84, high * 0.65],
                    ),
                    points([wide * 0.84, high * 0.93], [0, high * 0.94]),
                )
            )
        )
    )
    made.append(
        Piece(
            pocket,
            cloth if look.often(0.7) else look.cloth.toned(-0.08),
            lines=(_stitched(pocket),),
            shadow=0.5,
            bulge=1.2,
        )
    )
    made += details.zipper(
        bezier([-wide * 0.7, high * 0.57], [-wide * 0.3, high * 0.55], [wide * 0.3, high * 0.55], [wide * 0.7, high * 0.57]),
        cloth,
        look.random,
    )
    return made


def _clutch(look: Look) -> list[Piece]:
    purse = look.tags["category"] == "wallet"
    cloth, wide = look.cloth, look.between(0.1, 0.12) if purse else look.between(0.14, 0.18)
    high = wide * (look.between(0.8, 1.5) if purse else look.between(0.9, 1.25))
    soft = 0.012
    half = points([0, 0], [wide - soft, 0], [wide, soft], [wide + 0.004, high - soft], [wide - soft, high], [0, high])
    main = symmetric(half)
    made = [Piece(main, cloth, lines=(_stitched(main),), shadow=0, bulge=0.8, waves=0.5)]
    if purse and look.often(0.5):
        fold = points([-wide, high * 0.5], [wide, high * 0.5])
        made.append(Piece(strip(fold, 0.003), cloth, light=0.7, shadow=0.4, waves=0))
    else:
        depth = high * look.between(0.45, 0.72)
        pointed = look.often(0.5)
        low = [[wide, 0.02], [0, depth]] if pointed else [[wide, depth * 0.8], [wide * 0.7, depth], [0, depth]]
        flap = symmetric(np.vstack((points([0, -0.003], [wide + 0.004, -0.003]), through(low) if not pointed else points(*low))))
        made.append(Piece(flap, cloth, lines=(_stitched(flap, 0.94),), shadow=0.6, bulge=0.7, waves=0.4))
        made.append(Piece(details.ellipse(0, depth - 0.012, 0.012, 0.012), details.metal(look.random), waves=0))
    if not purse and look.often(0.3):
        loop = bezier([wide, 0.03], [wide + 0.08, 0.03], [wide + 0.1, 0.16], [wide + 0.02, 0.15])
        made.insert(0, Piece(strip(loop, 0.007), cloth.toned(-0.04), shadow=0, waves=0))
    return made
