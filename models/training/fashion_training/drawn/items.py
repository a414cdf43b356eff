"""Scarves, belts, ties, hats and bags."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fashion_training.drawn import details
from fashion_training.drawn.canvas import Line, Patch, Piece
from fashion_training.drawn.cloth import Cloth, weave
from fashion_training.drawn.colours import shade_of
from fashion_training.drawn.graphic import graphic
from fashion_training.drawn.look import Look
from fashion_training.drawn.outline import Points, bezier, flipped, offset, points, strip, symmetric, through


def _along(curve: Points, width: float, count: int, look: Look) -> list[tuple[Points, float, float]]:
    """Folds lengthwise in a strip."""
    return [(offset(curve, width * look.between(-0.85, 0.85)), 0.008, look.between(-1.4, 1.0)) for _ in range(count)]


def scarf(look: Look) -> list[Piece]:
    kind = look.one("looped", "looped", "hung", "folded", "square")
    if kind == "square":
        return _square_scarf(look)
    width = look.between(0.055, 0.1)
    cloth = look.cloth
    tassels = look.often(0.6) and not cloth.rough

    def ended(curve: Points, half: float, turn: float) -> list[Piece]:
        piece = Piece(strip(curve, half), cloth, grain=turn, folds=_along(curve, half, 4, look), shadow=0.55)
        a, b = curve[-1] + [-half, 0], curve[-1] + [half, 0]
        if not tassels:
            return [piece]
        look.add("fringe")
        return [
            details.fringe(np.linspace(a, b, 4) - [0, 0.008], look.between(0.05, 0.09), cloth.toned(0.0), look.random),
            piece,
        ]

    if kind == "folded":
        drop = look.between(0.5, 0.8)
        made = []
        for x, y in ((0.03, drop * look.between(0.8, 0.92)), (0.0, drop)):
            made += ended(through([[x, 0], [x, y / 2], [x, y]]), width, 0.0)
        top = Piece(strip(points([0.0, 0.0], [0.03, 0.0]), 0.01), cloth, shadow=0, waves=0)
        return [top, *made]
    made = []
    for side in (-1.0, 1.0):
        drop = look.between(0.5, 0.85)
        x = side * look.between(0.05, 0.1)
        made += ended(
            through([[side * 0.15, -0.035], [side * 0.135, 0.06], [x * 1.1, 0.27], [x, drop]]), width * 0.9, -side * 0.1
        )
    ring = through([[-0.15, 0.0], [-0.1, -0.1], [0.0, -0.13], [0.1, -0.1], [0.15, 0.0]])
    made.insert(
        0, Piece(strip(ring, width * 0.8), cloth, folds=_along(ring, width * 0.8, 4, look), light=0.8, shadow=0.3)
    )
    if kind == "looped":
        for y in (0.03, 0.09) if look.often(0.6) else (0.06,):
            loop = through([[-0.165, y - 0.06], [-0.1, y + 0.05], [0.0, y + 0.085], [0.1, y + 0.05], [0.165, y - 0.06]])
            made.append(
                Piece(
                    strip(loop, width * look.between(0.75, 1.0)),
                    cloth,
                    grain=1.57,
                    folds=_along(loop, width, 5, look),
                    shadow=0.6,
                )
            )
    return made


def _square_scarf(look: Look) -> list[Piece]:
    side = look.between(0.24, 0.3)
    corners = [[-side, -side], [side, -side], [side, side], [-side, side]]
    edge = np.vstack(
        [
            through(
                [
                    corners[k],
                    (np.array(corners[k]) + corners[(k + 1) % 4]) / 2 * look.between(0.96, 1.02),
                    corners[(k + 1) % 4],
                ]
            )
            for k in range(4)
        ]
    )
    folds = [
        (points([look.between(-side, side), -side], [look.between(-side, side), side]), 0.02, look.between(-0.8, 0.8))
        for _ in range(4)
    ]
    border = Line(
        np.vstack((edge * 0.88, edge[:1] * 0.88)),
        colour=details.visible_on(look.cloth.colour, 0.3),
        width=look.between(1, 5),
    )
    made = [Piece(edge, look.cloth, folds=folds, lines=(border,) if look.often(0.6) else (), shadow=0)]
    if look.often(0.5):
        # One corner is folded over.
        fold = points([side * 0.1, side], [side, side * 0.1], [side * 0.15, side * 0.15])
        made[0] = replace(
            made[0],
            outline=np.vstack(
                (points([-side, -side], [side, -side], [side, side * 0.1], [side * 0.1, side], [-side, side]))
            ),
        )
        made.append(Piece(fold, look.lining, shadow=0.6))
    return made


def belt(look: Look) -> list[Piece]:
    half = look.between(0.014, 0.032)
    cloth = look.cloth
    stitched = look.often(0.6)

    def edged(curve: Points, light: float = 1.0) -> Piece:
        lines = [Line(offset(curve, half * share), 0.2, dashed=True) for share in (-0.72, 0.72)] if stitched else []
        return Piece(strip(curve, half), cloth, grain=1.57, lines=lines, light=light, shadow=0.5, waves=0.5, bulge=0.4)

    round_ = look.often(0.2)
    if look.often(0.5):
        # Coiled: seen a little from above.
        turns = np.linspace(0.5 * np.pi, look.between(3.4, 4.6) * np.pi, 60)
        grow = np.linspace(1.0, 0.72, 60)
        flat = look.between(0.42, 0.8)
        coil = np.stack((np.cos(turns) * 0.26 * grow, np.sin(turns) * 0.26 * flat * grow), 1)
        middle = int(np.argmax(turns > 2.4 * np.pi))
        end = np.array([0.0, 0.26 * flat])
        out = through([end, end + [0.1, -0.012], end + [0.2, -0.05]])
        made = [edged(coil[middle - 2 :], 0.85), edged(coil[: middle + 1]), edged(out)]
        return made + details.buckle(float(end[0]) - 0.01, float(end[1]), half * 2.7, half * 2.6, look.random, round_)
    bend = look.between(-0.05, 0.05)
    curve = bezier([-0.5, 0], [-0.2, bend], [0.2, -bend], [0.5, bend])
    tip = np.vstack((offset(curve, half), curve[-1:] + [half * 1.2, 0], offset(curve, -half)[::-1]))
    main = replace(edged(curve), outline=tip)
    holes = [Piece(details.ellipse(float(x), float(y), 0.005, 0.005, count=8), Cloth((30, 26, 24)), waves=0, shadow=0)
             for x, y in curve[-4:-1]]  # fmt: skip
    return [main, *holes, *details.buckle(-0.5, 0.0, half * 2.6, half * 2.7, look.random, round_)]


def tie(look: Look) -> list[Piece]:
    cloth, turn = (
        look.cloth,
        0.0 if look.tags["pattern"] != "stripe" else look.between(0.5, 0.85) * (1 if look.often(0.5) else -1),
    )
    if look.often(0.15):
        made = []
        for side in (-1.0, 1.0):
            wing = through(
                [
                    [0, 0],
                    [side * 0.06, -0.045],
                    [side * 0.11, -0.05],
                    [side * 0.105, 0.0],
                    [side * 0.11, 0.05],
                    [side * 0.06, 0.045],
                ],
                closed=True,
            )
            folds = [(points([side * 0.015, y * 0.3], [side * 0.08, y]), 0.008, -1.0) for y in (-0.02, 0.0, 0.02)]
            made.append(Piece(wing, cloth, grain=turn, folds=folds))
        return [*made, Piece(details.ellipse(0, 0, 0.022, 0.028), cloth, shadow=0.5, bulge=1.3)]
    wide, drop = look.between(0.032, 0.055), look.between(0.42, 0.55)
    point = drop + wide * 0.9
    blade = symmetric(
        np.vstack(
            (
                points([0, 0.05], [0.017, 0.05]),
                bezier([0.017, 0.05], [wide * 0.6, drop * 0.4], [wide * 0.95, drop * 0.8], [wide, drop]),
                points([0, point]),
            )
        )
    )
    if cloth.weave is not None and look.tags.get("fabric") == "knit":
        blade = symmetric(
            np.vstack(
                (
                    points([0, 0.05], [0.017, 0.05]),
                    bezier([0.017, 0.05], [wide * 0.6, drop * 0.4], [wide * 0.9, drop], [wide * 0.9, point]),
                    points([0, point]),
                )
            )
        )
    folds = [(points([0.0, 0.07], [look.between(-0.02, 0.02), drop * 0.5]), 0.008, -1.2)]
    rear_drop = drop * look.between(0.8, 0.97)
    lean = look.between(-0.05, 0.05)
    rear = points(
        [-0.012, 0.05], [0.012, 0.05], [lean + 0.022, rear_drop], [lean, rear_drop + 0.02], [lean - 0.022, rear_drop]
    )
    made = [
        Piece(rear, cloth, grain=-turn, light=0.85, shadow=0.3),
        Piece(blade, cloth, grain=turn, folds=folds, shadow=0.5),
    ]
    knot = points([-0.034, 0.0], [0.034, 0.0], [0.019, 0.056], [-0.019, 0.056])
    made.append(Piece(knot, cloth, grain=-turn, shadow=0.5, bulge=1.2))
    if look.often(0.6):
        wide_loop = look.between(0.06, 0.09)
        for side in (-1.0, 1.0):
            loop = bezier([side * 0.026, 0.01], [side * wide_loop, -0.06], [side * wide_loop, -0.13], [0, -0.14])
            made.insert(0, Piece(strip(loop, 0.016), cloth, grain=turn, shadow=0.2, light=0.92 if side > 0 else 0.8))
    return made


def hat(look: Look) -> list[Piece]:
    return {"hat": _brimmed, "cap": _cap, "beanie": _beanie}[look.tags["category"]](look)


def _brimmed(look: Look) -> list[Piece]:
    """A crown with a dent, a band and a brim seen from a little above."""
    crown, high = look.between(0.1, 0.12), look.between(0.11, 0.16)
    brim, flat = look.between(0.17, 0.27), look.between(0.16, 0.32)
    cloth = look.cloth if look.tags.get("fabric") else replace(look.cloth, weave=weave("twill"))
    low = details.ellipse(0, 0, brim, brim * flat, count=40)
    curl = look.between(0.0, 0.03)
    low = low - np.stack((np.zeros(40), curl * (low[:, 0] / brim) ** 2), 1)
    top = -high
    dome = np.vstack((
        bezier([-crown, 0.004], [-crown * 0.98, top * 0.5], [-crown * 0.9, top * 0.95], [-crown * 0.5, top]),
        bezier([-crown * 0.5, top], [-crown * 0.2, top + 0.02], [crown * 0.2, top + 0.02], [crown * 0.5, top]),
        bezier([crown * 0.5, top], [crown * 0.9, top * 0.95], [crown * 0.98, top * 0.5], [crown, 0.004]),
        bezier([crown, 0.004], [crown * 0.5, crown * flat], [-crown * 0.5, crown * flat], [-crown, 0.004]),
    ))  # fmt: skip
    dent = bezier([-crown * 0.3, top + 0.012], [-0.02, top + 0.05], [0.02, top + 0.05], [crown * 0.3, top + 0.012])
    band = bezier(
        [-crown, -0.012], [-crown * 0.5, crown * flat * 0.8], [crown * 0.5, crown * flat * 0.8], [crown, -0.012]
    )
    ribbon = Cloth(details.visible_on(cloth.colour, look.between(0.2, 0.5)), stiff=0.9)
    made = [Piece(low, cloth, shadow=0, bulge=0.6, lines=(Line(np.vstack((low, low[:1])) * 0.97, 0.2),)),
            Piece(dome, cloth, folds=((dent, 0.02, -1.6),), shadow=0.7, bulge=1.4)]  # fmt: skip
    if look.often(0.8):
        made.append(Piece(strip(band, look.between(0.01, 0.018)), ribbon, shadow=0.3, within=dome))
        if look.often(0.25):
            look.add("ribbon")
            made += details.bow(crown * 0.75, 0.0, 0.035, ribbon, 0.03, look.random)
    return made


def _cap(look: Look) -> list[Piece]:
    """From the side, or from the front with its visor towards us."""
    cloth = look.cloth
    peak = look.trim if look.often(0.6) else Cloth(details.visible_on(cloth.colour, 0.3))
    high = look.between(0.115, 0.14)
    if look.often(0.6):
        dome = np.vstack((
            bezier([-0.125, 0.03], [-0.13, -high * 0.8], [-0.06, -high], [0.0, -high]),
            bezier([0.0, -high], [0.08, -high], [0.12, -high * 0.5], [0.125, 0.0]),
            bezier([0.125, 0.0], [0.05, 0.022], [-0.05, 0.035], [-0.125, 0.03]),
        ))  # fmt: skip
        visor = np.vstack((bezier([0.03, 0.018], [0.08, 0.0], [0.12, -0.01], [0.125, -0.02]),
                           bezier([0.125, -0.02], [0.2, -0.015], [0.25, 0.02], [0.245, 0.04]),
                           bezier([0.245, 0.04], [0.17, 0.035], [0.1, 0.04], [0.03, 0.018])))  # fmt: skip
        seams = [Line(bezier([0.0, -high], [x * 0.8, -high * 0.7], [x, -0.03], [x, 0.025]), 0.3) for x in (-0.06, 0.05)]
    else:
        half = np.vstack((bezier([0, -high], [0.08, -high], [0.12, -high * 0.5], [0.122, 0.02]),
                          bezier([0.122, 0.02], [0.06, -0.006], [0.03, -0.01], [0, -0.01])))  # fmt: skip
        dome = symmetric(half)
        visor = symmetric(np.vstack((bezier([0, -0.02], [0.06, -0.018], [0.1, 0.0], [0.12, 0.018]),
                                     bezier([0.12, 0.018], [0.13, 0.06], [0.08, 0.085], [0, 0.088]))))  # fmt: skip
        seams = [
            Line(points([0, -high], [0, -0.01]), 0.3),
            Line(bezier([0, -high], [0.07, -high * 0.6], [0.09, 0], [0.09, 0.01]), 0.2),
        ]
    patches = ()
    if look.tags["pattern"] == "graphic":
        patches = (Patch(graphic(cloth.colour, look.random), (0.04, -high * 0.45), 0.1),)
    stitches = [Line((visor - visor.mean(0)) * share + visor.mean(0), 0.2, dashed=True) for share in (0.7, 0.85)]
    top = Piece(details.ellipse(0, -high - 0.002, 0.012, 0.007), cloth, waves=0)
    return [
        top,
        Piece(dome, cloth, lines=seams, patches=patches, shadow=0.2, bulge=1.6),
        Piece(visor, peak, lines=stitches, shadow=0.6, bulge=1.0, waves=0.2),
    ]


def _beanie(look: Look) -> list[Piece]:
    high, wide = look.between(0.13, 0.19), look.between(0.105, 0.12)
    half = np.vstack(
        (bezier([0, -high], [wide * 0.75, -high], [wide * 1.04, -high * 0.5], [wide, 0.03]), points([0, 0.045]))
    )
    ribs = replace(look.cloth, weave=weave("rib", 5) if look.cloth.weave is None else look.cloth.weave)
    fan = [
        (bezier([0, -high + 0.01], [x * 0.7, -high * 0.8], [x, -high * 0.4], [x, 0.03]), 0.004, -0.8)
        for x in np.linspace(-wide, wide, 13)
    ]
    made = [Piece(symmetric(half), ribs, folds=fan, shadow=0, bulge=1.5)]
    if look.often(0.75):
        tall = look.between(0.045, 0.07)
        cuff = np.vstack((bezier([-wide * 1.03, -tall * 0.5], [-wide * 0.5, -tall * 0.3], [wide * 0.5, -tall * 0.3], [wide * 1.03, -tall * 0.5]),
                          bezier([wide * 1.02, tall * 0.6], [wide * 0.5, tall], [-wide * 0.5, tall], [-wide * 1.02, tall * 0.6])))  # fmt: skip
        made.append(Piece(cuff, replace(ribs, printed=None, weave=weave("rib", 5)), shadow=0.6, bulge=1.2))
    if look.often(0.35):
        ball = details.ellipse(0, -high - 0.02, 0.04, 0.036, count=24)
        made.append(Piece(ball, Cloth(look.cloth.colour, weave=weave("fur"), rough=1.6), shadow=0.4, bulge=1.6))
    return made


def bag(look: Look) -> list[Piece]:
    return {"handbag": _handbag, "backpack": _backpack, "clutch": _clutch, "wallet": _clutch}[look.tags["category"]](
        look
    )


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
    strap = (
        look.trim if look.often(0.6) else Cloth(shade_of(look.one("brown", "black", "beige"), look.random), sheen=0.5)
    )
    reach, apart = look.between(0.1, 0.24), top * look.between(0.45, 0.7)
    made = []
    for back in (True, False) if look.often(0.6) else (False,):
        lift = 0.02 if back else 0.0
        handle = bezier(
            [-apart, 0.03], [-apart * 0.9, -reach * 1.25 - lift], [apart * 0.9, -reach * 1.25 - lift], [apart, 0.03]
        )
        made.append(
            Piece(strip(handle, look.between(0.006, 0.011)), strap, shadow=0.3, light=0.75 if back else 1.0, waves=0)
        )
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
        bezier(
            [-wide * 0.7, high * 0.57], [-wide * 0.3, high * 0.55], [wide * 0.3, high * 0.55], [wide * 0.7, high * 0.57]
        ),
        cloth,
        look.random,
    )
    return made


def _clutch(look: Look) -> list[Piece]:
    purse = look.tags["category"] == "wallet"
    cloth, wide = look.cloth, look.between(0.1, 0.12) if purse else look.between(0.14, 0.18)
    high = wide * (look.between(0.8, 1.5) if purse else look.between(0.9, 1.25))
    soft = 0.012
    half = np.vstack(
        (points([0, 0], [wide - soft, 0], [wide, soft], [wide + 0.004, high - soft], [wide - soft, high], [0, high]))
    )
    main = symmetric(half)
    made = [Piece(main, cloth, lines=(_stitched(main),), shadow=0, bulge=0.8, waves=0.5)]
    if purse and look.often(0.5):
        fold = points([-wide, high * 0.5], [wide, high * 0.5])
        made.append(Piece(strip(fold, 0.003), cloth, light=0.7, shadow=0.4, waves=0))
    else:
        depth = high * look.between(0.45, 0.72)
        pointed = look.often(0.5)
        low = [[wide, 0.02], [0, depth]] if pointed else [[wide, depth * 0.8], [wide * 0.7, depth], [0, depth]]
        flap = symmetric(
            np.vstack((points([0, -0.003], [wide + 0.004, -0.003]), through(low) if not pointed else points(*low)))
        )
        made.append(Piece(flap, cloth, lines=(_stitched(flap, 0.94),), shadow=0.6, bulge=0.7, waves=0.4))
        made.append(Piece(details.ellipse(0, depth - 0.012, 0.012, 0.012), details.metal(look.random), waves=0))
    if not purse and look.often(0.3):
        loop = bezier([wide, 0.03], [wide + 0.08, 0.03], [wide + 0.1, 0.16], [wide + 0.02, 0.15])
        made.insert(0, Piece(strip(loop, 0.007), cloth.toned(-0.04), shadow=0, waves=0))
    return made


def mirrored_at_random(pieces: list[Piece], look: Look) -> list[Piece]:
    """Items have no left or right."""
    if look.often(0.5):
        return pieces
    return [
        replace(
            piece,
            outline=flipped(piece.outline),
            grain=-piece.grain,
            folds=[(flipped(curve), wide, high) for curve, wide, high in piece.folds],
            lines=[replace(line, points=flipped(line.points)) for line in piece.lines],
            holes=[flipped(hole) for hole in piece.holes],
            within=None if piece.within is None else flipped(piece.within),
        )
        for piece in pieces
    ]
