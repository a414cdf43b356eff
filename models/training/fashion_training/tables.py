"""Tables of a card: of an evaluation's report, and of what `choices.json` holds of a run."""

from __future__ import annotations

from typing import Any, Final


def tables_of_choices(choices: dict[str, Any]) -> dict[str, str]:
    """By their places in a card's text."""
    tables = {"run": _run(choices["run"]), "curve": _curve(choices["run"])}
    if "weights" in choices:
        tables["weights"] = ", ".join(f"{name} {weight}" for name, weight in choices["weights"].items()) + "."
    if "mistakes" in choices:
        tables["mistakes"] = _mistakes(choices["mistakes"])
    if "seen" in choices:
        tables["seen"] = _seen(choices["seen"])
    if "heads" in choices:
        tables["learning"] = _learning_of_heads({name: head["learning"] for name, head in choices["heads"].items()})
    if "learning" in choices:
        tables["learning"] = _learning_of_vectors(choices["learning"])
    return tables


def table(of: dict[str, Any]) -> str:
    columns = list(of["rows"][0]) if of["rows"] else []
    lines = [
        f"**{of['title']}**",
        "",
        f"| {' | '.join(columns)} |",
        f"|{'---|' * len(columns)}",
        *(f"| {' | '.join(_cell(row[column]) for column in columns)} |" for row in of["rows"]),
        "",
    ]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, dict):
        if value["value"] is None:
            return "–"
        has_interval = value.get("low") is not None
        return f"{value['value']:.3f}" + (f" ({value['low']:.3f}–{value['high']:.3f})" if has_interval else "")
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _run(run: dict[str, Any]) -> str:
    if "trained" in run:
        begun = run["begin"][-1][:12]
        return f"{_run(run['trained'])}\n- What is fitted and chosen was fitted and chosen anew for that trunk, of `{begun}`."
    plan = ", ".join(f"{name} {value}" for name, value in run["plan"].items() if isinstance(value, int | float | str))
    begun = " and ".join(f"`{sha256[:12]}`" for sha256 in run["begin"]) or "the published ones"
    return f"- This run: {plan}. Weights to begin with: {begun}. The whole plan stands in `choices.json`."


_CURVE: Final = {
    "mean": "mAP@0.5", "any": "any type", "kind": "precision@10 among them", "kind_and_colour": "with colour",
    "category": "category", "color": "color", "pattern": "pattern", "sleeve_length": "sleeve_length", "detail": "detail, F1",
}  # fmt: skip
"""What the learning curve shows of what a run noted, and what it is called."""


def _curve(run: dict[str, Any]) -> str:
    """Figures of the held-out fold as the run went on."""
    noted: list[dict[str, Any]] = run.get("trained", run).get("curve", [])
    if not noted:
        return "The learning curve of this run was not kept."
    shown = [name for name in _CURVE if name in noted[0]]
    rows = [{"steps": one["step"]} | {_CURVE[name]: {"value": one[name]} for name in shown} for one in noted]
    return table({"title": "Held-out pictures, as the run went on", "rows": rows})


def _mistakes(found: dict[str, Any]) -> str:
    wrong = found["wrong"]
    count = sum(one["boxes"] for one in wrong)
    most = ", ".join(f"{one['boxes']} {one['kind']} ({one['type']})" for one in wrong[:8])
    precision = [{"AP@0.5 of any type": name, "held-out street": {"value": value}} for name, value in found["any_type"].items()]
    title = f"Of {found['shown']} boxes shown of held-out photographs {count} are no item's: {most}, …"
    return table({"title": title, "rows": precision})


def _seen(types: list[dict[str, Any]]) -> str:
    rows = [
        {"type": one["type"], "labelled": one["labelled"], "seen": one["seen"], "AP@0.5": {"value": one["precision"]}}
        for one in types
    ]
    return table({"title": "An answer of the labelled boxes and the types that we saw in them", "rows": rows})


def _learning_of_heads(heads: dict[str, list[dict[str, Any]]]) -> str:
    rows = []
    for attribute, learning in heads.items():
        figure = "f1" if "f1" in learning[0] else "accuracy"
        shares = {f"{one['share']:.0%}": {"value": one[figure]} for one in learning}
        name = f"{attribute}, F1" if figure == "f1" else attribute
        rows.append({"attribute": name, "labelled garments": learning[-1]["learnt"], **shares})
    return table({"title": "Accuracy on held-out garments, fitted to a share of the garments", "rows": rows})


def _learning_of_vectors(learning: dict[str, dict[str, Any]]) -> str:
    rows = [
        {
            "garments": int(count),
            "precision@10": {"value": of["kind"]},
            "with colour": {"value": of["kind_and_colour"]},
            "street to shop, first": {"value": of["street_to_shop"]["first"]},
        }
        for count, of in learning.items()
    ]
    return table({"title": "Held-out pictures, parts fitted to a share of the catalogue's garments", "rows": rows})
