from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import helper
from small_exports import corners, features, normalised, rows, save, sigmoid, weights

BOXES = 12
NAMES = ["dress", "bag", "person"]
TYPES = {"dress": "DRESS", "bag": "BAG"}


def small_yolo(path: Path, columns: int, columns_first: bool, output: str = "output0", **options: Any) -> Path:
    """Columns are numbers between 0 and 1, of boxes times 20."""
    nodes, constants = features()
    nodes += rows("features", "raw", "weight", "shape")
    nodes += [
        helper.make_node("Sigmoid", ["raw"], ["chances"]),
        helper.make_node("Mul", ["chances", "sizes"], ["table"]),
    ]
    nodes.append(helper.make_node("Transpose", ["table"], [output], perm=[0, 2, 1] if columns_first else [0, 1, 2]))
    constants |= {"weight": weights(3, BOXES * columns, seed=4), "shape": np.array([-1, BOXES, columns])}
    constants |= {"sizes": np.array([20] * 4 + [1] * (columns - 4), np.float32)}
    return save(path, nodes, constants, {output: [None] * 3}, **options)


def table(values: Any, columns: int) -> Any:
    raw = values.mean((2, 3)) @ weights(3, BOXES * columns, seed=4)
    return sigmoid(raw).reshape(-1, BOXES, columns) * np.array([20] * 4 + [1] * (columns - 4))


def test_columns_first_without_objectness_and_names_within_the_file(tmp_path, command, write_json, pictures):
    export = small_yolo(tmp_path / "v8.onnx", 7, True, metadata={"names": str(dict(enumerate(NAMES)))})
    made = command("yolo", export, types=write_json("types.json", TYPES))
    answers = made.run(pictures)
    rows_of = table(normalised(pictures), 7)
    assert made.manifest["classes"] == ["DRESS", "BAG"]
    assert made.manifest["input"]["resize"] == "letterbox"
    assert made.manifest["input"]["pad"] == [114, 114, 114]
    np.testing.assert_allclose(answers["boxes"], corners(rows_of[..., :4]), atol=1e-3)
    np.testing.assert_allclose(answers["scores"], rows_of[..., 4:6], atol=1e-5)


def test_boxes_first_with_objectness(tmp_path, command, write_json, pictures):
    export = small_yolo(tmp_path / "v5.onnx", 8, False)
    (tmp_path / "names.txt").write_text("\n".join(NAMES))
    made = command("yolo", export, types=write_json("types.json", TYPES), labels=tmp_path / "names.txt")
    rows_of = table(normalised(pictures), 8)
    np.testing.assert_allclose(made.run(pictures)["scores"], rows_of[..., 5:7] * rows_of[..., 4:5], atol=1e-5)


def test_blue_first_bytes_in_the_corner_as_of_yolox(tmp_path, command, write_json, pictures):
    export = small_yolo(tmp_path / "yolox.onnx", 8, False, output="output", opset=11)
    made = command(
        "yolo",
        export,
        types=write_json("types.json", {"2": "HAT"}),
        objectness=True,
        order="boxes-first",
        normalise="0-255",
        channels="bgr",
        anchor="top-left",
    )
    rows_of = table(normalised(pictures)[:, ::-1] * 255, 8)
    np.testing.assert_allclose(made.run(pictures)["scores"][..., 0], rows_of[..., 7] * rows_of[..., 4], atol=1e-4)
    assert made.manifest["input"]["anchor"] == "top-left"


def test_columns_first_with_objectness_and_boxes_first_without(tmp_path, command, write_json, pictures):
    types = write_json("types.json", {"1": "BAG"})
    export = small_yolo(tmp_path / "a.onnx", 8, True)
    made = command("yolo", export, types=types, objectness=True)
    rows_of = table(normalised(pictures), 8)
    np.testing.assert_allclose(made.run(pictures)["scores"][..., 0], rows_of[..., 6] * rows_of[..., 4], atol=1e-5)
    export = small_yolo(tmp_path / "b.onnx", 7, False)
    made = command("yolo", export, types=types, no_objectness=True, replace=True)
    np.testing.assert_allclose(made.run(pictures)["scores"][..., 0], table(normalised(pictures), 7)[..., 5], atol=1e-5)


def test_names_tell_which_side_has_the_columns_where_there_are_few_boxes(tmp_path, command, write_json, pictures):
    names = {number: f"class {number}" for number in range(20)}
    export = small_yolo(tmp_path / "export.onnx", 24, False, metadata={"names": str(names)})
    made = command("yolo", export, types=write_json("types.json", {"class 19": "TIE"}))
    rows_of = table(normalised(pictures), 24)
    np.testing.assert_allclose(made.run(pictures)["scores"][..., 0], rows_of[..., 23], atol=1e-5)


@pytest.mark.parametrize(
    ("columns", "options", "line"),
    [
        (7, {}, "--objectness or --no-objectness: must be said of output output0 [1, 12, 7]"),
        (12, {}, "--order: must say columns-first or boxes-first, since the output is [1, 12, 12]"),
        (5, {"objectness": True}, "--output output0: answers [1, 12, 5] for one picture, which leaves no column"),
        (7, {"output": "boxes"}, "--output boxes: "),
        (7, {"no_objectness": True, "box_units": "fractions"}, "--box-units: boxes reach "),
    ],
)
def test_what_does_not_fit_is_named(tmp_path, refusal, write_json, columns, options, line):
    export = small_yolo(tmp_path / "export.onnx", columns, False)
    assert refusal("yolo", export, types=write_json("types.json", {"0": "BAG"}), **options).startswith(line)


def test_an_export_that_ends_in_suppression_is_told_by_its_columns(tmp_path, refusal, write_json):
    export = small_yolo(tmp_path / "export.onnx", 6, False, metadata={"names": str(dict(enumerate(NAMES * 9)))})
    line = refusal("yolo", export, types=write_json("types.json", {"0": "BAG"}))
    assert "has 6 columns, not 4 + 27 classes; an export that ends in non-maximum suppression" in line
