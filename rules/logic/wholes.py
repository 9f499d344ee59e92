"""A short cut for whole numbers: sums and products of names as one expression of Python integers.

It is taken where every name gives an ``int`` that is not negative, and so small that no step leaves the
integers on which doubles, fractions and Python agree. In every other case the long way decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from math import gcd
from typing import Any, Protocol

from .writing import Writer

MOST_NAMES = 8
FEWEST_BITS, MOST_BITS = 8, 49


class Arithmetic(Protocol):
    """What a mode says of its nodes: which are names, which are numbers, and how far its integers go."""

    @property
    def bits(self) -> int:
        """Return the bits a whole number may have for every step to be exact."""
        ...

    @property
    def operators(self) -> frozenset[str]:
        """Return those of ``+ - * /`` that give exact results."""
        ...

    def read_name(self, node: Any) -> str | None:
        """Return the code that reads a node as it stands in the data, if it is a plain name."""
        ...

    def read_number(self, node: Any) -> Fraction | None:
        """Return the number that a node is, if it is a literal."""
        ...


@dataclass(frozen=True)
class Formula:
    """A node as an expression of whole numbers.

    code      gives ``scale`` times what the node is worth
    bits      and ``degree`` say how far it goes: below 2 ** (bits + degree * the bits of the names)
    constant  what it is worth, where it has no names
    """

    code: str
    scale: int = 1
    bits: int = 0
    degree: int = 0
    constant: Fraction | None = None


def write_comparison(
    writer: Writer[Any], mode: Arithmetic, nodes: Sequence[Any], sign: str, long: Callable[[], str]
) -> str:
    """Return code that compares two nodes: by a short cut if both have formulas, else as ``long`` does."""
    formulas = Formulas(writer, mode)
    found = [formulas.build(node) for node in nodes] if writer.short else []
    sides = [one for one in found if one is not None]
    if len(sides) < 2:
        return long()
    first, second = formulas.level(*sides)
    test = formulas.write_test(first, second)
    if test is None:
        return long()
    return f"({first.code} {sign} {second.code} if {test} else {writer.write_long(long)})"


def write_arithmetic(writer: Writer[Any], mode: Arithmetic, node: Any, long: Callable[[], str]) -> str:
    """Return code for a whole result: by a short cut if the node has a formula, else as ``long`` does."""
    formulas = Formulas(writer, mode)
    found = formulas.build_step(node) if writer.short else None
    test = formulas.write_test(found) if found is not None and found.scale == 1 else None
    if found is None or test is None:
        return long()
    return f"({found.code} if {test} else {writer.write_long(long)})"


class Formulas:
    """Formulas over the names they share."""

    def __init__(self, writer: Writer[Any], mode: Arithmetic) -> None:
        self._writer, self._mode = writer, mode
        self._names: dict[str, str] = {}

    def build(self, node: Any) -> Formula | None:
        """Return the formula of a node, if it has one."""
        formula = self._build_leaf(node) or self.build_step(node)
        if formula is None or not node.op:
            return formula
        return replace(formula, code=self._writer.keep(node, formula.code, formula.scale))

    def write_test(self, *formulas: Formula) -> str | None:
        """Return code that tells whether the short cut may be taken; None where it never may."""
        degree = max(one.degree for one in formulas)
        if degree == 0 or len(self._names) > MOST_NAMES:
            return None
        room = min((self._mode.bits - one.bits) // one.degree for one in formulas if one.degree)
        if room < FEWEST_BITS or any(one.scale.bit_length() > self._mode.bits for one in formulas):
            return None
        kinds = " and ".join(f"type({name} := {code}) is int" for name, code in self._names.items())
        # A trace tells the name's value, which then must be read.
        if self._is_plain(formulas) and not self._writer.traced:
            return kinds
        return f"{kinds} and not ({' | '.join(self._names)}) >> {self._bind(min(room, MOST_BITS))}"

    def level(self, first: Formula, second: Formula) -> tuple[Formula, Formula]:
        """Return both at the same scale."""
        common = gcd(first.scale, second.scale)
        return self._stretch(first, second.scale // common), self._stretch(second, first.scale // common)

    def _build_leaf(self, node: Any) -> Formula | None:
        number = self._mode.read_number(node)
        if number is not None:
            bits = max(number.numerator.bit_length(), number.denominator.bit_length())
            code = self._bind(number.numerator)
            return Formula(code, number.denominator, bits, constant=number) if bits <= MOST_BITS else None
        code = self._mode.read_name(node)
        if code is None:
            return None
        name = self._writer.source.fresh()
        self._names[name] = code
        return Formula(name, degree=1)

    def build_step(self, node: Any) -> Formula | None:
        """Return the formula of an arithmetic operator, not kept for the trace."""
        if node.op not in self._mode.operators or not node.args:
            return None
        parts = [self.build(one) for one in node.args]
        found = [one for one in parts if one is not None]
        return _STEPS[node.op](self, found) if len(found) == len(parts) else None

    def add(self, parts: Sequence[Formula]) -> Formula:
        """Return the sum."""
        return reduce(lambda one, other: self._join("+", one, other), parts)

    def subtract(self, parts: Sequence[Formula]) -> Formula:
        """Return the first less the others; alone its negative."""
        if len(parts) == 1:
            return replace(parts[0], code=f"(-{parts[0].code})", constant=None)
        return reduce(lambda one, other: self._join("-", one, other), parts)

    def multiply(self, parts: Sequence[Formula]) -> Formula:
        """Return the product."""
        return reduce(_multiply, parts)

    def divide(self, parts: Sequence[Formula]) -> Formula | None:
        """Return the first divided by the others, if those are literals other than 0."""
        first, *others = parts
        if not others or any(not one.constant for one in others):
            return None
        inverse = [1 / one.constant for one in others if one.constant]
        return reduce(self._stretch_by, inverse, first)

    def _stretch_by(self, formula: Formula, factor: Fraction) -> Formula:
        constant = None if formula.constant is None else formula.constant * factor
        stretched = self._stretch(formula, factor.numerator)
        return replace(
            stretched, scale=stretched.scale // factor.numerator * factor.denominator, constant=constant
        )

    def _join(self, sign: str, first: Formula, second: Formula) -> Formula:
        one, other = self.level(first, second)
        bits, degree = max(one.bits, other.bits) + 1, max(one.degree, other.degree)
        return Formula(f"({one.code} {sign} {other.code})", one.scale, bits, degree)

    def _stretch(self, formula: Formula, factor: int) -> Formula:
        if factor == 1:
            return formula
        code, bits = f"({formula.code} * {self._bind(factor)})", formula.bits + factor.bit_length()
        return replace(formula, code=code, scale=formula.scale * factor, bits=bits)

    def _bind(self, number: int) -> str:
        return self._writer.source.bind(number)

    def _is_plain(self, formulas: Sequence[Formula]) -> bool:
        # One name beside a small literal: however large the name is, it lies on the same side of it.
        names = [one for one in formulas if one.degree]
        bare = len(self._names) == len(names) == 1 and names[0].degree == 1 and names[0].bits == 0
        small = all(one.scale == 1 and one.bits <= MOST_BITS for one in formulas)
        return bare and small and len(formulas) > 1


def _multiply(first: Formula, second: Formula) -> Formula:
    return Formula(
        f"({first.code} * {second.code})",
        first.scale * second.scale,
        first.bits + second.bits,
        first.degree + second.degree,
    )


_STEPS: Mapping[str, Callable[[Formulas, Sequence[Formula]], Formula | None]] = {
    "+": Formulas.add,
    "-": Formulas.subtract,
    "*": Formulas.multiply,
    "/": Formulas.divide,
}
