"""Values over other records that rule sets ask for: counts, sums and look-ups within a record's reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from ...forms.definition import FormDefinition
from ...rules.sets import RuleSet
from ...rules.sets.facts import MOST_DAYS
from ...rules.sets.holes import read_path
from ...rules.sets.values import Fact
from ..discovery.fact_checking import is_within_reach, owner_township
from ..discovery.fact_plans import FactPlan, plan_fact
from ..registry.values import Registry
from ..store import Store
from ..store.index_facts import FactQuestion, count_facts, find_newest, is_askable, read_values, sum_facts
from ..store.times import COUNTY_TIME, county_day, write_time
from .scoped import reach_of, read_looked_up

# A record that went back to its filler, or that the filler took back, is not in force.
NOT_IN_FORCE = ("returned", "withdrawn")


@dataclass(frozen=True)
class OtherRecords:
    """All records but the one that is judged: where its rule sets look up their facts.

    record  the id of the record judged; it need not exist yet
    """

    store: Store
    registry: Registry
    record: str

    def find_facts(
        self, rule_set: RuleSet, known: Mapping[str, Any], *, unit: str, moment: datetime
    ) -> dict[str, Any]:
        """Return every fact of the set by name; absent (``None``) where it cannot be looked up.

        ``known`` are the answers and parameters by name, ``unit`` is where the record was captured and
        ``moment`` when, which says what 本月 is. All facts of a set are of one moment of the store.
        """
        with self.store.read() as connection:
            search = _Search(connection, self.registry, rule_set, known, unit, moment, self.record)
            return {name: search.find(fact) for name, fact in rule_set.facts.items()}


@dataclass(frozen=True)
class _Search:
    connection: Connection
    registry: Registry
    rule_set: RuleSet
    known: Mapping[str, Any]
    unit: str
    moment: datetime
    record: str

    def find(self, fact: Fact) -> Any:
        form = self._find_form(fact.ask["form"])
        plan = plan_fact(self.rule_set.hash, fact, form)[0] if form else None
        question = self._ask(plan) if plan else None
        if plan is None or question is None or not is_askable(self.connection, question):
            return None
        if fact.kind == "count":
            return count_facts(self.connection, question)
        if fact.kind == "sum":
            return sum_facts(self.connection, question, plan.columns[fact.ask["field"]])
        found = find_newest(self.connection, question)
        return read_path(read_looked_up(self.connection, found), fact.ask["field"]) if found else None

    def _find_form(self, name: str) -> FormDefinition | None:
        """Return the form as its index table is, unless it is unknown here or its module is off."""
        versions = self.registry.forms.get(name, ())
        if not versions or not is_within_reach(self.rule_set.rule_set, name):
            return None
        plugin = versions[-1].plugin
        return versions[-1].definition if plugin is None or self.registry.is_on(plugin, self.unit) else None

    def _ask(self, plan: FactPlan) -> FactQuestion | None:
        ask, known = plan.fact.ask, self.known
        own = bool(owner_township(self.rule_set.rule_set))
        root = reach_of(ask.get("scope", "township"), self.unit, township_only=own)
        period = _read_period(ask.get("period", "all"), known)
        matches = [(column, read_values(column, read_path(known, name))) for column, name in plan.matches]
        if not root or not period or any(not values for _, values in matches):
            return None
        return FactQuestion(
            form=ask["form"],
            root=root,
            matches=matches,
            where=plan.where,
            values=plan.values,
            window=find_window(period, self.moment),
            own=self.record,
            left_out=NOT_IN_FORCE,
            needs=frozenset(column.column for column in plan.columns.values()),
        )


def find_window(period: str | int, moment: datetime) -> tuple[str, str] | None:
    """Return the first moment of the period and the first one after it, in county time; ``None``: all time.

    A number is that many days, the last of them the moment's own.
    """
    if period == "all":
        return None
    today = county_day(moment)
    if isinstance(period, int):
        return _write_days(today - timedelta(period - 1), today + timedelta(1))
    first = _FIRST_DAYS[period](today)
    return _write_days(first, _FIRST_DAYS[period](first + timedelta(_MORE_THAN[period])))


def _read_period(period: Any, known: Mapping[str, Any]) -> str | int:
    """Return the period, ``0`` where the number of days is absent, not whole or out of bounds."""
    if not isinstance(period, Mapping):
        return period
    days = period["days"] if isinstance(period["days"], int) else read_path(known, period["days"])
    is_days = isinstance(days, int) and not isinstance(days, bool) and 1 <= days <= MOST_DAYS
    return days if is_days else 0


def _write_days(first: date, after: date) -> tuple[str, str]:
    low, high = (write_time(datetime.combine(day, time(), COUNTY_TIME)) for day in (first, after))
    return low, high


_FIRST_DAYS: Mapping[str, Callable[[date], date]] = {
    "day": lambda day: day,
    "week": lambda day: day - timedelta(day.weekday()),
    "month": lambda day: day.replace(day=1),
    "quarter": lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
    "year": lambda day: day.replace(month=1, day=1),
}
# That many days after its first day, every period is over and the next not yet.
_MORE_THAN: Mapping[str, int] = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
