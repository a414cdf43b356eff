"""Readers of the labelled sets: one JSON value a line in `<set>/labels.jsonl`, pictures beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

Split = Literal["train", "val"]
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels of the picture."""


Made = TypeVar("Made")
_OUR_LABELS: Final = Path(__file__).parents[2] / "labels" / "attributes.jsonl"


@dataclass(frozen=True)
class Picture:
    """A picture of one product or garment, with what is known of it."""

    set: str
    file: str
    split: Split
    path: Path
    type: str | None = None
    """Item type of the taxonomy."""
    tags: dict[str, Any] = field(default_factory=dict)
    """Values by attribute; `detail` is a list."""
    raw: dict[str, Any] = field(default_factory=dict)
    """The whole line as it stands."""

    @property
    def key(self) -> str:
        return f"{self.set}/{self.file}"


@dataclass(frozen=True)
class Item:
    type: str | None
    """`None` for what is not in the taxonomy."""
    label: str
    box: Box


@dataclass(frozen=True)
class StreetPicture:
    """A street photograph: boxes of what its main person wears, and a mask of classes."""

    file: str
    split: Split
    path: Path
    mask: Path
    items: tuple[Item, ...]

    @property
    def key(self) -> str:
        return f"street/{self.file}"


@dataclass(frozen=True)
class LabelledGarment:
    """A garment of another set's picture, labelled for all attributes."""

    set: str
    file: str
    split: Split
    path: Path
    type: str
    tags: dict[str, Any]
    box: Box | None
    """`None` for the whole picture."""

    @property
    def key(self) -> str:
        return f"{self.set}/{self.file}"


def _read(path: Path, build: Callable[[dict[str, Any]], Made]) -> list[Made]:
    """
    :raises OSError: where the file cannot be read
    :raises ValueError: for a line that is no JSON or lacks a field, with its number
    """
    made = []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                made.append(build(json.loads(line)))
            except json.JSONDecodeError as error:
                raise ValueError(f"{path}:{number}: {error}") from error
            except KeyError as error:
                raise ValueError(f"{path}:{number}: has no {error}") from error
    return made


def read_pictures(root: Path, name: Literal["catalogue", "garments", "worn"]) -> list[Picture]:
    """Pictures of one product or garment each. Raises as `_read` does."""

    def build(row: dict[str, Any]) -> Picture:
        path, tags = root / name / row["file"], row.get("tags", {})
        return Picture(name, row["file"], row["split"], path, row.get("type"), tags, raw=row)

    return _read(root / name / "labels.jsonl", build)


def read_street(root: Path) -> list[StreetPicture]:
    """Street photographs. Raises as `_read` does."""

    def build(row: dict[str, Any]) -> StreetPicture:
        items = tuple(Item(item.get("type"), item["label"], tuple(item["box"])) for item in row["items"])
        folder = root / "street"
        return StreetPicture(row["file"], row["split"], folder / row["file"], folder / row["mask"], items)

    return _read(root / "street" / "labels.jsonl", build)


def read_attributes(root: Path) -> list[LabelledGarment]:
    """Garments labelled by eye for all attributes: those of the data, and ours for training. Raises as `_read` does."""

    def build(row: dict[str, Any]) -> LabelledGarment:
        path, box = root / row["set"] / row["file"], tuple(row["box"]) if row.get("box") else None
        return LabelledGarment(row["set"], row["file"], row.get("split", "train"), path, row["type"], row["tags"], box)

    return [*_read(root / "attributes" / "labels.jsonl", build), *_read(_OUR_LABELS, build)]


FOLDS: Final = 10
HELD_OUT_FOLD: Final = 0
"""By which everything is chosen."""
Record = TypeVar("Record", Picture, StreetPicture)


def training_part(records: list[Record], root: Path, without_fold: int | None = None) -> list[Record]:
    """
    What may be trained on: not the validation part of the set itself, nor that of `attributes`, whose pictures are of other sets,
    nor twins of those.

    :param without_fold: one of `FOLDS`, left out to choose by
    """
    kept_back = {garment.key for garment in read_attributes(root) if garment.split == "val"}
    names = {name_of(record) for record in records if record.key in kept_back} - {None}
    return [
        record
        for record in records
        if record.split == "train"
        and record.key not in kept_back
        and name_of(record) not in names
        and fold_of(record.key) != without_fold
    ]


def fold(records: list[Record], root: Path, number: int) -> list[Record]:
    """What `training_part` leaves out for this fold, without twins of what it leaves in."""
    learnt = {name_of(record) for record in training_part(records, root, number)} - {None}
    return [record for record in training_part(records, root) if fold_of(record.key) == number and name_of(record) not in learnt]


def fold_of(key: str) -> int:
    """The fold of a picture, by its name alone, so that it stays when others come or go."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % FOLDS


def name_of(record: Picture | StreetPicture) -> tuple[str, str] | None:
    """
    Brand and name of a product. Pictures of one name are twins: colours or sizes of one garment, of which one tells what the
    other's labels are.
    """
    raw = record.raw if isinstance(record, Picture) else {}
    return (raw["brand"], raw["name"]) if raw.get("name") else None
