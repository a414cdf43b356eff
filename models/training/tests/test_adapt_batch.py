from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import helper
from small_exports import Floats, features, normalised, save, weights

PROJECTION = weights(3, 4, seed=8)


def tower(path: Path, nodes: list[onnx.NodeProto], batch: int | str = 1, **constants: Floats) -> Path:
    """From features by these nodes to `vector`."""
    before, _ = features()
    return save(path, [*before, *nodes], {"projection": PROJECTION, **constants}, {"vector": [batch, 4]}, batch=batch)


PROJECT = helper.make_node("MatMul", ["features", "projection"], ["vector"])


def test_sizes_and_shapes_for_one_picture_take_a_batch(tmp_path, command, pictures):
    nodes = [
        helper.make_node("Resize", ["pixel_values", "", "", "sizes"], ["larger"], mode="nearest"),
        helper.make_node("ReduceMean", ["larger"], ["means"], axes=[2, 3], keepdims=1),
        helper.make_node("Constant", [], ["rows"], value_ints=[1, 3]),
        helper.make_node("Reshape", ["means", "rows"], ["features"]),
        PROJECT,
    ]
    constants = {"projection": PROJECTION, "sizes": np.array([1, 3, 48, 64])}
    export = save(tmp_path / "export.onnx", nodes, constants, {"vector": [1, 4]}, batch=1)
    vectors = command("image-tower", export, normalise="0-1").run(np.concatenate([pictures] * 3))["embedding"]
    expected = normalised(pictures).mean((2, 3)) @ PROJECTION
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    np.testing.assert_allclose(vectors, np.concatenate([expected] * 3), atol=1e-5)


def test_a_graph_that_has_one_picture_all_over_is_run_on_one_after_the_other(tmp_path, command, pictures):
    nodes = [
        helper.make_node("Transpose", ["features"], ["turned"], perm=[1, 0]),
        helper.make_node("MatMul", ["turned", "one"], ["column"]),
        helper.make_node("Transpose", ["column"], ["back"], perm=[1, 0]),
        helper.make_node("Gather", ["back", "zero"], ["first"], axis=0),
        helper.make_node("Reshape", ["first", "row"], ["again"]),
        helper.make_node("MatMul", ["again", "projection"], ["vector"]),
    ]
    constants = {"one": np.ones((1, 1), np.float32), "zero": np.array(0), "row": np.array([1, 3])}
    made = command("image-tower", tower(tmp_path / "export.onnx", nodes, **constants), normalise="0-1")
    expected = normalised(pictures).mean((2, 3)) @ PROJECTION
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    np.testing.assert_allclose(made.run(pictures)["embedding"], expected, atol=1e-5)
    assert "those of a batch are run one after the other" in made.card


def test_a_batch_of_several_is_refused(tmp_path, refusal):
    export = tower(tmp_path / "export.onnx", [PROJECT], batch=4)
    line = refusal("image-tower", export, normalise="0-1")
    assert line == f"--model {export}: is exported for batches of 4 only; export it with a dynamic batch, or of 1"


def test_an_open_batch_that_holds_one_only_is_refused(tmp_path, refusal):
    nodes = [helper.make_node("Reshape", ["features", "row"], ["pinned"])]
    nodes.append(helper.make_node("MatMul", ["pinned", "projection"], ["vector"]))
    export = tower(tmp_path / "export.onnx", nodes, batch="N", row=np.array([1, 3]))
    line = refusal("image-tower", export, normalise="0-1")
    assert line.startswith("--model: takes no batch of 3; export it with a dynamic batch (the wrapped graph does not run: ")


def test_answers_that_depend_on_the_others_in_the_batch_are_refused(tmp_path, refusal):
    nodes = [
        helper.make_node("ReduceMean", ["features"], ["company"], axes=[0], keepdims=1),
        helper.make_node("Mul", ["company", "half"], ["some"]),
        helper.make_node("Sub", ["features", "some"], ["apart"]),
        helper.make_node("MatMul", ["apart", "projection"], ["vector"]),
    ]
    export = tower(tmp_path / "export.onnx", nodes, batch="N", half=np.array([0.5], np.float32))
    assert "depends on the others in the batch" in refusal("image-tower", export, normalise="0-1")


def test_no_numbers_are_refused(tmp_path, refusal):
    nodes = [helper.make_node("Log", ["features"], ["logs"]), helper.make_node("Sub", ["logs", "far"], ["low"])]
    nodes += [helper.make_node("Sqrt", ["low"], ["nan"]), helper.make_node("MatMul", ["nan", "projection"], ["vector"])]
    export = tower(tmp_path / "export.onnx", nodes, batch="N", far=np.array([9], np.float32))
    assert refusal("image-tower", export, normalise="0-1") == "--model: its answers hold what is no number (embedding)"
