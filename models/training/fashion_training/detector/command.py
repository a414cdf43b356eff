"""The detector from data to a model folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fashion_training.data.decoded import Pixels
from fashion_training.data.records import HELD_OUT_FOLD, fold, read_attributes, read_pictures, read_street, training_part
from fashion_training.detector.choose import HeldOut, Remembered, choose_display, choose_rules
from fashion_training.detector.decode import PAD, Rules
from fashion_training.detector.graph import write_graph
from fashion_training.detector.mistakes import mistakes, types_as_seen
from fashion_training.detector.sources import read_sources
from fashion_training.detector.train import Plan, Trainee, begun, finder, train
from fashion_training.export.folder import VERSION, write_choices, write_folder
from fashion_training.export.graphs import compact, hashes
from fashion_training.export.parity import write_parity
from fashion_training.runs import Run, run_of
from fashion_training.shipped import ShippedDetector
from fashion_training.taxonomy import item_types


@dataclass(frozen=True)
class Paths:
    data: Path
    runs: Path
    backbone: Path
    """YOLOX-Nano, the published graph."""
    salient: Path
    """U²-Net."""
    teacher: Path
    """Folder of the detector that boxes what somebody wears."""
    out: Path
    begin: Path | None
    """Graph of a shipped model to begin with."""


def make_detector(
    paths: Paths, plan: Plan, size: tuple[int, int], slice_seconds: float, say: Callable[[str], None], device: str
) -> bool:
    """
    Train for a slice; when the run is finished, choose rules and thresholds on the held-out fold and write the model's folder.
    A run of no steps is finished at once: its network is that of the graph that it begins with.

    :param size: height and width of the input
    :returns: whether the run is finished
    """
    begin = [paths.begin] if paths.begin else []
    told: dict[str, Any] = {
        "plan": asdict(plan),
        **hashes(backbone=[paths.backbone], begin=begin, teacher=[paths.teacher / "manifest.json"]),
    }
    held_out = HeldOut(
        fold(read_street(paths.data), paths.data, HELD_OUT_FOLD),
        fold(read_pictures(paths.data, "catalogue"), paths.data, HELD_OUT_FOLD),
        fold(read_pictures(paths.data, "garments"), paths.data, HELD_OUT_FOLD),
    )
    seen = types_as_seen(training_part(read_street(paths.data), paths.data), read_attributes(paths.data))
    if not plan.steps:
        told["trained"] = run_of(paths.begin)
        finish(begun(paths.backbone, paths.begin, plan.seed).eval(), size, held_out, {"run": told, "seen": seen}, paths.out, say)
        return True
    run = Run(paths.runs / "detector", plan.steps, slice_seconds, told)
    sources = read_sources(paths.data, paths.runs / "prepared", paths.teacher, paths.salient, HELD_OUT_FOLD, say)
    averaged = train(run, plan, sources, begun(paths.backbone, paths.begin, plan.seed), held_out.street, size, say, device)
    if run.is_finished:
        finish(averaged, size, held_out, {"run": run.told | {"curve": run.curve()}, "seen": seen}, paths.out, say)
    return run.is_finished


def finish(
    trainee: Trainee, size: tuple[int, int], held_out: HeldOut, told: dict[str, Any], out: Path, say: Callable[[str], None]
) -> None:
    """
    Choose rules and thresholds on held-out pictures, and write the model's folder.

    :param size: height and width of the input
    :param told: more for `choices.json`: what the run was, what the labels are worth
    """
    out.mkdir(parents=True, exist_ok=True)
    file = out / "model.onnx"
    write_graph(trainee.detector.to("cpu"), size, file)
    compact(file)
    manifest = _manifest(size, Rules(0.01, 0.5, 0.7), 0.35)
    write_folder(out, manifest)
    remembered = Remembered(ShippedDetector(out).raw)
    rules, tried_rules = choose_rules(remembered, held_out)
    display, tried_display = choose_display(remembered, rules, held_out)
    say(f"chosen: {rules}, display {display}")
    write_folder(out, _manifest(size, rules, display))
    held_back = mistakes(held_out.street, remembered.by(rules), display)
    write_choices(out, {**told, "input": size, "rules": tried_rules, "display": tried_display, "mistakes": held_back})
    find = finder(trainee.detector, size, Rules(0.2, rules.iou, rules.cross_type_iou))

    def answer(picture: Pixels) -> list[dict[str, Any]]:
        found = find(picture)
        return [
            {"type": item_types()[kind], "score": round(float(score), 4), "box": [round(float(side), 2) for side in box]}
            for kind, score, box in zip(found.types, found.scores, found.boxes, strict=True)
        ]

    write_parity(out, size, answer)


def _manifest(size: tuple[int, int], rules: Rules, display: float) -> dict[str, Any]:
    height, width = size
    return {
        "task": "detect",
        "name": "openfashion-detector",
        "version": VERSION,
        "licence": {"weights": "Apache-2.0", "startedFrom": "YOLOX-Nano, COCO weights, Megvii (Apache-2.0)"},
        "input": {
            "name": "pixels",
            "width": width,
            "height": height,
            "resize": "letterbox",
            "anchor": "top-left",
            "pad": [PAD, PAD, PAD],
            "margin": 0,
        },
        "outputs": {"boxes": "boxes", "scores": "scores"},
        "classes": list(item_types()),
        "thresholds": {"display": display, "indexing": rules.threshold},
        "nms": {
            "iou": rules.iou,
            "crossTypeIou": rules.cross_type_iou,
            "crossTypeDecay": rules.cross_type_decay,
        },
    }
