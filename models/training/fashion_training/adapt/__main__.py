"""`python -m fashion_training.adapt KIND …` makes a model folder of an exported ONNX graph (docs/own-models.md)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import Any

import onnx

from fashion_training.adapt import folder, manifest, meaning, options
from fashion_training.adapt.card import card
from fashion_training.adapt.classifier import plan_classifier
from fashion_training.adapt.detector import BoxOptions, DetectorPlan, plan_detr, plan_yolo
from fashion_training.adapt.export import load
from fashion_training.adapt.image_tower import plan_tower
from fashion_training.adapt.labels import read_labels
from fashion_training.adapt.problem import Problem
from fashion_training.adapt.wrap import Plan, Wrapped, wrap

Made = tuple[Wrapped, Callable[[manifest.About, str], manifest.Manifest], list[str]]
"""The graph, what makes the manifest of it, and what was done."""

_SCANNED = (
    "the export takes one picture, so those of a batch are run one after the other, which gains nothing on a GPU: "
    "export it with a dynamic batch for one"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """:returns: the exit code"""
    try:
        adapt(options.parser().parse_args(arguments))
    except Problem as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    return 0


def adapt(given: argparse.Namespace) -> None:
    """Write the folder that the options ask for. :raises Problem: before anything is written"""
    folder.check_place(given.out, given.replace)
    model = load(given.model)
    wrapped, manifest_of, told = _makers[given.kind](given, model)
    if wrapped.is_scanned:
        told.append(_SCANNED)
    data = wrapped.model.SerializeToString()
    about = manifest.About(
        given.name or given.out.name,
        given.version,
        given.licence,
        given.started_from,
        folder.sha256(given.model.read_bytes()),
    )
    made = manifest_of(about, folder.sha256(data))
    folder.write(given.out, made, data, card(made, told))
    for line in (
        *told,
        f"wrote {given.out}: next, npm run model:check {given.out}, and fill in {given.out / 'README.md'}",
    ):
        print(line)


def _detector(given: argparse.Namespace, plan: DetectorPlan) -> Made:
    rules, resize = options.rule_options(given), options.resize_options(given)
    wrapped = _wrap(given, plan)
    meaning.check_detections(wrapped, plan.export.width, plan.export.height, rules.indexing)
    boxes = wrapped.answers[wrapped.outputs["boxes"]].shape[1]
    told = [
        f"{boxes} boxes, {len(plan.groups.ours)} of our types: {', '.join(plan.groups.ours)}",
        f"left out of its classes: {', '.join(plan.groups.left_out) or 'none'}",
    ]
    return wrapped, lambda about, digest: manifest.detector(about, resize, wrapped, digest, plan, rules), told


def _detr(given: argparse.Namespace, model: onnx.ModelProto) -> Made:
    return _detector(given, plan_detr(model, given.model, logits=given.logits, boxes=given.boxes, **_of_detectors(given)))


def _yolo(given: argparse.Namespace, model: onnx.ModelProto) -> Made:
    plan = plan_yolo(
        model, given.model, output=given.output, order=given.order, objectness=given.objectness, **_of_detectors(given)
    )
    return _detector(given, plan)


def _of_detectors(given: argparse.Namespace) -> dict[str, Any]:
    return {
        "activation": given.scores,
        "box_options": BoxOptions(given.box_form, given.box_units),
        "types": given.types,
        "labels": None if given.labels is None else read_labels(given.labels),
        "inputs": options.input_options(given),
    }


def _tower(given: argparse.Namespace, model: onnx.ModelProto) -> Made:
    resize = options.resize_options(given)
    plan = plan_tower(model, given.model, output=given.output, pool=given.pool, inputs=options.input_options(given))
    wrapped = _wrap(given, plan)
    meaning.check_vectors(wrapped)
    told = [f"vectors of {plan.dimension} numbers and unit length from output {plan.output} (pool: {plan.pool})"]
    return wrapped, lambda about, digest: manifest.embedder(about, resize, wrapped, digest, plan), told


def _classifier(given: argparse.Namespace, model: onnx.ModelProto) -> Made:
    resize = options.resize_options(given)
    labels = None if given.labels is None else read_labels(given.labels)
    plan = plan_classifier(model, given.model, heads=given.heads, labels=labels, inputs=options.input_options(given))
    wrapped = _wrap(given, plan)
    meaning.check_heads(wrapped, plan)
    told = [
        f"{head.spec.attribute}: {', '.join(head.groups.ours)}; left out of its labels: {', '.join(head.groups.left_out) or 'none'}"
        for head in plan.heads
    ]
    return wrapped, lambda about, digest: manifest.tagger(about, resize, wrapped, digest, plan), told


def _wrap(given: argparse.Namespace, plan: Plan) -> Wrapped:
    return wrap(plan, options.pixel_options(given))


_makers: dict[str, Callable[[argparse.Namespace, onnx.ModelProto], Made]] = {
    "detr": _detr,
    "yolo": _yolo,
    "image-tower": _tower,
    "classifier": _classifier,
}

if __name__ == "__main__":
    sys.exit(main())
