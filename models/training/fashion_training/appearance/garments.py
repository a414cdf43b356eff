"""All garments to learn from, with their labels as indices of the network's heads."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from fashion_training.appearance.crops import Garment
from fashion_training.data.decoded import mask as decoded_mask
from fashion_training.data.decoded import pixels
from fashion_training.data.drawings import Drawing
from fashion_training.data.letterbox import Box
from fashion_training.data.records import (
    HELD_OUT_FOLD,
    Picture,
    StreetPicture,
    fold,
    read_attributes,
    read_pictures,
    read_street,
    training_part,
)
from fashion_training.data.silhouette import bounds, silhouette
from fashion_training.taxonomy import item_types, taxonomy, values_of

ATTRIBUTES: Final = tuple(attribute["id"] for attribute in taxonomy()["attributes"])
MULTIPLE: Final = "detail"
Boxes = dict[Path, Box]

# What a street label says of the category; others leave it open.
_STREET_CATEGORIES: Final = {
    "blazer": "blazer", "blouse": "blouse", "boots": "boots", "cape": "cape", "cardigan": "cardigan", "coat": "coat",
    "dress": "dress", "flats": "flats", "glasses": "glasses", "heels": "heels", "hoodie": "hoodie", "jeans": "jeans",
    "jumper": "sweater", "leggings": "leggings", "loafers": "loafers", "pants": "pants", "pumps": "heels",
    "purse": "handbag", "romper": "jumpsuit", "sandals": "sandals", "scarf": "scarf", "shirt": "shirt",
    "shorts": "shorts", "skirt": "skirt", "sneakers": "sneakers", "sunglasses": "sunglasses", "sweater": "sweater",
    "sweatshirt": "sweatshirt", "t-shirt": "tshirt", "tie": "tie", "vest": "vest", "wallet": "wallet", "watch": "watch",
    "belt": "belt",
}  # fmt: skip


@dataclass(frozen=True)
class Vocabulary:
    """Names of what a head tells apart, by head."""

    heads: dict[str, tuple[str, ...]]

    def index(self, head: str, name: Any) -> int | None:
        names = self.heads[head]
        return names.index(name) if name in names else None


@dataclass(frozen=True)
class GarmentSet:
    catalogue: list[Garment]
    street: list[Garment]
    garments: list[Garment]
    worn: list[Garment]
    attributes: list[Garment]
    """Labelled by eye for all attributes; the same garments are also among the others, without any."""
    drawn: list[Garment]

    def all(self) -> list[Garment]:
        return [*self.catalogue, *self.street, *self.garments, *self.worn, *self.attributes, *self.drawn]


def vocabulary(data: Path, least: int = 4) -> Vocabulary:
    """Sellers' article types and colours of at least `least` pictures that are learnt, street labels, types and attributes."""
    catalogue = training_part(read_pictures(data, "catalogue"), data, HELD_OUT_FOLD)
    street = training_part(read_street(data), data, HELD_OUT_FOLD)

    def often(values: list[str]) -> tuple[str, ...]:
        return tuple(sorted(name for name, count in Counter(values).items() if count >= least and name))

    heads = {
        "article": often([picture.raw["articleType"] for picture in catalogue]),
        "base_colour": often([picture.raw["baseColour"] for picture in catalogue]),
        "street_label": often([item.label for picture in street for item in picture.items]),
        "home_label": often(
            [picture.raw["label"] for picture in training_part(read_pictures(data, "garments"), data, HELD_OUT_FOLD)]
        ),
        "item_type": item_types(),
    }
    return Vocabulary(heads | {attribute: values_of(attribute) for attribute in ATTRIBUTES})


def tag_labels(words: Vocabulary, tags: dict[str, Any]) -> dict[str, Any]:
    labels: dict[str, Any] = {}
    for attribute, value in tags.items():
        if attribute == MULTIPLE:
            labels[attribute] = np.array([name in value for name in values_of(MULTIPLE)], np.float32)
        elif (index := words.index(attribute, value)) is not None:
            labels[attribute] = index
    return labels


def read_garments(
    data: Path, words: Vocabulary, boxes: Boxes, salient: Path, made: list[Drawing], held_out: bool = False
) -> GarmentSet:
    """
    :param boxes: of the known item of pictures of `catalogue` that somebody wears, by path; the silhouette is that of others
    :param salient: folder of masks for `garments`
    :param made: drawn garments, of no fold
    :param held_out: the fold to choose by, in place of what is learnt
    """
    part = fold if held_out else training_part
    by_eye = {(garment.path, garment.box): garment for garment in read_attributes(data) if garment.split == "train"}
    sets = {
        "catalogue": _of_catalogue(part(read_pictures(data, "catalogue"), data, HELD_OUT_FOLD), words, boxes),
        "street": _of_street(part(read_street(data), data, HELD_OUT_FOLD), words, data),
        "garments": _of_homes(part(read_pictures(data, "garments"), data, HELD_OUT_FOLD), words, salient),
        "worn": _of_worn(part(read_pictures(data, "worn"), data, HELD_OUT_FOLD), words),
    }
    attributes = []
    for garments in sets.values():
        for index, garment in enumerate(garments):
            found = by_eye.get((garment.path, garment.box if garment.cut == "street" else None))
            if found is not None:
                # What people saw stands in for all tags that it came with.
                garments[index] = _labelled(garment, {})
                attributes.append(_labelled(garment, tag_labels(words, found.tags) | _type_of(words, found.type)))
    return GarmentSet(**sets, attributes=attributes, drawn=drawn_garments(words, made))


def _labelled(garment: Garment, labels: dict[str, Any]) -> Garment:
    """With these labels, and those of its own that are no tags."""
    return replace(garment, labels={head: index for head, index in garment.labels.items() if head not in ATTRIBUTES} | labels)


def _type_of(words: Vocabulary, item_type: str | None) -> dict[str, int]:
    return _known({"item_type": words.index("item_type", item_type)})


def _of_catalogue(pictures: list[Picture], words: Vocabulary, boxes: Boxes) -> list[Garment]:
    garments = []
    for picture in pictures:
        box = boxes.get(picture.path) or bounds(silhouette(pixels(picture.path)))
        if box is None:
            continue
        labels = _known(
            {
                "article": words.index("article", picture.raw["articleType"]),
                "base_colour": words.index("base_colour", picture.raw["baseColour"]),
            }
        )
        labels |= _type_of(words, picture.type) | tag_labels(words, picture.tags)
        garments.append(Garment(picture.key, picture.path, box, "none" if picture.path in boxes else "white", labels=labels))
    return garments


def _of_street(photographs: list[StreetPicture], words: Vocabulary, data: Path) -> list[Garment]:
    classes: list[str] = json.loads((data / "street" / "mask-classes.json").read_text(encoding="utf-8"))
    garments = []
    for photograph in photographs:
        for number, item in enumerate(photograph.items):
            x0, y0, x1, y1 = item.box
            if max(x1 - x0, y1 - y0) <= 20 or item.label in ("accessories", "socks", "stockings", "tights"):
                continue
            labels = _type_of(words, item.type) | _known(
                {
                    "street_label": words.index("street_label", item.label),
                    "category": words.index("category", _STREET_CATEGORIES.get(item.label)),
                }
            )
            key, mask_class = f"{photograph.key}#{number}", classes.index(item.label)
            garments.append(Garment(key, photograph.path, item.box, "street", photograph.mask, mask_class, labels))
    return garments


def _of_homes(pictures: list[Picture], words: Vocabulary, salient: Path) -> list[Garment]:
    garments = []
    for picture in pictures:
        mask = salient / f"{Path(picture.file).stem}.png"
        box = bounds(decoded_mask(mask) > 128, 0.02)
        labels = _known({"home_label": words.index("home_label", picture.raw["label"])})
        labels |= _type_of(words, picture.type) | tag_labels(words, picture.tags)
        if box is None:
            garments.append(Garment(picture.key, picture.path, _whole(picture.path), labels=labels))
        else:
            garments.append(Garment(picture.key, picture.path, box, "salient", mask, labels=labels))
    return garments


def _of_worn(pictures: list[Picture], words: Vocabulary) -> list[Garment]:
    return [
        Garment(picture.key, picture.path, _whole(picture.path), labels=tag_labels(words, picture.tags)) for picture in pictures
    ]


def _whole(path: Path) -> Box:
    height, width = pixels(path).shape[:2]
    return 0, 0, width, height


def drawn_garments(words: Vocabulary, made: list[Drawing]) -> list[Garment]:
    garments = []
    for drawing in made:
        labels = tag_labels(words, drawing.tags) | _type_of(words, drawing.type)
        key = f"drawn/{drawing.path.name}"
        garments.append(Garment(key, drawing.path, drawing.box(), "salient", drawing.mask, labels=labels))
    return garments


def _known(labels: dict[str, int | None]) -> dict[str, Any]:
    return {head: index for head, index in labels.items() if index is not None}
