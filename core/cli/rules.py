"""lizheng rules: evaluate a rule, test sets by their examples, analyse, compare and replay them."""

from __future__ import annotations

from pathlib import Path

import click

from ...rules.findings import RuleRefused
from ...rules.sets.comparing import compare_rule_sets
from ..settings import Settings
from .reply import Reply, problems_reply, replies
from .rule_evaluating import evaluate_rule
from .rule_files import open_file, open_sets, refuse_findings, tell_findings
from .rule_replaying import foretell, replay_kept
from .rule_replies import tell_comparison, tell_tests


@click.group()
def command() -> None:
    """规则：求值、测试、分析、比较、重放 · Rules."""


command.add_command(evaluate_rule, "eval")


@command.command("test")
@click.argument("target", metavar="PLUGIN_OR_PATH")
@click.option(
    "--mutants", is_flag=True, help="再逐处改错，看例子能否发现 · see whether examples notice single edits"
)
@replies
def test(settings: Settings, target: str, mutants: bool) -> Reply:
    """按例子测试规则：模块名、文件夹或规则文件 · Run the examples of a plugin's sets or of one file."""
    return tell_tests(open_sets(settings, target), mutants=mutants)


@command.command("analyse")
@click.argument("target", metavar="PLUGIN_OR_PATH")
@replies
def analyse(settings: Settings, target: str) -> Reply:
    """找出缺口、打架和用不到的规则 · Find gaps, conflicts, and what is never used."""
    sets = open_sets(settings, target)
    problems = tuple(one for opened in sets for one in tell_findings(opened.file, opened.check()))
    ok = (f"{len(sets)} 组规则：没有问题。", f"{len(sets)} rule sets: no problem.")
    return problems_reply(problems, ok, sets=[str(one.document.get("rule_set")) for one in sets])


@command.command("diff")
@click.argument("old", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@replies
def diff(settings: Settings, old: Path, new: Path) -> Reply:
    """比较两个版本：哪些情况的结论变了 · Compare two versions: which answers change, exactly."""
    before = open_file(settings, old)
    after = open_file(settings, new, before)
    sets = (before.read(), after.read())
    try:
        found = compare_rule_sets(*sets, now=after.now, calendar=after.calendar, given=after.given)
    except RuleRefused as refused:
        raise refuse_findings(after.file, refused.findings) from refused
    return tell_comparison(found)


@command.command("replay")
@click.option("--record", metavar="ID", help="只重放一条记录：编号或受理号 · one record, by id or number")
@click.option("--form", metavar="FORM", help="此表单的全部记录 · all records of a form")
@click.option(
    "--rules",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="若换成这组规则，哪些记录结论会变 · which records this set would judge differently",
)
@click.option(
    "--file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="全部结果写到文件，每行一条 JSON · write every result to a file, one JSON line each",
)
@replies
def replay(
    settings: Settings, record: str | None, form: str | None, rules: Path | None, file: Path | None
) -> Reply:
    """重放：当时的结论能否逐字重现；或换一组规则会怎样 · Replay kept decisions, or foretell a new set's."""
    if rules:
        return foretell(settings, open_file(settings, rules), record=record, form=form, file=file)
    return replay_kept(settings, record=record, form=form, file=file)
