"""Read a JSON body strictly: bounded, unambiguous, exact; anything else is refused with a code."""

from __future__ import annotations

import re
from decimal import Decimal, DecimalException
from typing import Any

import simplejson
from flask import Flask, Request, request
from werkzeug.exceptions import RequestEntityTooLarge

from ..records.values import Rejection

LARGEST_BODY = 256 * 1024
LARGEST_FORM = 1024 * 1024
LARGEST_UPLOAD_FORM = 64 * 1024 * 1024
DEEPEST = 32
# Whole numbers fit the 64 bits of both engines; longer ones belong into text.
LARGEST_NUMBER = 10**18
MOST_DIGITS = 40
_BODILESS = frozenset({"GET", "HEAD"})
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
_BAD_TEXT = re.compile("[\x00\ud800-\udfff]")


def limit_bodies(app: Flask) -> None:
    """Bound every body before anything reads it: forms without files, forms with files, and the rest."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_UPLOAD_FORM
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_FORM
    app.config["MAX_FORM_PARTS"] = 5_000

    @app.before_request
    def bound() -> None:
        # MAX_FORM_MEMORY_SIZE does not hold for urlencoded forms.
        if request.method not in _BODILESS and request.mimetype != "multipart/form-data":
            request.max_content_length = LARGEST_FORM


def read_body(sent: Request, *, limit: int = LARGEST_BODY) -> Any:
    """Return the JSON value of the request's body, numbers with a point as ``Decimal``.

    Raises ``Rejection``: 415 for another type than application/json, 413 above ``limit`` bytes, 400 with a
    code for what is not strict JSON.
    """
    kind = sent.mimetype
    charset = sent.mimetype_params.get("charset", "utf-8").lower()
    if kind != "application/json" or charset not in {"utf-8", "utf8"}:
        raise Rejection(415, "media_type", facts={"allowed": ["application/json"]})
    return read_strict(read_bytes(sent, limit))


def read_bytes(sent: Request, limit: int) -> bytes:
    """Return the body, of at most ``limit`` bytes; 413 above, before the rest is read."""
    sent.max_content_length = limit
    try:
        content = sent.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise Rejection(413, "body_too_large", facts={"limit": limit}) from error
    if len(content) > limit:
        raise Rejection(413, "body_too_large", facts={"limit": limit})
    return content


def read_strict(content: bytes) -> Any:
    """Return the value of a JSON text.

    Refused with 400: no text, no UTF-8, deeper than 32, repeated keys, NaN and infinities, numbers from
    10^18 on or longer than 40 digits, NUL and lone surrogates in texts.
    """
    if not content.strip():
        raise Rejection(400, "body_missing")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Rejection(400, "json_not_utf8") from error
    _check_depth(text)
    return _parse(text)


def _check_depth(text: str) -> None:
    # Before parsing, because a parser meets its own stack first.
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    depth = 0
    for token in _TOKEN.finditer(text):
        sign = text[token.start()]
        depth += (sign in "[{") - (sign in "]}")
        if depth > DEEPEST:
            raise Rejection(400, "json_too_deep", facts={"limit": DEEPEST})


def _parse(text: str) -> Any:
    # A parser refuses a bare NUL, and UTF-8 has no lone surrogate: only an escape can bring one in.
    escaped = "\\u" in text
    try:
        value = simplejson.loads(
            text,
            use_decimal=False,
            parse_float=_read_decimal,
            parse_int=_read_integer,
            parse_constant=_refuse_constant,
            object_pairs_hook=_read_object if escaped else _read_members,
        )
    except Rejection:
        raise
    except (ValueError, RecursionError) as error:
        raise Rejection(400, "json_malformed") from error
    if escaped:
        _check_texts(value)
    return value


def _read_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Rejection(400, "json_duplicate_key")
    return members


def _read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = _read_members(pairs)
    for key, value in pairs:
        _check_text(key)
        _check_texts(value)
    return members


def _check_texts(value: Any) -> None:
    # Objects inside were judged when they were read; what is left are texts and lists of them.
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, list):
        for item in value:
            _check_texts(item)


def _check_text(text: str) -> None:
    if _BAD_TEXT.search(text):
        raise Rejection(400, "json_bad_text")


def _read_integer(digits: str) -> int:
    if len(digits) > MOST_DIGITS or abs(number := int(digits)) >= LARGEST_NUMBER:
        raise Rejection(400, "json_bad_number")
    return number


def _read_decimal(digits: str) -> Decimal:
    try:
        number = Decimal(digits) if len(digits) <= MOST_DIGITS else None
    except DecimalException:  # an exponent beyond what the type can hold
        number = None
    if number is None or not number.is_finite():
        raise Rejection(400, "json_bad_number")
    # The exponent first: a comparison of 1e999999999 raises.
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or not -MOST_DIGITS <= exponent <= 18 or abs(number) >= LARGEST_NUMBER:
        raise Rejection(400, "json_bad_number")
    return number


def _refuse_constant(name: str) -> Any:
    raise Rejection(400, "json_bad_number")
