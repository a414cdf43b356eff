"""How good vectors and tags are on garments that were held out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from fashion_training.appearance.crops import Garment, plain_crop
from fashion_training.appearance.garments import ATTRIBUTES, MULTIPLE
from fashion_training.appearance.network import Appearance, Seen
from fashion_training.data.decoded import Pixels

NEIGHBOURS: Final = 10
_BATCH: Final = 32
Floats = NDArray[np.float32]


@torch.no_grad()
def see_all(network: Appearance, crops: Iterable[Pixels]) -> Seen:
    found, left = [], iter(crops)
    while batch := list(islice(left, _BATCH)):
        pixels = torch.from_numpy(np.stack(batch)).permute(0, 3, 1, 2).float()
        found.append(network.see(pixels.contiguous(memory_format=torch.channels_last)))
    return Seen.together(found)


def see_garments(network: Appearance, garments: Sequence[Garment], side: int) -> Seen:
    """As the server would cut them; :param side: of the crops, in pixels"""
    return see_all(network, (plain_crop(garment, side) for garment in garments))


@dataclass(frozen=True)
class Precision:
    kind: float
    """Of ten neighbours, the share of the query's article type."""
    kind_and_colour: float


def precision_at_10(queries: Floats, gallery: Floats, asked: list[Garment], kept: list[Garment]) -> Precision:
    """A garment is not its own neighbour."""
    similarities = queries @ gallery.T
    keys = np.array([garment.key for garment in kept])
    kinds = np.array([garment.labels.get("article", -1) for garment in kept])
    colours = np.array([garment.labels.get("base_colour", -1) for garment in kept])
    same, both, count = 0, 0, 0
    for row, query in zip(similarities, asked, strict=True):
        if "article" not in query.labels:
            continue
        row = np.where(keys == query.key, -2.0, row)
        nearest = np.argpartition(-row, NEIGHBOURS)[:NEIGHBOURS]
        is_kind = kinds[nearest] == query.labels["article"]
        same += int(is_kind.sum())
        both += int((is_kind & (colours[nearest] == query.labels.get("base_colour", -2))).sum())
        count += NEIGHBOURS
    return Precision(same / max(count, 1), both / max(count, 1))


@torch.no_grad()
def tag_accuracies(network: Appearance, features: torch.Tensor, garments: list[Garment]) -> dict[str, float]:
    """By attribute: share of labelled garments whose first value is right; micro F1 at 0.5 for the one of several values."""
    figures = {}
    for attribute in ("item_type", *ATTRIBUTES):
        rows = [index for index, garment in enumerate(garments) if attribute in garment.labels]
        if len(rows) < 5:
            continue
        logits = network.tags[attribute](features[rows]).numpy()
        wanted = np.stack([np.asarray(garments[index].labels[attribute]) for index in rows])
        if attribute == MULTIPLE:
            said = logits > 0
            right = float((said & (wanted > 0.5)).sum())
            figures[attribute] = 2 * right / max(float(said.sum() + (wanted > 0.5).sum()), 1.0)
        else:
            figures[attribute] = float((logits.argmax(1) == wanted).mean())
    return figures
