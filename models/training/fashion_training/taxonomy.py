"""Item types and attributes: the project's own list, as its contract package has it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

_FILE = Path(__file__).parents[3] / "packages" / "contract" / "src" / "taxonomy.json"


@cache
def taxonomy() -> dict[str, Any]:
    return json.loads(_FILE.read_text(encoding="utf-8"))


@cache
def item_types() -> tuple[str, ...]:
    return tuple(kind["id"] for kind in taxonomy()["types"])


@cache
def part_of(item_type: str) -> str:
    """The part of the body: upper, lower, whole, or item."""
    return next(kind["part"] for kind in taxonomy()["types"] if kind["id"] == item_type)


@cache
def values_of(attribute: str) -> tuple[str, ...]:
    return tuple(value["id"] for found in taxonomy()["attributes"] if found["id"] == attribute for value in found["values"])


CATEGORIES: Final = {
    "JACKET": ["blazer", "denim_jacket", "leather_jacket", "jumper_jacket", "padding", "suit", "hoodie", "cape"],
    "COAT": ["coat", "trench_coat", "padding", "cape"],
    "CARDIGAN": ["cardigan", "sweater"],
    "VEST": ["vest"],
    "SHIRT": ["shirt", "blouse", "tunic"],
    "TOP": ["tshirt", "polo", "tank_top", "tunic", "blouse", "sweatshirt"],
    "KNIT": ["sweater", "sweatshirt", "hoodie", "cardigan"],
    "DRESS": ["dress", "tunic"],
    "JUMPSUIT": ["jumpsuit"],
    "SKIRT": ["skirt"],
    "PANTS": ["pants", "jeans", "leggings", "track_pants"],
    "SHORTS": ["shorts"],
    "SHOES": ["sneakers", "boots", "heels", "flats", "loafers", "sandals", "flip_flops"],
    "BAG": ["handbag", "backpack", "clutch", "wallet"],
    "HAT": ["hat", "cap", "beanie"],
    "SCARF": ["scarf"],
    "BELT": ["belt"],
    "GLASSES": ["glasses", "sunglasses"],
    "WATCH": ["watch"],
    "TIE": ["tie"],
}
"""Values of `category` that fit an item type: the tagger says no other of an item of the type."""
