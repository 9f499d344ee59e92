"""The grammar of the condition text, and the nodes its rules build."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from lark import Lark, Token, Transformer, v_args

from .fold import lower
from .literals import DIGITS, read_number
from .nodes import Node, build_node, build_value, group, join_nodes
from .refusing import refuse, refuse_reading
from .words import CALLS, Call

# Terminals are the words of words.py and what scanning.py finds; one that begins with _ leaves no trace.
GRAMMAR = """
start: either
?either: both       | both (_OR both)+ -> any_of
?both: negation     | negation (_AND negation)+ -> all_of
?negation: relation | _NOT negation -> negate

?relation: sum
    | sum (EQ|NE|LT|LE|GT|GE) sum -> compare
    | sum LT sum LT sum -> chain
    | sum LE sum LE sum -> chain
    | sum GT sum GT sum -> chain
    | sum GE sum GE sum -> chain
    | sum _WITHIN sum _TO sum _WITHIN_END -> between
    | sum _BETWEEN sum _AND sum -> between
    | sum _HALF sum -> half
    | sum (IN|NOT_IN) items -> among
    | sum (HAS|HAS_NOT) sum -> has
    | sum _EMPTY -> empty
    | sum _FILLED -> filled
items: sum (_SEP sum)*

?sum: product   | sum PLUS product -> join        | sum MINUS product -> apply
?product: unary | product TIMES unary -> join     | product (DIVIDE|MOD) unary -> apply
                | product OF unary -> part
?unary: chosen  | MINUS unary -> minus
?chosen: atom   | atom (_FALLBACK atom)+ -> first_filled

?atom: NUMBER -> number | (TEXT|MOMENT) -> text | (TRUE|FALSE) -> truth | CONSTANT -> constant | name
    | FUNC _OPEN CLOSE -> call
    | FUNC _OPEN either (ARG either)* CLOSE -> call
    | _OPEN either CLOSE -> bracket
    | _OPEN sum (_SEP sum)+ CLOSE -> several
?name: WORD -> word | NAME -> bracketed | ITEM -> item | OUTER name -> outer

%declare _AND _OR _NOT EQ NE LT LE GT GE IN NOT_IN HAS HAS_NOT _HALF _EMPTY _FILLED
%declare _WITHIN _TO _WITHIN_END _BETWEEN PLUS MINUS TIMES DIVIDE MOD OF _FALLBACK
%declare _OPEN CLOSE ARG _SEP TRUE FALSE ITEM OUTER CONSTANT FUNC NUMBER TEXT MOMENT WORD NAME
"""

_OPS = {
    "EQ": "==", "NE": "!=", "LT": "<", "LE": "<=", "GT": ">", "GE": ">=",
    "PLUS": "+", "MINUS": "-", "TIMES": "*", "DIVIDE": "/", "MOD": "%",
}  # fmt: skip
_CALLS = {name: call for call in CALLS for name in call.zh + call.en}
_AFTER_A_VALUE = {"_AND", "_OR", "GE", "GT", "LE", "LT", "EQ", "IN"}


@cache
def build_parser() -> Lark:
    """Return the parser of the condition text; its words are fed to it by hand, see scanning.py."""
    return Lark(GRAMMAR, parser="lalr", lexer="basic", transformer=_Nodes())


@v_args(inline=True)
class _Nodes(Transformer[Token, Node]):
    """What each rule of the grammar makes of its parts."""

    def start(self, whole: Node) -> Node:
        return whole

    def any_of(self, *parts: Node) -> Node:
        return build_node("or", parts)

    def all_of(self, *parts: Node) -> Node:
        return build_node("and", parts)

    def negate(self, part: Node) -> Node:
        return build_node("!", (part,))

    def compare(self, left: Node, sign: Token, right: Node) -> Node:
        return build_node(_OPS[sign.type], (left, right))

    def chain(self, first: Node, sign: Token, second: Node, _: Token, third: Node) -> Node:
        return build_node(_OPS[sign.type], (first, second, third))

    def between(self, inner: Node, low: Node, high: Node) -> Node:
        return build_node("<=", (low, inner, high), inner.column)

    def half(self, part: Node, whole: Node) -> Node:
        return build_node(">", (part, build_node("/", (whole, build_value(2, whole.column)))))

    def among(self, left: Node, sign: Token, items: Node) -> Node:
        return _negate_if(sign.type == "NOT_IN", build_node("in", (left, items)))

    def items(self, *items: Node) -> Node:
        return items[0] if len(items) == 1 else build_node("list", items)

    def has(self, whole: Node, sign: Token, part: Node) -> Node:
        # The list or text that is searched is no list of one item, as the right side of ``in`` may be.
        return _negate_if(sign.type == "HAS_NOT", build_node("has", (whole, part)))

    def empty(self, part: Node) -> Node:
        return build_node("empty", (part,))

    def filled(self, part: Node) -> Node:
        return build_node("!", (self.empty(part),))

    def join(self, left: Node, sign: Token, right: Node) -> Node:
        return join_nodes(_OPS[sign.type], left, right)

    def apply(self, left: Node, sign: Token, right: Node) -> Node:
        return build_node(_OPS[sign.type], (left, right))

    def part(self, share: Node, sign: Token, whole: Node) -> Node:
        numbers = share.args if share.op == "/" and not share.grouped else (share,)
        if any(one.op != "value" or one.grouped or not isinstance(one.said, int | float) for one in numbers):
            raise refuse_reading(sign.start_pos or 0, str(sign), _AFTER_A_VALUE)
        return build_node("*", (share, whole))

    def minus(self, sign: Token, part: Node) -> Node:
        column = sign.start_pos or 0
        if part.op == "value" and not part.grouped and isinstance(part.said, int | float):
            # In brackets from here on: a second minus is an operator.
            return group(build_value(-part.said, column))
        return build_node("-", (part,), column)

    def first_filled(self, *parts: Node) -> Node:
        return build_node("??", parts)

    def number(self, token: Token) -> Node:
        value = read_number(token)
        if value is None:
            raise refuse("number_too_long", token.start_pos or 0, got=str(token), limit=DIGITS)
        return build_value(value, token.start_pos or 0)

    def text(self, token: Token) -> Node:
        return build_value(str(token), token.start_pos or 0)

    def truth(self, token: Token) -> Node:
        return Node(token.type.lower(), column=token.start_pos or 0, said=str(token))

    def constant(self, token: Token) -> Node:
        return build_node(_CALLS[lower(token)].op, (), token.start_pos)

    def word(self, token: Token) -> Node:
        return Node("word", column=token.start_pos or 0, said=str(token))

    def bracketed(self, token: Token) -> Node:
        return Node("name", column=token.start_pos or 0, said=str(token))

    def item(self, token: Token) -> Node:
        return Node("item", column=token.start_pos or 0, said=str(token))

    def outer(self, _: Token, name: Node) -> Node:
        return replace(name, outer=name.outer + 1)

    def call(self, name: Token, *rest: Node | Token) -> Node:
        call = _CALLS[lower(name)]
        args = tuple(one for one in rest if isinstance(one, Node))
        _check_arguments(call, name, args, [one for one in rest if isinstance(one, Token)])
        return build_node(call.op, args, name.start_pos)

    def bracket(self, inner: Node, _: Token) -> Node:
        return group(inner)

    def several(self, *rest: Node | Token) -> Node:
        return group(build_node("list", tuple(one for one in rest if isinstance(one, Node))))


def _negate_if(negated: bool, node: Node) -> Node:
    return build_node("!", (node,)) if negated else node


def _check_arguments(call: Call, name: Token, args: tuple[Node, ...], signs: list[Token]) -> None:
    """Refuse too few arguments at the closing bracket, too many at the comma before the first of them."""
    closing = signs[-1].start_pos or 0
    if len(args) < call.least:
        raise refuse_reading(closing, ")", {"ARG"} if args else {"WORD", "NUMBER", "FUNC"})
    if call.most is not None and len(args) > call.most:
        if call.most == 0:
            raise refuse_reading(name.start_pos or 0, str(name), {"CONSTANT"})
        raise refuse_reading(signs[call.most - 1].start_pos or 0, ",", {"CLOSE"})
