"""Draws a garment of any kind, with what is known of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from fashion_training.data.decoded import Pixels
from fashion_training.drawn import accessories, bags, hats, skirts, trousers, upper, whole
from fashion_training.drawn.canvas import Piece, canvas_for, other_side
from fashion_training.drawn.colours import Random
from fashion_training.drawn.look import Look, look_for
from fashion_training.drawn.pose import posed
from fashion_training.drawn.recipes import RECIPES
from fashion_training.taxonomy import attributes_of, part_of

TYPES: Final = tuple(RECIPES)
"""Item types that can be drawn."""
_BUILDERS: Final[dict[str, Callable[[Look], list[Piece]]]] = {
    "DRESS": whole.dress,
    "JUMPSUIT": whole.jumpsuit,
    "SKIRT": skirts.skirt,
    "PANTS": trousers.trousers,
    "SHORTS": trousers.trousers,
    "SCARF": accessories.scarf,
    "BELT": accessories.belt,
    "TIE": accessories.tie,
    "HAT": hats.hat,
    "BAG": bags.bag,
}


@dataclass(frozen=True)
class Drawn:
    pixels: Pixels
    """[height, width, 3], RGB: the garment's colours wherever `opaque` is over 0."""
    opaque: NDArray[np.uint8]
    """[height, width], 0 to 255, smooth at the edges."""
    type: str
    tags: dict[str, Any]
    """Values by attribute, only of what the drawing shows; `detail` is a list."""


def draw(random: Random, item_type: str | None = None) -> Drawn:
    """
    A garment of that type, or of any in `TYPES`, 290 to 330 pixels along its longer side. The same state of `random`
    draws the same.
    """
    kind = TYPES[random.integers(len(TYPES))] if item_type is None else item_type
    recipes = RECIPES[kind]
    weights = np.array([recipe.weight for recipe in recipes])
    recipe = recipes[int(random.choice(len(recipes), p=weights / weights.sum()))]
    look = look_for(kind, recipe, random)
    pieces = _BUILDERS.get(kind, upper.upper)(look)
    if part_of(kind) == "item" and look.often(0.5):
        # Items have no left or right.
        pieces = [other_side(piece) for piece in pieces]
    pieces = posed(pieces, random, 0.9 if kind in ("TIE", "BELT", "SCARF") else 0.3)
    canvas = canvas_for(pieces, float(random.uniform(290, 330)), random)
    for piece in pieces:
        canvas.put(piece)
    pixels, opaque = canvas.finished(float(random.uniform(0.8, 3.0)))
    apply = attributes_of(kind)
    tags = {name: value for name, value in look.tags.items() if name in apply}
    return Drawn(pixels, opaque, kind, tags)
