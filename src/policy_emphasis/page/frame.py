"""The frame of a page: what it says of itself where it is found or shared, the same page in the
other language, the pages before and after it, how its findings are cited."""

import html
import re
from contextlib import suppress

from policy_emphasis import parameters, paths
from policy_emphasis.language import Language
from policy_emphasis.paths import ProjectError

MOST = 190  # characters of a description, of which search engines show some 160 to 200
SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
BETWEEN = "(?<=[㐀-鿿，、；：。！？）》”])(?=[㐀-鿿（《“])"  # where a Chinese line may end
BREAK = re.compile(rf"\s+|{BETWEEN}")
BOX = re.compile(r'<div class="bottom-line">(.*?)</div>', re.S)
PARAGRAPH = re.compile(r"<p(?! class=\"grounds\")[^>]*>(.*?)</p>", re.S)
ASIDE = re.compile(r'<a class="permalink".*?</a>', re.S)  # no part of a sentence


def described(text):
    """As many sentences of a text as a description has room for, at least some of the first."""
    found, *others = SENTENCE.split(" ".join(text.split()))
    if len(found) > MOST:
        ends = [match.start() for match in BREAK.finditer(found) if match.start() < MOST]
        return found[: ends[-1] if ends else MOST - 1].rstrip(" ,;:–(“，、；：（") + "…"
    for sentence in others:
        joined = f"{found}{'' if found[-1] in '。！？' else ' '}{sentence}".strip()
        if len(joined) > MOST:
            break
        found = joined
    return found


def paragraphs(body):
    """The paragraphs of HTML of our own, in plain text."""
    return [plain(found) for found in PARAGRAPH.findall(ASIDE.sub("", body))]


def plain(body):
    """HTML of our own in plain text."""
    return " ".join(html.unescape(re.sub("<[^>]+>", "", body)).split())


def outputs(notebook):
    """The HTML that an executed notebook has put out."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            yield output.get("data", {}).get("text/html", "")


def bottom_line(notebook):
    """The sentences that open an executed notebook: of its first box of findings, if it has any."""
    box = next(filter(None, map(BOX.search, outputs(notebook))), None)
    return paragraphs(box[1]) if box else []


def first_paragraph(source):
    """The first paragraph of Markdown below its heading, in plain text."""
    prose = next((text for text in source.split("\n\n")[1:] if text.strip()), "")
    return plain(re.sub(r"\[([^]]*)]\([^)]*\)", r"\1", prose).replace("`", "").replace("**", ""))


def other_language(run, values):
    """The run whose pages are the same in the other language, and that language; None where params/
    holds none that differs from this one in its language alone, or a page has parameters of its
    own.

    Whether it is built is not asked: what a page says rests on no other run's pages.
    """
    own = _parameters(run)
    if any(own.get(name) != value for name, value in values.items()):
        return None
    names = sorted(
        (path.stem for path in paths.PARAMS.glob("*.yaml")), key=lambda n: n != "default"
    )
    for name in names:
        other = _parameters(name)
        if [k for k in other if own.get(k) != other[k]] == ["language"]:
            return {"run": name, "language": Language(other["language"])}
    return None


def _parameters(run):
    """The parameters of a run; none of one that is gone, or whose texts are."""
    with suppress(ProjectError):
        return parameters.of_run(run)
    return {}


def around(pages):
    """address → the pages before and after it, each by address and title. pages: address → title,
    in the order in which they are read."""
    ordered = [None, *pages.items(), None]
    return {
        address: {"before": before, "after": after}
        for before, address, after in zip(ordered, pages, ordered[2:], strict=False)
    }
