"""Texts of a shape that no report has, and of any length: every step takes work in proportion to
the text, a page shows a bounded part of an endless sentence and says so, and what cannot be
compared is said to be."""

import ast
import json
import shutil
import sys
from functools import cache

import pandas as pd
import pytest

from policy_emphasis import parameters, paths, readings
from policy_emphasis.analysis import Analysis
from policy_emphasis.build.importing import import_into
from policy_emphasis.inference import resample
from policy_emphasis.inference.beside_norms import BesideNorms
from policy_emphasis.intake.cleaning import clean
from policy_emphasis.measures import kwic, themes
from policy_emphasis.page import charts, concordance, english, evidence, numbers, source, tables
from policy_emphasis.paths import ProjectError
from policy_emphasis.quantities import extract
from policy_emphasis.run import open_run
from policy_emphasis.text.outline import outline
from policy_emphasis.words import robustness

SIZES = (1_000, 4_000)  # characters
MORE = 1.3 * SIZES[1] / SIZES[0]  # times the work of the shorter text that the longer may take
SHAPES = {  # place → what its text repeats
    "清远": "推动高质量发展坚持稳中求进工作总基调加快建设现代化产业体系",  # no punctuation at all
    "东莞": "推进工作！\n",  # short lines
    "珠海": "投资5亿元、",  # one sentence of numbers
    "佛山": "科技创新、乡村振兴、生态环境、对外开放、",  # one sentence of theme words
    "韶关": "1",  # a number of so many digits
    "惠州": "一、推进工作\n",  # headings that nothing stands under
    "江门": "5万",  # a number that goes on for ever
}
ENDLESS = ("清远", "珠海", "佛山")
TERM = "高质量发展"
OPENING = (
    "{place}市2022年政府工作报告\n——2022年1月11日在{place}市第十四届人民代表大会第一次会议上\n"
    "各位代表：\n现在，我代表{place}市人民政府，向大会报告工作，请予审议。\n一、2021年工作回顾\n"
)
ENDING = "\n二、2022年工作安排\n今年预期目标是地区生产总值增长5%左右。\n"
PACKAGE = str(paths.ROOT / "src")
each_shape = pytest.mark.parametrize("place", SHAPES)


def _text(place, characters):
    unit = SHAPES[place]
    return OPENING.format(place=place) + unit * (characters // len(unit)) + ENDING


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """(place, characters) → the run of that text alone, in a home of its own."""
    home = tmp_path_factory.mktemp("long")
    shutil.copytree(paths.PARAMS, home / "params")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CORPORA", "PARAMS", "PROCESSED"):
            patch.setattr(paths, name, home / name.lower())
        called = {size: _imported(home, size) for size in SIZES}
        yield cache(lambda place, size: open_run(_given(size, [called[size][place]])))


def _given(size, documents):
    given = parameters.of_run("default") | {"corpus": f"long{size}", "places": []}
    given |= {"min_paragraphs": 1, "n_topics": 2, "term": TERM}
    return given | {"documents": documents, "keep": documents}


def _imported(home, size):
    """place → what its document is called, all of them read once."""
    folder = home / f"files{size}"
    folder.mkdir()
    for place in SHAPES:
        (folder / f"{place}2022.txt").write_text(_text(place, size), encoding="utf-8")
    assert import_into(str(folder), f"long{size}") == 0
    found = pd.read_csv(paths.CORPORA / f"long{size}" / "documents.csv", encoding="utf-8-sig")
    every = open_run(_given(size, found["document"].tolist())).everyone
    readings.coded(every, "shared"), readings.quantities(every)
    return dict(zip(found["place_zh"], found["document"], strict=True))


def _instructions(work):
    """How many instructions of this package some work takes: the same at every time."""
    before, found = sys.gettrace(), 0

    def inside(frame, event, argument):
        nonlocal found
        found += event == "opcode"
        return inside

    def entered(frame, event, argument):
        if not frame.f_code.co_filename.startswith(PACKAGE):
            return None
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        return inside

    sys.settrace(entered)
    try:
        work()
    finally:
        sys.settrace(before)
    return found


def _outlined(run, text):
    report = {"document": "d", "place": "p", "genre": "work report", "file": "f", "year": 2022}
    cleaned = clean(text).text
    return outline(pd.DataFrame([report | {"text": cleaned, "start": 0, "end": len(cleaned)}]))


def _read(run, text):
    given = {"units": run.units, "indicators": run.indicators}
    return extract.quantities(run.sentences, run.documents, **given)


STEPS = {
    "outline": _outlined,
    "themes": lambda run, text: themes.code_sentences(run.sentences, run.codebook, "shared"),
    "numbers": _read,
    "text": lambda run, text: source.pages(run, "default", vars(run.parameters)),
    "sections": lambda run, text: tables.text_sections(Analysis(run)),
    "lines": lambda run, text: concordance.lines(Analysis(run), TERM),
    "search": lambda run, text: concordance.corpus(run),
    "every number": lambda run, text: numbers.all_quantities(Analysis(run)),
}


@pytest.mark.parametrize("step", STEPS)
@each_shape
def test_the_work_of_a_step_grows_no_faster_than_the_text(runs, place, step, monkeypatch):
    monkeypatch.setattr(source, "plain", lambda title, body, run, **about: body)
    work = []
    for size in SIZES:
        run = runs(place, size)
        work.append(_instructions(lambda: STEPS[step](run, _text(place, size))))  # noqa: B023
    assert work[1] <= MORE * work[0]


@pytest.mark.parametrize("place", ENDLESS)
def test_of_an_endless_sentence_a_page_shows_a_part_around_what_is_marked(runs, place):
    run = runs(place, SIZES[1])
    length = run.sentences["text"].str.len().max()
    quoted = [one for own in evidence.of_themes(Analysis(run)).values() for one in own]
    cut = [one for one in quoted if len(one.text) > english.LONGEST]
    assert cut and all(kwic.CUT in one.text for one in cut)
    assert {f"{english.LONGEST:,} of {length:,} characters" in one.position for one in cut} == {
        True
    }
    text, spans = evidence.part_of("甲" * 3_000 + "创新" + "乙" * 9_000, [(3_000, 3_002)])
    assert [text[a:b] for a, b in spans] == ["创新"] and len(text) == english.LONGEST + 2
    assert evidence.part_of("甲" * english.LONGEST, [(5, 9)]) == ("甲" * english.LONGEST, [(5, 9)])


def test_a_line_of_the_concordance_holds_so_much_of_its_sentence_and_a_page_so_many_lines(runs):
    run = runs("清远", SIZES[1])
    lines = kwic.kwic(run.sentences, TERM)
    assert len(lines) == SIZES[1] // len(SHAPES["清远"])
    assert lines[["left", "right"]].map(len).max(axis=None) == kwic.REACH + len(kwic.CUT)
    whole = run.sentences.set_index("sentence")["text"]
    for line in lines.itertuples():
        assert (line.left + line.keyword + line.right).strip(kwic.CUT) in whole[line.sentence]
    page = concordance.lines(Analysis(run), "发展").data
    assert page.count("<li") == len(lines) < concordance.SHOWN


def test_what_is_beyond_a_page_is_counted_on_it(runs, monkeypatch):
    monkeypatch.setattr(concordance, "SHOWN", 7)
    monkeypatch.setattr(numbers, "READ_OUT", 9)
    monkeypatch.setattr(tables, "SECTIONS_SHOWN", 5)
    page = concordance.lines(Analysis(runs("清远", SIZES[1])), TERM).data
    assert page.count("<li") == 7 and "in 1 sentences, the first 7 below" in page
    page = numbers.all_quantities(Analysis(runs("珠海", SIZES[1]))).data
    read = SIZES[1] // len(SHAPES["珠海"])
    assert f"The other {read - 9:,} numbers of this sentence" in page
    analysis = Analysis(runs("惠州", SIZES[1]))
    page = tables.text_sections(analysis).data
    rest = (analysis.text_sections["depth"] <= tables.DEPTH).sum() - 5
    assert page.count("<tr") == 5 + 1 and f"The other {rest:,} sections stand in" in page


def _cells(name, run, monkeypatch, folder):
    """What the cells of a notebook show of a run, as HTML."""
    monkeypatch.chdir(folder)
    given = {key: vars(run.parameters)[key] for key in parameters.declared(name)}
    shown, names = [], dict(given)
    notebook = json.loads((paths.ROOT / f"notebooks/{name}.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and "parameters" not in cell["metadata"].get("tags", []):
            *lines, last = ast.parse("".join(cell["source"])).body
            shows = isinstance(last, ast.Expr)
            exec(compile(ast.Module(lines if shows else [*lines, last], []), name, "exec"), names)
            if shows:
                result = eval(compile(ast.Expression(last.value), name, "eval"), names)
                shown.append(getattr(result, "data", ""))
    return "".join(shown)


@pytest.mark.parametrize("place", ["清远", "韶关"])
def test_a_text_too_short_to_be_compared_is_said_to_be(runs, place, tmp_path, monkeypatch):
    run = runs(place, SIZES[0])
    n = run.documents["paragraphs"].item()
    told = f"text has only {n} paragraphs: it is described, but compared with no other."
    assert told in _cells("02_terms", run, monkeypatch, tmp_path)
    analysis = Analysis(run)
    assert analysis.terms.empty and {"place", "term", "z", "tfidf", "gloss"} <= set(analysis.terms)
    assert analysis.sections.empty and not robustness.more_alike(analysis)


def test_of_texts_with_hardly_a_paragraph_topics_are_no_more_than_the_words_say(runs):
    analysis = Analysis(runs("佛山", SIZES[1]))
    judged, page = analysis.topics_judged, charts.topics_by_number(analysis).data
    assert judged["stability"].between(0, 1).all() and len(judged) == 2
    assert "too few paragraphs to try other numbers of topics" in page


def test_where_no_word_is_counted_only_what_needs_words_is_refused(runs):
    given = vars(runs("清远", SIZES[0]).parameters) | {"min_paragraphs": 3}
    run = open_run(given)
    assert run.terms.empty and len(run.sentences) > 1
    assert BesideNorms(Analysis(run)).documents.empty
    with pytest.raises(ProjectError, match=r"^min_paragraphs: no term stands in so many "):
        _ = run.counted


def test_of_very_many_paragraphs_fewer_draws_are_made(monkeypatch):
    assert [resample.affordable(2_000, n) for n in (20_000, 40_000, 10**9)] == [2_000, 1_000, 200]
    monkeypatch.setattr(resample, "CELLS", 4_000)
    drawn = resample.multiplicities(["a"] * 10, 2_000, 1)
    assert drawn.shape == (400, 10) and (drawn.sum(axis=1) == 10).all()


def test_of_a_very_long_list_of_tasks_the_page_says_where_the_rest_stands(monkeypatch):
    monkeypatch.setattr(tables, "TASKS_SHOWN", 3)
    analysis = Analysis(open_run(parameters.of_run("default")))
    rest = (analysis.tasks["item"] > 3).sum()
    assert rest > 0
    assert f"The other {rest:,} tasks stand in" in tables.tasks(analysis).data
