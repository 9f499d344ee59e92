"""What each policy asks of a password, tried on both profiles."""

from __future__ import annotations

from itertools import pairwise

import pytest
from lizheng.core.organisation.hashing import Hashing
from lizheng.core.organisation.own_password import change_password
from lizheng.core.organisation.passwords import former_passwords, keep_password
from lizheng.core.organisation.policy import ASVS, MLPS3, POLICIES, check_password
from lizheng.core.organisation.refusals import Refused
from lizheng.core.organisation.sessions import log_in
from lizheng.core.organisation.slips import make_password

from .conftest import NOW, PASSWORD


def verdict(policy, password):
    try:
        check_password(policy, password, account="wangge01", name="测试甲")
    except Refused as refused:
        return refused.code
    return "fine"


@pytest.mark.parametrize(
    ("password", "mlps3", "asvs"),
    [
        ("Shan-7lu", "password_short", "password_short"),
        ("Shanlu-77-", "fine", "password_short"),
        ("shanlugushi", "password_plain", "password_short"),
        ("shanlu gushi hen chang", "password_plain", "fine"),
        ("山路故事很长很长很长啊啊", "password_plain", "fine"),
        ("Password2026!", "password_common", "password_common"),
        ("P@ssw0rd2026", "password_common", "password_common"),
        ("Admin@123456", "password_common", "password_common"),
        ("Aa1!Aa1!Aa1!", "password_common", "password_common"),
        ("Ab1234567890", "password_common", "password_common"),
        ("Qwertyuiop-1", "password_common", "password_common"),
        ("Wangge01-2026x", "password_common", "password_common"),
        ("Xx-测试甲-2026-yy", "password_common", "password_common"),
        ("Shan-7lu" * 16, "fine", "fine"),
        ("Shan-7lu" * 16 + "x", "password_long", "password_long"),
    ],
)
def test_both_profiles_judge_a_new_password(password, mlps3, asvs):
    assert (verdict(MLPS3, password), verdict(ASVS, password)) == (mlps3, asvs)


def test_every_first_password_satisfies_both_profiles():
    made = [make_password() for _ in range(500)]
    assert {verdict(policy, each) for each in made for policy in POLICIES.values()} == {"fine"}


def test_the_hash_is_argon2id_with_owasp_s_figures():
    assert MLPS3.hashing.hash_password("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_both_profiles_hash_one_at_a_time_together():
    assert MLPS3.hashing.turn is ASVS.hashing.turn


def test_a_broken_hash_fits_no_password():
    assert not Hashing(memory=64, passes=1).verify("not a hash", "x")


def test_no_password_fits_an_account_that_does_not_exist():
    assert not Hashing(memory=64, passes=1).verify(None, "nobody's password")


def test_the_last_five_passwords_may_not_return_and_the_sixth_may(person, store, policy):
    actor = person("jia")
    passwords = [PASSWORD, *[f"Shanlu-773{n}-qi" for n in range(5)]]
    for old, new in pairwise(passwords):
        change_password(store, actor, old, new, now=NOW, policy=policy)
    with pytest.raises(Refused) as caught:
        change_password(store, actor, passwords[5], passwords[1], now=NOW, policy=policy)
    change_password(store, actor, passwords[5], passwords[0], now=NOW, policy=policy)
    assert (caught.value.code, caught.value.facts) == ("password_used", {"limit": 5})


def test_a_new_password_that_the_policy_refuses_changes_nothing(person, store, policy):
    actor = person("jia")
    with pytest.raises(Refused) as caught:
        change_password(store, actor, PASSWORD, "short", now=NOW, policy=policy)
    assert caught.value.code == "password_short"
    assert log_in(store, "jia", PASSWORD, address="", now=NOW, policy=policy).actor.account == "jia"


def test_only_so_many_former_hashes_are_kept(person, store):
    person("jia")
    for number in range(30):
        store.write(lambda c, kept=str(number): keep_password(c, "jia", kept, NOW, must_change=False))
    with store.read() as connection:
        kept = former_passwords(connection, "jia", 100)
    assert kept == tuple(str(number) for number in range(29, 5, -1))
