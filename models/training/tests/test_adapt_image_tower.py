from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import TensorProto, helper
from small_exports import Floats, features, normalised, save, weights

PATCH, WIDTH = 8, 5
TOKENS = (24 // PATCH) * (32 // PATCH)
KERNEL, CLASS_TOKEN = weights(WIDTH, 3, PATCH, PATCH, seed=5), weights(1, 1, WIDTH, seed=6)


def small_vit(path: Path, batch: int | str, tokens_shape: list[int], output: str = "last_hidden_state") -> Path:
    """Patches, a class token before them, and each token with a tenth of the mean of all."""
    nodes = [
        helper.make_node("Conv", ["pixel_values", "kernel"], ["map"], strides=[PATCH, PATCH]),
        helper.make_node("Reshape", ["map", "flat"], ["columns"]),
        helper.make_node("Transpose", ["columns"], ["patches"], perm=[0, 2, 1]),
    ]
    constants: dict[str, Floats] = {"kernel": KERNEL, "class": CLASS_TOKEN, "flat": np.array(tokens_shape)}
    if batch == 1:
        nodes.append(helper.make_node("Concat", ["class", "patches"], ["tokens"], axis=1))
    else:
        constants |= {"zero": np.array([0]), "ones": np.array([1, 1])}
        nodes += [
            helper.make_node("Shape", ["map"], ["shape"]),
            helper.make_node("Gather", ["shape", "zero"], ["number"]),
            helper.make_node("Concat", ["number", "ones"], ["sides"], axis=0),
            helper.make_node("Expand", ["class", "sides"], ["classes"]),
            helper.make_node("Concat", ["classes", "patches"], ["tokens"], axis=1),
        ]
    nodes += [
        helper.make_node("ReduceMean", ["tokens"], ["mean"], axes=[1], keepdims=1),
        helper.make_node("Add", ["tokens", "mean"], [output]),
    ]
    return save(path, nodes, constants, {output: [batch, TOKENS + 1, WIDTH]}, batch=batch)


def tokens(values: Floats) -> Floats:
    cut = values.reshape(len(values), 3, 24 // PATCH, PATCH, 32 // PATCH, PATCH)
    patches = np.einsum("nchpwq,dcpq->nhwd", cut, KERNEL).reshape(len(values), TOKENS, WIDTH)
    whole = np.concatenate([np.repeat(CLASS_TOKEN, len(values), axis=0), patches], axis=1)
    return whole + whole.mean(axis=1, keepdims=True)


def unit(vectors: Floats) -> Floats:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_a_siglip_style_tower_with_its_vector_pooled(tmp_path, command, pictures):
    nodes, constants = features()
    nodes.append(helper.make_node("MatMul", ["features", "projection"], ["image_features"]))
    constants |= {"projection": weights(3, 8, seed=7)}
    export = save(tmp_path / "tower.onnx", nodes, constants, {"image_features": ["N", 8]})
    made = command("image-tower", export, name="Fashion SigLIP, small", normalise="siglip", licence="Apache-2.0")
    vectors = made.run(pictures)["embedding"]
    expected = unit(normalised(pictures, 0.5, 0.5).mean((2, 3)) @ weights(3, 8, seed=7))
    np.testing.assert_allclose(vectors, expected, atol=1e-5)
    digest = made.manifest["sha256"][:8]
    assert made.manifest["embedding"] == {"id": f"fashion-siglip-small-8-{digest}", "dimension": 8}
    assert made.manifest["input"]["resize"] == "stretch"
    assert made.manifest["input"]["margin"] == 0.1


@pytest.mark.parametrize("pool", ["cls", "mean"])
@pytest.mark.parametrize(
    ("batch", "shape"),
    [("N", [0, WIDTH, -1]), (1, [1, WIDTH, TOKENS]), (1, [1, WIDTH, -1])],
    ids=["open batch", "batch of one", "batch of one, tokens open"],
)
def test_tokens_of_a_transformer(tmp_path, command, pictures, pool, batch, shape):
    made = command("image-tower", small_vit(tmp_path / "vit.onnx", batch, shape), pool=pool, normalise="clip")
    values = normalised(pictures, (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711))
    expected = tokens(values)
    pooled = expected[:, 0] if pool == "cls" else expected.mean(axis=1)
    np.testing.assert_allclose(made.run(pictures)["embedding"], unit(pooled), atol=1e-4)


def test_a_map_of_features_is_averaged(tmp_path, command, pictures):
    node = helper.make_node("Conv", ["pixel_values", "kernel"], ["map"], strides=[PATCH, PATCH])
    export = save(tmp_path / "cnn.onnx", [node], {"kernel": KERNEL}, {"map": ["N", WIDTH, 3, 4]}, opset=18)
    made = command("image-tower", export, mean="0.5,0.4,0.3", std="0.2")
    values = normalised(pictures, (0.5, 0.4, 0.3), 0.2)
    cut = values.reshape(2, 3, 3, PATCH, 4, PATCH)
    expected = np.einsum("nchpwq,dcpq->nhwd", cut, KERNEL).mean((1, 2))
    np.testing.assert_allclose(made.run(pictures)["embedding"], unit(expected), atol=1e-4)


def test_of_a_whole_clip_the_text_side_is_cut_off(tmp_path, command, pictures):
    nodes, constants = features()
    nodes += [
        helper.make_node("MatMul", ["features", "projection"], ["image_embeds"]),
        helper.make_node("Gather", ["words", "input_ids"], ["found"]),
        helper.make_node("ReduceMean", ["found"], ["text_embeds"], axes=[1], keepdims=0),
        helper.make_node("Gemm", ["image_embeds", "text_embeds"], ["logits_per_image"], transB=1),
    ]
    constants |= {"projection": weights(3, 4, seed=8), "words": weights(50, 4, seed=9)}
    export = save(
        tmp_path / "clip.onnx",
        nodes,
        constants,
        {"logits_per_image": ["N", "T"], "text_embeds": ["T", 4], "image_embeds": ["N", 4]},
        inputs={
            "input_ids": (TensorProto.INT64, ["T", "words"]),
            "pixel_values": (TensorProto.FLOAT, ["N", 3, 24, 32]),
        },
    )
    made = command("image-tower", export, normalise="0-1")
    expected = unit(normalised(pictures).mean((2, 3)) @ weights(3, 4, seed=8))
    np.testing.assert_allclose(made.run(pictures)["embedding"], expected, atol=1e-5)
    assert b"words" not in (made.folder / "model.onnx").read_bytes()


def test_an_export_in_half_precision_answers_in_single(tmp_path, command, pictures):
    nodes, constants = features()
    nodes += [
        helper.make_node("MatMul", ["features", "projection"], ["half"]),
        helper.make_node("Cast", ["half"], ["image_embeds"], to=TensorProto.FLOAT),
    ]
    constants |= {"projection": weights(3, 4, seed=8).astype(np.float16)}
    export = save(
        tmp_path / "half.onnx",
        nodes,
        constants,
        {"image_embeds": ["N", 4]},
        inputs={"pixel_values": (TensorProto.FLOAT16, ["N", 3, 24, 32])},
    )
    vectors = command("image-tower", export, normalise="siglip").run(pictures)["embedding"]
    assert vectors.dtype == np.float32
    expected = unit(normalised(pictures, 0.5, 0.5).mean((2, 3)) @ weights(3, 4, seed=8))
    np.testing.assert_allclose(vectors, expected, atol=1e-2)


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ({"pool": "cls"}, "--normalise: must say what the model was trained on (imagenet, clip, siglip, 0-1, 0-255)"),
        ({"normalise": "clip"}, "--pool: must say cls or mean, since output last_hidden_state is [1, 13, 5]"),
        (
            {"normalise": "clip", "pool": "none"},
            "--pool none: output last_hidden_state is [1, 13, 5], of which only cls or mean",
        ),
        ({"normalise": "clip", "pool": "cls"}, "--output: answers the same vector to three pictures"),
        ({"normalise": "clip", "pool": "mean", "name": "!"}, "--name !: makes the embedding id"),
        ({"mean": "0.5,x", "pool": "mean"}, "--mean: 0.5,x must be numbers with commas between"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path, refusal, options: dict[str, Any], line):
    export = small_vit(tmp_path / "vit.onnx", "N", [0, WIDTH, -1])
    if options == {"normalise": "clip", "pool": "cls"}:
        node = helper.make_node("Conv", ["pixel_values", "kernel"], ["map"], strides=[PATCH, PATCH])
        zero = helper.make_node("Mul", ["map", "nothing"], ["nil"])
        shifted = helper.make_node("Add", ["nil", "one"], ["same"])
        constants = {"kernel": KERNEL, "nothing": np.zeros(1, np.float32), "one": np.ones(1, np.float32)}
        export = save(tmp_path / "same.onnx", [node, zero, shifted], constants, {"same": ["N", WIDTH, 3, 4]})
        options = {"normalise": "clip", "pool": "mean"}
    assert refusal("image-tower", export, **options).startswith(line)
