from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import TensorProto, helper
from small_exports import SIZE, corners, features, normalised, rows, save, sigmoid, softmax, weights

IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
SIDES = np.array([SIZE[1], SIZE[0]] * 2, np.float32)
QUERIES, COLUMNS = 6, 5
LOGITS, BOXES = weights(3, QUERIES * COLUMNS, seed=1), weights(3, QUERIES * 4, seed=2)
LABELS = ["shirt, blouse", "shoe", "sleeve", "boot"]
TYPES = {"shoe": "SHOES", "boot": "SHOES", "shirt, blouse": "SHIRT", "sleeve": None}


def small_detr(path: Path, **options: Any) -> Path:
    nodes, constants = features()
    nodes += rows("features", "logits", "logits/weight", "logits/shape")
    nodes += rows("features", "boxes/raw", "boxes/weight", "boxes/shape")
    nodes.append(helper.make_node("Sigmoid", ["boxes/raw"], ["pred_boxes"]))
    constants |= {"logits/weight": LOGITS, "logits/shape": np.array([-1, QUERIES, COLUMNS])}
    constants |= {"boxes/weight": BOXES, "boxes/shape": np.array([-1, QUERIES, 4])}
    return save(path, nodes, constants, {"logits": ["N", QUERIES, COLUMNS], "pred_boxes": ["N", QUERIES, 4]}, **options)


def expected(values: Any) -> tuple[Any, Any]:
    """Logits, and boxes in pixels."""
    means = values.mean((2, 3))
    logits = (means @ LOGITS).reshape(-1, QUERIES, COLUMNS)
    return logits, corners(sigmoid(means @ BOXES).reshape(-1, QUERIES, 4)) * SIDES


def test_queries_with_softmax_whose_last_class_is_nothing(tmp_path, command, write_json, pictures):
    made = command(
        "detr",
        small_detr(tmp_path / "export.onnx"),
        types=write_json("types.json", TYPES),
        labels=write_json("config.json", {"id2label": dict(enumerate(LABELS))}),
        display=0.4,
        indexing=0.15,
    )
    answers = made.run(pictures)
    logits, boxes = expected(normalised(pictures, *IMAGENET))
    chances = softmax(logits)
    assert made.manifest["classes"] == ["SHIRT", "SHOES"]
    np.testing.assert_allclose(answers["boxes"], boxes, atol=1e-3)
    np.testing.assert_allclose(answers["scores"][..., 0], chances[..., 0], atol=1e-5)
    np.testing.assert_allclose(answers["scores"][..., 1], np.maximum(chances[..., 1], chances[..., 3]), atol=1e-5)
    assert made.manifest["input"] == {
        "name": "pixels",
        "width": 32,
        "height": 24,
        "resize": "stretch",
        "anchor": "centre",
        "pad": [0, 0, 0],
        "margin": 0,
    }
    assert made.manifest["thresholds"] == {"display": 0.4, "indexing": 0.15}
    assert made.manifest["sha256"] == hashlib.sha256((made.folder / "model.onnx").read_bytes()).hexdigest()
    assert made.manifest["licence"] == {"weights": "CC0 1.0"}
    assert "left out of its classes: sleeve" in made.card
    assert "## To fill in" in made.card


def test_queries_with_a_sigmoid_and_classes_by_number(tmp_path, command, write_json, pictures):
    made = command(
        "detr",
        small_detr(tmp_path / "export.onnx"),
        types=write_json("types.json", {"4": "HAT", "0": "BAG"}),
        scores="sigmoid",
        normalise="0-1",
    )
    logits, boxes = expected(normalised(pictures))
    answers = made.run(pictures)
    assert made.manifest["classes"] == ["BAG", "HAT"]
    np.testing.assert_allclose(answers["scores"], sigmoid(logits)[..., [0, 4]], atol=1e-5)
    np.testing.assert_allclose(answers["boxes"], boxes, atol=1e-3)


def test_a_mask_that_says_that_the_picture_is_everywhere(tmp_path, command, refusal, write_json, pictures):
    nodes, constants = features()
    nodes += [
        helper.make_node("Cast", ["pixel_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["mask"], ["share"], axes=[1, 2], keepdims=0),
        helper.make_node("Unsqueeze", ["share", "one"], ["shares"]),
        helper.make_node("Mul", ["features", "shares"], ["seen"]),
        *rows("seen", "logits", "logits/weight", "logits/shape"),
        *rows("seen", "boxes/raw", "boxes/weight", "boxes/shape"),
        helper.make_node("Sigmoid", ["boxes/raw"], ["pred_boxes"]),
    ]
    constants |= {"one": np.array([1]), "logits/weight": LOGITS, "logits/shape": np.array([-1, QUERIES, COLUMNS])}
    constants |= {"boxes/weight": BOXES, "boxes/shape": np.array([-1, QUERIES, 4])}
    export = save(
        tmp_path / "export.onnx",
        nodes,
        constants,
        {"logits": None, "pred_boxes": None},
        inputs={
            "pixel_values": (TensorProto.FLOAT, ["N", 3, "height", "width"]),
            "pixel_mask": (TensorProto.INT64, ["N", "height", "width"]),
        },
    )
    options = {"types": write_json("types.json", {"0": "BAG"}), "size": "32x24", "input": "pixel_values"}
    assert "needs pixel_mask besides the picture; --ones NAME" in refusal("detr", export, **options)
    answers = command("detr", export, ones="pixel_mask", **options).run(pictures)
    logits, boxes = expected(normalised(pictures, *IMAGENET))
    np.testing.assert_allclose(answers["scores"], softmax(logits)[..., :1], atol=1e-5)
    np.testing.assert_allclose(answers["boxes"], boxes, atol=1e-3)


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ({"scores": "none"}, "--scores: these go from "),
        ({"box_form": "xyxy"}, "--box-form: some boxes end before they begin"),
        ({"box_units": "pixels"}, "--box-units: all boxes lie within "),
        ({"logits": "nothing"}, "--logits nothing: "),
        ({"boxes": "logits"}, "--boxes logits: answers [1, 6, 5] for one picture, not [1, boxes, 4]"),
        ({"size": "64"}, "--size 64x64: input pixel_values is 32x24"),
        ({"layout": "nhwc"}, "--layout nhwc: input pixel_values is [None, 3, 24, 32]"),
        ({"display": 0.1}, "--indexing 0.2: must not be over --display 0.1"),
        ({"iou": 2}, "--iou: 2 must be between 0 and 1"),
        ({"input": "picture"}, "--input picture: "),
        ({"ones": "mask"}, "--ones mask: "),
    ],
)
def test_what_does_not_fit_is_named(tmp_path, refusal, write_json, options, line):
    types = write_json("types.json", {"0": "BAG", "1": "HAT"})
    assert refusal("detr", small_detr(tmp_path / "export.onnx"), types=types, **options).startswith(line)


@pytest.mark.parametrize(
    ("types", "line"),
    [
        ({"0": "TOGA"}, ": 0: 'TOGA' is none of JACKET, COAT,"),
        ({"4": "BAG"}, ": 4: the export has 4 classes, 0 to 3"),
        ({"bag": "BAG"}, ": 'bag' is a name, and the names of the classes are not known: give --labels, or numbers"),
        ({"0": None}, ": means none of JACKET,"),
        ([], ": must be an object from their classes to our types"),
    ],
)
def test_a_mapping_that_means_nothing_is_refused(tmp_path, refusal, write_json, types, line):
    path = write_json("types.json", types)
    assert refusal("detr", small_detr(tmp_path / "export.onnx"), types=path).startswith(f"--types {path}{line}")
