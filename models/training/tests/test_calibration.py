import numpy as np
import pytest

from fashion_training.appearance.calibration import calibration_error, isotonic, similarity_of, temperature


def test_isotonic_pools_what_falls() -> None:
    assert isotonic(np.array([1.0, 3, 2, 4]), np.array([1.0, 1, 1, 1])).tolist() == [1, 2.5, 2.5, 4]
    assert isotonic(np.array([3.0, 0]), np.array([1.0, 3])).tolist() == [0.75, 0.75]


def test_a_temperature_undoes_a_wrong_one() -> None:
    random = np.random.default_rng(1)
    logits = random.normal(0, 2, (5000, 4))
    chances = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    wanted = np.array([random.choice(4, p=row) for row in chances])

    def scores(degrees: float) -> np.ndarray:
        raised = np.exp(logits * 2 / degrees)
        return raised / raised.sum(1, keepdims=True)

    assert temperature(scores, wanted) == pytest.approx(2, rel=0.1)


def test_calibration_error_by_hand() -> None:
    confidences, right = np.array([0.95, 0.95, 0.55, 0.55]), np.array([True, False, True, True])
    assert calibration_error(confidences, right) == pytest.approx(0.45)


def test_a_similarity_says_the_share_of_one_kind() -> None:
    random = np.random.default_rng(2)
    cosines = random.uniform(-0.2, 1, 200_000)
    same = random.random(200_000) < np.clip(cosines, 0, 1) ** 3
    curve = similarity_of(cosines, same)
    for wanted in (0.2, 0.5, 0.8, 0.9):
        near = np.abs(curve.of(cosines) - wanted) < 0.02
        assert same[near].mean() == pytest.approx(wanted, abs=0.03)
    x, y = zip(*curve.knots, strict=True)
    assert list(x) == sorted(set(x)) and list(y) == sorted(y) and curve.knots[-1] == (1.0, 1.0)
