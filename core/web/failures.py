"""What a page says when it cannot be shown: one plain sentence, what to do next, and a code for the call."""

from __future__ import annotations

import logging
import secrets

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from ..records.values import Rejection
from ..store import StoreError, StoreFull
from .frame import page_language, show_page
from .noting import remember
from .problem import describe_code, problem_response
from .site import Site
from .words import say_word

_LOG = logging.getLogger("lizheng.web")

# status -> (heading, what to do next)
_WORDS = {
    400: ("请求看不懂", "请返回上一页再试一次。"),
    403: ("没有权限", "请找本单位管理员开通，或重新登录后再试。"),
    404: ("没有找到", "可能地址不对，或这条记录不在您的管辖范围内。"),
    405: ("请求看不懂", "请返回上一页再试一次。"),
    410: ("已经删除", "这条记录在回收站里，请找审核员。"),
    413: ("内容太大", "请减少照片或文字后再提交；照片每张不超过 8 MB。"),
    429: ("请稍后再试", "操作太频繁，过几分钟再来。"),
    500: ("出错了", "已记下这次错误。填的都还在草稿里；请把下面的编号告诉县信息员。"),
    503: ("系统正忙", "请过一会儿再试。"),
    507: ("服务器磁盘已满", "暂时不能保存，请马上告诉县信息员；先不要关掉这一页。"),
}


def add_failure_pages(app: Flask, site: Site) -> None:
    """Answer every failure in the caller's form: a page for people, problem+json under ``/api``."""

    @app.errorhandler(Rejection)
    def rejected(refusal: Rejection) -> Response:
        remember(refusal)
        return _answer(site, refusal.status, refusal.code)

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        if error.response is not None:
            return error.get_response()  # pyright: ignore[reportReturnType]
        return _answer(site, error.code or 500, error.name.lower().replace(" ", "_"))

    @app.errorhandler(StoreError)
    def store_failed(error: StoreError) -> Response:
        _LOG.error("store: %s", error)
        full = isinstance(error, StoreFull)
        return _answer(site, 507 if full else 503, "disk_full" if full else "store_busy")

    @app.errorhandler(Exception)
    def broke(error: Exception) -> Response:
        reference = secrets.token_hex(4)
        _LOG.exception("unexpected, reference %s, %s %s", reference, request.method, request.path)
        return _answer(site, 500, f"unexpected {reference}")


def _answer(site: Site, status: int, code: str) -> Response:
    if request.path.startswith("/api/"):
        return problem_response(status, code)
    language = page_language(None)
    heading, text = _WORDS.get(status, _WORDS[500] if status >= 500 else _WORDS[400])
    sentence = describe_code(code, language) or say_word(text, language)
    return show_page(
        site,
        "error.html",
        status=status,
        heading=say_word(heading, language),
        text=sentence,
        code=f"{status} {code}",
    )
