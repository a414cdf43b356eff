from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper
from small_exports import features, save, weights

from fashion_training.adapt.__main__ import main


def small_tower(path: Path) -> Path:
    nodes, constants = features()
    nodes.append(helper.make_node("MatMul", ["features", "projection"], ["vector"]))
    return save(path, nodes, constants | {"projection": weights(3, 4)}, {"vector": ["N", 4]})


def test_the_same_export_makes_the_same_folder(tmp_path, command):
    export = small_tower(tmp_path / "export.onnx")
    first = command("image-tower", export, normalise="siglip")
    again = command("image-tower", export, normalise="siglip", replace=True)
    assert again.manifest == first.manifest
    assert {file.name for file in again.folder.iterdir()} == {"manifest.json", "model.onnx", "README.md"}
    assert [folder.name for folder in again.folder.parent.iterdir()] == ["mine"]


def test_a_folder_that_holds_something_is_left_alone(tmp_path, command, capsys):
    export = small_tower(tmp_path / "export.onnx")
    out = tmp_path / "kept"
    out.mkdir()
    (out / "thesis.txt").write_text("work of years")
    told = ["image-tower", "--model", str(export), "--out", str(out), "--licence", "?", "--normalise", "clip"]
    for more, line in [
        ([], "is not empty; --replace puts"),
        (["--replace"], "is no model folder, so --replace leaves it alone"),
    ]:
        assert main([*told, *more]) == 1
        assert line in capsys.readouterr().err
    assert (out / "thesis.txt").read_text() == "work of years"


def test_files_that_are_no_graph(tmp_path, refusal):
    missing, text, empty = tmp_path / "none.onnx", tmp_path / "text.onnx", tmp_path / "empty.onnx"
    text.write_text("not a model\n" * 9)
    empty.touch()
    assert refusal("image-tower", missing, normalise="clip") == f"--model {missing}: there is no such file"
    assert refusal("image-tower", text, normalise="clip").startswith(f"--model {text}: is no ONNX model: ")
    assert refusal("image-tower", empty, normalise="clip").startswith(f"--model {empty}: is no ONNX model: ")


def test_graphs_that_do_not_take_one_picture(tmp_path, refusal):
    def made(name: str, kind: int, shape: list[int | str]) -> Path:
        flat = helper.make_node("Flatten", ["x"], ["flat"])
        cast = helper.make_node("Cast", ["flat"], ["y"], to=TensorProto.FLOAT)
        return save(tmp_path / name, [flat, cast], {}, {"y": ["N", "D"]}, inputs={"x": (kind, shape)})

    told = {"normalise": "0-1"}
    line = refusal("image-tower", made("a.onnx", TensorProto.UINT8, ["N", 3, 8, 8]), **told)
    assert line == "--input x: takes uint8; an export that takes float or float16 can be adapted"
    line = refusal("image-tower", made("b.onnx", TensorProto.FLOAT, ["N", 3, 8]), **told)
    assert line == "--input x: has 3 dimensions; a batch of pictures has 4"
    line = refusal("image-tower", made("c.onnx", TensorProto.FLOAT, ["N", 3, "h", "w"]), **told)
    assert line == "--size: must be given, since input x leaves it open"
    line = refusal("image-tower", made("d.onnx", TensorProto.FLOAT, ["N", "c", "h", "w"]), **told, size=8)
    assert line == "--layout: must say nchw or nhwc, since input x is ['?', '?', '?', '?']"


def test_pixels_last_are_fed_as_they_come(tmp_path, command, pictures):
    nodes = [
        helper.make_node("ReduceMean", ["x"], ["features"], axes=[1, 2], keepdims=0),
        helper.make_node("MatMul", ["features", "projection"], ["y"]),
    ]
    export = save(
        tmp_path / "export.onnx",
        nodes,
        {"projection": weights(3, 4)},
        {"y": ["N", 4]},
        inputs={"x": (TensorProto.FLOAT, ["N", 24, 32, 3])},
    )
    expected = (pictures / 255).mean((1, 2)) @ weights(3, 4)
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    np.testing.assert_allclose(command("image-tower", export, normalise="0-1").run(pictures)["embedding"], expected, atol=1e-5)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "the following arguments are required: KIND"),
        (["clip"], "KIND: invalid choice: 'clip'"),
        (["yolo", "--model", "x"], "the following arguments are required: --out, --licence, --types"),
        (["image-tower", "--pool", "max"], "--pool: invalid choice: 'max'"),
        (["image-tower", "--size", "0"], "--size: 0 must be a width and a height"),
        (["image-tower", "--pad", "1,2"], "--pad: 1,2 must be three numbers"),
        (["image-tower", "--pad", "256"], "--pad: 256 must be bytes"),
        (["image-tower", "--scale", "-1"], "--scale: -1 must be a number above 0"),
    ],
)
def test_wrong_arguments_are_one_line(capsys, arguments, line):
    assert main(arguments) == 1
    [said] = capsys.readouterr().err.splitlines()
    assert said.startswith(f"error: {line}")


def test_no_framework_is_needed():
    code = "import sys, fashion_training.adapt.__main__; sys.exit('torch' in sys.modules or 'cv2' in sys.modules)"
    root = Path(__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
