"""Hostile text, in documents, titles, names, file names and parameters, is shown as text: nothing of it runs, loads, or turns the line around."""

import csv
import hashlib
import shutil

import pytest

from policy_emphasis import paths
from policy_emphasis.language import Language
from policy_emphasis.page import markup

SCRIPT, HANDLER, LINK, TURNED = (
    "<script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=2>",
    "[点此](javascript:window.hacked=3)",
    "\u202e转\u202c\u200b\u0007",
)
TEXT = f"""政府工作报告
一、2022年工作回顾
过去一年,{SCRIPT}我们推动科技创新,高质量发展取得成效{TURNED}。地区生产总值增长5%左右,{HANDLER}新增就业3万人。{LINK}大力发展农业,建设乡村振兴示范点10个。
"引号'与</q></span></li></details></main>高质量发展。{{{{7*7}}}}{{n:,}}%s&amp;&lt;b&gt;数字经济发展,高质量发展。
(一)"><svg/onload=window.hacked=4>推动高质量发展。坚持科技创新,数字经济增长10%。
二、2023年工作安排
今年发展主要预期目标是:地区生产总值增长6%左右,一般公共预算收入增长5%。推动高质量发展,加快科技创新,培育人才。
推进农业农村现代化,粮食产量稳定在100万吨以上。</script><!-- <style>*{{display:none}}</style>推动高质量发展。
"""

GRID = """themes: {coding: [shared], weighting: [characters], headings: [counted], sections: [all], terms: [all], unit: [paragraph]}
terms: {lexicon: [true], stop_words: [genre], min_paragraphs: [2], prior_words: [1000], sections: [all], unit: [paragraph]}
topics: {model: [nmf], n_topics: [5], seed: [1]}
"""


@pytest.fixture
def built(copy):
    """The project with a hostile report beside Tianjin's, and the pages of the run that compares them."""
    raw = copy.root / "data" / "raw"
    name = "\"'><script>window.hacked=5.txt"
    (raw / name).write_text(TEXT * 3, encoding="utf-8")
    with open(raw / "documents.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    evil = dict(
        rows[1],
        document="evil-2023",
        place="evil",
        place_zh=f"恶{HANDLER}",
        level=SCRIPT,
        date=HANDLER,
        speaker=f"张{HANDLER}",
        title=f"报告\"'>{SCRIPT}{TURNED}",
        source=f"{HANDLER} javascript:window.hacked=6",
        file=name,
        sha256=hashlib.sha256((TEXT * 3).encode()).hexdigest(),
        starts_with="",
        ends_with="",
    )
    with open(raw / "documents.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows([*rows, evil])
    (copy.root / "params" / "evil.yaml").write_text(
        "places: [tianjin, evil]\nterm: '\"><script>window.hacked=7'\nmin_paragraphs: 2\nrefits: 1\n",
        encoding="utf-8",
    )
    (copy.root / "params" / "grids" / "multiverse.yaml").write_text(
        GRID, encoding="utf-8"
    )  # one specification: what is looked at here is what is shown
    done = copy(
        copy.python,
        "-m",
        "policy_emphasis",
        "pages",
        "evil",
        *(p for p in paths.PAGES if p != "06_robustness"),
        timeout=300,
    )  # what that page shows of a text, index shows too
    assert done.returncode == 0, done.stderr
    assert copy(copy.python, "-m", "policy_emphasis", "compare", "evil").returncode == 0
    return copy.root / "reports"


@pytest.mark.browser
@pytest.mark.skipif(
    not shutil.which("chromium"), reason="no chromium on this machine: apt-get install chromium"
)
def test_hostile_text_is_shown_as_text(built):
    """With the page's own policy switched off, so that escaping alone has to hold; and with it, without a word on the console."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-background-networking",
            ],
        )
        for bypass in (True, False):
            context = browser.new_context(bypass_csp=bypass)
            for path in [*sorted((built / "evil").glob("[!.]*.html")), built / "index.html"]:
                tab, said, asked = context.new_page(), [], []
                tab.on("console", lambda m: said.append(m.text))
                tab.on("dialog", lambda d: said.append(d.message))
                tab.on("request", lambda r: asked.append(r.url))
                tab.goto(path.as_uri())
                tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                assert tab.evaluate("window.hacked") is None and said == [], path.name
                assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()], (
                    path.name
                )
                assert (
                    tab.locator("a[href^='javascript']").count() == 0
                    and tab.locator("main img, main script").count() == 0
                )
                assert not tab.evaluate(
                    "/[\\u202a-\\u202e\\u2066-\\u2069\\u200b]/.test(document.documentElement.textContent)"
                ), path.name
                assert (
                    tab.evaluate("getComputedStyle(document.querySelector('footer')).display")
                    == "block"
                )
                if path.name == "source-evil-2023.html":
                    shown = tab.inner_text("main")
                    assert all(
                        words in shown
                        for words in (
                            SCRIPT,
                            HANDLER,
                            LINK,
                            "[U+202E]转[U+202C]",
                            "{{7*7}}{n:,}%s&amp;&lt;b&gt;",
                            "window.hacked=5.txt",
                            "</script><!--",
                        )
                    )
                if path.name == "07_concordance.html":
                    tab.fill("#word", "<script>window")
                    assert (
                        tab.locator(".lines li").count() == 3
                        and tab.evaluate("window.hacked") is None
                    )
                tab.close()
            context.close()
        browser.close()


@pytest.mark.parametrize(
    "text, shown",
    [
        ("a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#x27;"),
        ("转\u202e回", "转[U+202E]回"),
        ("\x00\x1b", "[U+0000][U+001B]"),
        ("一\n二", "一\n二"),
    ],
)
def test_escape(text, shown):
    assert markup.escape(text) == shown


def test_chinese_words_are_marked_and_glossed_words_kept_together():
    assert markup.mixed("leans to 创新 “innovation” and 港口.", Language("en")) == (
        'leans to <span class="term"><span lang="zh-Hans">创新</span> <span class="gloss">“innovation”</span></span> and <span lang="zh-Hans">港口</span>.'
    )


def test_marked_words_survive_overlap_and_markup():
    text = "创新<驱动"
    assert (
        markup.marked(text, markup.occurrences(text, ["创新", "新<驱"]))
        == "<mark>创新</mark>&lt;驱动"
    )
