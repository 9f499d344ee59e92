"""What is said for each refusal code: Chinese and English, what is wrong and what to do next."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    # the request itself
    "body_missing": ("请求没有内容。请发送 JSON。", "The request has no body. Send JSON."),
    "body_too_large": (
        "内容超过 {limit} 字节。请减少内容后再发送。",
        "The body exceeds {limit} bytes. Send less.",
    ),
    "json_malformed": ("内容不是正确的 JSON。请检查后再发送。", "The body is not valid JSON. Mend it."),
    "json_too_deep": (
        "JSON 嵌套超过 {limit} 层。请减少层数。",
        "JSON nests deeper than {limit}. Flatten it.",
    ),
    "json_duplicate_key": (
        "JSON 中同一对象的键重复。每个键请只写一次。",
        "A JSON object repeats a key. Write each key once.",
    ),
    "json_bad_text": (
        "文字中有不能保存的字符(空字符或半个代理对)。请删去。",
        "A text holds a NUL or a lone surrogate. Remove it.",
    ),
    "json_bad_number": (
        "数字过大、过长或不是有限的数。请改小。",
        "A number is too large, too long or not finite. Make it smaller.",
    ),
    "json_not_utf8": ("内容不是 UTF-8 编码。请改用 UTF-8。", "The body is not UTF-8. Encode it as UTF-8."),
    "media_type": ("内容类型应为 {allowed}。", "The content type must be {allowed}."),
    "body_invalid": ("请求内容有缺漏或多余。请按所列位置改正。", "Members of the body need mending."),
    "query_invalid": (
        "地址中的参数不对。请按所列位置改正。",
        "A parameter of the address is wrong. Mend it.",
    ),
    "cursor_invalid": ("翻页标记已失效。请从第一页重新开始。", "The cursor is not valid. Begin at page one."),
    "method_not_allowed": ("这个地址不支持这种操作。", "This address does not support that method."),
    "not_found": ("没有这个地址。请核对。", "There is nothing at this address. Check it."),
    # who
    "not_logged_in": ("请先登录。", "Log in first."),
    "wrong_login": ("账号或密码不正确。请重新输入。", "Account or password is wrong. Type them again."),
    "password_must_change": (
        "请先修改初始密码，再继续。",
        "Change your first password, then go on.",
    ),
    "csrf": (
        "请求缺少防伪标记，或来自别的网站。请刷新页面后再试。",
        "The request lacks its CSRF token or came from another site. Reload the page and try again.",
    ),
    "denied": ("没有权限。请找本单位管理员开通。", "You have no permission. Ask your administrator."),
    # forms and units
    "form_unknown": ("没有这个表单。请核对。", "There is no such form. Check it."),
    "form_retired": (
        "这个表单已停用。已有记录仍可查看。",
        "This form is retired. Its records stay readable.",
    ),
    "plugin_off": (
        "这个模块在您的单位没有启用。停用前填好的仍可提交。",
        "This plugin is not on at the unit. What was filled before it went off is still accepted.",
    ),
    "version_unknown": (
        "没有这个版本的表单。可用的版本：{allowed}。",
        "The form has no such version. Allowed: {allowed}.",
    ),
    "unit_unknown": (
        "没有这个单位，或不在您的管辖范围。请核对。",
        "No such unit within your scope. Check it.",
    ),
    # records
    "id_invalid": ("记录编号应为小写的 UUID。", "The record's id must be a UUID in small letters."),
    "captured_at_invalid": (
        "填写时间应带时区，如 2026-02-26T14:20:00+08:00。",
        "captured_at needs a zone, such as 2026-02-26T14:20:00+08:00.",
    ),
    "answers_invalid": ("有几处请补填或改正。", "Some answers need mending."),
    "conflict": (
        "这个编号已有另一份内容，没有覆盖。请换一个新编号提交。",
        "This id stands for other content, which was kept. Send with a new id.",
    ),
    "deleted": (
        "这条记录已删除，30 天内可由审核员找回。",
        "Deleted; a supervisor can restore it for 30 days.",
    ),
    "record_unknown": ("没有这条记录，或不在您的管辖范围。", "No such record within your scope."),
    "revision_missing": (
        "请用 If-Match 注明是在第几次修改的基础上改的。",
        'Name the revision you edited with If-Match: "<revision>".',
    ),
    "revision_malformed": ('If-Match 应为带引号的数字，如 "3"。', 'If-Match is a quoted number such as "3".'),
    "stale": (
        "两处都改过：别人先改了。请对照差异后再提交。",
        "Somebody changed it first. Compare the differences, then send again.",
    ),
    "not_open": (
        "现在不能改这条记录。请先撤回，或等退回后再改。",
        "This record cannot be changed now. Withdraw it first, or wait until it is returned.",
    ),
    "acted_on": ("已有人处理，不能撤回。请联系审核员退回。", "Somebody acted on it. Ask for its return."),
    "reason_missing": ("请写明原因，最多 {limit} 字。", "Give a reason of at most {limit} characters."),
    "not_in_bin": ("回收站里没有这条记录，或已超过 30 天。", "Not in the bin, or its 30 days are over."),
    # drafts, attachments, exports
    "draft_too_large": ("草稿太大。请先提交一部分。", "The draft is too large. Submit a part of it first."),
    "draft_unknown": ("没有这份草稿。", "There is no such draft."),
    "too_many_drafts": ("草稿已有 {limit} 份。请先提交或删除一些。", "You keep {limit} drafts. Submit some."),
    "attachment_missing": (
        "附件还没有上传成功。请重新上传。",
        "The attachment was not stored. Upload it again.",
    ),
    "attachment_unknown": ("没有这个附件，或不在您的管辖范围。", "No such attachment within your scope."),
    "hash_mismatch": (
        "上传的内容不完整。请重新上传。",
        "The upload is not what its hash says. Send it again.",
    ),
    "hash_malformed": ("地址应含 64 位小写十六进制摘要。", "The address needs 64 small hexadecimal digits."),
    "file_kind": ("不支持这种文件。可用：{allowed}。", "This kind of file is not taken. Allowed: {allowed}."),
    "file_too_large": ("文件超过 {limit} 字节。请压缩后再传。", "The file exceeds {limit} bytes. Shrink it."),
    "image_too_large": (
        "照片超过 {limit} 像素。请缩小后再传。",
        "The picture exceeds {limit} pixels. Shrink it.",
    ),
    "image_unreadable": (
        "照片打不开。请重新拍照或另存。",
        "The picture cannot be read. Take or save it again.",
    ),
    "purpose_missing": ("请写明用途，最多 {limit} 字。", "State the purpose in at most {limit} characters."),
    "format_unknown": ("格式可选：{allowed}。", "Formats: {allowed}."),
    "column_unknown": ("表单没有“{column}”这一列。", 'The form has no column "{column}".'),
    "export_too_large": ("超过 {limit} 条。请先筛选。", "More than {limit} records. Filter first."),
    # the store
    "disk_full": (
        "服务器磁盘已满，没有保存。请告诉县信息员。",
        "The disk is full; nothing was stored. Tell IT.",
    ),
    "store_busy": (
        "系统正忙，没有保存。请过一会儿再试。",
        "The store is busy; nothing was stored. Try again.",
    ),
}

TITLES: Mapping[int, tuple[str, str]] = {
    400: ("请求看不懂", "Malformed request"),
    401: ("请先登录", "Log in first"),
    403: ("没有权限", "Not permitted"),
    404: ("没有找到", "Not found"),
    405: ("不支持的操作", "Method not allowed"),
    409: ("与已有内容冲突", "Conflict"),
    410: ("已删除", "Deleted"),
    412: ("两处都改过", "Changed meanwhile"),
    413: ("内容太大", "Too large"),
    415: ("类型不支持", "Unsupported type"),
    422: ("有内容需要改正", "Needs mending"),
    428: ("缺少修改依据", "Precondition required"),
    429: ("请稍后再试", "Too many requests"),
    503: ("系统正忙", "Busy"),
    507: ("磁盘已满", "Disk full"),
}
