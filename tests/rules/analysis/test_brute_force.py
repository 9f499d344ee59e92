"""The analysis of tables says what trying every input says, on ten thousand random small tables."""

from __future__ import annotations

import pytest

from ..tables.random_tables import edit_case, make_case
from .brute_force import find_differences, find_differing_changes

pytestmark = [pytest.mark.untraced, pytest.mark.first]


def test_gaps_overlaps_conflicts_and_dead_rows_are_those_of_ten_thousand_tables_tried_out() -> None:
    differing = {seed: found for seed in range(10_000) if (found := find_differences(make_case(seed)))}
    assert differing == {}


def test_changes_of_outcome_are_exactly_those_of_two_thousand_edited_tables() -> None:
    hits = ("U", "F", "A", "P", "C<", "C>", "R")
    cases = {seed: make_case(seed, hits) for seed in range(2_000)}
    differing = {
        seed: found
        for seed, case in cases.items()
        if (found := find_differing_changes(case, edit_case(case, seed)))
    }
    assert differing == {}
