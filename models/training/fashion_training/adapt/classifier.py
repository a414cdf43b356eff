"""Classifiers of several heads: from their answers to a probability for each value of our attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import onnx

from fashion_training.adapt.export import Export, InputOptions, cut, pick_output
from fashion_training.adapt.labels import Groups, Labels, group, labels_within, read_json
from fashion_training.adapt.nodes import Nodes
from fashion_training.adapt.problem import Problem
from fashion_training.taxonomy import item_types, taxonomy, values_of

_KEYS: Final = {"attribute", "output", "range", "labels", "values", "activation", "temperature", "threshold", "shown"}
_ACTIVATIONS: Final = ("softmax", "sigmoid", "none")
_THRESHOLD: Final = 0.3


@dataclass(frozen=True)
class HeadSpec:
    """One entry of the heads file, before the graph was looked at."""

    where: str
    """Option, file and entry, for messages."""
    attribute: str
    output: str
    columns: tuple[int, int] | None
    """First, and the one after the last, of the output's columns; all where it is None."""
    labels: Labels | None
    values: Mapping[str, Any]
    activation: str
    temperature: float
    threshold: float
    shown: bool


@dataclass(frozen=True)
class Head:
    spec: HeadSpec
    columns: tuple[int, int]
    groups: Groups

    def add(self, nodes: Nodes) -> str:
        """Output [N, values]; its name in the graph."""
        made = nodes.add("Cast", self.spec.output, to=onnx.TensorProto.FLOAT)
        made = nodes.columns(made, *self.columns)
        if self.spec.temperature != 1:
            made = nodes.add("Div", made, nodes.floats(self.spec.temperature))
        if self.spec.activation == "softmax":
            made = nodes.add("Softmax", made, axis=-1)
        elif self.spec.activation == "sigmoid":
            made = nodes.add("Sigmoid", made)
        # Labels that exclude each other are together as likely as their sum.
        together = "Max" if self.spec.activation == "sigmoid" or is_multi_label(self.spec.attribute) else "Sum"
        made = nodes.grouped(made, self.groups.theirs, together)
        return nodes.add("Identity", made, output=nodes.free(self.spec.attribute))


@dataclass(frozen=True)
class ClassifierPlan:
    export: Export
    heads: tuple[Head, ...]
    categories: dict[str, list[str]]

    def add(self, nodes: Nodes) -> dict[str, str]:
        """An output [N, values] for each attribute; their names in the graph."""
        return {head.spec.attribute: head.add(nodes) for head in self.heads}


def is_multi_label(attribute: str) -> bool:
    return attribute in taxonomy()["multiLabel"]


def plan_classifier(
    model: onnx.ModelProto, path: Path, *, heads: Path, labels: Labels | None, inputs: InputOptions
) -> ClassifierPlan:
    """:raises Problem: naming the option, or the entry of the heads file"""
    found = read_json("--heads", heads)
    if not isinstance(found, dict) or not isinstance(found.get("heads"), list) or not found["heads"]:
        raise Problem(f"--heads {heads}: must be an object with a list of heads")
    specs = [_spec_of(f"--heads {heads}: heads.{index}", entry, model, path, labels) for index, entry in enumerate(found["heads"])]
    attributes = [spec.attribute for spec in specs]
    for spec in specs:
        if attributes.count(spec.attribute) > 1:
            raise Problem(f"{spec.where}: there is more than one head for {spec.attribute}")
    export = cut(model, path, [spec.output for spec in specs], inputs)
    shapes = export.probe()
    return ClassifierPlan(
        export,
        tuple(_head_of(spec, shapes[spec.output]) for spec in specs),
        _categories_of(f"--heads {heads}: categories", found.get("categories", {})),
    )


def _spec_of(where: str, entry: Any, model: onnx.ModelProto, path: Path, labels: Labels | None) -> HeadSpec:
    if not isinstance(entry, dict):
        raise Problem(f"{where}: must be an object")
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise Problem(f"{where}: {unknown[0]} is none of {', '.join(sorted(_KEYS))}")
    attribute: Any = entry.get("attribute")
    known = [one["id"] for one in taxonomy()["attributes"]]
    if attribute not in known:
        raise Problem(f"{where}.attribute: {attribute!r} is none of {', '.join(known)}")
    activation = entry.get("activation", "sigmoid" if is_multi_label(attribute) else "softmax")
    if activation not in _ACTIVATIONS:
        raise Problem(f"{where}.activation: {activation!r} is none of {', '.join(_ACTIVATIONS)}")
    temperature = _number(f"{where}.temperature", entry.get("temperature", 1), 0.01, 100)
    if temperature != 1 and activation == "none":
        raise Problem(f"{where}.temperature: works on logits, and activation none says that these are probabilities")
    shown = entry.get("shown", True)
    if not isinstance(shown, bool):
        raise Problem(f"{where}.shown: must be true or false")
    return HeadSpec(
        where=where,
        attribute=attribute,
        output=pick_output(model, path, f"{where}.output", entry.get("output"), ()),
        columns=_range(f"{where}.range", entry.get("range")),
        labels=_labels(f"{where}.labels", entry["labels"]) if "labels" in entry else labels or labels_within(model),
        values=_values(f"{where}.values", entry.get("values")),
        activation=activation,
        temperature=temperature,
        threshold=_number(f"{where}.threshold", entry.get("threshold", _THRESHOLD), 0, 1),
        shown=shown,
    )


def _head_of(spec: HeadSpec, shape: Sequence[int]) -> Head:
    if len(shape) != 2:
        raise Problem(f"{spec.where}.output: {spec.output} answers {list(shape)} for one picture, not [1, labels]")
    start, end = spec.columns or (0, shape[1])
    if end > shape[1]:
        raise Problem(f"{spec.where}.range: ends at {end}, and output {spec.output} has {shape[1]} columns")
    groups = group(f"{spec.where}.values", spec.values, spec.labels, end - start, values_of(spec.attribute))
    return Head(spec, (start, end), groups)


def _number(where: str, value: Any, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Problem(f"{where}: must be a number")
    if not least <= value <= most:
        raise Problem(f"{where}: {value} is not between {least:g} and {most:g}")
    return float(value)


def _range(where: str, value: Any) -> tuple[int, int] | None:
    if value is None:
        return None
    whole = isinstance(value, list) and len(value) == 2 and all(type(one) is int for one in value)
    if not whole or not 0 <= value[0] < value[1]:
        raise Problem(f"{where}: must be the first column and the one after the last, as in [0, 12]")
    return value[0], value[1]


def _labels(where: str, value: Any) -> Labels:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise Problem(f"{where}: must be a list of names")
    return dict(enumerate(value))


def _values(where: str, value: Any) -> Mapping[str, Any]:
    if isinstance(value, list):
        return {str(number): one for number, one in enumerate(value)}
    if not isinstance(value, dict):
        raise Problem(f"{where}: must be an object from their labels to our values, or a list of our values in their order")
    return value


def _categories_of(where: str, value: Any) -> dict[str, list[str]]:
    if not isinstance(value, dict):
        raise Problem(f"{where}: must be an object from item types to categories")
    for kind, categories in value.items():
        if kind not in item_types():
            raise Problem(f"{where}: {kind!r} is no type of the taxonomy")
        if not isinstance(categories, list) or not set(map(str, categories)) <= set(values_of("category")):
            raise Problem(f"{where}.{kind}: must be a list of values of category")
    return value
