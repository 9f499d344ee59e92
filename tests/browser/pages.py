"""Every page the product answers to a GET, and who looks at it; by hand, so that a new page is noticed."""

from __future__ import annotations

from dataclasses import dataclass

WORKER, SUPERVISOR, TOWNSHIP = "shangao02", "zongzhi", "qingling"
COUNTY, SECURITY, AUDITOR, NOBODY = "xianxin", "anquan", "shenji", ""

FORMS = (
    *(f"security_patrol.{name}" for name in ("team", "member", "beat", "shift_plan", "patrol_log")),
    *(f"security_patrol.{name}" for name in ("finding", "duty_handover")),
    *(f"village_merge.{name}" for name in ("village_profile", "layout_plan", "merge_case", "coverage")),
    *(f"village_merge.{name}" for name in ("opinion", "asset_inventory", "village_meeting", "publicity")),
    "village_merge.service_item",
)


@dataclass(frozen=True)
class Look:
    """One page as one person sees it; ``{…}`` in the path stands for a thing of the running demo."""

    route: str
    account: str
    path: str

    def __str__(self) -> str:
        return f"{self.path}@{self.account or 'nobody'}"


LOOKS = (
    Look("/login", NOBODY, "/login"),
    Look("/notice", NOBODY, "/notice"),
    Look("/notice", WORKER, "/notice?form=security_patrol.finding"),
    Look("/complaint", WORKER, "/complaint"),
    Look("/complaint", NOBODY, "/complaint"),
    Look("/password", WORKER, "/password"),
    Look("/password", COUNTY, "/password"),
    *(Look("/", account, "/") for account in (WORKER, SUPERVISOR, TOWNSHIP, COUNTY, SECURITY, AUDITOR)),
    Look("/fill", WORKER, "/fill"),
    Look("/fill", WORKER, "/fill?q=没有的"),
    Look("/mine", WORKER, "/mine"),
    *(Look("/fill/<form>", WORKER, f"/fill/{form}") for form in FORMS),
    Look("/fill/<form>/<id>", WORKER, "{draft}"),
    Look("/fill/<form>/<id>", WORKER, "{draft}?check=1"),
    Look("/fill/<form>/<id>/review", WORKER, "{ready}/review"),
    Look("/refuse/<form>", WORKER, "/refuse/village_merge.village_profile"),
    Look("/record/<id>", WORKER, "{record}"),
    Look("/record/<id>", WORKER, "{returned}"),
    Look("/record/<id>", SUPERVISOR, "{record}"),
    Look("/record/<id>", SUPERVISOR, "{returned}"),
    Look("/record/<id>/edit", WORKER, "{returned}/edit"),
    Look("/record/<id>/receipt", WORKER, "{record}/receipt"),
    Look("/records", SUPERVISOR, "/records"),
    *(Look("/records/<form>", SUPERVISOR, f"/records/{form}") for form in FORMS),
    Look("/records/<form>", SUPERVISOR, "/records/security_patrol.finding?q=没有的&filter[state]=returned"),
    Look("/records/<form>/export", SUPERVISOR, "/records/security_patrol.finding/export"),
    Look("/settings", TOWNSHIP, "/settings"),
    Look("/forms", TOWNSHIP, "/forms"),
    Look("/forms/edit", TOWNSHIP, "/forms/edit"),
    Look("/rules", TOWNSHIP, "/rules"),
    Look("/rules/edit", TOWNSHIP, "/rules/edit"),
    Look("/accounts", TOWNSHIP, "/accounts"),
    Look("/accounts", SECURITY, "/accounts?q=没有的"),
    Look("/accounts/new", TOWNSHIP, "/accounts/new"),
    Look("/accounts/import", TOWNSHIP, "/accounts/import"),
    Look("/accounts/<account>", TOWNSHIP, "/accounts/shangao02"),
    Look("/accounts/<account>", SECURITY, "/accounts/zongzhi"),
    Look("/modules", COUNTY, "/modules"),
    Look("/modules", COUNTY, "/modules?module=security_patrol"),
    Look("/units", COUNTY, "/units"),
    Look("/units", COUNTY, "/units?under=339924101"),
    Look("/audit", AUDITOR, "/audit"),
    Look("/audit/verify", AUDITOR, "/audit/verify"),
)
# Pages that say no, with the status they say it with.
REFUSALS = (
    (Look("", WORKER, "/nowhere"), 404),
    (Look("", WORKER, "/modules"), 403),
    (Look("", SUPERVISOR, "/accounts"), 403),
)
# Answers that are no pages: a file, a picture, a sign of life.
NO_PAGES = {"/attachments/<sha256>", "/healthz", "/static/<digest>/<path:name>"}
