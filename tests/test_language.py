"""The pages in Chinese: every message has its translation, no English is left standing, and the figures are those of the English pages."""

import ast
import re
import string

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from policy_emphasis import language, parameters, paths
from policy_emphasis.page import render

SOURCES = sorted((paths.ROOT / "src").rglob("*.py"))
KEPT = {  # names, abbreviations and words of the code that have no Chinese form
    "TF",
    "IDF",
    "NMF",
    "LDA",
    "NPMI",
    "FREX",
    "GDP",
    "CSV",
    "SHA",
    "KWIC",
    "CAP",
    "DP",
    "DPnorm",
    "JupyterLab",
    "jieba",
    "Monroe",
    "Colaresi",
    "Quinn",
    "Rao",
    "Scott",
    "Krippendorff",
    "Wilson",
    "Gries",
    "BERTopic",
    "Jupyter",
    "Comparative",
    "Agendas",
    "Project",
    "Dirichlet",
    "MIT",
}


@pytest.fixture(autouse=True)
def english_again():
    yield
    language.use("en")


def _fields(message):
    return sorted((name, spec) for _, name, spec, _ in string.Formatter().parse(message) if name)


def test_translations_keep_their_placeholders():
    language.use("zh")
    wrong = {
        english: chinese
        for english, chinese in language.catalogue().items()
        if not chinese.strip() or _fields(english) != _fields(chinese)
    }
    assert wrong == {} and len(language.catalogue()) > 400


def test_every_message_in_the_code_has_a_translation():
    said = re.compile(
        r"""["']([^"'{}]*(?:\{\w+\}[^"'{}]*)*)["'](?: if row\.changed else "no"\))? \| say"""
    )
    templates = [
        m
        for path in (paths.ROOT / "src/policy_emphasis/page/templates").glob("*.j2")
        for m in said.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(templates) > 15
    missing = set(templates) - set(language.catalogue())
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == "say"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                missing |= {node.args[0].value} - set(language.catalogue())
    assert {m for m in missing if re.search("[A-Za-z]{2}", m)} <= {
        "TF-IDF",
        "DPnorm",
        "F1",
        "SHA-256",
    }


@pytest.mark.parametrize("name", paths.PAGES)
def test_every_paragraph_of_prose_has_a_translation(name):
    language.use("zh")
    for cell in nbformat.read(paths.NOTEBOOKS / f"{name}.ipynb", 4).cells:
        if cell.cell_type == "markdown":
            for block in render.prose(cell.source).split("\n\n"):
                assert re.search("[一-鿿]", block), block


def test_a_message_without_translation_stays_english():
    language.use("zh")
    assert language.say("no such message {n:,}", n=1000) == "no such message 1,000"


def test_lists_and_labels_follow_the_language():
    table = pd.DataFrame({"theme": ["a"], "label_en": ["Farming"], "label_zh": ["农业"]})
    documents = pd.DataFrame({"place": ["tianjin"], "place_zh": ["天津"]})
    assert (
        language.listed("abc"),
        language.labels(table, "theme"),
        language.place_names(documents),
    ) == ("a, b and c", {"a": "Farming"}, {"tianjin": "Tianjin"})
    language.use("zh", {"tianjin": "天津"})
    assert (
        language.listed("abc"),
        language.labels(table, "theme"),
        language.place_names(documents),
        language.place("tianjin"),
    ) == ("a、b和c", {"a": "农业"}, {"tianjin": "天津"}, "天津")


def test_the_pages_of_a_chinese_run(copy):
    """Built from the run file as a user would; the words that remain English are names, abbreviations, code, and what is marked as English."""
    done = copy(copy.python, "-m", "policy_emphasis", "pages", "chinese", *paths.PAGES, timeout=300)
    assert done.returncode == 0, done.stderr
    assert copy(copy.python, "-m", "policy_emphasis", "compare", "chinese").returncode == 0
    folder = copy.root / "reports" / "chinese"
    names = {
        *parameters.Parameters.model_fields,
        *(
            v
            for values in (
                "nmf",
                "lda",
                "none",
                "function",
                "genre",
                "shared",
                "main",
                "true",
                "false",
                "en",
                "zh",
            )
            for v in [values]
        ),
        "RUN",
        "chinese",
        *parameters.known_places(),
    }
    assert "How this page was made" in (copy.root / "reports" / "index.html").read_text(
        encoding="utf-8"
    )  # the list of all runs speaks English
    left = {}
    for path in sorted(folder.glob("*.html")):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert page.html["lang"] == "zh-Hans"
        for tag in page.select(
            "code, pre, style, script, [lang=en], .inputs, table.parameters, .about code, q, del, .source, .kwic"
        ):
            tag.decompose()
        words = re.findall(r"[A-Za-z][A-Za-z_']{2,}", page.get_text(" "))
        words += re.findall(
            r"[A-Za-z][A-Za-z_']{2,}",
            " ".join(
                tag.get(name, "") for tag in page.find_all(True) for name in ("aria-label", "alt")
            ),
        )
        left[path.name] = {w for w in words if w not in KEPT | names | {"csv", "documents"}}
    assert {name: words for name, words in left.items() if words} == {}
    english, chinese = (
        pd.read_csv(copy.root / "reports" / run / "tables" / "findings.csv", encoding="utf-8-sig")
        for run in ("default", "chinese")
    )
    pd.testing.assert_frame_equal(
        english.drop(columns=["statement", "robustness"]),
        chinese.drop(columns=["statement", "robustness"]),
    )
