"""Hostile text, in documents, titles, names, file names and parameters, is shown as text: nothing
of it runs, loads, or turns the line around."""

import csv
import hashlib
import html
import re
import shutil
from urllib.parse import quote

import pytest

from policy_emphasis import paths

SCRIPT = "<script>window.hacked=1</script>"
HANDLER = "<img src=x onerror=window.hacked=2>"
LINK = "[点此](javascript:window.hacked=3)"
TURNED = "\u202e转\u202c\u200b\u0007"
PARAGRAPHS = (
    "政府工作报告",
    "一、2022年工作回顾",
    f"过去一年,{SCRIPT}我们推动科技创新,高质量发展取得成效{TURNED}。"
    f"地区生产总值增长5%左右,{HANDLER}新增就业3万人。{LINK}大力发展农业,建设乡村振兴示范点10个。",
    "\"引号'与</q></span></li></details></main>高质量发展。"
    "{{7*7}}{n:,}%s&amp;&lt;b&gt;数字经济发展,高质量发展。",
    '(一)"><svg/onload=window.hacked=4>推动高质量发展。坚持科技创新,数字经济增长10%。',
    "二、2023年工作安排",
    "今年发展主要预期目标是:地区生产总值增长6%左右,一般公共预算收入增长5%。"
    "推动高质量发展,加快科技创新,培育人才。",
    "推进农业农村现代化,粮食产量稳定在100万吨以上。"
    "</script><!-- <style>*{display:none}</style>推动高质量发展。",
    "",
)
TEXT = "\n".join(PARAGRAPHS) * 3
FILE = "\"'><script>window.hacked=5.txt"
RUN = """places: [tianjin, evil]
keep: [evil-2023]
term: '"><script>window.hacked=7'
min_paragraphs: 2
refits: 1
"""
# One specification: what is looked at here is what is shown.
GRID = """
themes:
  {coding: [shared], weighting: [characters], headings: [counted], sections: [all], terms: [all],
   unit: [paragraph]}
terms:
  {lexicon: [true], stop_words: [genre], min_paragraphs: [2], prior_words: [1000], sections: [all],
   unit: [paragraph]}
topics: {model: [nmf], n_topics: [5], seed: [1]}
"""
ALL_SHOWN = (
    *(SCRIPT, HANDLER, LINK, FILE[-19:], "[U+202E]转[U+202C]"),
    *("{{7*7}}{n:,}%s&amp;&lt;b&gt;", "</script><!--"),
)
UNSEEN = "/[\\u202a-\\u202e\\u2066-\\u2069\\u200b]/.test(document.documentElement.textContent)"


def _declare(raw):
    """Beside the documents of data/raw one whose every field is hostile."""
    (raw / FILE).write_text(TEXT, encoding="utf-8")
    with open(raw / "documents.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    evil = rows[1] | {
        "document": "evil-2023",
        "place": "evil",
        "place_zh": f"恶{HANDLER}",
        "level": SCRIPT,
        "date": HANDLER,
        "speaker": f"张{HANDLER}",
        "title": f"报告\"'>{SCRIPT}{TURNED}",
        "source": f"{HANDLER} javascript:window.hacked=6",
        "file": FILE,
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "starts_with": "",
        "ends_with": "",
    }
    with open(raw / "documents.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows([*rows, evil])


FREE = {  # fields of the files that people edit, whose text is for people
    "raw/dropped.csv": ["reason"],
    "reference/commitment.csv": ["gloss"],
    "reference/data_dictionary.csv": ["unit", "missing", "description"],
    "reference/glossary.csv": ["gloss"],
    "reference/heading_glosses.csv": ["gloss"],
    "reference/indicators.csv": ["label_en", "label_zh"],
    "reference/lexicon.csv": ["gloss", "source"],
    "reference/stop_words.csv": ["source"],
    "reference/translations.csv": ["english", "translator"],
    "reference/units.csv": ["gloss"],
}
UNSHOWN = ("reference/data_dictionary.csv", "reference/stop_words.csv")
SHOWN = [f"{name} {FREE[name][0]}" for name in list(FREE) if name not in UNSHOWN] + [
    "codebook.yaml",
    "CITATION.cff",
]
OF_YAML = re.compile(r"""^( *(?:- )?(?:label_en|label_zh|note|word|title): )"?(.+?)"?$""", re.M)


def _armed(where):
    """What runs if a field of this name is taken for markup, in text or in an attribute."""
    return (
        f"\"'><img src=x onerror=window.hacked='{where}'></script><script>hacked='{where}'</script>"
    )


def _quoted(text):
    return "'" + text.replace("'", "''") + "'"


def _arm(data):
    """Put it into every field that is text for people, of every list, of the themes and methods,
    and of the citation."""
    for name, fields in FREE.items():
        with open(data / name, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            row.update({field: row[field] + _armed(f"{name} {field}") for field in fields})
        with open(data / name, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    for path in (data / "reference/codebook.yaml", data.parent / "CITATION.cff"):
        own = _armed(path.name)
        text = OF_YAML.sub(lambda m, own=own: m[1] + _quoted(m[2] + own), path.read_text("utf-8"))
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def built(warm):
    """The pages of a run that compares a hostile report with Tianjin's, by hostile lists."""
    _declare(warm.root / "data" / "raw")
    _arm(warm.root / "data")
    params = warm.root / "params"
    (params / "evil.yaml").write_text(RUN, encoding="utf-8")
    (params / "grids" / "multiverse.yaml").write_text(GRID, encoding="utf-8")
    # What the page on robustness shows of a text, the index shows, too.
    pages = [page for page in paths.PAGES if page != "06_robustness"]
    done = warm.command("pages", "evil", *pages, kernels=True)
    assert done.returncode == 0, done.stderr
    assert warm.command("compare", "evil").returncode == 0
    reports = warm.root / "reports"
    # For paper all are put together: one stands in for the page that is left out.
    shutil.copy(reports / "evil/10_codebook.html", reports / "evil/06_robustness.html")
    assert warm.command("print", "evil").returncode == 0
    return [*sorted((reports / "evil").glob("[!.]*.html")), reports / "index.html"]


def _look(context, path):
    """Open a page with all that is folded on it; it asks for itself alone, and nothing runs."""
    tab, said, asked = context.new_page(), [], []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("dialog", lambda dialog: said.append(dialog.message))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(path.as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert tab.evaluate("window.hacked") is None and said == []
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
    assert tab.locator("a[href^='javascript'], main img, main script").count() == 0
    assert not tab.evaluate(UNSEEN)
    footer = "getComputedStyle(document.querySelector('footer') ?? document.body).display"
    assert tab.evaluate(footer) == "block"
    return tab


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.long
def test_hostile_text_is_shown_as_text(built, browser):
    """With the page's own policy switched off, so that escaping alone has to hold; and with it,
    without a word on the console."""
    written = "".join(html.unescape(path.read_text("utf-8")) for path in built)
    assert [where for where in SHOWN if f"window.hacked='{where}'>" not in written] == []
    for bypass in (True, False):
        context = browser.new_context(bypass_csp=bypass)
        for path in built:
            tab = _look(context, path)
            if path.name == "source-evil-2023.html":
                shown = tab.inner_text("main")
                assert [words for words in ALL_SHOWN if words not in shown] == []
            if path.name == "07_concordance.html":
                tab.fill("#word", "<script>window")
                assert tab.locator(".lines li").count() == 3
                assert tab.evaluate("window.hacked") is None
            if path.name == "search.html":
                _search(tab, path.as_uri())
            tab.close()
        context.close()


def _search(tab, address):
    """What is found is hostile, and so is what is looked for, by hand and in the address."""
    for asked in ("onerror", "window.hacked", SCRIPT, HANDLER, TURNED):
        tab.goto(f"{address}?q={quote(asked)}")
        tab.locator("input[type=search]").first.fill(asked)
        tab.wait_for_timeout(200)
        assert tab.evaluate("window.hacked") is None
        assert tab.locator("main img, main script").count() == 0
    tab.goto(f'{address}?q=onerror#"><img src=x onerror=window.hacked=8>')
    tab.wait_for_timeout(200)
    assert tab.locator("main").inner_text().count("onerror") > 3
    assert tab.evaluate("window.hacked") is None
