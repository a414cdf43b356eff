"""Readers of the labelled sets: one JSON value a line in `<set>/labels.jsonl`, pictures beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

Split = Literal["train", "val"]
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels of the picture."""


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


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                raise ValueError(f"{path}:{number}: {error}") from error


def read_pictures(root: Path, name: Literal["catalogue", "garments", "worn"]) -> list[Picture]:
    """Pictures of one product or garment each.

    :raises OSError: where `root/name/labels.jsonl` cannot be read
    :raises ValueError: for a line that is no JSON, with its number
    """
    return [
        Picture(
            set=name,
            file=row["file"],
            split=row["split"],
            path=root / name / row["file"],
            type=row.get("type"),
            tags=row.get("tags", {}),
            raw=row,
        )
        for row in _lines(root / name / "labels.jsonl")
    ]


def read_street(root: Path) -> list[StreetPicture]:
    """Street photographs. Raises as `read_pictures` does."""
    return [
        StreetPicture(
            file=row["file"],
            split=row["split"],
            path=root / "street" / row["file"],
            mask=root / "street" / row["mask"],
            items=tuple(Item(item.get("type"), item["label"], tuple(item["box"])) for item in row["items"]),
        )
        for row in _lines(root / "street" / "labels.jsonl")
    ]


def read_attributes(root: Path) -> list[LabelledGarment]:
    """Garments labelled by eye for all attributes: those of the data, and ours for training. Raises as `read_pictures` does."""
    return [
        LabelledGarment(
            set=row["set"],
            file=row["file"],
            split=row.get("split", "train"),
            path=root / row["set"] / row["file"],
            type=row["type"],
            tags=row["tags"],
            box=tuple(row["box"]) if row.get("box") else None,
        )
        for row in (*_lines(root / "attributes" / "labels.jsonl"), *_lines(_OUR_LABELS))
    ]


FOLDS: Final = 10
Record = TypeVar("Record", Picture, StreetPicture)


def training_part(records: list[Record], root: Path, without_fold: int | None = None) -> list[Record]:
    """
    What may be trained on: not the validation part of the set itself, nor that of `attributes`, whose pictures are of other sets.

    :param without_fold: one of `FOLDS`, left out to choose by
    """
    kept_back = {garment.key for garment in read_attributes(root) if garment.split == "val"}
    return [
        record
        for record in records
        if record.split == "train" and record.key not in kept_back and fold_of(record.key) != without_fold
    ]


def fold(records: list[Record], root: Path, number: int) -> list[Record]:
    """What `training_part` leaves out for this fold."""
    return [record for record in training_part(records, root) if fold_of(record.key) == number]


def fold_of(key: str, folds: int = FOLDS) -> int:
    """The fold of a picture, by its name alone, so that it stays when others come or go."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % folds
