"""Inputs that nobody would write, given to each parser of what others wrote: YAML, lists in CSV,
catalogues of messages, sentences with numbers, texts that are cleaned and outlined, and the web
pages and Word documents that these come from.

    python benchmarks/fuzzing.py [inputs] [processes]

inputs: how many each parser is given, 100,000 where none are named. Each is a piece of a real file,
cut, doubled, and mixed with what breaks parsers, the same in every run. A parser gives a result or
refuses in one line; anything else (another error, more than LONGEST seconds, more than MEMORY, a
process that ends) is counted and shown, and the benchmark fails.
"""

import io
import random
import re
import resource
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd
import results

from policy_emphasis import paths
from policy_emphasis.intake import formats
from policy_emphasis.intake.cleaning import clean
from policy_emphasis.intake.sources import Source
from policy_emphasis.paths import ProjectError
from policy_emphasis.quantities import extract
from policy_emphasis.reference import catalogue, files, lists
from policy_emphasis.reference.documents import OWN, declared, raw_text
from policy_emphasis.text.outline import outline

TITLE = "Inputs that nobody would write (`fuzzing.py`)"
BATCH, LONGEST, MEMORY = 500, 5, 4 * 2**30
SHORT = 400  # characters of an input
PO_HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
PO_HEAD += '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORD_ENDS = "</w:body></w:document>"
WRAPPED = {  # how a line of a real text stands in a file
    "web pages": '<div class="content"><p>{}</p><table><tr><td>%</td></tr></table></div>',
    "Word documents": "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>",
}
FOUL = (
    *("\0", "\x07", "\x1b[31m", "\ufeff", "\u202e", "\u2028", "\u3000", "\ud800", "\udcff", "\r"),
    *("\r\n", "\n\n", "\t", "  ", '"', '""', "'", ",", ";", ",,,,", "[", "]", "{", "}", "[[[[[["),
    *("&a ", "*a", "!!python/object:x ", "---\n", "...", "<<: ", "? ", "- ", ": ", "|", "> ", "%"),
    *(".inf", ".nan", "1e999", "-0", "0x" + "f" * 50, "9" * 400, "9" * 5_000, "1:60:60", "0b_"),
    *(
        "万亿",
        "百分之",
        "分之",
        "点",
        "零",
        "两",
        "多",
        "余",
        "-",
        "—",
        "至",
        "翻番",
        "%",
        "‰",
        "、",
    ),
    *("一" * 40, "亿" * 40, "1.2.3", "１２３", "²", "½", "Ⅷ", "(", "（", "《", "》", "“", "”"),
    *("一、", "(一)", "1.", "<b>", "&nbsp;", "&#0;", "&#x110000;", "|||", "# ", "**", "第", "页"),
)


def _yaml(text):
    return files.yaml_value(text, "fuzz.yaml")


def _table(text):
    _own_file().write_bytes(text.encode("utf-8", "surrogatepass"))
    columns = {"term": str, "gloss": str, "factor": lists.Factor}
    return files.csv_table(_own_file(), columns, filled=["term"], once=["term"])


def _numbers(text):
    own = {"sentence": "s", "paragraph": "p", "document": "d", "place": "p", "stage": "plan"}
    own |= {"inferred": False, "file": "f", "is_heading": False, "start": 0, "text": text}
    year = pd.DataFrame({"document": ["d"], "year": [2023]})
    found = extract.quantities(pd.DataFrame([own]), year, **_listed())
    figures = found[["value_low", "value_high", "normal_low", "normal_high"]].astype(float)
    assert not np.isinf(figures.to_numpy()).any(), "an infinite value"
    return found


def _short_text(text):
    cleaned = clean(text).text
    report = {"document": "d", "place": "p", "genre": "work report", "file": "f", "year": 2023}
    whole = {"text": cleaned, "start": 0, "end": len(cleaned)}
    return outline(pd.DataFrame([report | whole]))


def _catalogue(text):
    catalogue.CATALOGUE = _own_file()
    catalogue.CATALOGUE.write_bytes(text.encode("utf-8", "surrogatepass"))
    return catalogue.read_messages()


def _web_page(text):
    return formats.texts(Source("天津2023.html", f"<html><body>{text}".encode()))


def _word_document(text):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {WORD}><w:body>{text}{WORD_ENDS}")
    return formats.texts(Source("天津2023.docx", content.getvalue()))


PARSERS = {"YAML": _yaml, "lists in CSV": _table, "catalogues": _catalogue, "numbers": _numbers}
PARSERS |= {"short texts": _short_text, "web pages": _web_page, "Word documents": _word_document}
WHOLE = ("lists in CSV", "catalogues", "Word documents")  # of which half an entry is none
AS_WRITTEN = ("YAML", "lists in CSV", "catalogues")  # bytes of a file, undecoded


@cache
def _own_file():
    return Path(tempfile.mkdtemp(prefix="fuzz-")) / "fuzz.csv"


@cache
def _listed():
    return {"units": lists.read_table("units.csv"), "indicators": lists.read_indicators()}


@cache
def _real(name):
    """Real text of the kind that a parser reads."""
    if name == "YAML":
        written = (*paths.PARAMS.rglob("*.yaml"), *paths.REFERENCE.glob("*.yaml"))
        return "".join(path.read_text(encoding="utf-8") for path in sorted(written))
    if name == "lists in CSV":
        terms = [*lists.read_pairs("lexicon.csv").items()]
        return "".join(f'{term},"{gloss}",{i}\n' for i, (term, gloss) in enumerate(terms, 1))
    if name == "catalogues":
        return catalogue.CATALOGUE.read_text(encoding="utf-8")
    raw = "".join(dict.fromkeys(raw_text(name) for name in declared(OWN)["file"]))
    if name in WRAPPED:
        return "".join(f"{WRAPPED[name].format(part)}\n" for part in re.split("[，。\n]+", raw))
    return raw


def fuzzed(name, seed):
    """One input: a piece of real text, in which some things are cut, doubled, moved and put."""
    chance, real = random.Random(f"{name} {seed}"), _real(name)
    parted = "\n\n" if name == "catalogues" else "\n"
    start = real.rfind(parted, 0, chance.randrange(len(real))) + len(parted)
    text = real[start : start + chance.randrange(SHORT)]
    if name in WHOLE:
        text = text[: text.rfind(parted) + len(parted)]
    for _ in range(chance.randrange(8)):
        a, b = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        put = chance.choice(FOUL) * chance.choice((1, 1, 1, 2, 30))
        ways = (text[:a] + put + text[a:], text[:a] + text[b:], text[:b] + text[a:])
        text = chance.choice(ways)
    if name == "catalogues":
        return PO_HEAD + text
    if name in AS_WRITTEN:
        head = "term,gloss,factor\n" if name == "lists in CSV" and chance.random() < 0.8 else ""
        return head + text
    # A text is decoded before anything else: half a pair of UTF-16 is U+FFFD then.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def outcome(name, seed):
    """What a parser makes of an input: "result", "line", or what else it did."""
    signal.alarm(LONGEST)
    try:
        PARSERS[name](fuzzed(name, seed))
        return "result"
    except ProjectError as error:
        return "line" if len(str(error).splitlines()) == 1 else f"seed {seed}: several lines"
    except BaseException as error:  # whatever it is, that is what is looked for
        return f"seed {seed}: {type(error).__name__}: {str(error)[:80]!a}"
    finally:
        signal.alarm(0)


def _batch(name, first, last):
    return name, Counter(outcome(name, seed) for seed in range(first, last))


def _limited():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, _too_long)


def _too_long(number, frame):
    raise TimeoutError(f"over {LONGEST} s")


def main(inputs="100000", processes="2"):
    inputs, found, began = int(inputs), {name: Counter() for name in PARSERS}, time.monotonic()
    limits = {"mp_context": get_context("spawn"), "initializer": _limited}
    with ProcessPoolExecutor(int(processes), **limits) as pool:
        batches = {
            pool.submit(_batch, name, first, min(first + BATCH, inputs)): (name, first)
            for name in PARSERS
            for first in range(0, inputs, BATCH)
        }
        for done in as_completed(batches):
            name, first = batches[done]
            try:
                found[name] += done.result()[1]
            except BrokenProcessPool:
                found[name][f"seed {first} to {first + BATCH}: a process ended"] += 1
    _tell(found, inputs, time.monotonic() - began)


def _tell(found, inputs, seconds):
    lines = ["| | result | refused in one line | anything else |", "| --- | ---: | ---: | ---: |"]
    others = []
    for name, counted in found.items():
        known = counted.pop("result", 0), counted.pop("line", 0)
        others += [f"{name}, {what}" for what in counted]
        lines.append(f"| {name} | {known[0]:,} | {known[1]:,} | {sum(counted.values()):,} |")
    opening = f"{inputs:,} inputs each, {seconds:.0f} s. At most {LONGEST} s and "
    lines = [f"{opening}{MEMORY // 2**30} GB for one.", "", *lines]
    print("\n".join(lines))
    if others:
        sys.exit("\n".join(others[:40]))
    results.renew(TITLE, lines)


if __name__ == "__main__":
    main(*sys.argv[1:])
