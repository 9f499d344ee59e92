"""The definitions file: changed by one process at a time, whole at every moment, damage named."""

import json
import subprocess
import sys
import time

import pytest
from lizheng.core.definitions import DamagedFile, open_definitions, publish_form, switch_on
from lizheng.core.definitions.storage import backup_of

pytestmark = pytest.mark.first

AT = "2026-03-01T00:00:00.000000Z"
SWITCH_MANY = """
import sys
from pathlib import Path
from lizheng.core.definitions import open_definitions, switch_on
definitions = open_definitions(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    with definitions.change() as change:
        switch_on(change, f"{sys.argv[2]}_{number}", "339924101", "test", "2026-03-01T00:00:00.000000Z")
    print(number, flush=True)
"""


def start_writer(path, name, count):
    return subprocess.Popen(
        [sys.executable, "-c", SWITCH_MANY, str(path), name, str(count)], stdout=subprocess.PIPE, text=True
    )


def switch_some(definitions, count=3):
    for number in range(count):
        with definitions.change() as change:
            switch_on(change, f"plugin_{number}", "339924101", "test", AT)


def test_an_absent_file_reads_as_the_empty_state(definitions):
    assert definitions.read().version == 0


def test_a_change_is_seen_by_another_reader_at_once(definitions):
    other = open_definitions(definitions.path)
    other.read()
    switch_some(definitions, 1)
    assert other.read().switches.on == {("plugin_0", "339924101")}


def test_an_unchanged_file_is_not_read_again(definitions):
    switch_some(definitions)
    assert definitions.read() is definitions.read()


def test_a_change_that_raises_leaves_nothing(definitions):
    switch_some(definitions, 1)
    with pytest.raises(ZeroDivisionError), definitions.change() as change:
        switch_on(change, "lost", "339924101", "test", AT)
        raise ZeroDivisionError
    assert definitions.read().version == 1


def test_a_change_inside_a_change_is_refused(definitions):
    with pytest.raises(RuntimeError), definitions.change(), definitions.change():
        pass


def test_the_file_is_readable_json_with_one_document_a_line(definitions):
    switch_some(definitions, 2)
    lines = definitions.path.read_text("utf-8").splitlines()
    assert json.loads("\n".join(lines))["switches"]["2"]["plugin"] == "plugin_1"
    assert sum('"plugin":"plugin_1"' in line for line in lines) == 1


def test_two_processes_of_200_changes_lose_none(definitions):
    writers = [start_writer(definitions.path, name, 200) for name in ("a", "b")]
    assert [writer.wait() for writer in writers if writer.communicate()] == [0, 0]
    state = definitions.read()
    assert (state.version, len(state.switches.on)) == (400, 400)


def test_what_was_acknowledged_before_a_kill_is_there_after_it(definitions):
    acknowledged = 0
    for round_ in range(12):
        writer = start_writer(definitions.path, f"round{round_}", 10_000)
        writer.stdout.readline()
        time.sleep(0.01 * round_)
        writer.kill()
        acknowledged += 1 + len(writer.communicate()[0].splitlines())
    kept = len(definitions.read().switches.on)
    assert acknowledged <= kept <= acknowledged + 12
    assert definitions.read().damage == ""


def test_a_file_torn_at_any_byte_is_named_and_the_copy_is_served(definitions, make_form):
    with definitions.change() as change:
        publish_form(change, make_form(), "339924101", "test", AT)
    whole = definitions.path.read_bytes()
    expected = definitions.read().versions
    served = set()
    for length in range(0, len(whole)):
        definitions.path.write_bytes(whole[:length])
        state = open_definitions(definitions.path).read()
        served.add((state.versions, str(definitions.path) in state.damage, "line" in state.damage))
    assert served == {(expected, True, True)}


def test_a_flipped_bit_is_noticed(definitions):
    switch_some(definitions)
    whole = bytearray(definitions.path.read_bytes())
    start = whole.index(b"\n") + 1
    unnoticed = []
    for position in range(start, len(whole)):
        flipped = bytearray(whole)
        flipped[position] ^= 1 << position % 8
        definitions.path.write_bytes(flipped)
        if not open_definitions(definitions.path).read().damage:
            unnoticed.append(position)
    assert unnoticed == []


def test_a_change_on_a_damaged_file_mends_it_and_keeps_the_damaged_one(definitions):
    switch_some(definitions)
    definitions.path.write_bytes(b"{")
    switch_some(definitions, 4)
    assert (definitions.read().damage, len(definitions.read().switches.on)) == ("", 4)
    assert len(list(definitions.path.parent.glob("definitions.json.damaged-*"))) == 1


def test_a_missing_file_beside_its_copy_is_damage_not_a_new_start(definitions):
    switch_some(definitions)
    definitions.path.unlink()
    state = open_definitions(definitions.path).read()
    assert (len(state.switches.on), "missing" in state.damage) == (3, True)


def test_damage_is_logged_once_a_process(definitions, caplog):
    switch_some(definitions)
    definitions.path.write_bytes(b"{")
    started = open_definitions(definitions.path)
    for _ in range(3):
        started.read()
    assert [str(definitions.path) in record.message for record in caplog.records] == [True]


def test_when_both_copies_are_damaged_nothing_is_guessed(definitions):
    switch_some(definitions)
    for file in (definitions.path, backup_of(definitions.path)):
        file.write_bytes(b"not json")
    with pytest.raises(DamagedFile, match=r"definitions\.json.*line 1"):
        open_definitions(definitions.path).read()
