"""The page and the server answer random rules on random data alike: values, traces and errors."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import pytest

from .asking import ask_javascript, make_lines
from .differing import Comparison, compare
from .python_engine import answer_lines

pytestmark = [pytest.mark.first, pytest.mark.untraced]

Report = Callable[[Comparison], None]
SEED = 20261124


@pytest.fixture(scope="module")
def ordinary() -> Comparison:
    """Give the comparison of 100,000 pairs, which all tests of the ordinary run look at."""
    return ask_both(102_000, SEED)


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str]) -> Report:
    """Give a function that writes one line of what was compared, which pytest lets through."""

    def write(found: Comparison) -> None:
        counts = (found.pairs, found.outcomes, dict(found.operators.most_common()), dict(found.refused))
        with capsys.disabled():
            print("\nengines:", found.differing, "differences;", *map(dict, counts))

    return write


def test_no_pair_is_answered_differently(ordinary: Comparison, report: Report) -> None:
    report(ordinary)
    assert ordinary.differences == []


def test_half_of_the_pairs_are_typed(ordinary: Comparison) -> None:
    assert {kind: count >= 50_000 for kind, count in ordinary.pairs.items()} == {"typed": True, "wild": True}


def test_every_operator_is_asked(ordinary: Comparison) -> None:
    assert OPERATORS - {name for name, count in ordinary.operators.items() if count >= 200} == set()


def test_most_pairs_have_a_value_and_every_error_occurs(ordinary: Comparison) -> None:
    found = ordinary.outcomes
    assert (found["value"] > 40_000, ERRORS - set(found)) == (True, set())


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_no_pair_of_a_million_is_answered_differently(report: Report) -> None:
    found = reduce(Comparison.take_in, (ask_both(102_000, SEED + at) for at in range(1, 11)), Comparison())
    report(found)
    assert found.differences == []


def ask_both(pairs: int, seed: int) -> Comparison:
    lines = list(make_lines(pairs, seed))
    return compare(lines, list(answer_lines(lines)), ask_javascript(lines))


ERRORS = {"NaN", "Invalid Arguments", "Unknown Operator", "thrown", "Too Large", "Too Deep", "Too Much Work"}
OF_BOTH = "var val missing if ?: and or ! !! == != === !== < <= > >= + - * / % min max cat substr in"
LISTS = "merge map filter all some none ??"
PUBLISHED = "exists missing_some reduce try throw preserve log"
TYPED = "round floor ceil abs length empty count sum fits"
DATES = "now today date year month day weekday days add_days add_months month_end hours add_hours age"
WORKDAYS = "workdays add_workdays is_workday last_workday"
OPERATORS = set(" ".join((OF_BOTH, LISTS, PUBLISHED, TYPED, DATES, WORKDAYS)).split())
