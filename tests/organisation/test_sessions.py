"""Log-in, locks and the life of a session."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta
from statistics import median

import pytest
from lizheng.core.organisation.account_care import (
    disable_account,
    enable_account,
    reset_password,
    unlock_account,
)
from lizheng.core.organisation.hashing import Hashing
from lizheng.core.organisation.own_password import change_password
from lizheng.core.organisation.policy import ASVS, MLPS3
from lizheng.core.organisation.preferences import set_preferences
from lizheng.core.organisation.refusals import Refused
from lizheng.core.organisation.sessions import LoginRefused, find_session, log_in, log_out
from lizheng.core.organisation.values import Grant
from lizheng.core.store import StoreFull
from lizheng.core.store.tables import accounts, login_failures, sessions
from sqlalchemy import select

from .conftest import NOW, PASSWORD, VILLAGE, later

WRONG = "Wrong-2026-xxxx"
NEXT = "Shanlu-7731-qi"


@pytest.fixture
def enter(store, policy):
    """Try to log in; return the session, or the code of the refusal."""

    def enter(password=PASSWORD, account="jia", address="10.0.0.1", now=NOW, policy=policy):
        try:
            return log_in(store, account, password, address=address, now=now, policy=policy)
        except LoginRefused as refused:
            return refused.code

    return enter


@pytest.fixture
def who(store, policy):
    return lambda session, now=NOW: find_session(store, session.token, now=now, policy=policy)


def test_a_session_tells_who_acts_with_which_roles_and_from_where(person, enter, who):
    person("jia")
    actor = who(enter())
    assert (actor.account, actor.name, actor.unit) == ("jia", "测试jia", VILLAGE)
    assert (actor.grants, actor.address, actor.must_change) == (
        (Grant("worker", VILLAGE),),
        "10.0.0.1",
        False,
    )


def test_an_account_is_found_however_it_is_typed(person, enter):
    person("jia")
    assert enter(account=" ＪＩＡ ").actor.account == "jia"


def test_the_token_is_kept_only_as_a_hash(person, enter, store):
    person("jia")
    token = enter().token
    with store.read() as connection:
        kept = [str(value) for row in connection.execute(sessions.select()) for value in row]
    assert not any(token in value for value in kept)


def test_every_login_makes_a_new_token(person, enter):
    person("jia")
    assert len({enter().token for _ in range(3)}) == 3


def test_a_token_nobody_was_given_is_nobody_s(who, store, policy):
    tokens = ("", "x", "x" * 10_000, "\ud800")
    assert [find_session(store, token, now=NOW, policy=policy) for token in tokens] == [None] * 4


def test_the_sixth_try_is_refused_even_with_the_right_password_from_another_address(person, enter):
    person("jia")
    tries = [enter(WRONG) for _ in range(5)]
    assert [*tries, enter(address="10.0.0.2")] == ["wrong"] * 5 + ["locked"]


def test_a_lock_ends_by_itself_after_fifteen_minutes(person, enter):
    person("jia")
    tries = [enter(WRONG) for _ in range(5)]
    assert tries[-1] == "wrong"
    assert enter(now=later(minutes=14, seconds=59)) == "locked"
    assert enter(now=later(minutes=15)).actor.account == "jia"


def test_tries_while_locked_do_not_lengthen_the_lock(person, enter):
    person("jia")
    for minute in (0, 0, 0, 0, 0, 5, 10, 14):
        enter(WRONG, now=later(minutes=minute))
    assert enter(now=later(minutes=15)).actor.account == "jia"


def test_an_account_that_does_not_exist_answers_and_locks_like_one_that_does(enter):
    assert [enter(WRONG, account="nobody") for _ in range(6)] == ["wrong"] * 5 + ["locked"]


def test_a_success_sets_the_count_to_none(person, enter):
    person("jia")
    for _ in range(4):
        enter(WRONG)
    enter()
    assert [enter(WRONG) for _ in range(5)] == ["wrong"] * 5


def test_wrong_tries_long_ago_do_not_count(person, enter):
    person("jia")
    tries = [enter(WRONG, now=later(minutes=20 * hour)) for hour in range(8)]
    assert tries == ["wrong"] * 8


def test_an_address_that_guesses_many_accounts_is_throttled(person, enter, policy):
    person("jia")
    strict = replace(policy, address_failures=8)
    tries = [enter(WRONG, account=f"nobody{n}", policy=strict) for n in range(8)]
    assert tries == ["wrong"] * 8
    assert enter(policy=strict) == "throttled"
    assert enter(policy=strict, address="10.0.0.7").actor.account == "jia"


def test_tries_sent_at_the_same_moment_are_counted_one_by_one(person, enter):
    person("jia")
    answers: list[object] = []
    threads = [threading.Thread(target=lambda: answers.append(enter(WRONG))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, answers)) == ["locked"] * 15 + ["wrong"] * 5


def test_a_clock_set_back_neither_lengthens_a_lock_nor_revives_a_session(person, enter, who):
    person("jia")
    session = enter(now=later(days=1))
    for _ in range(5):
        enter(WRONG, now=later(days=1), address="10.0.0.3")
    assert who(session, now=NOW) is None
    assert enter(now=NOW).actor.account == "jia"


def test_every_try_leaves_one_audit_entry(person, enter, audited):
    person("jia")
    before = len(audited("login"))
    for password in (WRONG, PASSWORD, *[WRONG] * 5, PASSWORD):
        enter(password)
    outcomes = [outcome for _, _, outcome in audited("login")[before:]]
    assert outcomes == ["failed", "done", *["failed"] * 5, "refused"]


def test_a_name_nobody_has_is_not_written_down(enter, audited, store):
    enter(WRONG, account="my-secret-password")
    assert audited("login")[0][0].startswith("?")
    assert "secret" not in str(audited("login"))


def test_guessed_names_do_not_stay_for_ever(person, enter, store):
    person("jia")
    enter(WRONG, account="nobody")
    enter(now=later(hours=1))
    with store.read() as connection:
        assert connection.execute(login_failures.select()).all() == []


def test_a_copied_cookie_is_worth_nothing_after_logout(person, enter, who, store):
    person("jia")
    session, other = enter(), enter()
    log_out(store, who(session), now=NOW)
    assert (who(session), who(other).account) == (None, "jia")


def test_sessions_end_with_disable_and_do_not_come_back(person, enter, who, store, shell):
    person("jia")
    session = enter()
    disable_account(store, "jia", actor=shell, now=NOW)
    assert (who(session), enter(), enter(WRONG)) == (None, "disabled", "wrong")
    enable_account(store, "jia", actor=shell, now=NOW)
    assert (who(session), enter().actor.account) == (None, "jia")


def test_sessions_end_with_a_reset_which_also_lifts_the_lock(person, enter, who, store, shell, policy):
    person("jia")
    session = enter()
    for _ in range(5):
        enter(WRONG)
    slip = reset_password(store, "jia", actor=shell, now=NOW, policy=policy)
    assert (who(session), enter()) == (None, "wrong")
    assert enter(slip.password).actor.must_change


def test_the_security_administrator_lifts_a_lock_without_touching_the_password(person, enter, store):
    person("jia")
    security = person("anquan", "security_admin", "339924")
    for _ in range(5):
        enter(WRONG)
    unlock_account(store, "jia", actor=security, now=NOW)
    assert enter().actor.account == "jia"


def test_a_session_ends_after_thirty_idle_minutes(person, enter, who):
    person("jia")
    session = enter()
    assert who(session, later(minutes=29)).account == "jia"
    assert who(session, later(minutes=58)).account == "jia"
    assert who(session, later(minutes=88)) is None
    assert who(session, later(minutes=60)) is None


def test_a_session_ends_after_twelve_hours_however_busy(person, enter, who):
    person("jia")
    session = enter()
    alive = [who(session, later(minutes=20 * n)) is not None for n in range(37)]
    assert alive == [True] * 36 + [False]


def test_a_use_is_written_at_most_once_a_minute(person, enter, who, store):
    person("jia")
    session = enter()

    def seen():
        with store.read() as connection:
            return max(row.seen_at for row in connection.execute(sessions.select()))

    who(session, later(seconds=59))
    first = seen()
    who(session, later(seconds=61))
    assert (first[14:19], seen()[14:19]) == ("20:00", "21:01")


def test_a_session_is_found_on_an_open_connection_too_and_then_nothing_is_written(
    person, enter, store, policy
):
    person("jia")
    token = enter().token
    with store.read() as connection:
        found = [find_session(connection, token, now=later(minutes=m), policy=policy) for m in (20, 20, 31)]
    assert [actor and actor.account for actor in found] == ["jia", "jia", None]


def test_reading_goes_on_when_the_use_of_a_session_cannot_be_written(person, enter, store, policy):
    person("jia")
    token = enter().token
    full = ReadOnly(store)
    assert find_session(full, token, now=later(minutes=2), policy=policy).account == "jia"


class ReadOnly:
    """A store whose disk is full."""

    def __init__(self, store):
        self.read, self.recall = store.read, store.recall

    def write(self, job):
        raise StoreFull("records.db")


def test_a_changed_password_ends_every_other_session_and_opens_a_new_one(person, enter, who, store, policy):
    person("jia")
    session = enter()
    fresh = change_password(store, who(session), PASSWORD, NEXT, now=later(seconds=1), policy=policy)
    assert (who(session), who(fresh).account, enter(), enter(NEXT).actor.account) == (
        None,
        "jia",
        "wrong",
        "jia",
    )


def test_a_reset_password_must_be_changed_before_anything_else(person, store, shell, policy, enter, who):
    person("jia")
    slip = reset_password(store, "jia", actor=shell, now=NOW, policy=policy)
    actor = who(enter(slip.password))
    fresh = change_password(store, actor, slip.password, NEXT, now=NOW, policy=policy)
    assert (actor.must_change, fresh.actor.must_change) == (True, False)


def test_mlps3_asks_for_a_new_password_after_ninety_days_and_asvs_never(person, store, asvs, policy):
    person("jia")
    at = later(days=90)
    asked = [
        log_in(store, "jia", PASSWORD, address="", now=at, policy=each).actor.must_change
        for each in (policy, asvs)
    ]
    assert asked == [True, False]


def test_wrong_old_passwords_lock_like_wrong_logins(person, store, policy, enter):
    actor = person("jia")
    codes = []
    for _ in range(6):
        with pytest.raises(Refused) as caught:
            change_password(store, actor, WRONG, NEXT, now=NOW, policy=policy)
        codes.append(caught.value.code)
    assert codes == ["password_wrong"] * 5 + ["locked"]


def test_language_and_type_size_are_kept(person, enter, who, store):
    actor = person("jia")
    set_preferences(store, actor, language="en", large_type=True)
    set_preferences(store, actor, language="tlh")
    found = who(enter())
    assert (found.language, found.large_type) == ("en", True)


def test_the_default_policies_say_what_the_law_and_owasp_ask():
    said = [
        (p.min_length, p.classes, p.expiry, p.failures, p.lock, p.idle, p.absolute) for p in (MLPS3, ASVS)
    ]
    fifteen, half, twelve = timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=12)
    assert said == [
        (10, 3, timedelta(days=90), 5, fifteen, half, twelve),
        (12, 0, None, 5, fifteen, half, twelve),
    ]


class Interrupted(Hashing):
    """A hashing during which something else happens."""

    def verify(self, kept, password):
        fits = super().verify(kept, password)
        self.meanwhile()
        return fits


def test_a_password_reset_while_it_was_being_checked_opens_nothing(person, store, enter, policy, shell):
    person("jia")
    slow = Interrupted(memory=64, passes=1)
    vars(slow)["meanwhile"] = lambda: reset_password(store, "jia", actor=shell, now=NOW, policy=policy)
    assert enter(policy=replace(policy, hashing=slow)) == "wrong"


def test_a_disabled_account_acts_no_more_even_if_a_session_was_left(person, enter, who, store):
    person("jia")
    session = enter()
    off = accounts.update().values(disabled_at="2026-02-26T06:20:00.000000Z")
    store.write(lambda connection: connection.execute(off).rowcount)
    assert who(session) is None


def test_a_hash_made_with_older_figures_is_made_anew_at_the_next_login(person, store, enter, policy):
    person("jia")
    stronger = replace(policy, hashing=Hashing(memory=128, passes=2))
    enter(policy=stronger)
    with store.read() as connection:
        kept = connection.execute(select(accounts.c.password_hash)).scalar_one()
    assert kept.startswith("$argon2id$v=19$m=128,t=2,p=1$")
    assert enter().actor.account == "jia"


def test_an_unknown_account_takes_as_long_as_a_known_one(person, store):
    person("jia")
    log_in(store, "jia", PASSWORD, address="", now=NOW, policy=MLPS3)  # hashed anew with the real figures
    known, unknown = zip(*(spend(store, turn) for turn in range(1, 16)), strict=True)
    assert median(unknown) == pytest.approx(median(known), rel=0.25)


def spend(store, turn):
    """Return the seconds a wrong try takes for a known and for an unknown account."""
    spent = []
    for account in ("jia", "nobody"):
        begun = time.process_time()
        with pytest.raises(LoginRefused):
            log_in(store, account, WRONG, address=str(turn), now=later(days=turn), policy=MLPS3)
        spent.append(time.process_time() - begun)
    return spent
