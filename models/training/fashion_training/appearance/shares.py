"""How garments are divided and counted where parts and heads are fitted to them."""

from __future__ import annotations

import hashlib
from typing import Final

from fashion_training.appearance.crops import Garment

SHARES: Final = (0.25, 0.5, 1.0)
"""Of what was learnt, by which it is told what more would bring."""
UNSEEN: Final = 3.0
"""How much a garment counts that the trunk was not taught: it is seen as those that are asked about will be, and not better."""


def lot(garment: Garment) -> int:
    """A number by which garments are divided, at random but always the same; one for all of a picture."""
    return int.from_bytes(hashlib.sha256(garment.path.name.encode()).digest()[4:8], "big")


def rows_of_share(garments: list[Garment], share: float) -> list[int]:
    return [row for row, garment in enumerate(garments) if lot(garment) % 1000 < 1000 * share]
