"""Every rule that reads or names a number holds on the example in its own docstring.

The docstring ends in the words of a real report and what they give: example → result.
"""

import re
from functools import wraps

import pytest

from policy_emphasis.quantities import naming, numerals, values
from policy_emphasis.quantities.numerals import plain
from policy_emphasis.reference import lists

UNITS = tuple(lists.read_table("units.csv")["unit"])
RECOGNIZED = naming.recognizer(lists.read_indicators())
RULES = {
    (numerals, "READERS"): numerals.READERS,
    (numerals, "MEASURES"): numerals.MEASURES,
    (values, "NO_VALUES"): values.NO_VALUES,
    (naming, "RULES"): naming.RULES,
    (naming, "COUNTS"): naming.COUNTS,
}
OF_VALUES = [*numerals.READERS, *numerals.MEASURES, *values.NO_VALUES]


@pytest.fixture
def answered(monkeypatch):
    """The names of the rules that answered, in order."""
    names = []

    def recorded(rule):
        @wraps(rule)
        def recording(*given):
            answer = rule(*given)
            if answer:
                names.append(rule.__name__)
            return answer

        return recording

    for (module, name), rules in RULES.items():
        monkeypatch.setattr(module, name, tuple(map(recorded, rules)))
    return names


def example(rule):
    """The example of a rule, and what it gives: a list."""
    parts = re.fullmatch(r".+: (\S+) → (.+)\.", " ".join(rule.__doc__.split()))
    assert parts, f"{rule.__name__}: the docstring has no example"
    return parts[1], [] if parts[2] == "nothing" else parts[2].split(", ")


@pytest.mark.parametrize("rule", OF_VALUES, ids=lambda rule: rule.__name__)
def test_each_rule_of_values_holds_on_its_example(rule, answered):
    text, expected = example(rule)
    found = values.values(text, UNITS)
    assert [text[value.start : value.end] for value in found] == expected
    assert rule.__name__ in answered


@pytest.mark.parametrize("rule", naming.RULES, ids=lambda rule: rule.__name__)
def test_each_rule_of_naming_holds_on_its_example(rule, answered):
    text, expected = example(rule)
    named = naming.name(plain(text), values.values(text, UNITS), RECOGNIZED)
    assert [value.indicator for value in named] == expected
    assert rule.__name__ in answered
