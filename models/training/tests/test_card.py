import json
from pathlib import Path

import pytest

from fashion_training import card


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    texts = tmp_path / "cards"
    texts.mkdir()
    (texts / "detect.md").write_text("# It\n\n{{detector}}\n\n{{scorings}}\n", encoding="utf-8")
    monkeypatch.setattr(card, "_TEXTS", texts)
    folder = tmp_path / "detector"
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps({"task": "detect", "sha256": "ab" * 32}), encoding="utf-8")
    return folder


def report_of(folder: Path, sha256: str, parts: dict[str, object]) -> Path:
    file = folder / "report.json"
    whole = {"options": {"split": "val"}, "models": [{"sha256": sha256}], "parts": parts}
    file.write_text(json.dumps(whole), encoding="utf-8")
    return file


NOTHING = {"value": None, "low": None, "high": None}
PARTS = {
    "detector": [
        {
            "title": "Street",
            "rows": [{"AP": "mean", "figure": {"value": 0.5, "low": 0.4, "high": 0.6}}, {"AP": "none", "figure": NOTHING}],
        }
    ]
}


def test_figures_stand_in_their_places_and_each_scoring_is_noted_once(folder: Path) -> None:
    for _ in range(2):
        card.write_card(folder, report_of(folder, "ab" * 32, PARTS))
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert "| mean | 0.500 (0.400–0.600) |" in text
    assert "| none | – |" in text
    assert text.count("`abababababab`") == 1


def test_a_report_of_another_model_or_without_the_part_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="of other models"):
        card.write_card(folder, report_of(folder, "cd" * 32, PARTS))
    with pytest.raises(ValueError, match="has no part detector"):
        card.write_card(folder, report_of(folder, "ab" * 32, {}))
