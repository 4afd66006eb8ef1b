"""The pages in Chinese: every message has its translation, no English is left standing, and the
figures are those of the English pages."""

import io
import re
import string

import nbformat
import pandas as pd
import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from policy_emphasis import parameters, paths
from policy_emphasis.analysis import Analysis
from policy_emphasis.build import messages
from policy_emphasis.language import Language
from policy_emphasis.reference.catalogue import CATALOGUE
from policy_emphasis.reference.documents import OWN, declared, read_dropped
from policy_emphasis.run import open_run
from policy_emphasis.words import vocabulary

ENGLISH = Language()
CHINESE = Language("zh", {"tianjin": "天津"})
SEED = "000_97f8a95c989aeb02.txt"
# Names, abbreviations and words of the code that have no Chinese form.
NAMES = """
    TF IDF NMF LDA NPMI FREX GDP CSV SHA KWIC CAP DP DPnorm JupyterLab jieba Monroe Colaresi Quinn
    Rao Scott Krippendorff Wilson Gries Rogan Gladen Lang Reiczigel BERTopic Jupyter Comparative
    Agendas Project Dirichlet MIT Szymkiewicz Simpson Hyland Ang Benjamini Hochberg
    github com lawtext gov RCEP AEO DRG GEP TOD VOC
"""
SETTINGS = "nmf lda none function genre shared main true false en zh RUN chinese csv documents"
UNREAD = "code, pre, style, script, [lang=en], .inputs, table.parameters, q, del, .source, .kwic"
WORD = re.compile(r"[A-Za-z][A-Za-z_']{2,}")


def _catalogue():
    with open(CATALOGUE, "rb") as file:
        return [message for message in read_po(file, locale="zh") if message.id]


def _fields(message):
    return sorted((name, spec) for _, name, spec, _ in string.Formatter().parse(message) if name)


def _forms(strings):
    return strings if isinstance(strings, tuple) else (strings,)


def test_the_catalogue_holds_what_the_pages_say_and_nothing_else(monkeypatch):
    """In the order and form in which `python -m policy_emphasis messages` leaves it, with or
    without what documents.csv says of reports that a user has added."""
    catalogue, cells = CATALOGUE.read_text(encoding="utf-8"), messages.cells

    def of_the_seed(file, keywords, tags, options):
        table = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        own = table[table["file"] == SEED] if "sha256" in table else table
        return cells(io.BytesIO(own.to_csv(index=False).encode()), keywords, tags, options)

    with_all = messages.renewed()
    monkeypatch.setattr(messages, "cells", of_the_seed)
    assert catalogue in (with_all, messages.renewed())


def test_every_message_has_a_translation_with_the_same_placeholders():
    wrong = {
        _forms(message.id): form
        for message in _catalogue()
        for form in _forms(message.string)
        if not form.strip() or _fields(form) != _fields(_forms(message.id)[-1])
    }
    assert wrong == {} and len(_catalogue()) > 400


def _extracted(method, content, **options):
    method, keywords = f"policy_emphasis.build.messages:{method}", {"say": None, "N_": None}
    found = extract(method, io.BytesIO(content), keywords, options=options)
    return [message for _, message, _, _ in found]


def test_prose_is_translated_heading_by_heading_and_paragraph_by_paragraph():
    source = "## What\n\nOne line\nand another.\n"
    book = new_notebook(cells=[new_markdown_cell(source), new_code_cell("1")])
    found = _extracted("notebook", nbformat.writes(book).encode())
    assert found == ["What", "One line and another."]


def test_what_templates_tables_and_charts_say_is_found():
    template = (
        b"""{{ ("yes" if x else "no") | say }} {{ 'Run {run}' | say(run=run) }} {{ x | say }}"""
    )
    assert _extracted("template", template) == ["yes", "no", "Run {run}"]
    declared = b"""shares:\n  caption: Shares\n  note: In %.\n  file: themes
  columns: {place: Place, n: "Share of it {:.1%}", low: "{:.1%}"}"""
    wanted = {"keys": "*.caption *.note *.columns.*", "until": r"\s*[{]"}
    found = _extracted("strings", declared, **wanted)
    assert found == ["Shares", "In %.", "Place", "Share of it"]


def test_every_word_that_tables_hold_for_the_pages_is_a_message():
    run = open_run(parameters.of_run("default"))
    analysis = Analysis(run)
    tables = [run.paragraphs, run.ledger, analysis.quantities, analysis.quoted, analysis.validated]
    listed = read_dropped()["reason"].tolist()
    for column in ("stage", "reason", "kind", "aim", "horizon", "whose", "half"):
        words = {word for table in tables if column in table for word in table[column]} - {""}
        assert words and words <= {*vocabulary.CELLS[column], *listed}, column


def test_a_message_without_translation_stays_english():
    assert CHINESE.say("no such message {n:,}", n=1000) == "no such message 1,000"


def test_english_has_two_forms_where_chinese_has_one():
    one = "1 theme with ten or more paragraphs stays below an F1 of 0.7"
    many = "{n} themes with ten or more paragraphs stay below an F1 of 0.7"
    assert [ENGLISH.say_n(one, many, n) for n in (1, 2)] == [one, many.format(n=2)]
    assert "有1个" in CHINESE.say_n(one, many, 1)
    assert "有2个" in CHINESE.say_n(one, many, 2)


def test_none_is_said_in_a_sentence_of_its_own_where_there_is_one():
    none = "No word leans to {place} beyond chance"
    assert ENGLISH.say_n("1 word", "{n} words", 0, none=none, place="x") == none.format(place="x")
    assert ENGLISH.say_n("1 word", "{n} words", 0) == "0 words"


def test_lists_labels_and_places_follow_the_language():
    table = pd.DataFrame({"theme": ["a"], "label_en": ["Farming"], "label_zh": ["农业"]})
    assert (ENGLISH.listed("abc"), CHINESE.listed("abc")) == ("a, b and c", "a、b和c")
    assert ENGLISH.labels(table, "theme") == {"a": "Farming"}
    assert CHINESE.labels(table, "theme") == {"a": "农业"}
    assert (ENGLISH.place("tianjin"), CHINESE.place("tianjin")) == ("Tianjin", "天津")


def _english_left(path):
    """The English words that a reader of a page meets outside what is marked as English or code."""
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    assert page.html["lang"] == "zh-Hans"
    for tag in page.select(UNREAD):
        tag.decompose()
    spoken = [tag.get(name, "") for tag in page.find_all(True) for name in ("aria-label", "alt")]
    return set(WORD.findall(" ".join([page.get_text(" "), *spoken])))


@pytest.mark.slow
@pytest.mark.long
def test_the_pages_of_a_chinese_run(warm):
    """Built from the run file as a user would; the words that remain English are names,
    abbreviations, code, and what is marked as English."""
    done = warm.command("pages", "chinese", *paths.PAGES, kernels=True)
    assert done.returncode == 0, done.stderr
    assert warm.command("compare", "chinese").returncode == 0
    reports = warm.root / "reports"
    of_all_runs = (reports / "index.html").read_text(encoding="utf-8")
    assert "How this page was made" in of_all_runs  # the list of all runs speaks English
    known = {
        *WORD.findall(NAMES + SETTINGS),
        *parameters.Parameters.model_fields,
        *declared(OWN)["place"],
    }
    pages = sorted((reports / "chinese").glob("*.html"))
    left = {path.name: _english_left(path) - known for path in pages}
    assert {name: words for name, words in left.items() if words} == {}
    english, chinese = (
        pd.read_csv(reports / run / "tables" / "findings.csv", encoding="utf-8-sig")
        for run in ("default", "chinese")
    )
    spoken = ["statement", "robustness"]
    pd.testing.assert_frame_equal(english.drop(columns=spoken), chinese.drop(columns=spoken))
