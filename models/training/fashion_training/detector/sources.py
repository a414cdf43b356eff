"""Scenes to learn from, by the kind of what is known of each picture."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from fashion_training.data.decoded import Pixels, pixels
from fashion_training.data.decoded import mask as decoded_mask
from fashion_training.data.drawings import DRAWINGS, Drawing, drawings
from fashion_training.data.records import Picture, StreetPicture, read_pictures, read_street, training_part
from fashion_training.data.salient import make_salient_masks
from fashion_training.data.silhouette import bounds, is_worn, silhouette
from fashion_training.detector.boxes import overlaps
from fashion_training.detector.decode import Found, Rules
from fashion_training.detector.scenes import IGNORED, CutOut, Scene
from fashion_training.export.graphs import sha256
from fashion_training.shipped import ShippedDetector
from fashion_training.taxonomy import item_types, part_of

UNNAMED: Final = frozenset({"accessories"})
"""Street labels that may be anything: neither taught nor punished."""
_SURE: Final = 0.5


def index_of(item_type: str | None) -> int:
    return IGNORED if item_type is None else item_types().index(item_type)


@dataclass(frozen=True)
class Boxed:
    """A picture with its boxes; decoded when it is asked for."""

    path: Path
    boxes: np.ndarray
    types: np.ndarray
    mask: Path | None = None

    def scene(self) -> Scene:
        mask = None if self.mask is None else decoded_mask(self.mask)
        return Scene(pixels(self.path), self.boxes.copy(), self.types.copy(), mask)


def _boxed(path: Path, items: list[tuple[int, Any]], mask: Path | None = None) -> Boxed:
    boxes = np.array([box for _, box in items], np.float32).reshape(-1, 4)
    return Boxed(path, boxes, np.array([index for index, _ in items], np.int64), mask)


def street_scenes(pictures: list[StreetPicture]) -> list[Boxed]:
    """As labelled; other items outside the taxonomy are background."""
    scenes = []
    for picture in pictures:
        items = [(index_of(item.type), item.box) for item in picture.items if item.type is not None or item.label in UNNAMED]
        scenes.append(_boxed(picture.path, items, picture.mask))
    return scenes


def alone_scenes(pictures: list[Picture]) -> tuple[list[Boxed], list[Picture]]:
    """Catalogue pictures of a product alone, whose box is the silhouette; and those that somebody wears."""
    scenes, worn = [], []
    for picture in pictures:
        if picture.type is None:
            continue
        decoded = pixels(picture.path)
        found = silhouette(decoded)
        if picture.raw["masterCategory"] == "Apparel" and is_worn(decoded, found):
            worn.append(picture)
        elif (box := bounds(found)) is not None:
            scenes.append(_boxed(picture.path, [(index_of(picture.type), box)]))
    return scenes, worn


def known_type_items(found: Found, known: str) -> list[tuple[int, Any]] | None:
    """
    What a picture of one known type shows, from what a detector found there: its best box of the type, or of the same part of the
    body, is the item; other boxes are taught where the detector is sure, and ignored where it doubts. Nothing where there is no
    such box.
    """
    types = [item_types()[index] for index in found.types]
    best = next((i for i, name in enumerate(types) if name == known), None)
    part = next((i for i, name in enumerate(types) if part_of(name) == part_of(known) != "item"), None)
    if best is None or (part is not None and found.scores[best] < 0.15 < found.scores[part]):
        best = part
    if best is None:
        return None
    shared = overlaps(found.boxes, found.boxes[best : best + 1])[:, 0]
    items: list[tuple[int, Any]] = [(index_of(known), found.boxes[best].tolist())]
    for i, name in enumerate(types):
        same_place = part_of(name) == part_of(known) != "item" or shared[i] > 0.5
        if i == best or same_place:
            continue
        items.append((index_of(name) if found.scores[i] >= _SURE else IGNORED, found.boxes[i].tolist()))
    return items


def worn_scenes(pictures: list[Picture], teacher: Path, prepared: Path) -> list[Boxed]:
    """
    Apparel that somebody wears, on white: boxes by a detector, checked against the known type.

    :param teacher: the detector's folder
    :param prepared: where what it found is kept
    """
    kept = prepared / f"worn-{sha256(teacher / 'manifest.json')[:12]}.json"
    found: dict[str, list[tuple[int, Any]] | None] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    unseen = [picture for picture in pictures if picture.key not in found and picture.type is not None]
    if unseen:
        detector = ShippedDetector(teacher)
        for picture in unseen:
            assert picture.type is not None
            found[picture.key] = known_type_items(detector.find(pixels(picture.path), Rules(0.05, 0.5, 0.7)), picture.type)
        kept.parent.mkdir(parents=True, exist_ok=True)
        written = kept.with_suffix(".unfinished")
        written.write_text(json.dumps(found), encoding="utf-8")
        written.replace(kept)
    return [_boxed(picture.path, items) for picture in pictures if (items := found.get(picture.key))]


def garment_scenes(pictures: list[Picture], masks: Path) -> list[Boxed]:
    """One garment on a home background: what is salient there is the garment. Masks as `make_salient_masks` leaves them."""
    scenes = []
    for picture in pictures:
        found = decoded_mask(masks / f"{Path(picture.file).stem}.png") > 128
        box = bounds(found, 0.02)
        if box is None or found.mean() < 0.03 or found.mean() > 0.97:
            continue
        scenes.append(_boxed(picture.path, [(index_of(picture.type), box)]))
    return scenes


def catalogue_cut_outs(scenes: list[Boxed]) -> list[CutOut]:
    """Products without their white, to be laid on other pictures."""
    cuts = []
    for scene in scenes:
        decoded = pixels(scene.path)
        x0, y0, x1, y1 = (int(value) for value in scene.boxes[0])
        opaque = silhouette(decoded)[y0:y1, x0:x1].astype(np.uint8) * 255
        # The rim is mixed with the white.
        opaque = cv2.erode(opaque, np.ones((3, 3), np.uint8))
        cuts.append(CutOut(decoded[y0:y1, x0:x1], opaque, int(scene.types[0])))
    return cuts


def street_cut_outs(pictures: list[StreetPicture]) -> list[CutOut]:
    """Items of street photographs by their masks, for types that catalogues have few of."""
    classes = json.loads((pictures[0].mask.parents[1] / "mask-classes.json").read_text(encoding="utf-8"))
    cuts = []
    for picture in pictures:
        labels = decoded_mask(picture.mask)
        for item in picture.items:
            x0, y0, x1, y1 = (int(value) for value in item.box)
            if item.type is None or item.type == "SHOES" or min(x1 - x0, y1 - y0) < 24:
                continue
            opaque = (labels[y0:y1, x0:x1] == classes.index(item.label)).astype(np.uint8) * 255
            if (opaque > 0).mean() < 0.3:
                continue
            cuts.append(CutOut(pixels(picture.path)[y0:y1, x0:x1], opaque, index_of(item.type)))
    return cuts


def street_backgrounds(pictures: list[StreetPicture], random: np.random.Generator) -> list[Pixels]:
    """A part of each picture, a third of its sides, where the mask knows of nothing: nobody who wears anything."""
    parts = []
    for picture in pictures:
        empty = decoded_mask(picture.mask) == 0
        height, width = empty.shape
        rows, columns = height // 3, width // 3
        for _ in range(12):
            top, left = int(random.integers(0, height - rows)), int(random.integers(0, width - columns))
            if empty[top : top + rows, left : left + columns].all():
                parts.append(pixels(picture.path)[top : top + rows, left : left + columns])
                break
    return parts


def drawn_cut_outs(made: list[Drawing]) -> list[CutOut]:
    """Drawn garments, cut to their boxes."""
    cuts = []
    for drawing in made:
        opaque = decoded_mask(drawing.mask)
        x0, y0, x1, y1 = (int(value) for value in drawing.box())
        cuts.append(CutOut(pixels(drawing.path)[y0:y1, x0:x1], opaque[y0:y1, x0:x1], index_of(drawing.type)))
    return cuts


@dataclass(frozen=True)
class Sources:
    street: list[Boxed]
    alone: list[Boxed]
    worn: list[Boxed]
    garments: list[Boxed]
    cuts: list[CutOut]
    """Of photographs."""
    drawn: list[CutOut]
    backgrounds: list[Pixels]


def read_sources(
    data: Path, prepared: Path, teacher: Path, salient: Path, held_out: int | None, say: Callable[[str], None]
) -> Sources:
    """:param held_out: the fold of the training part that is left out, to choose by"""
    street = training_part(read_street(data), data, held_out)
    alone, worn = alone_scenes(training_part(read_pictures(data, "catalogue"), data, held_out))
    say(f"catalogue: {len(alone)} alone, {len(worn)} worn")
    garments = training_part(read_pictures(data, "garments"), data, held_out)
    masks = make_salient_masks(garments, prepared, salient, say)
    sources = Sources(
        street=street_scenes(street),
        alone=alone,
        worn=worn_scenes(worn, teacher, prepared),
        garments=garment_scenes(garments, masks),
        cuts=catalogue_cut_outs(alone) + street_cut_outs(street),
        drawn=drawn_cut_outs(drawings(prepared / "drawn", DRAWINGS, say)),
        backgrounds=street_backgrounds(street, np.random.default_rng(1)),
    )
    say(
        f"scenes: {len(sources.street)} street, {len(sources.alone)} alone, {len(sources.worn)} worn, "
        f"{len(sources.garments)} garments, {len(sources.cuts)} cut out, {len(sources.drawn)} drawn, "
        f"{len(sources.backgrounds)} backgrounds"
    )
    return sources
