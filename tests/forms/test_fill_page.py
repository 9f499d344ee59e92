"""The fill page around the fields: the county's day, and the units there are to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from lizheng.core.records.values import Rejection
from lizheng.forms.identity import id_check_digit
from lizheng.forms.reading import read_form

from .station import NOW, TOWNSHIP, VILLAGE, Station, make_id

FORM = {
    "form": f"t{TOWNSHIP}.sheet",
    "title": "测试表",
    "subject": "matter",
    "kind": "business",
    "schema": {
        "type": "object",
        "properties": {
            "id": {"type": "string", "title": "号码", "format": "id-number"},
            "village": {"$ref": "lizheng:division_code/1"},
            "grids": {"type": "array", "title": "网格", "items": {"$ref": "lizheng:grid_code/1"}},
        },
    },
}
PLAIN = FORM | {"form": f"t{TOWNSHIP}.plain", "schema": {"type": "object", "properties": {"a": {}}}}
PATH = f"/fill/{FORM['form']}"


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    opened = Station(tmp_path_factory.mktemp("county"))
    opened.publish(read_form(FORM), read_form(PLAIN))
    yield opened
    opened.close()


def born(day: str) -> str:
    """Return a synthetic ID number of that date of birth."""
    first_17 = f"339924{day}001"
    return first_17 + id_check_digit(first_17)


TODAY, TOMORROW = born("20260227"), born("20260228")


def test_a_person_born_today_in_the_county_may_be_written_down(station: Station) -> None:
    assert station.submit(FORM["form"], {"id": TODAY}, 1).created


def test_a_submission_of_a_person_born_tomorrow_is_refused(station: Station) -> None:
    with pytest.raises(Rejection) as refused:
        station.submit(FORM["form"], {"id": TOMORROW}, 2)
    assert [(one.code, one.pointer) for one in refused.value.problems] == [("format_id_number", "/id")]


def test_the_page_names_the_date_of_birth_that_is_still_to_come(station: Station) -> None:
    posted = {"/id": TOMORROW, "do": "review", "@unit": VILLAGE}
    page = station.page(f"{PATH}/{make_id(3)}", data=posted).get_data(as_text=True)
    assert "第 7 至 14 位不是可能的出生日期" in page


@pytest.mark.parametrize(("later", "code"), [(0, "answers_invalid"), (1, "not_open")])
def test_a_correction_is_judged_by_the_day_on_which_it_is_made(
    station: Station, later: int, code: str
) -> None:
    station.submit(FORM["form"], {"id": TODAY}, 5)
    with pytest.raises(Rejection) as refused:
        station.revise(FORM["form"], {"id": TOMORROW}, 5, NOW + timedelta(days=later))
    assert refused.value.code == code


def test_a_division_is_chosen_from_the_units_of_the_own_township(station: Station) -> None:
    page = station.page(PATH).get_data(as_text=True)
    offered = page[page.index('<datalist id="units-division">') :].partition("</datalist>")[0]
    assert offered.partition(">")[2] == (
        '<option value="339924101000">青岭镇</option><option value="339924101201">上岙村</option>'
    )


def test_a_grid_in_a_row_is_chosen_from_the_grids_of_the_own_township(station: Station) -> None:
    posted = {"/grids/~n": "0", "do": "add:/grids", "@unit": VILLAGE}
    page = station.page(f"{PATH}/{make_id(4)}", data=posted).get_data(as_text=True)
    assert 'list="units-grid"' in page
    assert '<datalist id="units-grid"><option value="339924101201001">上岙村第一网格</option>' in page


def test_a_form_that_asks_for_no_unit_lists_none(station: Station) -> None:
    assert "<datalist" not in station.page(f"/fill/{PLAIN['form']}").get_data(as_text=True)
