from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import helper
from small_exports import features, normalised, save, sigmoid, softmax, weights

PATTERNS = ["plain", "striped", "pin-striped", "unknown"]


def small_classifier(path: Path, **widths: int) -> Path:
    """An output of logits for each name, of so many labels."""
    nodes, constants = features()
    for index, (name, width) in enumerate(widths.items()):
        nodes.append(helper.make_node("MatMul", ["features", f"{name}/weight"], [name]))
        constants[f"{name}/weight"] = weights(3, width, seed=10 + index)
    return save(path, nodes, constants, {name: ["N", width] for name, width in widths.items()})


def logits(pictures: Any, width: int, index: int = 0) -> Any:
    return normalised(pictures, 0.5, 0.5).mean((2, 3)) @ weights(3, width, seed=10 + index)


def test_an_output_for_each_head(tmp_path, command, write_json, pictures):
    heads = {
        "heads": [
            {
                "attribute": "pattern",
                "output": "pattern_logits",
                "labels": PATTERNS,
                "values": {"plain": "plain", "striped": "stripe", "pin-striped": "stripe"},
                "temperature": 1.6,
                "threshold": 0.45,
            },
            {"attribute": "detail", "output": "details", "values": ["button", None, "pocket"], "shown": False},
        ],
        "categories": {"DRESS": ["dress"]},
    }
    export = small_classifier(tmp_path / "export.onnx", pattern_logits=4, details=3)
    made = command("classifier", export, heads=write_json("heads.json", heads), normalise="siglip")
    answers = made.run(pictures)
    patterns = softmax(logits(pictures, 4) / 1.6)
    np.testing.assert_allclose(answers["pattern"][:, 0], patterns[:, 0], atol=1e-5)
    np.testing.assert_allclose(answers["pattern"][:, 1], patterns[:, 1] + patterns[:, 2], atol=1e-5)
    np.testing.assert_allclose(answers["detail"], sigmoid(logits(pictures, 3, 1))[:, [0, 2]], atol=1e-5)
    assert made.manifest["heads"] == [
        {"attribute": "pattern", "output": "pattern", "values": ["plain", "stripe"], "threshold": 0.45, "shown": True},
        {"attribute": "detail", "output": "detail", "values": ["button", "pocket"], "threshold": 0.3, "shown": False},
    ]
    assert made.manifest["categories"] == {"DRESS": ["dress"]}
    assert "pattern: plain, stripe; left out of its labels: unknown" in made.card


def test_one_output_in_ranges(tmp_path, command, write_json, pictures):
    heads = {
        "heads": [
            {"attribute": "gender", "range": [0, 3], "values": ["women", "men", "unisex"]},
            {"attribute": "fit", "range": [3, 5], "values": ["slim", "loose"]},
        ]
    }
    export = small_classifier(tmp_path / "export.onnx", logits=5)
    made = command("classifier", export, heads=write_json("heads.json", heads), normalise="siglip")
    answers, both = made.run(pictures), logits(pictures, 5)
    np.testing.assert_allclose(answers["gender"], softmax(both[:, :3]), atol=1e-5)
    np.testing.assert_allclose(answers["fit"], softmax(both[:, 3:]), atol=1e-5)
    np.testing.assert_allclose(answers["gender"].sum(axis=1), 1, atol=1e-5)


def test_probabilities_and_an_output_named_as_its_attribute(tmp_path, command, write_json, pictures):
    nodes, constants = features()
    nodes += [helper.make_node("MatMul", ["features", "w"], ["raw"]), helper.make_node("Softmax", ["raw"], ["color"])]
    export = save(tmp_path / "export.onnx", nodes, constants | {"w": weights(3, 4, seed=10)}, {"color": ["N", 4]})
    head = {"attribute": "color", "activation": "none", "values": {"0": "red", "1": "burgundy", "3": "red"}}
    made = command("classifier", export, heads=write_json("heads.json", {"heads": [head]}), normalise="siglip")
    chances = softmax(logits(pictures, 4))
    [name] = [head["output"] for head in made.manifest["heads"]]
    assert made.manifest["heads"][0]["values"] == ["red", "burgundy"]
    answers = made.run(pictures)[name]
    np.testing.assert_allclose(answers, np.stack([chances[:, 0] + chances[:, 3], chances[:, 1]], axis=1), atol=1e-5)


GENDER = {"attribute": "gender", "output": "a", "values": ["women", "men", "unisex"]}


@pytest.mark.parametrize(
    ("heads", "line"),
    [
        ({}, ": must be an object with a list of heads"),
        ({"heads": ["gender"]}, ": heads.0: must be an object"),
        ({"heads": [{"attribute": "mood"}]}, ": heads.0.attribute: 'mood' is none of category, color,"),
        ({"heads": [{**GENDER, "treshold": 1}]}, ": heads.0: treshold is none of activation, attribute,"),
        ({"heads": [{**GENDER, "output": "c"}]}, ": heads.0.output c: "),
        (
            {"heads": [{**GENDER, "values": ["women", "men", "alien"]}]},
            ": heads.0.values: 2: 'alien' is none of women,",
        ),
        ({"heads": [{**GENDER, "values": "women"}]}, ": heads.0.values: must be an object from their labels"),
        ({"heads": [{**GENDER, "range": [2, 9]}]}, ": heads.0.range: ends at 9, and output a has 3 columns"),
        ({"heads": [{**GENDER, "range": [2]}]}, ": heads.0.range: must be the first column and the one after the last"),
        ({"heads": [{**GENDER, "temperature": 0}]}, ": heads.0.temperature: 0 is not between 0.01 and 100"),
        (
            {"heads": [{**GENDER, "activation": "relu"}]},
            ": heads.0.activation: 'relu' is none of softmax, sigmoid, none",
        ),
        ({"heads": [{**GENDER, "activation": "none"}]}, ": heads.0.activation: answers go from "),
        ({"heads": [{**GENDER, "activation": "none", "temperature": 2}]}, ": heads.0.temperature: works on logits"),
        ({"heads": [{**GENDER, "shown": 1}]}, ": heads.0.shown: must be true or false"),
        ({"heads": [GENDER, {**GENDER, "output": "b"}]}, ": heads.0: there is more than one head for gender"),
        ({"heads": [GENDER], "categories": {"TOGA": []}}, ": categories: 'TOGA' is no type of the taxonomy"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path, refusal, write_json, heads, line):
    path = write_json("heads.json", heads)
    export = small_classifier(tmp_path / "export.onnx", a=3, b=3)
    assert refusal("classifier", export, heads=path, normalise="siglip").startswith(f"--heads {path}{line}")
