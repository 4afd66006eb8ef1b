"""What the pages say of targets: amounts in English, lists of bounded length, nothing of cuts."""

from types import SimpleNamespace

import pandas as pd
import pytest

from policy_emphasis.language import Language, with_minus
from policy_emphasis.words import finding, targets

ENGLISH = SimpleNamespace(
    language=Language(), unit_gloss={"微克/立方米": "micrograms per cubic metre"}
)
CHINESE = SimpleNamespace(language=Language("zh", {}), unit_gloss={})


def quantity(text, value=float("nan"), **fields):
    same = {"kind": "level", "comparator": "exactly", "normal_unit": ""}
    ends = {"value_low": value, "normal_low": value, "normal_high": value}
    return SimpleNamespace(**same | ends | {"text": text} | fields)


@pytest.mark.parametrize(
    "text, english",
    [
        ("完成国家下达目标", "as set by the central government"),
        ("按照国家要求坚决完成", "as set by the central government"),
        ("完成省下达任务", "as set by the province"),
        ("完成“十四五”考核目标", "as set from above"),
        ("全面完成", "to be met"),
        ("省下达目标以内", "within the province's limit"),
        ("控制在自治区下达目标内", "within what is set from above"),
        ("控制在合理范围内", "kept stable"),
        ("与经济增长基本同步", "in step with economic growth"),
        ("和经济增长同步", "in step with economic growth"),
    ],
)
def test_a_target_in_words_is_said_in_english(text, english):
    assert targets.in_words(quantity(text), ENGLISH) == english
    assert targets.in_words(quantity(text), CHINESE) == text


def test_a_task_cut_off_before_what_it_holds_ends_as_a_task_in_chinese():
    assert targets.in_words(quantity("完成国家下达的"), CHINESE) == "完成国家下达的任务"


def test_a_change_in_percent_is_said_as_the_decrease_it_is():
    fall = quantity("2.5%", 2.5, kind="change", normal_unit="%")
    assert targets.in_words(fall, ENGLISH) == "2.5% decrease"
    signed = quantity("负2.5%", -2.5, kind="change", normal_unit="%")
    assert targets.in_words(signed, ENGLISH) == "-2.5%"
    level = quantity("38微克/立方米以下", 38.0, normal_unit="微克/立方米", comparator="at most")
    assert targets.in_words(level, ENGLISH) == "at most 38 micrograms per cubic metre"


def _analysis(text="完成增长5%。", **tables):
    language, sentences = ENGLISH.language, pd.DataFrame({"sentence": ["s01"], "text": [text]})
    run = SimpleNamespace(**vars(ENGLISH), sentences=sentences)
    say = {"say": language.say, "say_n": language.say_n}
    return SimpleNamespace(language=language, run=run, **say, **tables)


def _pair(label, result, target, kind="level"):
    same = {"place": "tianjin", "label_en": label, "horizon": "one year", "headline": "yes"}
    row = same | {"kind": kind, "normal_unit": "%", "sentence_result": "s01"}
    for side, value in (("result", result), ("target", target)):
        read = {"comparator": "exactly", "text": f"{value}%", "value_low": value}
        read |= {"normal_low": value, "normal_high": value}
        row |= {f"{name}_{side}": cell for name, cell in read.items()}
    return row


def test_results_that_the_report_expects_are_told_as_such():
    pairs = pd.DataFrame([_pair("Share", 5.0, 4.0)])
    (found,) = targets._outturns(_analysis(results_and_targets=pairs, text="预计增长5%。"))
    assert found.statement.endswith("1 of the results is put as expected.")
    (found,) = targets._outturns(_analysis(results_and_targets=pairs))
    assert "expected" not in found.statement


def test_results_and_targets_leave_cuts_apart_and_name_the_first_of_many():
    shares = [_pair(f"Share {i}", 5.0, 4.0) for i in range(targets.MOST + 3)]
    cut = _pair("Energy", 3.0, 2.0, kind="change")
    (found,) = targets._outturns(_analysis(results_and_targets=pd.DataFrame([*shares, cut])))
    assert found.estimate == targets.MOST + 3 and "Energy" not in found.statement
    assert found.statement.endswith(
        f"Share {targets.MOST - 1}, from 5% to 4%; and 3 more in the table."
    )


@pytest.mark.parametrize(
    ("figure", "shown"), [(-0.016, "−0.02"), (0.0, "+0.0"), (-7.7, "−7.7"), (-0.2, "−0.2")]
)
def test_an_end_that_leaves_out_zero_does_not_read_as_zero(figure, shown):
    assert with_minus(finding.MEASURES["density"].shown(figure)) == shown
