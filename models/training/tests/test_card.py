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


def report_of(folder: Path, sha256: str, parts: dict[str, object], **options: object) -> Path:
    file = folder / "report.json"
    whole = {"options": {"split": "val", **options}, "models": [{"sha256": sha256}], "parts": parts}
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


def test_cards_speak_of_the_whole_validation_part_only(folder: Path) -> None:
    for options in ({"split": "train-fold"}, {"val": 12}, {"train": 60}):
        with pytest.raises(ValueError, match="whole validation part"):
            card.write_card(folder, report_of(folder, "ab" * 32, PARTS, **options))


def test_failures_are_of_the_weights_that_the_card_is_of(folder: Path) -> None:
    text = folder.parent / "cards" / "detect.md"
    text.write_text("# It\n\n{{failures}}\n", encoding="utf-8")
    report = report_of(folder, "ab" * 32, PARTS)
    with pytest.raises(ValueError, match="has no pictures of failures"):
        card.write_card(folder, report)
    found = {"sha256": "cd" * 32, "drawings": 9, "failed": 2, "measure": "are wrong"}
    (folder / "failures.json").write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(ValueError, match="of other weights"):
        card.write_card(folder, report)
    (folder / "failures.json").write_text(json.dumps(found | {"sha256": "ab" * 32}), encoding="utf-8")
    card.write_card(folder, report)
    assert "trained on, 2 are wrong. The surest" in (folder / "README.md").read_text(encoding="utf-8")


def test_the_texts_have_places_for_parts_of_the_evaluation_only() -> None:
    of_every_card = {"failures", "scorings", "run", "curve"}
    parts = {"detector", "embedder", "street-to-shop", "tagger", "similarity", "search", "mistakes", "weights"}
    parts |= {"seen", "learning"} | of_every_card
    for text in (Path(card.__file__).parent / "cards").glob("*.md"):
        places = set(card._PLACE.findall(text.read_text(encoding="utf-8")))
        assert of_every_card < places <= parts, text


def test_what_was_fitted_anew_names_the_run_that_trained_the_trunk(folder: Path) -> None:
    (card._TEXTS / "detect.md").write_text("{{run}}\n\n{{curve}}\n\n{{weights}}\n", encoding="utf-8")
    trained = {"plan": {"steps": 2400}, "begin": [], "curve": [{"step": 500, "kind": 0.25}]}
    run = {"plan": {"steps": 0}, "begin": ["cd" * 32], "trained": trained}
    (folder / "choices.json").write_text(json.dumps({"run": run, "weights": {"fine": 0.4, "kind in words": 0.6}}), encoding="utf-8")
    card.write_card(folder, report_of(folder, "ab" * 32, PARTS))
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert "steps 2400" in text and "chosen anew for that trunk, of `cdcdcdcdcdcd`" in text and "| 500 | 0.250 |" in text
    assert "fine 0.4, kind in words 0.6." in text


def test_the_curve_and_the_mistakes_come_from_the_choices(folder: Path) -> None:
    (card._TEXTS / "detect.md").write_text("{{curve}}\n\n{{mistakes}}\n", encoding="utf-8")
    run = {"plan": {}, "begin": [], "curve": [{"step": 500, "mean": 0.25, "any": 0.5, "by_type": 1}]}
    wrong = [{"kind": "twice", "type": "BAG", "boxes": 3}, {"kind": "background", "type": "TOP", "boxes": 1}]
    found = {"shown": 10, "wrong": wrong, "any_type": {"as it is": 0.5}}
    (folder / "choices.json").write_text(json.dumps({"run": run, "mistakes": found}), encoding="utf-8")
    card.write_card(folder, report_of(folder, "ab" * 32, PARTS))
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert "| steps | mAP@0.5 | any type |" in text and "| 500 | 0.250 | 0.500 |" in text
    assert "Of 10 boxes shown of held-out photographs 4 are no item's: 3 twice (BAG), 1 background (TOP)" in text
    assert "| as it is | 0.500 |" in text


def test_what_labels_are_worth_and_what_more_would_bring_come_from_the_choices(folder: Path) -> None:
    (card._TEXTS / "detect.md").write_text("{{seen}}\n\n{{learning}}\n", encoding="utf-8")
    seen = [{"type": "TOP", "labelled": 12, "seen": 9, "precision": 0.5}]
    of_neckline = [{"share": 0.5, "learnt": 20, "accuracy": 0.25}, {"share": 1.0, "learnt": 40, "accuracy": 0.5}]
    heads = {"neckline": {"learning": of_neckline}, "detail": {"learning": [{**one, "f1": 0.125} for one in of_neckline]}}
    choices = {"run": {"plan": {}, "begin": []}, "seen": seen, "heads": heads}
    (folder / "choices.json").write_text(json.dumps(choices), encoding="utf-8")
    card.write_card(folder, report_of(folder, "ab" * 32, PARTS))
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert "| TOP | 12 | 9 | 0.500 |" in text
    assert "| attribute | labelled garments | 50% | 100% |" in text
    assert "| neckline | 40 | 0.250 | 0.500 |" in text and "| detail, F1 | 40 | 0.125 | 0.125 |" in text
    of_vectors = {"900": {"kind": 0.5, "kind_and_colour": 0.25, "street_to_shop": {"first": 0.75}}}
    (folder / "choices.json").write_text(json.dumps({"run": choices["run"], "learning": of_vectors}), encoding="utf-8")
    (card._TEXTS / "detect.md").write_text("{{learning}}\n", encoding="utf-8")
    card.write_card(folder, report_of(folder, "ab" * 32, PARTS))
    assert "| 900 | 0.500 | 0.250 | 0.750 |" in (folder / "README.md").read_text(encoding="utf-8")
