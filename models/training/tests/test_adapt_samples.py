from __future__ import annotations

import json

import numpy as np
import pytest
from conftest import Adapted
from samples import KEPT, write


@pytest.mark.parametrize("kind", ["detr", "yolo", "image-tower", "classifier"])
def test_the_kept_folders_are_those_that_the_adapters_make(tmp_path, pictures, kind):
    write(tmp_path)

    def folder_at(root):
        manifest = json.loads((root / kind / "manifest.json").read_text(encoding="utf-8"))
        return Adapted(root / kind, manifest)

    kept, made = folder_at(KEPT), folder_at(tmp_path)
    # Another version of the onnx package may write other bytes.
    of_bytes = {"sha256", "adapted", "embedding"}
    assert {key: kept.manifest[key] for key in kept.manifest.keys() - of_bytes} == {
        key: made.manifest[key] for key in made.manifest.keys() - of_bytes
    }
    answers = made.run(pictures)
    for output, numbers in kept.run(pictures).items():
        np.testing.assert_allclose(numbers, answers[output], atol=1e-4)
