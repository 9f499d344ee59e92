"""Password and session policies, and what each asks of a new password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from .hashing import Hashing
from .refusals import Refused

# One for the process: its memory is the process's, so two policies must not hash at once either.
_HASHING = Hashing()


@dataclass(frozen=True)
class Policy:
    """The rules of one installation for passwords, wrong attempts and sessions.

    classes   kinds of character (capital, small, digit, symbol) a password mixes; 0 asks for none
    expiry    age at which a password must be changed; ``None`` for never
    history   how many former passwords may not return
    failures  wrong attempts in ``lock`` that lock an account for ``lock``
    address_failures  the same for one network address, which a whole office may share
    """

    name: str
    min_length: int
    classes: int
    expiry: timedelta | None
    max_length: int = 128
    history: int = 5
    failures: int = 5
    address_failures: int = 50
    lock: timedelta = timedelta(minutes=15)
    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)
    hashing: Hashing = field(default=_HASHING, compare=False, repr=False)


# GB/T 22239-2019 8.1.4.1: complexity and periodic change, failure handling, idle timeout.
MLPS3 = Policy("mlps3", min_length=10, classes=3, expiry=timedelta(days=90))
# OWASP ASVS 5.0: 6.2.5 forbids composition rules, 6.2.10 periodic change; 6.2.4 checks common passwords.
ASVS = Policy("asvs", min_length=12, classes=0, expiry=None)

POLICIES: Mapping[str, Policy] = {policy.name: policy for policy in (MLPS3, ASVS)}


def check_password(policy: Policy, password: str, *, account: str = "", name: str = "") -> None:
    """Raise ``Refused`` unless the policy accepts this new password for this account."""
    if len(password) < policy.min_length:
        raise Refused("password_short", limit=policy.min_length)
    if len(password) > policy.max_length:
        raise Refused("password_long", limit=policy.max_length)
    if len(_classes(password)) < policy.classes:
        raise Refused("password_plain", limit=policy.classes)
    if is_common(password, account, name):
        raise Refused("password_common")


def is_common(password: str, account: str = "", name: str = "") -> bool:
    """Tell whether the password is a common one with some decoration, or holds the account or name."""
    folded = password.lower().translate(_LOOKALIKES)
    core = password.lower().strip("0123456789!@#$%^&*()-_=+.,?~ ").translate(_LOOKALIKES)
    own = [part.lower() for part in (account, name) if len(part) >= 3 or not part.isascii()]
    return (
        len(set(folded)) < 5
        or core in _COMMON
        or any(_runs(password.lower(), run) for run in _RUNS)
        or any(part in password.lower() for part in own if part)
    )


def _classes(password: str) -> set[str]:
    return {
        "capital"
        if character.isupper()
        else "small"
        if character.islower()
        else "digit"
        if character.isdigit()
        else "symbol"
        for character in password
    }


def _runs(password: str, run: str) -> bool:
    """Tell whether the password is little more than a stretch of keys or digits in a row."""
    longest = max(
        (size for size in range(6, len(run) + 1) for at in range(len(run) - size + 1)
         if run[at : at + size] in password),
        default=0,
    )  # fmt: skip
    return longest > 0 and len(password) - longest < 6


_LOOKALIKES = str.maketrans({"@": "a", "$": "s", "0": "o", "3": "e", "!": "i"})
_RUNS = ("01234567890", "09876543210", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv", "abcdefghij")
_WORDS = (
    "password passwd passw passwor admin administrator root user test guest welcome letmein login master "
    "monkey dragon iloveyou woaini woainima sunshine princess football baseball superman trustno hello "
    "secret qwerty qwert asdf asdfgh zxcvbn qazwsx wsx qaz abc abcd abcdef abcabc aaa a aa huawei xiaomi "
    "china zhongguo beijing shanghai zhengfu xiangzhen gongan lizheng liz system sysadmin changeme default "
    "pwd mima wangge wanggeyuan test测试 密码 里正 管理员"
)
_COMMON = frozenset(_WORDS.split())
