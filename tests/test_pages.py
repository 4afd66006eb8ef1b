"""The pages of the default run, as built: complete, self-contained, and true to their tables."""

import html
import re
import shutil
from urllib.parse import unquote

import pandas as pd
import pytest

from policy_emphasis import project
from policy_emphasis.report import readme

FOLDER = project.REPORTS / "default"
CONTRACT = {
    "documents": "document place place_zh genre level year date file characters paragraphs sentences tokens sha256",
    "ledger": "file start end document kept reason",
    "terms": "place term gloss count per_1000 tfidf log_odds z se_boot q dp_norm distinctive",
    "topics": "topic label terms prevalence npmi exclusivity stability",
    "topic_shares": "topic place share low high n",
    "themes": "theme label_en label_zh cap place stage share low high n_sentences",
    "theme_contrasts": "theme place_a place_b difference low high q robust_share robust_n",
    "quantities": "document place indicator value_low value_high unit comparator kind aim period sentence file start end",
    "findings": "finding notebook statement estimate low high robust_share evidence",
}
pytestmark = pytest.mark.skipif(not (FOLDER / "index.html").exists(), reason="reports/default is not built: run make all")


def page(name):
    return (FOLDER / f"{name}.html").read_text(encoding="utf-8")


def table(name):
    return pd.read_csv(FOLDER / "tables" / f"{name}.csv", encoding="utf-8-sig")


@pytest.mark.parametrize("name", CONTRACT)
def test_the_published_tables(name):
    assert (FOLDER / "tables" / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    found = table(name)
    assert len(found) and set(CONTRACT[name].split()) <= set(found.columns)


def test_tables_are_consistent():
    themes = table("themes")
    assert themes.groupby(["place", "stage"])["share"].sum().round(4).eq(1).all()
    assert ((themes["low"] <= themes["share"] + 1e-6) & (themes["share"] <= themes["high"] + 1e-6)).all()
    assert set(themes["stage"]) == {"all", "review", "plan"}
    topics, shares = table("topics"), table("topic_shares")
    assert shares.groupby("place")["share"].sum().between(0.97, 1.0001).all() and topics["prevalence"].is_monotonic_decreasing
    assert (table("findings")["low"].fillna(0) <= table("findings")["high"].fillna(0)).all()


def test_every_published_sentence_stands_at_its_offsets():
    raw = {}
    for row in table("theme_sentences").itertuples():
        text = raw.setdefault(row.file, (project.RAW / row.file).read_bytes().decode("utf-8"))
        assert text[row.start:row.end] == row.text.removeprefix("'")
        assert all(word in row.text for word in row.matched.split())


@pytest.mark.parametrize("name", project.PAGES)
def test_pages_ask_for_nothing_and_run_nothing(name):
    text = page(name)
    assert re.findall(r'<(?:img|script|link|iframe|source)[^>]*(?:src|href)="(?!data:)[^"]*"', text) == []
    assert "<script" not in text and "@import" not in text and "url(" not in re.sub(r'src="data:[^"]*"', "", text)
    assert "default-src 'none'" in text


@pytest.mark.parametrize("name", project.PAGES)
def test_every_figure_has_alt_text_caption_and_a_drawing(name):
    figures = re.findall(r'<figure><img alt="([^"]*)" src="data:image/svg\+xml,([^"]*)"/?><figcaption>(.+?)</figcaption></figure>', page(name))
    assert len(figures) == page(name).count("<img")
    for alt, source, _ in figures:
        assert len(alt) > 40 and not re.search(r"\bnan\b", alt)
        svg = unquote(html.unescape(source))
        assert svg.startswith("<svg") and svg.endswith("</svg>") and "prefers-color-scheme" in svg


@pytest.mark.parametrize("name", project.PAGES)
def test_links_and_anchors_resolve(name):
    text = page(name)
    for target in re.findall(r'<a [^>]*href="([^"]+)"', text):
        file, _, anchor = html.unescape(target).partition("#")
        assert not file or (FOLDER / file).exists(), target
        assert not anchor or f'id="{anchor}"' in (page(file.removesuffix(".html")) if file else text), target


@pytest.mark.parametrize("name", project.PAGES)
def test_pages_say_how_they_were_made_and_hold_no_gaps(name):
    text = page(name)
    assert "make all RUN=default" in text and "data/raw/documents.csv" in text
    assert not re.search(r">\s*(?:nan|NaN|None|NaT|&lt;NA&gt;)\s*<|Traceback|&lt;IPython", text)


def test_chinese_is_marked_as_chinese_outside_code():
    for name in project.PAGES:
        text = re.sub(r'<details class="code">.*?</details>|<[^>]*lang="zh-Hans"[^>]*>.*?</(?:span|p)>|<[^>]+>', "", page(name), flags=re.S)
        assert not re.findall(r"[一-鿿]+", text), name


def test_the_readme_says_what_the_index_says():
    text = (project.ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.renewed(text, table("findings")) == text, "run `make notebooks` and commit"


def test_every_term_shown_has_an_english_gloss(run):
    terms, topics = table("terms"), table("topics")
    shown = set(terms.loc[terms["distinctive"], "term"]) | {t for line in topics["terms"] for t in line.split()}
    assert sorted(t for t in shown if t not in run.gloss and re.search(r"[一-鿿]", t)) == []


@pytest.mark.skipif(not shutil.which("chromium"), reason="no chromium on this machine: apt-get install chromium")
def test_in_a_browser_no_request_no_error_and_charts_drawn():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"])
        for name in project.PAGES:
            tab = browser.new_page(viewport={"width": 375, "height": 800})
            asked, said = [], []
            tab.on("request", lambda r: asked.append(r.url))
            tab.on("console", lambda m: said.append(m.text))
            tab.goto((FOLDER / f"{name}.html").as_uri())
            assert [url for url in asked if not url.startswith(("data:", "file:"))] == [] and len([u for u in asked if u.startswith("file:")]) == 1
            assert said == []
            assert tab.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 100)")
            assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
            tab.close()
        browser.close()
