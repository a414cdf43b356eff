import numpy as np
import pytest

from fashion_training.appearance.verdict import given_types
from fashion_training.taxonomy import item_types, values_of


def test_categories_of_a_type_share_the_belief_in_others() -> None:
    names = values_of("category")
    scores = np.zeros((2, len(names)))
    scores[:, [names.index("coat"), names.index("jeans"), names.index("pants")]] = (0.75, 0.15, 0.1)
    known, unknown = given_types(scores, [item_types().index("PANTS"), None])
    # 0.9 · 0.15 / (0.9 · 0.25 + 0.1 · 0.75), as the server's test has it.
    assert known[names.index("jeans")] == pytest.approx(0.45) and known[names.index("coat")] == 0
    assert (unknown == scores[1]).all()
