"""Detectors: from what an export answers to boxes in input pixels and a probability for each item type."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import onnx

from fashion_training.adapt.export import Export, InputOptions, cut, pick_output
from fashion_training.adapt.labels import Groups, Labels, labels_within, read_types
from fashion_training.adapt.nodes import Nodes
from fashion_training.adapt.problem import Problem

FRACTIONS, PIXELS = "fractions", "pixels"
CENTRE, CORNERS = "cxcywh", "xyxy"


@dataclass(frozen=True)
class BoxOptions:
    form: str
    """`cxcywh` or `xyxy`."""
    units: str
    """`fractions` of the input's sides, or `pixels`."""


@dataclass(frozen=True)
class DetectorPlan:
    """All that is to be added after one export."""

    export: Export
    boxes: str
    scores: str
    """The same output as `boxes` where both are in one."""
    groups: Groups
    box_options: BoxOptions
    activation: str
    """`softmax`, whose last class is that there is nothing, `sigmoid`, or `none`."""
    transposed: bool = False
    """[N, columns, boxes] instead of [N, boxes, columns]."""
    objectness: bool = False
    """A column before the classes by which each class is multiplied."""

    def add(self, nodes: Nodes) -> dict[str, str]:
        """Outputs `boxes` [N, boxes, 4], x0 y0 x1 y1 in input pixels, and `scores` [N, boxes, types]; their names."""
        rows = {name: self._rows(nodes, name) for name in dict.fromkeys((self.boxes, self.scores))}
        boxes = self._add_boxes(nodes, rows[self.boxes])
        scores = nodes.grouped(self._add_scores(nodes, rows[self.scores]), self.groups.theirs, "Max")
        return {
            "boxes": nodes.add("Identity", boxes, output=nodes.free("boxes")),
            "scores": nodes.add("Identity", scores, output=nodes.free("scores")),
        }

    def _rows(self, nodes: Nodes, name: str) -> str:
        whole = nodes.add("Cast", name, to=onnx.TensorProto.FLOAT)
        return nodes.add("Transpose", whole, perm=[0, 2, 1]) if self.transposed else whole

    def _add_boxes(self, nodes: Nodes, rows: str) -> str:
        first, second = nodes.columns(rows, 0, 2), nodes.columns(rows, 2, 4)
        if self.box_options.form == CENTRE:
            half = nodes.add("Mul", second, nodes.floats(0.5))
            first, second = nodes.add("Sub", first, half), nodes.add("Add", first, half)
        boxes = nodes.add("Concat", first, second, axis=-1)
        if self.box_options.units == PIXELS:
            return boxes
        sides = (float(self.export.width), float(self.export.height))
        return nodes.add("Mul", boxes, nodes.floats([*sides, *sides]))

    def _add_scores(self, nodes: Nodes, rows: str) -> str:
        if self.boxes != self.scores:
            scores = rows
        elif self.objectness:
            scores = nodes.add("Mul", nodes.columns(rows, 5, 2**31), nodes.columns(rows, 4, 5))
        else:
            scores = nodes.columns(rows, 4, 2**31)
        if self.activation == "softmax":
            return nodes.add("Softmax", scores, axis=-1)
        return nodes.add("Sigmoid", scores) if self.activation == "sigmoid" else scores


def plan_detr(
    model: onnx.ModelProto,
    path: Path,
    *,
    logits: str | None,
    boxes: str | None,
    activation: str,
    box_options: BoxOptions,
    types: Path,
    labels: Labels | None,
    inputs: InputOptions,
) -> DetectorPlan:
    """A set of queries: one output of classes, one of boxes. :raises Problem: naming the option"""
    logits = pick_output(model, path, "--logits", logits, ("logits", "pred_logits"))
    boxes = pick_output(model, path, "--boxes", boxes, ("pred_boxes", "boxes"))
    export = cut(model, path, [logits, boxes], inputs)
    shapes = export.probe()
    scores_shape, boxes_shape = shapes[logits], shapes[boxes]
    if len(boxes_shape) != 3 or boxes_shape[-1] != 4:
        raise Problem(f"--boxes {boxes}: answers {list(boxes_shape)} for one picture, not [1, boxes, 4]")
    if len(scores_shape) != 3 or scores_shape[:2] != boxes_shape[:2]:
        raise Problem(f"--logits {logits}: answers {list(scores_shape)} for one picture, not [1, {boxes_shape[1]}, classes]")
    count = scores_shape[-1] - (activation == "softmax")
    if count < 1:
        raise Problem(f"--scores softmax: {logits} has {scores_shape[-1]} column, which cannot be a class and none")
    groups = read_types(types, labels or labels_within(model), count)
    return DetectorPlan(export, boxes, logits, groups, box_options, activation)


def plan_yolo(
    model: onnx.ModelProto,
    path: Path,
    *,
    output: str | None,
    order: str,
    objectness: bool | None,
    activation: str,
    box_options: BoxOptions,
    types: Path,
    labels: Labels | None,
    inputs: InputOptions,
) -> DetectorPlan:
    """A grid of boxes with their classes in one output. :raises Problem: naming the option"""
    output = pick_output(model, path, "--output", output, ("output0",))
    export = cut(model, path, [output], inputs)
    shape = export.probe()[output]
    if len(shape) != 3:
        raise Problem(f"--output {output}: answers {list(shape)} for one picture, not [1, 4 + classes, boxes] or its transpose")
    labels = labels or labels_within(model)
    transposed = _is_transposed(shape, order, labels)
    columns = shape[1 if transposed else 2]
    if objectness is None:
        objectness = _has_objectness(columns, labels, output, shape)
    count = columns - 4 - objectness
    if count < 1:
        raise Problem(f"--output {output}: answers {list(shape)} for one picture, which leaves no column for a class")
    if labels and max(labels) + 1 != count:
        raise Problem(
            f"--output {output}: has {columns} columns, not 4 {'+ 1 ' if objectness else ''}+ {max(labels) + 1} "
            "classes; an export that ends in non-maximum suppression must be made without it"
        )
    return DetectorPlan(export, output, output, read_types(types, labels, count), box_options, activation, transposed, objectness)


def _is_transposed(shape: tuple[int, ...], order: str, labels: Labels | None) -> bool:
    if order != "auto":
        return order == "columns-first"
    if labels:
        first, last = (side - 4 - (max(labels) + 1) in (0, 1) for side in shape[1:])
        if first != last:
            return first
    if shape[1] == shape[2]:
        raise Problem(f"--order: must say columns-first or boxes-first, since the output is {list(shape)}")
    # There are many more boxes than classes.
    return shape[1] < shape[2]


def _has_objectness(columns: int, labels: Labels | None, output: str, shape: tuple[int, ...]) -> bool:
    if labels is None:
        raise Problem(
            f"--objectness or --no-objectness: must be said of output {output} {list(shape)}, since the number of "
            "classes is not known (or give --labels)"
        )
    return columns - 4 == max(labels) + 2
