import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from fashion_training.failures.command import write_failures
from fashion_training.taxonomy import values_of


@pytest.fixture
def tagger(tmp_path: Path) -> Path:
    """Of any garment it says that it is black."""
    values = values_of("color")
    black = np.array([[1.0 if value == "black" else 0.0 for value in values]], np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Constant", [], ["color"], value=onnx.numpy_helper.from_array(black)),
        ],
        "black",
        [helper.make_tensor_value_info("pixels", TensorProto.UINT8, [1, 32, 32, 3])],
        [helper.make_tensor_value_info("color", TensorProto.FLOAT, [1, len(values)])],
    )
    folder = tmp_path / "tagger"
    folder.mkdir()
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10), str(folder / "model.onnx"))
    manifest = {
        "task": "tag",
        "sha256": "ab" * 32,
        "file": "model.onnx",
        "input": {
            "name": "pixels",
            "width": 32,
            "height": 32,
            "resize": "letterbox",
            "anchor": "centre",
            "pad": [127, 127, 127],
            "margin": 0.1,
        },
        "heads": [{"attribute": "color", "output": "color", "values": values, "threshold": 0.3, "shown": True}],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def test_what_is_wrong_is_counted_and_shown(tagger: Path, tmp_path: Path) -> None:
    write_failures(tagger, tmp_path / "drawn", 12, lambda line: None)
    found = json.loads((tagger / "failures.json").read_text(encoding="utf-8"))
    assert found["drawings"] == 12
    colours = [json.loads(file.read_text(encoding="utf-8"))["tags"].get("color") for file in (tmp_path / "drawn").glob("*.json")]
    assert found["failed"] == sum(colour not in (None, "black") for colour in colours) > 0
    assert (tagger / "failures.jpg").read_bytes()[:2] == b"\xff\xd8"
