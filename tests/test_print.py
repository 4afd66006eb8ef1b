"""All pages of a run as one document, and each page by itself, on paper."""

import html
import re
import stat
import time

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from lxml.html import fromstring

from policy_emphasis import paths
from policy_emphasis.build import printing, publish
from policy_emphasis.language import Language
from policy_emphasis.page import columns, shortened, whole
from policy_emphasis.paths import ProjectError

FOLDER = paths.REPORTS / "default"
OF_ALL = 40  # pages of A4 that the default run may take
OF_ONE = 14  # … and each of its pages by itself
built = pytest.mark.skipif(
    not (FOLDER / "index.html").exists(), reason="reports/default is not built: run make all"
)
FOOTER = """<footer><table class="parameters"><tbody><tr><th><code>seed</code></th></tr>{rows}
</tbody></table><ul class="inputs"><li>a.csv</li></ul></footer>"""
INDEX = """<h1 id="top">Findings</h1><h2 id="found">What we find</h2>
<div class="bottom-line"><p>A finding that is told on two pages, in the same words.</p></div>
<table><caption>c</caption><tbody><tr><td><details><summary>4%</summary><q>句子4%。</q>
<span class="where"><a href="source-x.html#p038-s01">X 2023, ¶ 38</a> · plan</span></details></td>
</tr></tbody></table>
<p><a href="a.html#evidence-t">evidence</a> <a href="a.html#gone">chart</a> <a href="b.html#z">b</a>
<a href="a.html">page</a> <a href="https://doi.org/1">doi</a></p>"""
PAGE = """<h1 id="top">A</h1>
<div class="bottom-line"><p>A finding that is told on two pages, in the same words.</p></div>
<h2 id="part">Part</h2><p>Prose.</p><pre class="code"><code>code()</code></pre>
<details class="code"><summary>Code</summary><pre><code>code()</code></pre></details>
<figure id="chart"><div class="plot"><div class="wide"><svg viewBox="0 0 504 100"><defs>
<clipPath id="clip"><path d="M0 0"/></clipPath></defs><path clip-path="url(#clip)" d="M0 0"/>
<use href="#clip"/></svg></div><div class="narrow"><svg viewBox="0 0 237 240"></svg></div></div>
<details class="data"><summary>The figures</summary><i id="gone">1</i></details></figure>
<h2 id="sentences">The sentences</h2><p>Open a theme to see them.</p>
<details class="evidence"><summary>theme</summary><div id="evidence-t">secret</div></details>
<details class="more"><summary>All is well: 3 of 3</summary><p>more secrets</p></details>
<p>a <button popovertarget="m">word</button> <button>press</button><input></p>
<a download="t.csv" class="download" href="data:text/csv,1">Save</a>
<form><label>find</label></form><script>run()</script>"""
TEXT = """<h1>X 2023</h1><div class="source"><p class="dropped"><del>spam</del></p>
<div class="paragraph" id="p038"><p class="number"><a href="#p038">¶ 38</a>
<small class="stage">plan</small></p><p lang="zh-Hans"><span id="theme-t"></span>
<span id="p038-s01" class="s t-t">&lt;script&gt;增<span class="q" tabindex="0">4%<small
class="reading">up</small></span>。</span><span class="english">It grows.</span></p></div></div>"""


def page(main, rows=""):
    """A page as the templates make it, with this main text."""
    return f'<html><body><main id="main">{main}</main>{FOOTER.format(rows=rows)}</body></html>'


PAGES = {
    "index": page(INDEX),
    "a": page(PAGE, "<tr><th><code>n_topics</code></th></tr><tr><th><code>seed</code></th></tr>"),
    "source-x": page(TEXT),
}


@pytest.fixture(scope="module")
def made():
    return {part.anchor: part for part in whole.parts(PAGES, Language())}


def read(part):
    return BeautifulSoup(part.body, "html.parser")


def test_what_is_pressed_opened_or_run_is_left_out(made):
    left = read(made["a"])
    gone = "details, summary, pre, script, form, input, button, label, [download], .narrow + .wide"
    assert left.select(gone) == []
    words = left.get_text(" ", strip=True)
    assert not re.search(r"secret|code\(|press|Save|find|run\(", words)
    assert "a word" in " ".join(words.split())  # a word that shows what it means is still a word


def test_a_section_of_folds_goes_but_a_summary_that_says_something_stays(made):
    assert "All is well: 3 of 3" in made["a"].body and "The sentences" in made["a"].body
    bare = PAGE.replace('class="more"', 'class="evidence"')
    pages = PAGES | {"a": page(bare)}
    (_, part, *_) = whole.parts(pages, Language())
    assert "The sentences" not in part.body and "Open a theme" not in part.body
    assert "Prose." in part.body


def test_what_was_said_is_not_said_again(made):
    told = "A finding that is told on two pages"
    assert told in made["index"].body and told not in made["a"].body


def test_a_number_keeps_the_paragraph_that_it_stands_in(made):
    cell = read(made["index"]).td
    assert cell.get_text() == "4% ¶ 38"
    assert cell.a["href"] == "#source-x--p038-s01"


def test_links_lead_within_the_document_or_to_the_section_of_what_is_left_out(made):
    links = {link.get_text(): link["href"] for link in read(made["index"]).select("p a")}
    assert links == {
        "evidence": "#a--sentences",
        "chart": "#a--part",
        "page": "#a",
        "doi": "https://doi.org/1",
    }


def test_ids_and_what_points_to_them_carry_the_name_of_their_page(made):
    body = made["a"].body
    assert 'id="a--part"' in body and 'id="a--chart"' in body and "<main" not in body
    pages = PAGES | {"b": PAGES["a"]}
    ids = [
        i for part in whole.parts(pages, Language()) for i in re.findall(r' id="(.+?)"', part.body)
    ]
    assert len(ids) == len(set(ids)) > 8
    wide = page(PAGE.replace("0 0 237 240", "0 0 237 900"))  # too high for a column
    (_, part, *_) = whole.parts(PAGES | {"a": wide}, Language())
    assert 'clip-path="url(#a--clip)"' in part.body and 'href="#a--clip"' in part.body
    assert read(part).find("clippath")["id"] == "a--clip"


def test_of_a_chart_one_form_stays_the_narrow_one_where_it_is_low(made):
    assert "narrow" in made["a"].body and "wide" not in made["a"].body
    high = page(PAGE.replace("0 0 237 240", "0 0 237 900"))
    (_, part, *_) = whole.parts(PAGES | {"a": high}, Language())
    assert "narrow" not in part.body and "across" in part.body


def test_a_text_stands_without_marks_and_stays_escaped(made):
    paragraph = read(made["source-x"]).select_one(".paragraph")
    assert paragraph["id"] == "source-x--p038"
    assert "".join(paragraph.get_text().split()) == "¶38<script>增4%。"
    assert paragraph.find("script") is None and "&lt;script&gt;" in made["source-x"].body
    assert "spam" not in made["source-x"].body


def test_parameters_and_inputs_stand_once(made):
    closing = read(made[whole.MADE])
    assert [cell.get_text() for cell in closing.select("tbody th")] == ["seed", "n_topics"]
    assert closing.get_text().count("a.csv") == 1


def test_a_page_that_only_searches_is_none_for_paper():
    assert whole.printable(PAGES["a"])
    assert not whole.printable('<script id="corpus" type="application/json">{}</script>')


TABLE = "<main><div class='scroll'><table><caption>All</caption><thead><tr>{h}</tr></thead>{b}"


@pytest.mark.parametrize(
    ("cells", "goes"), [(["a", "1.0"], False), (["x" * 40, "政策" * 20, "y" * 50], True)]
)
def test_a_wide_table_goes_across_the_columns(cells, goes):
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    main = fromstring(TABLE.format(h="<th>a</th>", b=f"<tbody><tr>{row}</tr></tbody>"))
    columns.lay_out(main)
    assert bool(main.xpath("child::*[contains(@class, 'across')]")) == goes


@pytest.mark.parametrize(("n", "stays"), [(shortened.LOOKED_UP, True), (31, False)])
def test_a_table_to_look_lines_up_in_stays_on_the_screen(n, stays):
    rows = "<tr><td>a</td></tr>" * n
    main = fromstring(TABLE.format(h="<th>a</th>", b=f"<tbody>{rows}</tbody>"))
    shortened.fold(main, Language())
    assert (main.find(".//table") is not None) == stays
    assert stays or f"All: a table of {n} rows" in main.text_content()


def test_contents_name_the_page_of_each_heading_that_repeats():
    made = [
        whole.Part("a", html_of("A &amp; b"), html_of(""), (("a--x", html_of("Same")),)),
        whole.Part("b", html_of("B"), html_of(""), (("b--x", html_of("Same")),)),
    ]
    outline = [("A &b", 1), ("Same", 2), ("other", 2), ("B", 3), ("Same", 4)]
    assert whole._folios(made, outline) == {"a": 1, "a--x": 2, "b": 3, "b--x": 4}
    assert whole._folios(made, ()) == {}


def html_of(text):
    return whole.Markup(text)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """reports/default of its own, in which the document is printed from a page that says little."""
    (tmp_path / "reports" / "default").mkdir(parents=True)
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(paths, "REPORTS", tmp_path / "reports")
    monkeypatch.setattr(printing, "printable", lambda run: lambda outline=(): "<p>whole</p>")
    (tmp_path / "reports" / "default" / "print.pdf").write_bytes(b"of pages that are gone")
    return tmp_path / "reports" / "default"


def program(folder, *lines):
    """A program in place of a Chromium."""
    path = folder.parent / "program"
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return str(path)


def test_without_a_chromium_there_is_the_document_and_a_line_that_says_what_to_do(
    folder, monkeypatch, capsys
):
    monkeypatch.setattr(printing, "PROGRAMS", ("no-such-program",))
    printing.print_run("default")
    assert [path.name for path in folder.iterdir()] == ["print.html"]
    assert (folder / "print.html").read_text() == "<p>whole</p>"
    assert "apt-get install chromium" in capsys.readouterr().out


@pytest.mark.parametrize("lines", [["exit 3"], ["exit 0"], ["sleep 60 & sleep 60"]])
def test_a_chromium_that_fails_or_takes_too_long_leaves_no_part_of_a_file(
    folder, monkeypatch, lines
):
    monkeypatch.setattr(printing, "PROGRAMS", (program(folder, *lines),))
    monkeypatch.setattr(printing, "SECONDS", 0.5)
    began = time.time()
    with pytest.raises(ProjectError, match=r"print\.html is whole"):
        printing.print_run("default")
    assert time.time() - began < 20
    assert [path.name for path in folder.iterdir()] == ["print.html"]


def test_the_document_of_pages_that_are_made_anew_is_taken_away(tmp_path):
    for name in ("print.html", "print.pdf", "index.html"):
        (tmp_path / name).write_text("")
    publish.forget_printed(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_a_page_that_is_missing_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(paths, "REPORTS", tmp_path)
    with pytest.raises(ProjectError, match=r"default/index\.html: not there; build it"):
        printing._read("default", "index")


# Of the default run, as it is built.


@pytest.fixture(scope="module")
def document():
    """The document of the default run: what gives it, and it as HTML."""
    give = printing.printable("default")
    return give, give()


@built
@pytest.mark.slow
def test_every_sentence_stands_once_with_its_number(document, run):
    text = BeautifulSoup(document[1], "lxml")
    shown = {}
    for sentence in text.select(".source .s"):
        assert sentence["id"] not in shown
        shown[sentence["id"]] = sentence
    texts = run.sentences.assign(
        anchor=[f"source-{s.replace('-p', '--p', 1)}" for s in run.sentences["sentence"]]
    )
    expected = dict(zip(texts["anchor"], texts["text"], strict=True))
    assert {anchor: s.get_text() for anchor, s in shown.items()} == expected
    for sentence in shown.values():
        number = sentence.find_parent(class_="paragraph").select_one(".number").get_text()
        assert int(number.removeprefix("¶ ")) == int(re.search(r"--p(\d+)-", sentence["id"])[1])


@built
@pytest.mark.slow
def test_ids_are_unique_and_every_link_resolves(document):
    ids = re.findall(r' id="([^"]+)"', document[1])
    assert len(ids) == len(set(ids))
    links = {html.unescape(link) for link in re.findall(r' href="([^"]+)"', document[1])}
    inner = {link[1:] for link in links if link.startswith("#")}
    assert len(inner) > 200 and inner <= {html.unescape(name) for name in ids}
    assert {link for link in links if not link.startswith(("#", "https:"))} == {"data:,"}
    used = re.findall(r"url\(#([^)]+)\)", document[1])
    assert used and set(used) <= set(ids)


@built
@pytest.mark.slow
def test_there_is_no_code_nothing_to_press_and_nothing_said_twice(document):
    text = BeautifulSoup(document[1], "lxml")
    gone = "script, form, input, button, details, summary, pre, iframe, [download], [onclick]"
    assert text.select(gone) == []
    blocks = text.select(".bottom-line p, .caveat p, .finding p:first-child")
    told = [" ".join(block.get_text().split()) for block in blocks]
    assert len(told) == len(set(told)) > 30
    assert len(text.select("table.parameters")) == len(text.select("ul.inputs")) == 1
    policy = text.select_one("meta[http-equiv]")["content"]
    assert policy.startswith("default-src 'none'") and "script" not in policy


@built
@pytest.mark.slow
def test_every_page_of_the_run_is_a_part(document):
    anchors = re.findall(r'<section class="part[^>]*><h2 id="([^"]+)">', document[1])
    searched = {"07_concordance"}
    shown = [path.stem for path in FOLDER.glob("[0-9]*.html") if path.stem in paths.PAGES]
    assert (
        set(anchors)
        >= {"index", *shown, *(p.stem for p in FOLDER.glob("source-*.html"))} - searched
    )
    assert not searched & set(anchors) and anchors[0] == "index" and anchors[-1] == whole.MADE


def filled(page):
    """How much of a page's height is used, its number at the foot aside, from 0 to 1."""
    dark = (page.render(scale=0.5).to_numpy()[:, :, 0] < 200).any(axis=1)
    dark = dark[: int(0.955 * len(dark))]
    return (dark.nonzero()[0].max() + 1) / len(dark) if dark.any() else 0


def words(text):
    return "".join(text.split())


def gaps(pdf, charts):
    """The pages less than a third full that no chart explains: one that would not have fitted there
    and stands first on the next. charts: title → height, a page's being 1."""
    used = [filled(page) for page in pdf]
    found = []
    for number, part in enumerate(used[:-1]):
        begins = words(pdf[number + 1].get_textpage().get_text_range())[:400]
        fits = [height for title, height in charts.items() if words(title)[:60] in begins]
        if part < 1 / 3 and not any(part + height > 0.95 for height in fits):
            found.append((number + 1, round(part, 2)))
    return found


TITLES = """height => Object.fromEntries([...document.querySelectorAll('figure.chart')]
    .filter(e => e.querySelector('svg')).map(e =>
    [e.querySelector('figcaption b').textContent, e.getBoundingClientRect().height / height]))"""


@built
@pytest.mark.slow
@pytest.mark.long
@pytest.mark.browser
def test_the_run_prints_on_few_pages_that_are_filled_and_numbered(paper, document, tmp_path):
    program = printing.found()
    if not program:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    paper.set_content(document[1])
    charts = paper.evaluate(TITLES, HEIGHT)
    path = printing.numbered(program, document[0], tmp_path)
    assert path.stat().st_size < 6_000_000
    with pypdfium2.PdfDocument(path) as pdf:
        assert 10 < len(pdf) <= OF_ALL
        assert gaps(pdf, charts) == []
        sizes = {tuple(round(side) for side in page.get_size()) for page in pdf}
        assert sizes == {(595, 842)}
        contents = pdf[0].get_textpage().get_text_range()
        last = pdf[len(pdf) - 1].get_textpage().get_text_range()
    assert re.search(r"How these pages were made\s+\d+", contents)
    assert last.strip()


WIDTH, HEIGHT = 695, 1028  # of what a page of paper holds, in CSS pixels
BEYOND = """([width, height]) => [...document.querySelectorAll('main *')]
    .filter(e => e.checkVisibility() && !e.closest('svg'))
    .filter(e => e.getBoundingClientRect().right > width + 2)
    .map(e => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 50)).slice(0, 5)"""
HIGH = """height => [...document.querySelectorAll('figure.chart svg')]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().height > height)
    .map(e => e.closest('figure').id)"""
SMALL = """points => [...document.querySelectorAll('main *')]
    .filter(e => e.checkVisibility() && !e.closest('svg'))
    .filter(e => [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()))
    .filter(e => parseFloat(getComputedStyle(e).fontSize) * .75 < points - .01)
    .map(e => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 50)).slice(0, 5)"""


@pytest.fixture
def paper(tab):
    tab.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    tab.emulate_media(media="print")
    return tab


@built
@pytest.mark.slow
@pytest.mark.browser
def test_nothing_of_the_document_is_cut_off_or_too_small_to_read(paper, document):
    """Wider than its paper, a browser would print all of it smaller."""
    paper.set_content(document[1])
    assert paper.evaluate(BEYOND, [WIDTH, HEIGHT]) == []
    assert paper.evaluate(HIGH, 0.95 * HEIGHT) == []
    assert paper.evaluate(SMALL, 7.5) == []
    chinese = "parseFloat(getComputedStyle(document.querySelector('.source .s')).fontSize) * .75"
    assert paper.evaluate(chinese) >= 8


ALONE = [path for path in sorted(FOLDER.glob("[!.]*.html")) if path.stem != "print"]


@built
@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("path", ALONE, ids=lambda path: path.stem)
def test_a_page_by_itself_prints_on_few_pages_none_cut_off(paper, path):
    paper.goto(path.as_uri())
    paper.set_viewport_size({"width": 680, "height": 1013})
    assert paper.evaluate(BEYOND, [680, 1013]) == []
    assert paper.evaluate(HIGH, 1013) == [] and paper.evaluate(SMALL, 7.5) == []
    charts = paper.evaluate(TITLES, 1013)
    with pypdfium2.PdfDocument(paper.pdf(prefer_css_page_size=True)) as pdf:
        assert len(pdf) <= OF_ONE
        assert gaps(pdf, charts) == []
