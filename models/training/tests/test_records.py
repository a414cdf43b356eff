import hashlib
import json
from pathlib import Path

import pytest

from fashion_training.data.records import fold, fold_of, read_pictures, read_street, training_part


def lay(root: Path, name: str, rows: list[dict[str, object]]) -> None:
    (root / name).mkdir()
    (root / name / "labels.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    catalogue = [{"file": f"images/{number}.jpg", "split": "val" if number % 10 == 0 else "train"} for number in range(50)]
    lay(tmp_path, "catalogue", catalogue)
    street = [
        {
            "file": "images/1.jpg",
            "mask": "masks/1.png",
            "split": "train",
            "items": [{"type": None, "label": "hair", "box": [1, 2, 3, 4]}],
        }
    ]
    lay(tmp_path, "street", street)
    attributes = [
        {"set": "catalogue", "file": "images/11.jpg", "split": "val", "type": "TOP", "tags": {}},
        {"set": "catalogue", "file": "images/12.jpg", "split": "train", "type": "TOP", "tags": {}},
    ]
    lay(tmp_path, "attributes", attributes)
    return tmp_path


def test_nothing_of_a_validation_part_is_trained_on(data: Path) -> None:
    files = {picture.file for picture in training_part(read_pictures(data, "catalogue"), data)}
    assert "images/10.jpg" not in files and "images/11.jpg" not in files and "images/12.jpg" in files
    assert len(files) == 44


def test_folds_part_what_is_trained_on(data: Path) -> None:
    records = read_pictures(data, "catalogue")
    folds = [{picture.file for picture in fold(records, data, number)} for number in range(10)]
    assert sum(len(of) for of in folds) == 44 == len(set.union(*folds))
    rest = {picture.file for picture in training_part(records, data, 3)}
    assert not rest & folds[3] and len(rest) + len(folds[3]) == 44


def test_twins_are_neither_learnt_beside_what_is_kept_back_nor_held_out_beside_what_is_learnt(tmp_path: Path) -> None:
    def row(number: int, name: str, brand: str = "Acme") -> dict[str, object]:
        return {"file": f"images/{number}.jpg", "split": "train", "name": name, "brand": brand}

    fold_0 = [number for number in range(100) if fold_of(f"catalogue/images/{number}.jpg") == 0]
    others = [number for number in range(100) if number not in fold_0]
    rows = [
        row(others[0], "Kept back"), row(others[1], "Kept back"), row(others[2], "Kept back", "Another"),
        row(fold_0[0], "In both"), row(others[3], "In both"), row(fold_0[1], "Held out"), row(fold_0[2], "Held out"),
        row(fold_0[3], ""), row(others[4], ""),
    ]  # fmt: skip
    lay(tmp_path, "catalogue", rows)
    lay(tmp_path, "attributes", [{"set": "catalogue", "file": rows[0]["file"], "split": "val", "type": "TOP", "tags": {}}])
    records = read_pictures(tmp_path, "catalogue")
    assert {picture.file for picture in training_part(records, tmp_path, 0)} == {rows[at]["file"] for at in (2, 4, 8)}
    assert {picture.file for picture in fold(records, tmp_path, 0)} == {rows[at]["file"] for at in (5, 6, 7)}


def test_a_fold_is_told_by_the_name_alone() -> None:
    assert fold_of("street/images/0001.jpg") == int(hashlib.sha256(b"street/images/0001.jpg").hexdigest()[:8], 16) % 10


def test_street_items_keep_what_the_taxonomy_does_not_know(data: Path) -> None:
    (picture,) = read_street(data)
    assert picture.items[0].type is None and picture.items[0].box == (1, 2, 3, 4)


@pytest.mark.parametrize(("line", "said"), [("{", "Expecting"), ('{"file": "a"}', "has no 'items'")])
def test_a_broken_line_is_named(data: Path, line: str, said: str) -> None:
    file = data / "street" / "labels.jsonl"
    file.write_text(file.read_text(encoding="utf-8") + line, encoding="utf-8")
    with pytest.raises(ValueError, match=f"labels.jsonl:2: {said}"):
        read_street(data)
