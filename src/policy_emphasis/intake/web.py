"""The main text of a saved web page, one paragraph a line; what the page says of it; the rest."""

import logging
import re
from collections import Counter

import trafilatura
from lxml import etree
from lxml.html import HTMLParser

from policy_emphasis.intake.encodings import CHINESE, chinese
from policy_emphasis.intake.fields import KNOWN, by_field
from policy_emphasis.paths import ProjectError
from policy_emphasis.text import PATTERNS

BLOCKS, HOLDERS, UNSEEN, ASIDE, NAVIGATION, STATED = (
    frozenset(KNOWN[name].split())
    for name in ("blocks", "holders", "unseen", "aside", "navigation", "of_pages")
)
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its doubts are no user's
HELD = 0.99  # of the sentences on a page: a block that has fewer may lack a closing paragraph
BESIDE, LITTLE = re.compile(KNOWN["beside"]), 0.2  # of the sentences: more is no sidebar's
LOSS = 0.1  # of the block's characters that may be chrome within it
MANY = 20_000  # elements; trafilatura takes a minute for more
SENTENCE = re.compile("[。；，]")
TEXT = re.compile("[。；！]|[：:]$")  # what a line of page chrome does not have
HEADING = re.compile(f"^(?:{'|'.join(PATTERNS['markers'])})")
FORMATTING = re.compile("</?(?:font|span|b|strong|i|em|u|o:p)(?:\\s[^<>]*)?>", re.IGNORECASE)
SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S{1,2000}) -->")
# An indent between two paragraphs: two characters wide, after a sentence or before a long stretch.
BLANK = re.compile(
    "&(?:e[mn]sp|nbsp|#12288|#160|#819[45]|#x3000|#xa0);?|[\u00a0\u2001-\u2003\u3000]"
)
INDENT = re.compile(
    f"(?:{BLANK.pattern})(?:{BLANK.pattern}| )*(?=([^<&\\s]{{0,20}}))", re.IGNORECASE
)
NARROW = re.compile("&(?:nbsp|ensp|#160|#8194|#xa0);?|[\u00a0\u2002]", re.IGNORECASE)
# What _lines writes of the source into a line: a line feed, which between Chinese is nothing; where
# a cell ends; where a link begins and ends.
WRAPPED = re.compile(r"(?<=[\u3000-\uffef])\v+(?=[\u3000-\uffef])")
AFTER = {"td": ("", "\t"), "th": ("", "\t"), "a": ("\x0e", "\x0f")}
LINK, LINK_MARKS = re.compile("\x0e[^\x0f]*\x0f?"), re.compile("[\x0e\x0f]")
OPENING, ABOVE = re.compile(KNOWN["opening"]), 8  # lines above the block
ENDS, LONG = "。！？；：”）", 20


def web(text):
    """A web page: the lines of its main text; title, date, author and source where it states them;
    what was dropped, as (reason, text).

    The main text is the smallest block that holds nearly all sentences outside links and outside
    what calls itself a sidebar, comments or the like. Lines of it that trafilatura (Barbaresi 2021)
    leaves out are dropped if they are few and neither sentences nor headings: trafilatura alone
    loses sections that stand in a block of their own.
    """
    root = _tree(INDENT.sub(_break, text))
    given = _given(root, text)
    body = root.find("body")
    body = root if body is None else body
    everything = _lines(body)
    _label(body)
    lines = _lines(_block(body), main=True)
    kept = [*_opening(everything, lines), *_without_chrome(root, lines)]
    dropped = _missing(everything, kept)
    reason = "outside the main text of the web page"
    return "\n".join(kept), given, [(reason, "\n".join(dropped))] if dropped else []


def _tree(text):
    """The page's elements. Old pages that leave formatting open nest too deep for any parser: then
    it is read without it."""
    for page in (text, FORMATTING.sub("", text)):
        parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(page.encode("utf-8", "replace"), parser)
        except (etree.XMLSyntaxError, ValueError):
            root = None
        if root is not None and not any("depth" in entry.message for entry in parser.error_log):
            return root
    raise ProjectError("no readable web page (empty, or nested too deep); save its text as txt")


def _given(root, text):
    """What the head of a page states: title, date, author, source."""
    stated = {}
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
        stated.setdefault(name, (meta.get("content") or "").strip())
    for link in root.iterfind(".//link[@rel='canonical']"):
        stated["canonical"] = link.get("href", "")
    if saved := SAVED_FROM.search(text, 0, 2000):
        stated.setdefault("url", saved[1])
    given = {name: value for name, value in by_field(stated).items() if name in STATED}
    title = root.find(".//title")
    if title is not None and not given.get("title"):
        given["title"] = " ".join("".join(title.itertext()).split())
    return {name: value.replace("<br>", "") for name, value in given.items() if value}


def _break(indent):
    """A line break for the blanks between two paragraphs that are not marked otherwise."""
    blanks = BLANK.findall(indent[0])
    width = len(blanks) - sum(map(bool, map(NARROW.match, blanks))) / 2
    ends = indent.string[indent.start() - 1 : indent.start()]
    between = (ends and ends in ENDS) or len(indent[1]) == LONG or HEADING.match(indent[1])
    return "<br>" + indent[0] if width >= 2 and between else indent[0]


def _lines(root, main=False):
    """The lines of what a reader sees below an element, without blank ones. main: without lines
    that are links, and without what the page itself marks as navigation."""
    pieces, as_typed = [], 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        start, tag = event == "start", element.tag
        if tag in BLOCKS:
            pieces.append("\n")
        elif tag in AFTER and (not start or tag == "a"):
            pieces.append(AFTER[tag][not start])
        as_typed += (tag == "pre") * (1 if start else -1)
        if start and (tag in UNSEEN or (main and _navigates(element))):
            walk.skip_subtree()
            continue
        text = element.text if start else element.tail
        if text and (start or element is not root):
            pieces.append(text if as_typed else _one_line(text))
    lines = WRAPPED.sub("", "".join(pieces)).replace("\v", " ").replace("\r", "\n").split("\n")
    shown = [
        LINK_MARKS.sub("", line).strip(" \t\f") for line in lines if not (main and _links(line))
    ]
    return [line for line in shown if line.strip()]


def _navigates(element):
    top = element.tag == "header" and element.getparent().tag == "body"
    return top or element.tag in NAVIGATION


def _links(line):
    """Whether there is nothing in a line but links."""
    outside = LINK.sub("", line)
    if outside == line or chinese(outside):
        return False
    return not (SENTENCE.search(line) or HEADING.match(LINK_MARKS.sub("", line).strip()))


def _one_line(text):
    """White space as a browser shows it; a vertical tab for a line feed of the source."""
    return re.sub(r"[ \t\r\n\f]+", lambda blank: " \v"["\n" in blank[0]], text)


def _label(body):
    """Make <aside> of what calls itself a sidebar, comments, a footer, and holds little."""
    weights = _weights(body)
    for element, weight in weights.items():
        names = f"{element.get('class', '')} {element.get('id', '')}"
        if element.tag in HOLDERS and weight < LITTLE * weights[body] and BESIDE.search(names):
            element.tag = "aside"


def _weights(body):
    """The Chinese characters of the sentences outside links in each element."""
    weights = {}
    for element in reversed(list(body.iter())):
        aside = element.tag in ASIDE or element.tag in UNSEEN
        own = 0 if aside else weights.get(element, 0) + _weight(element.text)
        weights[element] = own
        parent = element.getparent()
        if parent is not None:
            weights[parent] = weights.get(parent, 0) + own + _weight(element.tail)
    return weights


def _block(body):
    """The smallest element that holds nearly all sentences."""
    weights = _weights(body)
    block = heaviest = body
    while heaviest is not None and weights[heaviest] >= max(HELD * weights[body], 1):
        block = heaviest
        heaviest = max(block, key=weights.get, default=None)
        if heaviest is not None and heaviest.tag not in HOLDERS:
            break
    return block


def _weight(text):
    return chinese(text) if text and SENTENCE.search(text) else 0


def _opening(everything, lines):
    """Title, meeting and speaker where the page shows them above the block of the text."""
    start = everything.index(lines[0]) if lines and lines[0] in everything else 0
    above = everything[max(0, start - ABOVE) : start]
    return [line for line in above if OPENING.search(line)]


def _without_chrome(root, lines):
    """The lines of the main text without those that trafilatura leaves out, if these are few and
    none is a sentence, a heading or a part of the opening."""
    if sum(1 for _ in root.iter()) > MANY:
        return lines
    try:
        main = trafilatura.extract(root, favor_recall=True) or ""
    except Exception:  # what it raises on odd pages is no closed list; the block stands without it
        return lines
    known = set(map(_key, main.splitlines()))
    out = [line for line in lines if _key(line) and _key(line) not in known]
    text = any(pattern.search(line) for line in out for pattern in (TEXT, HEADING, OPENING))
    if text or chinese("".join(out)) > LOSS * chinese("".join(lines)):
        return lines
    return [line for line in lines if not _key(line) or _key(line) in known]


def _key(line):
    return "".join(CHINESE.findall(line))


def _missing(lines, kept):
    """The lines that are not among those kept, each as often as it is missing."""
    left = Counter(kept)
    out = []
    for line in lines:
        if left[line]:
            left[line] -= 1
        else:
            out.append(line)
    return out
