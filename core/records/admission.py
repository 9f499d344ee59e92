"""May this submission come in: the id, the moment, the unit, the module, the version and the answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from ...forms.check import check_answers
from ...forms.problems import Problem
from ..organisation.permissions import may
from ..organisation.values import Actor
from ..registry.values import PublishedForm, Registry
from ..store import Store
from ..store.times import county_day, read_time, write_time
from .facts import OtherRecords
from .judging import Judgement, judge
from .restricting import find_changed, list_locked
from .values import Record, Rejection, Submission

CLOCK_TOLERANCE = timedelta(minutes=10)
YEARS = range(1970, 2101)  # a phone whose battery died may believe that it is 1970


def check_submission(
    published: PublishedForm,
    submission: Submission,
    *,
    actor: Actor,
    registry: Registry,
    store: Store,
    now: datetime,
) -> Judgement:
    """Return what the rules say of it, or raise ``Rejection`` for the first reason not to take it in.

    The id was judged before (``check_id``), answers are judged last. The order matters: a stranger learns
    nothing about forms and modules, and nobody is asked to mend answers that would then be refused for
    another reason.
    """
    captured_at = read_moment(submission.captured_at)
    check_place(submission, actor)
    check_open(published, submission.unit, captured_at, registry)
    check_version(published, submission, registry)
    return check_content(published, submission, captured_at, registry=registry, store=store, now=now)


def check_id(id: str) -> None:
    """Refuse an id that is no UUID in its usual form of 36 characters with small letters."""
    try:
        canonical: str | None = str(UUID(id))
    except ValueError:
        canonical = None
    if canonical != id:
        raise Rejection(422, "id_invalid", pointer="/id")


def read_moment(text: str) -> datetime:
    """Return the device's time as a UTC moment; refuse one without a zone or outside the years 1970-2100."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None or moment.year not in YEARS:
            raise ValueError(text)
        return moment.astimezone(UTC)
    except ValueError as error:
        raise Rejection(422, "captured_at_invalid", pointer="/captured_at") from error


def is_clock_off(captured_at: datetime, received_at: datetime) -> bool:
    """Tell whether the device's clock runs ahead by more than ten minutes.

    A time in the past proves nothing, since the record may have waited for a network.
    """
    return captured_at - received_at > CLOCK_TOLERANCE


def check_place(submission: Submission, actor: Actor) -> None:
    """Refuse a unit where the actor may not capture: 403 at a unit within reach, 404 for a foreign one."""
    if may(actor, "record.capture", submission.unit, submission.form):
        return
    if any(submission.unit.startswith(grant.unit) for grant in actor.grants):
        raise Rejection(403, "denied", pointer="/unit")
    raise Rejection(404, "unit_unknown", pointer="/unit")


def check_open(published: PublishedForm, unit: str, captured_at: datetime, registry: Registry) -> None:
    """Refuse a form that is not open at the unit, unless the record was captured before it was closed."""
    live = registry.find_form(published.form)
    if live and registry.is_open(live, unit):
        return
    if live is None:
        raise Rejection(403, "form_retired", facts={"form": published.form})
    if published.plugin is None:
        raise Rejection(404, "form_unknown", facts={"form": published.form})
    closed_at = registry.closed_at(published.plugin, unit)
    if closed_at is None or write_time(captured_at) >= closed_at:
        raise Rejection(403, "plugin_off", facts={"plugin": published.plugin})


def check_version(published: PublishedForm, submission: Submission, registry: Registry) -> None:
    """Refuse a version that was never published; an older one ends as it was begun."""
    if (published.form, published.version) == (submission.form, submission.version):
        return
    raise unknown_version(submission.form, registry)


def unknown_version(form: str, registry: Registry) -> Rejection:
    """Return the refusal of a version that was never published, naming those that were."""
    allowed = [known.version for known in registry.forms.get(form, ())]
    return Rejection(422, "version_unknown", pointer="/version", facts={"allowed": allowed})


def check_content(
    published: PublishedForm,
    submission: Submission,
    captured_at: datetime,
    *,
    registry: Registry,
    store: Store,
    now: datetime,
    event: str = "submit",
) -> Judgement:
    """Return the answers as the rules leave them; refuse what the form or a rule does not admit.

    ``now`` gives the county's day, after which nobody can have been born. ``store`` is read for rule sets
    that ask about other records, and for no other.
    """
    judgement = judge(
        published,
        submission.answers,
        registry=registry,
        unit=submission.unit,
        moment=captured_at,
        others=OtherRecords(store, registry, submission.id),
        event=event,
    )
    refuse_answers(published, check_judged(published, judgement, now))
    return judgement


def refuse_answers(published: PublishedForm, problems: tuple[Problem, ...]) -> None:
    """Raise ``Rejection`` where there is any problem."""
    if problems:
        facts = {"form": published.form, "version": published.version}
        raise Rejection(422, "answers_invalid", problems, pointer="/answers", facts=facts)


def check_kept(
    published: PublishedForm, judgement: Judgement, earlier: Record, others: OtherRecords
) -> tuple[Problem, ...]:
    """Return a problem for each answer that a correction changed, though rules hold it before and after."""
    locked = list_locked([one.outcome for one in judgement.decisions])
    if not locked:
        return ()
    before = judge(
        published,
        earlier.answers,
        registry=others.registry,
        unit=earlier.unit,
        moment=read_time(judgement.moment),
        others=others,
        event=judgement.event,
    )
    both = list_locked([one.outcome for one in before.decisions]).keys() & locked.keys()
    kept = {name: rules for name, rules in locked.items() if name in both}
    return tuple(find_changed(before.answers, judgement.answers, kept, published.definition))


def check_judged(published: PublishedForm, judgement: Judgement, now: datetime) -> tuple[Problem, ...]:
    """Return every problem of the answers as the rules leave them, the form's before the rules'."""
    found = check_answers(published.definition, judgement.answers, today=county_day(now))
    # A form may ask for what a rule hides: nobody is asked to fill in what cannot be seen.
    asked = judgement.waive(found)
    places = {one.pointer for one in asked}
    return (*asked, *(one for one in judgement.problems if one.pointer not in places or not one.pointer))
