"""A model's card: what people wrote of it, and the figures of an evaluation of the running product.

A scoring of the validation part is written down in `scorings.jsonl` beside the card, one line each, so that nobody chooses by it
unseen.
"""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any, Final

from fashion_training.tables import table, tables_of_choices

_TEXTS: Final = Path(__file__).with_name("cards")
_PLACE: Final = re.compile(r"^\{\{(\w[\w -]*)\}\}$", re.MULTILINE)


def write_card(folder: Path, report: Path) -> None:
    """
    Write `README.md` of a model folder: the text of its task, with tables for its places `{{part}}`, what was run, and the pictures
    that the command `failures` left there.

    :param report: `report.json` of `npm run eval` with the folder's model
    :raises ValueError: where the report or the pictures are of another model, or the report is of a part of the data only, or lacks
        a part that the text has a place for
    """
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    measured: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    if manifest["sha256"] not in {model["sha256"] for model in measured["models"]}:
        raise ValueError(f"{report} is of other models than {folder}")
    options = measured["options"]
    if options["split"] != "val" or options.get("val") or options.get("train"):
        raise ValueError(f"{report} is not of the whole validation part, of which cards speak")
    scorings = _noted(folder, manifest["sha256"], measured)
    tables = {
        **{part: "\n".join(table(one) for one in of) for part, of in measured["parts"].items()},
        "scorings": _scorings(scorings),
    }
    if (folder / "choices.json").exists():
        choices = json.loads((folder / "choices.json").read_text(encoding="utf-8"))
        tables |= tables_of_choices(choices)
    if (folder / "failures.json").exists():
        tables["failures"] = _failures(folder, manifest["sha256"])

    def filled(place: re.Match[str]) -> str:
        if place[1] not in tables:
            lacking = {
                "failures": f"{folder} has no pictures of failures",
                **dict.fromkeys(
                    ("run", "curve", "weights", "mistakes", "seen", "learning"), f"{folder} has no choices.json of its run"
                ),
            }
            where = lacking.get(place[1], f"{report} has no part {place[1]}")
            raise ValueError(f"{where}, which the card of {manifest['task']} shows")
        return tables[place[1]].rstrip()

    text = (_TEXTS / f"{manifest['task']}.md").read_text(encoding="utf-8")
    (folder / "README.md").write_text(_PLACE.sub(filled, text), encoding="utf-8")


def _noted(folder: Path, sha256: str, measured: dict[str, Any]) -> list[dict[str, Any]]:
    """All scorings of the validation part by models of this folder, this one included."""
    file = folder / "scorings.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    known = [json.loads(line) for line in lines]
    this = {"date": time.strftime("%Y-%m-%d"), "sha256": sha256, "parts": sorted(measured["parts"])}
    if all((one["sha256"], one["parts"]) != (sha256, this["parts"]) for one in known):
        known.append(this)
        file.write_text("".join(json.dumps(one) + "\n" for one in known), encoding="utf-8")
    return known


def _failures(folder: Path, sha256: str) -> str:
    found = json.loads((folder / "failures.json").read_text(encoding="utf-8"))
    if found["sha256"] != sha256:
        raise ValueError(f"{folder}: the pictures of failures are of other weights; make them again")
    count = f"Of {found['drawings']} garments that we drew and none of which was trained on, {found['failed']} {found['measure']}."
    if not found["failed"]:
        return count
    return f"{count} The surest mistakes:\n\n![Drawn garments, what each is and what was said of it](failures.jpg)"


def _scorings(scorings: list[dict[str, Any]]) -> str:
    rows = [f"| {one['date']} | `{one['sha256'][:12]}` | {', '.join(one['parts'])} |" for one in scorings]
    return "\n".join(("| when | weights | parts |", "|---|---|---|", *rows))
