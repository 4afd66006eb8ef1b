"""The pages of the default run, as built: complete, self-contained, and true to their tables. What needs a browser is in test_browser.py."""

import html
import re

import pandas as pd
import pytest

from policy_emphasis import paths
from policy_emphasis.build import refresh

FOLDER = paths.REPORTS / "default"
CONTRACT = {
    "documents": "document place place_zh genre level year date file characters paragraphs sentences tokens sha256",
    "ledger": "file start end document kept reason",
    "terms": "place term gloss count per_1000 tfidf log_odds z se_boot q dp_norm distinctive",
    "topics": "topic label terms prevalence npmi exclusivity stability",
    "topic_shares": "topic place share low high n",
    "themes": "theme label_en label_zh cap place stage share low high n_sentences",
    "theme_contrasts": "theme place_a place_b difference low high q robust_share robust_n",
    "quantities": "document place indicator value_low value_high unit comparator kind aim period sentence file start end",
    "findings": "finding notebook statement subject measure estimate low high robust_share evidence",
}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (FOLDER / "index.html").exists(), reason="reports/default is not built: run make all"
    ),
]


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
    assert (
        (themes["low"] <= themes["share"] + 1e-6) & (themes["share"] <= themes["high"] + 1e-6)
    ).all()
    assert set(themes["stage"]) == {"all", "review", "plan"}
    topics, shares = table("topics"), table("topic_shares")
    assert (
        shares.groupby("place")["share"].sum().between(0.97, 1.0001).all()
        and topics["prevalence"].is_monotonic_decreasing
    )
    assert (table("findings")["low"].fillna(0) <= table("findings")["high"].fillna(0)).all()


def test_every_published_sentence_stands_at_its_offsets():
    raw = {}
    for row in table("theme_sentences").itertuples():
        text = raw.setdefault(row.file, (paths.RAW / row.file).read_bytes().decode("utf-8"))
        assert text[row.start : row.end] == row.text.removeprefix("'")
        assert all(word in row.text for word in row.matched.split())


PAGES = sorted(path.stem for path in FOLDER.glob("[!.]*.html"))
every_page = pytest.mark.parametrize("name", PAGES)


def test_there_is_a_page_for_every_notebook_and_every_text():
    assert set(PAGES) >= {*paths.PAGES, *(f"source-{d}" for d in table("documents")["document"])}


@every_page
def test_pages_are_light(name):
    assert len(page(name).encode()) <= (250_000 if name == "index" else 400_000)


@every_page
def test_pages_ask_for_nothing_and_run_nothing_of_others(name):
    text = page(name)
    assert (
        re.findall(
            r'<(?:img|script|link|iframe|source|use)[^>]* (?:src|href)="(?!data:|#)[^"]*"', text
        )
        == []
    )
    assert (
        "@import" not in text
        and not re.search(r"url\((?!#)", text)
        and not re.search(r'\son\w+="', text)
    )
    assert text.count("<script>") == (1 if name == "07_concordance" else 0)
    policy = re.search(r"<meta[^>]*Content-Security-Policy[^>]*>", text).group()
    policy = re.search(r'content="([^"]*)"', policy).group(1)
    assert (
        policy.startswith("default-src 'none'")
        and ("script-src" in policy) == (name == "07_concordance")
        and "unsafe-inline" not in policy.replace("style-src 'unsafe-inline'", "")
    )


@every_page
def test_every_figure_says_what_it_shows_in_words_and_figures(name):
    for figure in re.findall(r"<figure.*?</figure>", page(name), flags=re.S):
        title = re.search(r"<figcaption><b>(.+?)</b><span>(.+?)</span></figcaption>", figure)
        assert title and not re.search(r"\bnan\b", figure)
        if "chart-glance" in figure:  # a list that reads as text
            assert figure.count("<li>") >= 12
        elif "<svg" in figure:
            alt = re.search(
                r'aria-label="([^"]+)"', re.search(r'<div[^>]*role="img"[^>]*>', figure).group()
            ).group(1)
            assert len(alt) > 40 and re.search(r"\d", alt)
            assert "<table>" in figure and 'download="' in figure
        else:  # a table that is its own chart
            assert "<table>" in figure and 'download="' in figure
    assert len(re.findall(r' id="([^"]+)"', page(name))) == len(
        set(re.findall(r' id="([^"]+)"', page(name)))
    )


@every_page
def test_links_and_anchors_resolve(name):
    text = page(name)
    for target in set(re.findall(r'<a [^>]*href="([^"]+)"', text)):
        file, _, anchor = html.unescape(target).partition("#")
        file = file.partition("?")[0]
        if not target.startswith(("data:", "http")):
            assert not file or (FOLDER / file).exists(), target
            assert not anchor or f'id="{html.escape(anchor)}"' in (
                page(file.removesuffix(".html")) if file else text
            ), target


def test_every_finding_leads_to_its_evidence():
    for row in table("findings").itertuples():
        file, _, anchor = row.evidence.partition("#")
        assert (FOLDER / file).exists() and (
            not anchor or f'id="{anchor}"' in page(file.removesuffix(".html"))
        ), row.finding


@every_page
def test_pages_say_how_they_were_made_and_hold_no_gaps(name):
    text = page(name)
    assert "make all RUN=default" in text and "data/raw/documents.csv" in text
    assert not re.search(r">\s*(?:nan|NaN|None|NaT|&lt;NA&gt;)\s*<|Traceback|&lt;IPython", text)


@pytest.mark.parametrize("name", paths.PAGES)
def test_the_card_names_every_parameter_with_its_meaning(name):
    from policy_emphasis import parameters

    card = re.search(r'<table class="parameters">.*?</table>', page(name), flags=re.S).group()
    rows = {
        cells[0]: cells[1:]
        for cells in (
            [
                re.sub("<[^>]+>", "", c)
                for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.S)
            ]
            for row in card.split("<tr")[2:]
        )
    }
    declared = parameters.declared(name)
    assert list(rows) == list(declared) and all(rows[k][2] == "no" and rows[k][3] for k in declared)


def test_every_character_of_the_raw_file_is_shown_on_one_source_page(run):
    """Kept and dropped together, the source pages hold the file, white space aside."""
    shown = []
    for document in table("documents").sort_values("file", kind="stable").itertuples():
        body = re.search(
            r'<div class="source">(.*)</div>\s*</main>',
            page(f"source-{document.document}"),
            flags=re.S,
        ).group(1)
        body = re.sub(
            r'<p class="number">.*?</p>|<span class="gloss".*?</span>|<span class=gloss>.*?</span>|<small>.*?</small>',
            "",
            body,
            flags=re.S,
        )
        shown.append(html.unescape(re.sub("<[^>]+>", "", body)))
    raw = (paths.RAW / table("documents")["file"][0]).read_bytes().decode("utf-8")
    squeeze = lambda text: re.sub(r"\s", "", text)  # noqa: E731
    assert squeeze("".join(shown)) == squeeze(raw)


def test_numbers_on_a_page_stand_in_their_sentences(run):
    """Every quantity's words can be read in the sentence of the source page that it links to."""
    sentences = run.sentences.set_index("sentence")
    for row in table("quantities").itertuples():
        s = sentences.loc[row.sentence]
        assert s.text[row.start - s.start : row.end - s.start] == row.text.removeprefix("'")
        assert f'id="{row.sentence.removeprefix(row.document + "-")}"' in page(
            f"source-{row.document}"
        )


def test_the_readme_says_what_the_index_says():
    text = (paths.ROOT / "README.md").read_text(encoding="utf-8")
    assert refresh.renewed(text, table("findings")) == text, "run `make notebooks` and commit"


def test_every_term_shown_has_an_english_gloss(run):
    terms, topics = table("terms"), table("topics")
    shown = (
        set(terms.loc[terms["distinctive"], "term"])
        | {t for line in topics["terms"] for t in line.split()}
        | set(table("quantities")["indicator"])
        | set(table("quantities")["period"].dropna())
    )
    assert sorted(t for t in shown if t not in run.gloss and re.search(r"[一-鿿]", t)) == []
