"""Our own drawings: the same seed draws the same, masks are whole, and tags say what the taxonomy allows."""

from __future__ import annotations

from collections import Counter

import cv2
import numpy as np
import pytest

from fashion_training.drawn import TYPES, Drawn, draw
from fashion_training.drawn.colours import METALLIC, PALETTES, name_of, shade_of
from fashion_training.drawn.patterns import PRINTS
from fashion_training.taxonomy import item_types, taxonomy, values_of

_SEEDS = 50
_APPLY = {kind["id"]: frozenset(kind["attributes"]) for kind in taxonomy()["types"]}


@pytest.fixture(scope="module")
def drawings() -> dict[str, list[Drawn]]:
    # Drawings are too small for OpenCV's threads to help.
    cv2.setNumThreads(1)
    return {kind: [draw(np.random.default_rng(seed), kind) for seed in range(_SEEDS)] for kind in TYPES}


@pytest.mark.parametrize("kind", TYPES)
def test_the_same_seed_draws_the_same(kind: str) -> None:
    first, second = (draw(np.random.default_rng(11), kind) for _ in range(2))
    other = draw(np.random.default_rng(12), kind)
    assert np.array_equal(first.pixels, second.pixels)
    assert np.array_equal(first.opaque, second.opaque)
    assert first.tags == second.tags
    assert first.pixels.shape != other.pixels.shape or not np.array_equal(first.pixels, other.pixels)


def test_what_was_drawn_before_does_not_matter() -> None:
    alone = draw(np.random.default_rng(3), "DRESS")
    draw(np.random.default_rng(4), "COAT")
    assert np.array_equal(alone.pixels, draw(np.random.default_rng(3), "DRESS").pixels)


def test_without_a_type_many_types_are_drawn() -> None:
    random = np.random.default_rng(0)
    found = {draw(random).type for _ in range(60)}
    assert len(found) > 10 and found <= set(item_types())


@pytest.mark.parametrize("kind", TYPES)
def test_the_mask_fills_a_plausible_part_and_its_box_touches_all_sides(kind: str, drawings: dict[str, list[Drawn]]) -> None:
    for drawn in drawings[kind]:
        height, width = drawn.opaque.shape
        assert drawn.pixels.shape == (height, width, 3)
        assert drawn.pixels.dtype == drawn.opaque.dtype == np.uint8
        assert 285 <= max(height, width) <= 335
        # Between its threads lace is a fifth opaque.
        inside = drawn.opaque > 40
        assert 0.06 < inside.mean() < 0.97
        rows, columns = np.flatnonzero(inside.any(1)), np.flatnonzero(inside.any(0))
        assert rows[0] <= 12 and columns[0] <= 12
        assert rows[-1] >= height - 13 and columns[-1] >= width - 13
        # Nothing is cut off.
        assert not drawn.opaque[[0, -1]].any() and not drawn.opaque[:, [0, -1]].any()


@pytest.mark.parametrize("kind", TYPES)
def test_tags_are_of_the_taxonomy_and_apply_to_the_type(kind: str, drawings: dict[str, list[Drawn]]) -> None:
    for drawn in drawings[kind]:
        assert drawn.type == kind
        for attribute, value in drawn.tags.items():
            assert attribute in _APPLY[kind], (attribute, value)
            values = value if attribute == "detail" else [value]
            assert set(values) <= set(values_of(attribute)), (attribute, value)
            assert len(set(values)) == len(values)


@pytest.mark.parametrize("kind", TYPES)
def test_plain_garments_have_the_colour_that_the_tag_says(kind: str, drawings: dict[str, list[Drawn]]) -> None:
    plain = [drawn for drawn in drawings[kind] if drawn.tags["pattern"] == "plain" and drawn.tags["color"] not in METALLIC]
    named = [name_of(np.median(drawn.pixels[drawn.opaque > 250], axis=0)) == drawn.tags["color"] for drawn in plain]
    assert np.mean(named) > 0.9


def test_jitter_keeps_a_colours_name() -> None:
    random = np.random.default_rng(1)
    for value in PALETTES:
        assert all(name_of(shade_of(value, random)) == value for _ in range(40))


def test_the_attributes_vary(drawings: dict[str, list[Drawn]]) -> None:
    seen = {attribute: Counter[str]() for attribute in ("pattern", "neckline", "shoulder", "sleeve_length", "sleeve_shape")}
    seen |= {attribute: Counter[str]() for attribute in ("color", "length_up", "length_lo", "shape", "fit", "fabric", "detail")}
    for drawn in (drawn for many in drawings.values() for drawn in many):
        for attribute, counter in seen.items():
            value = drawn.tags.get(attribute)
            counter.update(value if isinstance(value, list) else [value] if value else [])
    assert set(PRINTS) | {"plain", "graphic", "lace_pattern"} <= set(seen["pattern"])
    for attribute in (
        "neckline",
        "shoulder",
        "sleeve_length",
        "sleeve_shape",
        "length_up",
        "length_lo",
        "shape",
        "fit",
    ):
        assert set(values_of(attribute)) == set(seen[attribute]), attribute
    assert set(values_of("color")) == set(seen["color"])
    assert len(seen["detail"]) >= 14 and len(seen["fabric"]) >= 8


def test_a_print_shows_more_than_one_colour(drawings: dict[str, list[Drawn]]) -> None:
    def spread(drawn: Drawn) -> float:
        return float(drawn.pixels[drawn.opaque > 250].std(axis=0).mean())

    tops = drawings["TOP"] + drawings["SHIRT"] + drawings["DRESS"]
    plain = [spread(drawn) for drawn in tops if drawn.tags["pattern"] == "plain"]
    printed = [spread(drawn) for drawn in tops if drawn.tags["pattern"] in ("stripe", "check", "dot", "floral")]
    assert np.median(printed) > 1.5 * np.median(plain)
