"""The pages of the default run, as built: complete, self-contained, and true to their tables. What
needs a browser is in test_browser.py."""

import base64
import hashlib
import html
import re
from functools import cache

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from policy_emphasis import parameters, paths
from policy_emphasis.build import refresh
from policy_emphasis.page import methods
from policy_emphasis.page.render import SCRIPTS, SEARCH

FOLDER = paths.REPORTS / "default"
CONTRACT = {
    "documents": """document place place_zh genre level year date file characters paragraphs
        sentences tokens sha256""",
    "ledger": "file start end document kept reason",
    "terms": "place term gloss count per_1000 tfidf log_odds z se_boot q dp_norm distinctive",
    "topics": "topic label terms prevalence npmi exclusivity stability",
    "topic_shares": "topic place share low high n",
    "themes": "theme label_en label_zh cap place stage share low high n_sentences",
    "theme_contrasts": "theme place_a place_b difference low high q robust_share robust_n",
    "quantities": """document place indicator value_low value_high unit comparator kind aim period
        sentence file start end""",
    "findings": """finding notebook statement subject measure estimate low high robust_share
        evidence""",
}
OF_FEW = [name for name in paths.PAGES if name != paths.ALL_TEXTS]  # the pages of any run
LOADED = r'<(?:img|script|link|iframe|source|use)[^>]* (?:src|href)="(?!data:|#)[^"]*"'
UNSAID = r">\s*(?:nan|NaN|None|NaT|&lt;NA&gt;)\s*<|Traceback|&lt;IPython"
BESIDE = (  # what a source page shows beside its text
    r'<p class="number">.*?</p>|<span class="(?:gloss|english)".*?</span>|<small[^>]*>.*?</small>'
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (FOLDER / "index.html").exists(), reason="reports/default is not built: run make all"
    ),
]


@cache
def page(name):
    return (FOLDER / f"{name}.html").read_text(encoding="utf-8")


@cache
def table(name):
    return pd.read_csv(FOLDER / "tables" / f"{name}.csv", encoding="utf-8-sig")


@pytest.mark.parametrize("name", CONTRACT)
def test_a_published_table_opens_in_a_spreadsheet_and_has_its_columns(name):
    assert (FOLDER / "tables" / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    found = table(name)
    assert len(found) > 0 and set(CONTRACT[name].split()) <= set(found.columns)


def test_shares_add_up_and_lie_in_their_intervals():
    themes, topics = table("themes"), table("topic_shares")
    assert themes.groupby(["place", "stage"])["share"].sum().round(4).eq(1).all()
    assert (themes["low"] <= themes["share"] + 1e-6).all()
    assert (themes["share"] <= themes["high"] + 1e-6).all()
    assert set(themes["stage"]) == {"all", "review", "plan"}
    assert topics.groupby("place")["share"].sum().between(0.97, 1.0001).all()
    assert table("topics")["prevalence"].is_monotonic_decreasing
    assert (table("findings")["low"].fillna(0) <= table("findings")["high"].fillna(0)).all()


def test_every_published_sentence_stands_at_its_offsets():
    raw = {}
    for row in table("theme_sentences").itertuples():
        text = raw.setdefault(row.file, (paths.RAW / row.file).read_bytes().decode("utf-8"))
        assert text[row.start : row.end] == row.text.removeprefix("'")
        assert all(word in row.text for word in row.matched.split())


PAGES = sorted({path.stem for path in FOLDER.glob("[!.]*.html")} - {"print"})
every_page = pytest.mark.parametrize("name", PAGES)


def test_there_is_a_page_for_every_notebook_and_every_text():
    texts = {f"source-{document}" for document in table("documents")["document"]}
    assert set(PAGES) >= {*OF_FEW, methods.NAME, *texts}
    assert paths.ALL_TEXTS not in PAGES  # a page of runs of many


@every_page
def test_a_page_is_light(name):
    assert len(page(name).encode()) <= (250_000 if name == "index" else 400_000)


@every_page
def test_a_page_asks_for_nothing_and_runs_nothing_of_others(name):
    """Its scripts are the one of every page and, where it sorts, searches or draws, one of its own;
    its policy names the hash of each, and nothing else that may run."""
    text = page(name)
    assert re.findall(LOADED, text) == []
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text) and not re.search(r'\son\w+="', text)
    scripts = re.findall(r"<script>(.*?)</script>", text, flags=re.S)
    drawn = re.search(r'<figure class="chart[^>]*>.*?role="img"', text, flags=re.S)
    assert len(scripts) == 1 + (name in SCRIPTS or drawn is not None)
    policy = re.search(r"<meta[^>]*Content-Security-Policy[^>]*>", text).group()
    policy = re.search(r'content="([^"]*)"', policy).group(1)
    assert policy.startswith("default-src 'none'")
    hashes = [hashlib.sha256(html.unescape(script).encode()).digest() for script in scripts]
    named = [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashes]
    assert re.search(r"script-src ([^;]*);", policy).group(1).split() == named
    assert "unsafe-inline" not in policy.replace("style-src 'unsafe-inline'", "")


@every_page
def test_every_figure_says_what_it_shows_in_words_and_figures(name):
    for figure in re.findall(r"<figure.*?</figure>", page(name), flags=re.S):
        title = re.search(r"<figcaption><b>(.+?)</b><span>(.+?)</span></figcaption>", figure)
        assert title and not re.search(r"\bnan\b", figure)
        if "chart-glance" in figure:  # a list that reads as text
            assert figure.count("<li>") >= 12
        elif "<svg" in figure:
            drawn = re.search(r'<div[^>]*role="img"[^>]*>', figure).group()
            alt = re.search(r'aria-label="([^"]+)"', drawn).group(1)
            assert len(alt) > 40 and re.search(r"\d", alt)
            assert "<table>" in figure and 'download="' in figure
        else:  # a table that is its own chart
            assert "<table>" in figure and 'download="' in figure


@every_page
def test_an_id_stands_once_on_a_page(name):
    ids = re.findall(r' id="([^"]+)"', page(name))
    assert len(ids) == len(set(ids))


def leads_somewhere(target, name):
    """Whether there is the page, and on it the place, that a link of the page `name` leads to."""
    address, _, anchor = target.partition("#")
    file = address.partition("?")[0] or f"{name}.html"
    there = (FOLDER / file).exists()
    if file == "../index.html" and anchor:  # which leads on: RUN/PAGE
        run, same = anchor.split("/")
        return there and same == name and f'id="run-{run}"' in page("../index")
    return there and (not anchor or f'id="{html.escape(anchor)}"' in page(file[: -len(".html")]))


@every_page
def test_links_and_anchors_resolve(name):
    targets = {html.unescape(t) for t in re.findall(r'<a [^>]*href="([^"]+)"', page(name))}
    own = {target for target in targets if not target.startswith(("data:", "http"))}
    assert own and {target for target in own if not leads_somewhere(target, name)} == set()


def test_every_finding_leads_to_its_evidence():
    evidence = table("findings")["evidence"]
    assert [target for target in evidence if not leads_somewhere(target, "index")] == []


@every_page
def test_a_page_says_how_it_was_made_and_holds_no_gaps(name):
    text = page(name)
    of_the_run = name in (*paths.PAGES, methods.NAME, SEARCH) or name.startswith("source-")
    command = "make all RUN=default" if of_the_run else "make report RUN=default"
    assert command in text and "data/raw/documents.csv" in text
    assert not re.search(UNSAID, text)


@pytest.mark.parametrize("name", OF_FEW)
def test_the_card_names_every_parameter_with_its_meaning(name):
    card = BeautifulSoup(page(name), "html.parser").select_one("table.parameters")
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in card.select("tbody tr")]
    assert [row[0] for row in rows] == list(parameters.declared(name))
    assert all(changed == "no" and meaning for _, _, _, changed, meaning in rows)


def shown_of_the_text(document):
    """The words of a document's page, without those that it puts beside the text."""
    text = page(f"source-{document}")
    shown = r'<div class="source">(.*)</div>\s*<nav class="around"'
    text = re.search(shown, text, flags=re.S).group(1)
    return html.unescape(re.sub("<[^>]+>", "", re.sub(BESIDE, "", text, flags=re.S)))


def test_every_character_of_the_raw_file_is_shown_on_one_source_page():
    """Kept and dropped together, the source pages hold the file, white space aside."""
    documents = table("documents").sort_values("file", kind="stable")
    raw = (paths.RAW / documents["file"].iloc[0]).read_bytes().decode("utf-8")
    shown = "".join(shown_of_the_text(document) for document in documents["document"])
    assert "".join(shown.split()) == "".join(raw.split())


def test_numbers_on_a_page_stand_in_their_sentences(run):
    """Every quantity's words can be read in the sentence of the source page that it links to."""
    sentences = run.sentences.set_index("sentence")
    for row in table("quantities").itertuples():
        s = sentences.loc[row.sentence]
        assert s.text[row.start - s.start : row.end - s.start] == row.text.removeprefix("'")
        anchor = row.sentence.removeprefix(f"{row.document}-")
        assert f'id="{anchor}"' in page(f"source-{row.document}")


def test_the_readme_says_what_the_index_says():
    text = (paths.ROOT / "README.md").read_text(encoding="utf-8")
    assert refresh.renewed(text, table("findings")) == text, "run `make notebooks` and commit"


def test_every_term_shown_has_an_english_gloss(run):
    terms, numbers = table("terms"), table("quantities")
    shown = {
        *terms.loc[terms["distinctive"], "term"],
        *(term for line in table("topics")["terms"] for term in line.split()),
        *numbers["indicator"],
        *numbers["period"].dropna(),
    }
    assert sorted(t for t in shown if t not in run.gloss and re.search(r"[一-鿿]", t)) == []
