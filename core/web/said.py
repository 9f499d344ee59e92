"""What a page says after an act: code -> kind, bold line, sentence. Addresses carry the code only."""

from __future__ import annotations

SAID: dict[str, tuple[str, str, str]] = {
    "saved": ("done", "已暂存", "可以随时回来接着填。"),
    "upload_refused": (
        "mend",
        "有文件没有收下",
        "照片每张不超过 8 MB，可收 JPG、PNG、WebP；文件不超过 20 MB，可收 PDF、Word、Excel。",
    ),
    "discarded": ("done", "草稿已删除", ""),
    "returned": ("done", "已退回", "填报人会在首页最上面看到原因。"),
    "withdrawn": ("done", "已撤回", "改好以后请再提交。"),
    "deleted": ("done", "已放进回收站", "30 天内可以找回。"),
    "undeleted": ("done", "已找回", ""),
    "password_changed": ("done", "密码已改", "其他地方的登录都已退出。"),
    "switched": ("done", "已生效", "停用不删记录；停用前填好的，之后仍可送达。"),
    "parameter_set": ("done", "参数已保存", ""),
    "published": ("done", "已发布", "本乡镇现在就可以填。"),
    "retired": ("done", "已停用", "旧记录仍可查看和导出。"),
    "rules_published": ("done", "已发布", "从生效日期起，本乡镇的记录按这组规则判定。"),
    "rules_retired": ("done", "已停用", "已判定的结果留在记录里。"),
    "account_added": ("done", "账号已建好", ""),
    "account_disabled": ("done", "账号已停用", "这个账号的登录都已退出。"),
    "account_enabled": ("done", "账号已恢复", ""),
    "granted": ("done", "角色已授予", ""),
    "revoked": ("done", "角色已收回", ""),
    "unlocked": ("done", "账号已解锁", ""),
    "units_imported": ("done", "单位已导入", ""),
    "refused": ("done", "已登记拒填", "原因会送到县里，不计入对您的任何统计。"),
    "denied": ("mend", "没有权限", "请找本单位管理员开通。"),
}
