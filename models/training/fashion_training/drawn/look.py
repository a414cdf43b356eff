"""What a garment is to look like, chosen before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from fashion_training.drawn.cloth import Cloth, lace, weave
from fashion_training.drawn.colours import METALLIC, Random, Rgb, contrast_to, lighter, name_of, shade_of
from fashion_training.drawn.necks import Cloths
from fashion_training.drawn.patterns import print_of, random_value
from fashion_training.drawn.recipes import Recipe


@dataclass
class Look:
    random: Random
    type: str
    recipe: Recipe
    tags: dict[str, Any]
    cloth: Cloth
    trim: Cloth
    """Of cuffs, collars, bands: the cloth itself, a rib of its colour, or another colour."""
    sleeve: Cloth
    lining: Cloth
    thread: Rgb | None = None
    """Colour of seams that are meant to be seen."""

    @property
    def cloths(self) -> Cloths:
        return Cloths(self.cloth, self.trim, self.lining)

    def add(self, detail: str) -> None:
        if detail not in self.tags["detail"]:
            self.tags["detail"].append(detail)

    def often(self, share: float) -> bool:
        return bool(self.random.random() < share)

    def between(self, low: float, high: float) -> float:
        return float(self.random.uniform(low, high))

    def one(self, *options: str) -> str:
        return options[self.random.integers(len(options))]


def _woven(fabric: str, random: Random, colour: Rgb) -> Cloth:
    """Cloth of that fabric in one colour; an empty name is a smooth weave that says nothing."""
    if fabric == "knit":
        kind = ("knit", "rib", "cable")[random.integers(3)]
        return Cloth(colour, weave=weave(kind, random.uniform(5, 9) if kind == "knit" else random.uniform(4, 6.5)), stiff=0.6)
    if fabric == "denim":
        return Cloth(colour, weave=weave("twill"), stiff=0.6)
    if fabric == "leather":
        return Cloth(colour, weave=weave("leather"), sheen=random.uniform(0.45, 0.9), stiff=0.45)
    if fabric == "silk":
        return Cloth(colour, weave=weave("plain"), sheen=random.uniform(0.3, 0.5), stiff=0.0)
    if fabric == "wool":
        return Cloth(colour, weave=weave("tweed"), stiff=0.8)
    if fabric == "velvet":
        return Cloth(colour, weave=weave("cord", random.uniform(4, 7)), stiff=0.7)
    if fabric == "fur":
        return Cloth(colour, weave=weave("fur"), stiff=0.9, rough=random.uniform(0.6, 1.2))
    if fabric == "padded":
        return Cloth(colour, weave=weave("quilt", random.uniform(18, 38)), sheen=random.uniform(0.0, 0.4), stiff=0.8)
    if fabric == "lace":
        return Cloth(colour, weave=weave("plain"), solid=lace(random), stiff=0.4)
    return Cloth(colour, weave=weave("plain"), stiff=random.uniform(0.15, 0.7))


_INDIGO: Final = ((79, 111, 159), (67, 96, 143), (52, 74, 112), (36, 48, 76), (150, 178, 208), (95, 130, 172))


def _dyed(random: Random) -> Rgb:
    """What denim is dyed with: indigo, or now and then black, grey or white."""
    if random.random() < 0.2:
        return shade_of(("black", "grey", "white")[random.integers(3)], random)
    red, green, blue = _INDIGO[random.integers(len(_INDIGO))]
    return lighter((red, green, blue), float(random.normal(0, 0.02)))


def look_for(item_type: str, recipe: Recipe, random: Random) -> Look:
    """Colour, fabric and pattern of a garment of that recipe; its cut is chosen where it is drawn."""
    fabric = recipe.fabrics[random.integers(len(recipe.fabrics))] if recipe.fabrics else ""
    pattern = "plain"
    if recipe.patterns and random.random() > recipe.plain and fabric in ("", "knit", "silk", "wool"):
        pattern = recipe.patterns[random.integers(len(recipe.patterns))]
    value = recipe.colors[random.integers(len(recipe.colors))] if recipe.colors else random_value(random)
    if fabric in ("leather", "silk") and random.random() < recipe.metallic:
        value = METALLIC[random.integers(2)]
    if fabric == "denim":
        base = _dyed(random)
        value = name_of(base)
        pattern = "denim_wash" if value in ("blue", "navy", "sky_blue") and random.random() < 0.7 else "plain"
    else:
        base = shade_of(value, random)
    if fabric == "lace":
        pattern = "lace_pattern"
    cloth = _woven(fabric, random, base)
    if value in METALLIC:
        cloth = replace(cloth, sheen=0.9)
    tags: dict[str, Any] = {"category": recipe.category, "color": value, "pattern": pattern, "detail": []}
    if fabric:
        tags["fabric"] = fabric
    sleeve = cloth
    if pattern == "color_block" and recipe.sleeved and random.random() < 0.4:
        # A body of one colour with sleeves of another.
        sleeve = replace(cloth, colour=contrast_to(base, random)[1])
        del tags["color"]
    elif pattern not in ("plain", "graphic", "lace_pattern"):
        made = print_of(pattern, value, base, random)
        cloth = replace(cloth, printed=made.tile, anchored=made.anchored)
        sleeve = cloth
        if made.color is None:
            del tags["color"]
        else:
            tags["color"] = made.color
    if pattern == "lace_pattern":
        lining = Cloth(lighter(base, -0.05), stiff=0.6)
    else:
        lining = replace(cloth.toned(random.uniform(-0.08, 0.03)), rough=0.0, sheen=0.0)
    trim = _trim(cloth, recipe, pattern, random)
    thread: Rgb | None = None
    if fabric == "denim" and random.random() < 0.6:
        thread = (200.0, 140.0, 70.0)
    return Look(random, item_type, recipe, tags, cloth, trim, sleeve, lining, thread)


def _trim(cloth: Cloth, recipe: Recipe, pattern: str, random: Random) -> Cloth:
    trim = replace(cloth, rough=0.0)
    if recipe.ribbed:
        trim = Cloth(lighter(cloth.colour, random.uniform(-0.05, 0.02)), weave=weave("rib", random.uniform(3, 4.5)), stiff=0.8)
    if pattern in ("plain", "graphic", "stripe") and random.random() < recipe.contrast_trim:
        trim = replace(trim, colour=contrast_to(cloth.colour, random)[1], printed=None)
    return trim
