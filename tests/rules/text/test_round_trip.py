"""What is written reads back as the same tree, in whatever words the line is said."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lizheng.rules.findings import RuleRefused

from .random_trees import booleans
from .respelling import respell, squeeze
from .village_names import read, write

MANY = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


def dump(tree: object) -> str:
    """Return the tree as JSON: true is not 1 there."""
    return json.dumps(tree, ensure_ascii=False)


def write_or_skip(tree: object, english: bool = False) -> str:
    """Return the text of a tree; one too long for a line is no example."""
    try:
        return write(tree, english)
    except RuleRefused as refused:
        assume(refused.findings[0].code != "too_long")
        raise


@pytest.mark.parametrize("english", [False, True])
@MANY
@given(tree=booleans())
def test_a_written_tree_reads_back_as_itself(english: bool, tree: object) -> None:
    assert dump(read(write_or_skip(tree, english))) == dump(tree)


@MANY
@given(tree=booleans(), chance=st.randoms(use_true_random=False))
def test_every_spelling_of_a_condition_means_the_same(tree: object, chance: Random) -> None:
    respelled = respell(write_or_skip(tree), chance)
    assume(len(respelled) <= 2000)
    assert dump(read(respelled)) == dump(tree)


@MANY
@given(tree=booleans())
def test_chinese_needs_no_spaces(tree: object) -> None:
    assert dump(read(squeeze(write_or_skip(tree)))) == dump(tree)


@MANY
@given(tree=booleans(), english=st.booleans())
def test_what_was_read_is_written_as_something_that_reads_the_same(tree: object, english: bool) -> None:
    read_once = read(squeeze(write_or_skip(tree)))
    assert dump(read(write_or_skip(read_once, english))) == dump(read_once)
