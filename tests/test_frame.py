"""The frame of the pages: what each says of itself, the tools in its head, the way to the pages
around it, how findings are cited, how charts are saved."""

import re
import shutil
import struct
import time
from copy import copy
from functools import cache
from itertools import pairwise
from types import SimpleNamespace
from xml.etree import ElementTree

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from policy_emphasis import parameters, paths
from policy_emphasis.analysis import Analysis
from policy_emphasis.page import citing, frame, share
from policy_emphasis.reference import citation
from policy_emphasis.run import open_run
from policy_emphasis.words import differences, finding, index, themes
from policy_emphasis.words.vocabulary import QUESTIONS

FOLDER = paths.REPORTS / "default"
PAGES = [*sorted(FOLDER.glob("[!.]*.html")), paths.REPORTS / "index.html"]
NOTEBOOKS = [path for path in PAGES if path.stem in paths.PAGES and path.parent == FOLDER]
TEXTS = [path for path in PAGES if path.stem.startswith("source-")]
CHARTS = ["01_corpus", "03_topics", "09_norms"]  # a drawing in two forms, panels, panels of our own
DARK, LIGHT, WHITE = "rgb(22, 22, 22)", "rgb(253, 253, 252)", "rgb(255, 255, 255)"
there = (FOLDER / "index.html").exists()
built = pytest.mark.skipif(not there, reason="reports/default is not built: run make all")
every_page = pytest.mark.parametrize(
    "path", PAGES, ids=lambda p: p.stem if p.parent == FOLDER else "runs"
)


def of_browser(test):
    for mark in (pytest.mark.slow, pytest.mark.browser, built):
        test = mark(test)
    return test


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("One. Two.", "One. Two."),
        ("Up 4.5% in a year (q = 0.94). " + "x" * 170 + ".", "Up 4.5% in a year (q = 0.94)."),
        ("word " * 50, "word " * 37 + "word…"),
        ("a" * 300, "a" * 189 + "…"),
        ("第一句。第二句。", "第一句。第二句。"),
        ("文" * 150 + "。" + "字" * 60 + "。", "文" * 150 + "。"),
        ("文" * 150 + "，" + "字" * 60, "文" * 150 + "，" + "字" * 38 + "…"),
        ("文" * 186 + "18.1%，" + "字" * 60, "文" * 185 + "…"),
        ("  one\n two ", "one two"),
    ],
)
def test_a_description_ends_with_a_sentence_or_between_words(text, described):
    assert frame.described(text) == described and len(described) <= frame.MOST


def _notebook(*outputs):
    shown = [{"outputs": [{"data": {"text/html": html}}]} for html in outputs]
    return SimpleNamespace(cells=[{"outputs": [{"text": "no HTML"}]}, {}, *shown])


def test_what_opens_a_notebook_is_read_without_links_estimates_and_marks():
    box = '<div class="bottom-line"><p><span lang="zh-Hans">港口</span> &amp; <b>more</b> '
    box += (
        '<a class="permalink" href="#a">in full</a></p><p class="grounds">share</p><p>B.</p></div>'
    )
    later = '<div class="bottom-line"><p>Later.</p></div>'
    assert frame.bottom_line(_notebook("<p>card</p>", box, later)) == ["港口 & more", "B."]
    assert frame.bottom_line(_notebook("<p>card</p>")) == []


def test_the_first_paragraph_of_prose_is_read_without_marks():
    source = "# Title\n\nA [clear](index.html#means-clear) case of `n`,\nin two lines.\n\nMore."
    assert frame.first_paragraph(source) == "A clear case of n, in two lines."


def test_the_pages_around_a_page_are_those_before_and_after_it():
    pages = {"a": "A", "b": "B", "c": "C"}
    beside = frame.around(pages)
    assert beside["b"] == {"before": ("a", "A"), "after": ("c", "C")}
    assert beside["a"]["before"] is None and beside["c"]["after"] is None and len(beside) == 3
    assert frame.around({"a": "A"}) == {"a": {"before": None, "after": None}}


def test_a_run_that_differs_in_language_alone_is_the_other_language(tmp_path, monkeypatch):
    default = parameters.of_run("default")
    runs = {"default": default, "zh": default | {"language": "zh"}}
    runs |= {"fine": default | {"n_topics": 4}, "gone": None}
    runs["fine-zh"] = runs["fine"] | {"language": "zh"}

    def of_run(run):
        if runs.get(run) is None:
            raise paths.ProjectError("its corpus is not here")
        return runs[run]

    monkeypatch.setattr(parameters, "of_run", of_run)
    monkeypatch.setattr(paths, "PARAMS", tmp_path)
    for run in runs:
        (tmp_path / f"{run}.yaml").write_text("")
    found = {run: frame.other_language(run, {}) for run in [*runs, "removed"]}
    names = {run: other and (other["run"], other["language"].code) for run, other in found.items()}
    assert names["default"] == ("zh", "zh") and names["zh"] == ("default", "en")
    assert names["fine"] == ("fine-zh", "zh") and names["fine-zh"] == ("fine", "en")
    assert names["gone"] is names["removed"] is None
    assert frame.other_language("default", {"n_topics": 5}) is None  # changed by SET


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("R&D up 5% in $ #1", r"R\&D up 5\% in \$ \#1"),
        ("a_b{c}", r"a\_b\{c\}"),
        ("~^\\", r"\textasciitilde{}\textasciicircum{}\textbackslash{}"),
        ("天津 “x”", "天津 “x”"),
    ],
)
def test_text_is_escaped_for_tex(text, printed):
    assert citing.tex(text) == printed


CITED = {
    "authors": [{"family-names": "Li", "given-names": "An"}, {"name": "The R&D group"}],
    "title": "Words & places",
    "version": "1.2",
    "date-released": "2027-01-02",
}


def test_a_finding_is_cited_with_its_address(monkeypatch):
    cited = CITED | {"url": "https://a.org/x/"}
    monkeypatch.setattr(citation, "yaml_mapping", lambda path: cited)
    found = citing.citations("terms-天津_a", "fine-topics", "index.html")
    address = "https://a.org/x/reports/fine-topics/index.html#finding-terms-天津_a"
    assert found["text"] == (
        "Li An, The R&D group (2027). Words & places. Version 1.2. "
        f"Finding terms-天津_a, run fine-topics: {address}"
    )
    entry = found["bibtex"]
    key, fields = entry.removeprefix("@misc{").split(",", 1)
    assert re.fullmatch("[a-z0-9-]+", key) and entry.count("{") == entry.count("}")
    assert r"author = {Li, An and {The R\&D group}}," in fields
    assert r"title = {{Words \& places}}," in fields and "year = {2027}," in fields
    assert address.replace("#", r"\#").replace("_", r"\_") in fields


def test_keys_of_two_findings_or_runs_differ():
    names = [("a", "b"), ("a-b", "c"), ("天", "b"), ("津", "b"), ("a_b", "c")]
    keys = {citing.citations(*name, "index.html")["bibtex"].split(",")[0] for name in names}
    assert len(keys) == len(names)


def test_a_line_of_the_card_ends_between_words_or_chinese_characters():
    assert share.wrapped("one two three", 4) == ["one two", "three"]
    assert share.wrapped("多于其中的97%（占文本）。", 6) == ["多于其中", "的97%（占文", "本）。"]
    assert share.wrapped("unbreakable", 2) == ["unbreakable"]


def test_names_of_findings_hold_no_figure_and_no_place_in_an_order():
    """A name is a kind of finding and the places or groups that it is of, so that its address stays
    the same whatever the figures are."""
    analysis = Analysis(open_run(parameters.of_run("default")))
    names = [found.finding for found in index.of_all(analysis)]
    assert len(names) == len(set(names)) > 20
    kinds = {re.sub("|".join(analysis.places), "", name).strip("-") for name in names}
    assert not [kind for kind in kinds if re.search(r"\d", kind)]
    asked = tuple(name for question in QUESTIONS for name in question["findings"])
    assert [name for name in names if not name.startswith(asked)] == []


def test_names_of_findings_stay_when_their_figures_change():
    changed = {"seed": 7, "draws": 100, "coding": "main", "n_terms": 5}
    names = []
    for values in ({}, changed):
        analysis = Analysis(open_run(parameters.of_run("default") | values))
        found = themes.findings(analysis) + differences.findings(analysis)
        names.append([name for name in finding.table(found)["finding"] if "-own-" not in name])
    assert names[0] == names[1]


def test_of_several_reports_the_farthest_are_named_by_their_kind():
    """Not by the places that happen to be the farthest apart."""
    pair = {"compared": "whole texts", "apart": 0.2, "chance": 0.1, "reach": 0.15}
    rows = [("a", "b", 0.01), ("c", "a", None)]
    overall = pd.DataFrame([pair | {"place_a": a, "place_b": b, "p": p} for a, b, p in rows])
    said = SimpleNamespace(
        overall=overall,
        alike="abc",
        say=lambda message, **_: message,
        language=SimpleNamespace(place=str),
    )
    found = [one.finding for one in differences._overall(said)]
    assert found == ["overall-farthest", "overall-nearest"]


@cache  # to be read, not changed
def _soup(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@built
@pytest.mark.slow
@every_page
def test_a_page_says_what_it_is_where_it_is_found_and_shared(path):
    head, titles = _soup(path), [_soup(other).title.string for other in PAGES]
    assert head.html["lang"] == "en" and head.title.string and titles.count(head.title.string) == 1
    held = {m.get("name") or m.get("property"): m["content"] for m in head.select("meta[content]")}
    assert 60 <= len(held["description"]) <= 200 and held["og:description"] == held["description"]
    assert held["og:title"] == head.title.string and held["og:type"] == "article"
    assert (path.parent / held["og:image"]).exists()
    assert head.select_one("link[rel=icon]")["href"].startswith("data:image/svg+xml,%3Csvg")


@built
@pytest.mark.slow
def test_descriptions_are_each_of_its_page():
    found = [_soup(path).select_one("meta[name=description]")["content"] for path in PAGES]
    assert len(set(found)) == len(found)


@built
@pytest.mark.slow
@every_page
def test_headings_skip_no_level_and_one_heads_the_page(path):
    levels = [int(heading.name[1]) for heading in _soup(path).select("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))


@built
@pytest.mark.slow
def test_from_page_to_page_by_the_foot_every_page_is_read():
    for first, n in (("index", len(NOTEBOOKS)), (_first_text(), len(TEXTS))):
        read, after = [], first
        while after:
            page = _soup(FOLDER / f"{after}.html")
            before = page.select_one(".around [rel=prev]")
            assert (before["href"] if before else None) == (f"{read[-1]}.html" if read else None)
            read.append(after)
            link = page.select_one(".around [rel=next]")
            after = link and link["href"].removesuffix(".html")
            assert not link or link.string.startswith("Next: ")
        assert len(read) == n


def _first_text():
    return next(path.stem for path in TEXTS if not _soup(path).select_one(".around [rel=prev]"))


@built
@pytest.mark.slow
def test_the_card_holds_the_answer_as_text():
    card = ElementTree.parse(FOLDER / share.CARD).getroot()
    assert (card.get("width"), card.get("height")) == ("1200", "630")
    words = " ".join("".join(text.itertext()) for text in card.findall(".//{*}text"))
    first = copy(_soup(FOLDER / "index.html").select_one(".bottom-line p"))
    first.a.extract()
    assert first.get_text().strip() in words and "Tianjin (work report, 2023)" in words
    assert max(int(text.get("y")) for text in card.findall(".//{*}text")) < 630


@built
@pytest.mark.slow
def test_the_card_is_among_what_make_looks_for():
    assert "  reports/default/share.svg\n" in (FOLDER / ".made").read_text()


@built
@pytest.mark.slow
def test_every_finding_of_a_notebook_leads_to_its_place_on_the_index():
    ids = {div["id"] for div in _soup(FOLDER / "index.html").select(".finding")}
    led = set()
    for path in NOTEBOOKS:
        for link in _soup(path).select(".bottom-line .permalink"):
            address, _, anchor = link["href"].partition("#")
            assert address in ("", "index.html", "06_robustness.html")
            assert not anchor or anchor in ids
            led.add(anchor)
    assert len(led) > 25


@pytest.fixture
def context(browser):
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    yield opened
    opened.close()


@pytest.fixture
def fresh_tab(context):
    """A tab in which nothing was kept before."""
    return context.new_page()


def _goto(tab, name):
    tab.goto((FOLDER / f"{name}.html").as_uri())


def _comes(tab, seen):
    """What is kept is written by another process of the browser, and may come after the page."""
    until = time.monotonic() + 5
    while not seen():
        assert time.monotonic() < until
        tab.wait_for_timeout(20)


def _paper(tab):
    return tab.evaluate("getComputedStyle(document.body).backgroundColor")


@of_browser
@pytest.mark.parametrize("name", ["index", "source-tianjin-2023", "../index"])
def test_the_colours_are_chosen_kept_and_given_back(fresh_tab, name):
    _goto(fresh_tab, name)
    button = fresh_tab.get_by_role("button", name="Colours: ")
    assert button.inner_text() == "Colours: as the system" and _paper(fresh_tab) == LIGHT
    button.click()
    button.click()
    assert button.inner_text() == "Colours: dark" and _paper(fresh_tab) == DARK
    fresh_tab.reload()
    _comes(fresh_tab, lambda: button.inner_text() == "Colours: dark" and _paper(fresh_tab) == DARK)
    fresh_tab.emulate_media(media="print")
    assert _paper(fresh_tab) == WHITE
    fresh_tab.emulate_media(media="screen", color_scheme="dark")
    button.press("Enter")
    assert button.inner_text() == "Colours: as the system" and _paper(fresh_tab) == DARK
    button.press("Enter")
    assert button.inner_text() == "Colours: light" and _paper(fresh_tab) == LIGHT


FIRST_PAINT = """new Promise(done => new PerformanceObserver(() => done(window.scheme))
    .observe({type: 'paint', buffered: true}))"""
NOTED = """new MutationObserver(() => {
    if (document.body && window.scheme === undefined)
        window.scheme = document.documentElement.style.colorScheme;
}).observe(document, {childList: true, subtree: true})"""


@of_browser
def test_the_colours_are_there_before_the_text_is(fresh_tab):
    _goto(fresh_tab, "04_emphasis")
    fresh_tab.add_init_script("localStorage.setItem('policy-emphasis-colours', 'dark')")
    fresh_tab.add_init_script(NOTED)
    fresh_tab.reload()
    assert fresh_tab.evaluate(FIRST_PAINT) == "dark"


@of_browser
def test_where_nothing_may_be_kept_the_colours_still_change(context):
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})"
    )
    tab, said = context.new_page(), []
    tab.on("pageerror", lambda error: said.append(str(error)))
    _goto(tab, "index")
    button = tab.get_by_role("button", name="Colours: ")
    button.click()
    button.click()
    assert _paper(tab) == DARK and said == []


@of_browser
def test_what_is_kept_is_not_believed(fresh_tab):
    _goto(fresh_tab, "index")
    fresh_tab.add_init_script("localStorage.setItem('policy-emphasis-colours', 'only <b>')")
    fresh_tab.reload()
    assert (
        fresh_tab.get_by_role("button", name="Colours: ").inner_text() == "Colours: as the system"
    )


@of_browser
@pytest.mark.parametrize("script", [True, False])
def test_one_switch_shows_the_code_of_a_page_without_script_too(browser, script):
    context = browser.new_context(java_script_enabled=script)
    tab = context.new_page()
    _goto(tab, "03_topics")
    code, switch = tab.locator(".code"), tab.get_by_label("Show code")
    assert code.count() > 8 and not any(block.is_visible() for block in code.all())
    switch.focus()
    tab.keyboard.press("Space")
    assert all(block.is_visible() for block in code.all())
    if script:
        _goto(tab, "05_targets")
        _comes(tab, lambda: switch.is_checked() and code.first.is_visible())
        switch.uncheck()
        tab.reload()
        _comes(tab, lambda: not switch.is_checked() and not code.first.is_visible())
    else:
        assert tab.locator("button:not([popovertarget], .find button)").count() == 0
    context.close()


@of_browser
@pytest.mark.parametrize("name", ["index", "09_norms", "source-tianjin-2023", "../index"])
def test_only_the_page_of_a_notebook_leads_to_one(tab, name):
    _goto(tab, name)
    link, shown = tab.get_by_role("link", name="Open the notebook"), name in paths.PAGES
    assert link.count() == tab.get_by_label("Show code").count() == shown
    if shown:
        assert link.get_attribute("href") == f"../../notebooks/{name}.ipynb"
        assert f"notebooks/{name}.ipynb" in link.get_attribute("title")


@pytest.fixture
def reports(tmp_path):
    """The pages of the default run and the list of runs, beside which another may be put."""
    shutil.copytree(FOLDER, tmp_path / "default", ignore=shutil.ignore_patterns("tables", ".*"))
    shutil.copy(paths.REPORTS / "index.html", tmp_path)
    return tmp_path


def _list(reports, pages):
    """The list of runs as it is where of the Chinese run these pages are built."""
    path = reports / "index.html"
    text = re.sub(
        r'(?<=<tr id="run-chinese" data-pages=")[^"]*', " ".join(pages), path.read_text("utf-8")
    )
    path.write_text(text, encoding="utf-8")
    (reports / "chinese").mkdir()
    for page in pages:
        (reports / "chinese" / f"{page}.html").write_text("<title>there</title>")


@of_browser
@pytest.mark.parametrize("page", ["04_emphasis", "source-tianjin-2023"])
def test_the_other_language_is_one_press_away_where_it_is_built(tab, reports, page):
    _list(reports, ["index", page])
    tab.goto((reports / "default" / f"{page}.html").as_uri())
    link = tab.get_by_role("link", name="中文")
    assert link.get_attribute("lang") == link.get_attribute("hreflang") == "zh-Hans"
    link.click()
    tab.wait_for_url(f"**/chinese/{page}.html")
    tab.go_back()
    assert tab.url.endswith(f"default/{page}.html")  # the list in between is no station


@of_browser
@pytest.mark.parametrize("pages", [[], ["index"]])
def test_where_the_other_language_is_not_built_the_list_says_what_builds_it(tab, reports, pages):
    _list(reports, pages)
    tab.goto((reports / "default" / "04_emphasis.html").as_uri())
    tab.get_by_role("link", name="中文").click()
    tab.wait_for_url("**/index.html#run-chinese")
    row = tab.locator("tr:target")
    assert "make all RUN=chinese" in row.inner_text() and row.is_visible()


@of_browser
@pytest.mark.parametrize("anchor", ["nosuch/index", "default/../../x", "default/%", "x", "%/%"])
def test_no_other_address_leads_on_from_the_list(tab, heard, anchor):
    address = (paths.REPORTS / "index.html").as_uri()
    tab.goto(f"{address}#{anchor}")
    assert tab.url.startswith(address) and tab.title() == "The runs" and heard.said == []


@of_browser
def test_a_citation_is_copied_and_that_is_said(context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    _goto(tab, "index")
    finding = tab.locator("#finding-terms-zhaoqing")
    finding.get_by_text("Cite, rebuild").click()
    for name in ("Citation", "BibTeX", "Rebuild it with"):
        finding.get_by_role("button", name=f"Copy: {name}").click()
        tab.get_by_role("status").get_by_text("Copied").wait_for()
        copied = tab.evaluate("navigator.clipboard.readText()")
        assert copied in [text.text_content() for text in finding.locator("pre").all()]
    assert copied == "make all RUN=default"


@of_browser
def test_where_nothing_may_be_copied_the_text_is_selected(context):
    refusing = "{value: {writeText: () => Promise.reject()}}"
    context.add_init_script(f"Object.defineProperty(navigator, 'clipboard', {refusing})")
    tab = context.new_page()
    _goto(tab, "index")
    finding = tab.locator("#finding-terms-zhaoqing")
    finding.get_by_text("Cite, rebuild").click()
    finding.get_by_role("button", name="Copy: BibTeX").click()
    tab.get_by_role("status").get_by_text("Selected").wait_for()
    assert tab.evaluate("getSelection().toString()").startswith("@misc{policy-emphasis-default-")


@of_browser
def test_a_finding_is_cited_without_script(browser):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    _goto(tab, "index")
    finding = tab.locator("#finding-terms-zhaoqing")
    link = finding.get_by_role("link", name="Link to this finding")
    assert link.get_attribute("href") == "#finding-terms-zhaoqing"
    finding.get_by_text("Cite, rebuild").click()
    shown = finding.locator("pre").all_inner_texts()
    assert "reports/default/index.html#finding-terms-zhaoqing" in shown[0]
    assert shown[1].startswith("@misc{") and shown[2] == "make all RUN=default"
    context.close()


def _saved(tab, figure, form):
    with tab.expect_download() as saved:
        figure.get_by_role("button", name=f"Save the chart as {form}").click()
    return saved.value.suggested_filename, saved.value.path()


@of_browser
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_saved_as_it_is_shown_on_white(tab, name, width):
    """In dark, too: its colours are those of the light scheme, its title and note in it as text."""
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme="dark")
    _goto(tab, name)
    figure = tab.locator("figure.chart:has([role=img] svg)").last
    file, path = _saved(tab, figure, "SVG")
    assert file == f"default-{figure.get_attribute('id')}.svg"
    text = path.read_text(encoding="utf-8")
    drawing = ElementTree.fromstring(text)
    assert "var(" not in text and "light-dark" not in text and "rgb(233, 231, 226)" not in text
    assert len(list(drawing.findall(".//{*}path"))) > 5 and 'fill="#fff"' in text
    words = "".join(
        "".join("".join(line.itertext()).split()) for line in drawing.findall(".//{*}text")
    )
    for said in figure.locator("figcaption > *, > .note, .panel-title").all_inner_texts():
        assert "".join(said.split()) in words
    file, path = _saved(tab, figure, "PNG")
    content = path.read_bytes()
    assert file.endswith(".png") and content.startswith(b"\x89PNG\r\n") and len(content) > 5_000
    size = struct.unpack(">II", content[16:24])
    assert size == (2 * int(drawing.get("width")), 2 * int(drawing.get("height")))
    assert _paper(tab) == DARK  # the page is as it was


@of_browser
def test_a_saved_chart_opens_alone_and_is_light(tab):
    _goto(tab, "09_norms")
    _, path = _saved(tab, tab.locator("#chart-standing-tianjin"), "SVG")
    tab.goto("about:blank")
    drawn = tab.evaluate(
        """async text => {
            const image = new Image(), canvas = document.createElement('canvas');
            image.src = 'data:image/svg+xml,' + encodeURIComponent(text);
            await image.decode();
            [canvas.width, canvas.height] = [image.width, image.height];
            const pen = canvas.getContext('2d');
            pen.drawImage(image, 0, 0);
            const {data} = pen.getImageData(0, 0, image.width, image.height);
            let white = 0, ink = 0;
            for (let i = 0; i < data.length; i += 4) {
                white += data[i] === 255;
                ink += data[i] < 100;
            }
            return [4 * white / data.length, 4 * ink / data.length];
        }""",
        path.read_text(encoding="utf-8"),
    )
    assert drawn[0] > 0.7 and 0.005 < drawn[1] < 0.2
