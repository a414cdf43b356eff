"""What an export calls its classes, and which of ours they are."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnx

from fashion_training.adapt.problem import Problem
from fashion_training.taxonomy import item_types

Labels = dict[int, str]


@dataclass(frozen=True)
class Groups:
    """Which of an export's classes are one of ours: as many of theirs as mean the same."""

    ours: tuple[str, ...]
    theirs: tuple[tuple[int, ...], ...]
    """Numbers of their classes, for each of ours."""
    left_out: tuple[str, ...]
    """Their classes that are none of ours."""


def read_json(option: str, path: Path) -> Any:
    """:raises Problem: naming the option"""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as cause:
        raise Problem(f"{option} {path}: cannot be read ({cause.strerror})") from cause
    except ValueError as cause:
        raise Problem(f"{option} {path}: is not JSON ({cause})") from cause


def read_labels(path: Path) -> Labels:
    """Names of classes: a text file of a name a line, a JSON list, an object by number, or a `config.json`.

    :raises Problem: naming `--labels`
    """
    if path.suffix != ".json":
        try:
            return dict(enumerate(path.read_text(encoding="utf-8").splitlines()))
        except (OSError, UnicodeDecodeError) as cause:
            raise Problem(f"--labels {path}: cannot be read") from cause
    found = read_json("--labels", path)
    if isinstance(found, dict) and isinstance(found.get("id2label"), dict):
        found = found["id2label"]
    labels = _by_number(found)
    if labels is None:
        raise Problem(f"--labels {path}: must be a list of names, or an object of names by number (it may be in id2label)")
    return labels


def labels_within(model: onnx.ModelProto) -> Labels | None:
    """Those that an exporter put into the file's notes, as Ultralytics does."""
    text = next((entry.value for entry in model.metadata_props if entry.key == "names"), None)
    if text is None:
        return None
    try:
        return _by_number(ast.literal_eval(text))
    except (ValueError, SyntaxError):
        return None


def _by_number(found: Any) -> Labels | None:
    if isinstance(found, list):
        found = dict(enumerate(found))
    if not isinstance(found, dict) or not all(str(key).isdecimal() and isinstance(name, str) for key, name in found.items()):
        return None
    return {int(key): name for key, name in found.items()}


def group(option: str, mapping: Mapping[str, Any], labels: Labels | None, count: int, ours: tuple[str, ...]) -> Groups:
    """
    :param option: and file, for messages
    :param mapping: from their names or numbers to ours; null, or left out, is none of ours
    :param count: of their classes
    :param ours: all that there are, in the order in which those that are meant come back
    :raises Problem: naming the option and the entry
    """
    too_many = [number for number in labels or {} if number >= count]
    if too_many:
        raise Problem(f"--labels: there is a name for class {max(too_many)}, but the export has {count} classes, 0 to {count - 1}")
    numbers = {name: number for number, name in (labels or {}).items()}
    theirs: dict[str, list[int]] = {}
    for key, value in mapping.items():
        number = _number_of(option, key, numbers, count)
        if value is None:
            continue
        if value not in ours:
            raise Problem(f"{option}: {key}: {value!r} is none of {', '.join(ours)}")
        if number in theirs.setdefault(value, []):
            raise Problem(f"{option}: class {number} is named twice for {value}")
        theirs[value].append(number)
    meant = [one for one in ours if one in theirs]
    if not meant:
        raise Problem(f"{option}: means none of {', '.join(ours)}")
    used = {number for numbers_of_one in theirs.values() for number in numbers_of_one}
    left_out = [(labels or {}).get(number, str(number)) for number in range(count) if number not in used]
    return Groups(tuple(meant), tuple(tuple(theirs[one]) for one in meant), tuple(left_out))


def _number_of(option: str, key: str, numbers: Mapping[str, int], count: int) -> int:
    if key in numbers:
        return numbers[key]
    if key.isdecimal():
        if int(key) < count:
            return int(key)
        raise Problem(f"{option}: {key}: the export has {count} classes, 0 to {count - 1}")
    if not numbers:
        raise Problem(f"{option}: {key!r} is a name, and the names of the classes are not known: give --labels, or numbers")
    raise Problem(f"{option}: {key!r} is no class of the export (it has {', '.join(numbers)})")


def read_types(path: Path, labels: Labels | None, count: int) -> Groups:
    """Which item type each class of a detector is. :raises Problem: naming `--types`"""
    mapping = read_json("--types", path)
    if not isinstance(mapping, dict):
        raise Problem(f"--types {path}: must be an object from their classes to our types")
    return group(f"--types {path}", mapping, labels, count, item_types())
