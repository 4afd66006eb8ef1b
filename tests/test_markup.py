"""Text as HTML, templates and tables, in memory: escaped whatever it holds, each word under its
language."""

from types import SimpleNamespace

import pandas as pd
import pytest
from jinja2 import Environment

from policy_emphasis.language import Language
from policy_emphasis.page import grid, markup
from policy_emphasis.page.grid import Column
from policy_emphasis.page.places import place_styles

ENGLISH, CHINESE = Language("en"), Language("zh", {"tianjin": "天津"})
GLOSS = {"创新": "innovation", "科技": "science"}
RUN = SimpleNamespace(language=ENGLISH, gloss=GLOSS, heading_gloss={"创新": "Innovation"})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#x27;"),
        ("转\u202e回", "转[U+202E]回"),
        ("\x00\x1b", "[U+0000][U+001B]"),
        ("一\n二", "一\n二"),
    ],
)
def test_text_is_escaped_and_what_cannot_be_seen_is_shown_by_its_code(text, shown):
    assert markup.escape(text) == shown


def test_chinese_words_are_marked_and_glossed_words_kept_together():
    word = '<span lang="zh-Hans">创新</span>'
    gloss = '<span class="gloss">“innovation”</span>'
    assert markup.mixed("leans to 创新 “innovation” and 港口.", ENGLISH) == (
        f'leans to <span class="term">{word} {gloss}</span> and <span lang="zh-Hans">港口</span>.'
    )


def test_a_figure_stays_with_its_unit_and_has_a_minus():
    assert markup.mixed("-4.2 points, 18%, 2-3", ENGLISH) == "−4.2\u00a0points, 18%, 2-3"


def test_marked_words_survive_overlap_and_markup():
    text = "创新<驱动"
    spans = markup.occurrences(text, ["创新", "新<驱"])
    assert markup.marked(text, spans) == "<mark>创新</mark>&lt;驱动"


def test_a_template_escapes_what_is_not_html_already():
    sentences = ["<b> & 'q'", "\u202e"]
    shown = markup.render(ENGLISH, "box.html.j2", kind="caveat", sentences=sentences)
    assert shown == (
        '<div class="caveat" role="note"><p>&lt;b&gt; &amp; &#x27;q&#x27;</p><p>[U+202E]</p></div>'
    )


def test_templates_of_two_languages_do_not_share_their_words():
    shown = [markup.render(language, "none_quoted.html.j2") for language in (ENGLISH, CHINESE)]
    assert "Every text here" in shown[0] and "Every text here" not in shown[1]


def test_line_breaks_beside_tags_leave_no_white_space_and_those_in_a_text_one_space():
    source = "<p>\n  one\n  two\n  {{ x }}\n</p>\n"
    assert markup.OneLine(Environment()).preprocess(source, None) == "<p>one two{{ x }}</p>"


def test_a_column_is_declared_by_its_heading_its_format_or_both():
    assert grid.columns({"place": "Place", "n": "Per 1,000 {:,.1f}", "share": "{:.3f}"}) == [
        Column("place", "Place"),
        Column("n", "Per 1,000", "{:,.1f}"),
        Column("share", "", "{:.3f}"),
    ]


def _cells(**cells):
    frame = pd.DataFrame({key: [value] for key, value in cells.items()}, dtype=object)
    shown = [Column(key, key, "{:.3f}" if key in ("q", "share") else "") for key in cells]
    table = grid.table(RUN, frame, "A table", columns=shown).data
    body = table[table.index("<tbody>") :]
    return body.replace(' class="number"', "").replace(' scope="row"', "")


def test_a_column_shows_places_terms_headings_and_paragraphs_as_what_they_are():
    body = _cells(place="tianjin", terms="创新 科技", heading="创新", paragraph="t-2023-p007")
    assert "<th>Tianjin</th>" in body
    assert body.index("innovation") < body.index(", ") < body.index("science")
    assert '<span class="gloss">Innovation</span>' in body
    assert '<a href="source-t-2023.html#p007">t-2023-p007</a>' in body


def test_a_cell_is_escaped_unless_it_is_html_already():
    body = _cells(note="<b>", number=markup.chinese("三"), share=None, q=0.0001)
    assert "&lt;b&gt;" in body and '<td><span lang="zh-Hans">三</span></td>' in body
    assert "<td></td>" in body and "<td>&lt; 0.001</td>" in body


def test_a_named_table_can_be_saved_with_the_columns_that_it_shows():
    frame = pd.DataFrame({"note": ["=1+1"], "unseen": [1]})
    shown = {"columns": [Column("note", "Note")], "id": "notes", "saved": True}
    table = grid.table(RUN, frame, "A table", **shown).data
    assert table.startswith('<div id="notes">') and 'download="notes.csv"' in table
    assert "%EF%BB%BFnote%0A%27%3D1%2B1%0A" in table and "unseen" not in table


def test_reports_have_the_first_colours_and_articles_say_what_they_are():
    genres = {"sichuan": "news article", "tianjin": "work report", "zhaoqing": "work report"}
    documents = pd.DataFrame(genres.items(), columns=["place", "genre"])
    styles = place_styles(documents, ENGLISH)
    assert list(styles) == list(genres)
    assert [style.number for style in styles.values()] == [2, 0, 1]
    assert styles["sichuan"].label == "Sichuan (news article)" and styles["sichuan"].article
    alone = place_styles(documents[documents["genre"] == "work report"], ENGLISH)
    assert [style.number for style in alone.values()] == [0, 1]


def test_a_table_of_words_has_its_headings_for_cards_and_says_that_it_is_a_table():
    frame = pd.DataFrame({"place": ["tianjin"], "note": ["one"], "n": [2]})
    shown = [Column("place", "Place"), Column("note", "It's {;}"), Column("n", "Number", "{}")]
    cards = grid.table(RUN, frame, "A table", columns=shown, cards=True).data
    labels = "--c2:'It\\27 s \\7b \\3b \\7d ';--c3:'Number'"
    assert f'<table class="cards" role="table" style="{labels}">' in cards
    assert cards.count("role=cell") == 2 and cards.count("role=rowheader") == 1
    plain = grid.table(RUN, frame, "A table", columns=shown).data
    many = grid.table(RUN, frame, "A table", columns=shown * markup.CARD, cards=True).data
    assert "role=cell" not in plain + many and "--c2" not in plain + many


def test_a_table_is_folded_for_phones_once_it_is_long():
    run = SimpleNamespace(language=CHINESE, gloss={})
    frame = pd.DataFrame({"phrase": ["词"] * (grid.LONG + 1), "count": 1, "paragraphs": 1})
    frame = frame.assign(g2=1.0, npmi=0.5)
    long = grid.shown(run, "candidate_phrases", frame).data
    short = grid.shown(run, "candidate_phrases", frame[1:]).data
    assert long.startswith('<details class="long"><summary>') and f"（{grid.LONG + 1}行）" in long
    assert "<details" not in short
