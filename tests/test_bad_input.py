"""Whatever a file that people edit holds, and whatever a parameter is given: a right result, or one
line that names the file and what to do. Never another error, a wait, or a text from elsewhere."""

import csv
import io
import json
import math
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from functools import partial
from itertools import pairwise

import pytest
from babel.messages.catalog import Catalog, Message
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from policy_emphasis import language, parameters, paths
from policy_emphasis.intake import gazetteer
from policy_emphasis.paths import ProjectError
from policy_emphasis.quantities import naming, numerals
from policy_emphasis.reference import (
    catalogue,
    citation,
    dictionary,
    documents,
    files,
    grid,
    lists,
    methods,
    norms,
    translations,
    validity,
)

LEAST_CASES = 300
REAL, PASS = paths.ROOT, "surrogatepass"
SECRET = "a secret from elsewhere"
DIRECTORIES = ("data/reference", "data/raw", "params", "notebooks")
LISTED = {  # file → what reads it
    **{f"data/reference/{name}": partial(lists.read_pairs, name) for name in lists.PAIRS},
    **{f"data/reference/{name}": partial(lists.read_table, name) for name in lists.TABLES},
    "data/reference/stop_words.csv": lists.read_stop_words,
    "data/reference/commitment.csv": lists.read_commitment,
    "data/reference/places.csv": gazetteer.known_places.__wrapped__,
    "data/reference/indicators.csv": lists.read_indicators,
    "data/reference/translations.csv": translations.read_translations,
    "data/reference/data_dictionary.csv": lambda: dictionary.read_dictionary(paths.DICTIONARY),
    "data/raw/documents.csv": documents.read_documents,
    "data/raw/dropped.csv": documents.read_dropped,
}
WRITTEN = {
    "data/reference/codebook.yaml": lists.read_codebook,
    "data/reference/methods.yaml": lambda: methods.read_methods.__wrapped__(methods.FILE),
    "data/reference/validity.yaml": lambda: validity.read_validity(validity.FILE),
    "data/reference/norms/about.yaml": lambda: norms.read_norms(norms.FOLDER),
    "params/default.yaml": partial(parameters.of_run, "default"),
    "params/fine-topics.yaml": partial(parameters.of_run, "fine-topics"),
    "params/grids/multiverse.yaml": grid.read_grid,
    "CITATION.cff": citation.cited_as,
}
OTHERS = {
    "data/reference/messages.zh.po": catalogue.read_messages,
    "notebooks/03_topics.ipynb": partial(parameters.declared, "03_topics"),
}
READERS = LISTED | WRITTEN | OTHERS
MAY_BE_MISSING = {"data/raw/dropped.csv"}
MAY_BE_EMPTY = {"params/fine-topics.yaml"}


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    """A project's folder whose files may be broken: each is as it was where a case begins."""
    root = tmp_path_factory.mktemp("ground") / "project"
    for name in DIRECTORIES:
        shutil.copytree(paths.ROOT / name, root / name)
    for name in ("CITATION.cff", "requirements.lock"):
        shutil.copy(paths.ROOT / name, root / name)
    (root.parent / "elsewhere").write_text(f"{SECRET}\n{SECRET}: {SECRET}\n")
    patch = pytest.MonkeyPatch()
    for module in (paths, catalogue, methods, validity, norms):
        for name, value in list(vars(module).items()):
            if isinstance(value, type(root)) and value.is_relative_to(REAL):
                patch.setattr(module, name, root / value.relative_to(REAL))
    yield root
    patch.undo()


@pytest.fixture
def broken(ground):
    """Puts something in the place of a file; it is there again afterwards."""
    changed = []

    def put(name, what):
        path = ground / name
        changed.append(name)
        if callable(what):
            path.unlink()
            what(path)
        else:
            path.write_bytes(what if isinstance(what, bytes) else what.encode("utf-8", PASS))
        return path

    yield put
    for name in changed:
        path = ground / name
        shutil.rmtree(path) if os.path.isdir(path) and not path.is_symlink() else path.unlink(True)
        shutil.copy(REAL / name, path)


def refused(name, read, *words):
    """The line with which a file is refused; it names the file and holds these words."""
    with pytest.raises(ProjectError) as caught:
        read()
    line = str(caught.value)
    assert len(line.splitlines()) == 1 and len(line) < 1_000, line
    assert SECRET not in line and "Traceback" not in line
    if name:
        assert name.rsplit("/", 1)[-1] in line, line
    assert [word for word in words if word not in line] == [], line
    return line


def _content(name):
    return (REAL / name).read_text(encoding="utf-8-sig")


def _folder(path):
    path.mkdir()


def _sparse(path):
    path.touch()
    os.truncate(path, files.LARGEST + 1)


def _to(target):
    return lambda path: path.symlink_to(target)


# What no file may be, and no reader waits for.
NO_FILE = {
    "missing": (lambda path: None, "not in"),
    "a folder": (_folder, "no file"),
    "a pipe": (lambda path: os.mkfifo(path), "no file"),
    "a device": (_to("/dev/zero"), "leads out of"),
    "a link out": (lambda path: path.symlink_to(paths.ROOT.parent / "elsewhere"), "leads out of"),
    "a link to nowhere": (_to("nowhere"), "not in"),
    "a loop of links": (lambda path: path.symlink_to(path.name), "not in"),
    "a link to a long name": (_to("名" * 100), "not in"),
    "too large": (_sparse, "takes at most"),
}
# What no text may hold.
NO_TEXT = {
    "empty": b"",
    "UTF-16": "term,gloss\n港口,port\n".encode("utf-16"),
    "GBK": "港口,港口\n".encode("gb18030"),
    "a surrogate": b"a,b\n\xed\xa0\x80,c\n",
    "NUL": b"a: b\0c\n",
    "noise": bytes(range(256)) * 40,
    "zeros": bytes(9_000),
}
CASES = []  # (file, what is wrong, what is put there, words of the line)
for _name in READERS:
    for _what, (_put, _word) in NO_FILE.items():
        if (_what, _name) != ("missing", *MAY_BE_MISSING):
            CASES.append((_name, _what, _put, (_word,)))
    for _what, _bytes in NO_TEXT.items():
        if not (_what == "empty" and _name in MAY_BE_EMPTY):
            CASES.append((_name, _what, _bytes, ()))


def _csv_cases(name):
    """What is wrong with a table as such, whatever it holds."""
    text = _content(name)
    head, first, *_ = text.splitlines()
    columns = head.split(",")
    needed = list(columns)
    if name.endswith(("lexicon.csv", "stop_words.csv")):
        needed.remove("source")
    for column in needed:
        renamed = ",".join("other" if one == column else one for one in columns)
        yield f"no {column}", text.replace(head, renamed, 1), (f"column {column} is missing",)
    yield "a column twice", f"{head},{columns[0]}\n{first},x\n", (f"column {columns[0]} stands",)
    yield "a cell too many", f"{head}\n{first}{',x' * len(columns)}\n", ("line 2", "a cell too")
    if name not in MAY_BE_MISSING:
        yield "no row", f"{head}\n", ("no row",)
    if name.endswith(tuple(lists.HOLDS)):
        yield "its first row alone", f"{head}\n{first}\n", ("no row has",)
    if name not in MAY_BE_MISSING and not name.endswith("heading_themes.csv"):
        yield "a row cut short", f"{text.rstrip()}\nz\n", ("line",)


def _yaml_cases(name):
    """What is wrong with YAML, whatever it says."""
    nine = {b: ", ".join([f"*{b}"] * 9) for b in "abcdefghi"}
    bomb = ["a: &a [x]", *(f"{c}: &{c} [{nine[b]}]" for b, c in pairwise("abcdefghij"))]
    yield "an alias bomb", "\n".join(bomb), ("aliases",)
    yield "great depth", "a: " + "[" * 5_000, ("nesting",)
    yield "great depth, closed", "a: " + "[" * 5_000 + "]" * 5_000, ("nesting",)
    yield "deep mappings", "\n".join(" " * i + "a:" for i in range(90)), ("nesting",)
    yield "a tag", "a: !!python/object/apply:os.system [x]", ("tags",)
    yield "a key twice", "a: 1\na: 2\n", ("a stands twice",)
    yield "a number of 5,000 digits", f"a: {'9' * 5_000}", ("30 digits",)
    yield "a hexadecimal of 5,000 digits", f"a: 0x{'f' * 5_000}", ("30 digits",)
    yield "two documents", "a: 1\n---\nb: 2\n", ("YAML",)
    yield "a tab", "a:\n\tb: 1", ("YAML",)
    yield "a control character", 'a: "x\\x07"', ("control character",)
    yield "an escaped NUL", 'a: "x\\0"', ("control character",)
    yield "a raw control character", "a: x\x07", ("YAML",)
    yield "a list as key", "? [1, 2]\n: 3", ("YAML",)
    yield "a number", "3", ()
    yield "a text", "港口", ()
    yield "a list of numbers", "[1, 2]", ()
    yield "too long", "#" * 1_100_000, ("takes at most",)


for _name in LISTED:
    CASES += [(_name, *case) for case in _csv_cases(_name)]
for _name in WRITTEN:
    CASES += [(_name, *case) for case in _yaml_cases(_name)]


def _cell(name, column, value, row=1):
    """A table with another value in a cell; row: 1 for the first."""
    text = _lines(_content(name))
    text[row][text[0].index(column)] = value
    return _joined(text)


def _lines(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def _joined(lines):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue()


NO_NUMBER = (
    "x",
    "nan",
    "inf",
    "-inf",
    "-1",
    "1e999",
    "1,5",
    "１２3x",
    "0x10",
    "",
    " ",
    "9" * 5_000,
)
NUMBERS = {  # table → its columns of numbers
    name: [c for c, kind in columns.items() if kind in (lists.Count, lists.Ratio, lists.Factor)]
    for name, columns in lists.TABLES.items()
}
for _name, _columns in NUMBERS.items():
    for _column in _columns:
        for _value in NO_NUMBER:
            _file = f"data/reference/{_name}"
            _put = _cell(_file, _column, _value)
            CASES.append((_file, f"{_column} {_value[:9]!r}", _put, ("line 2", _column)))
for _name, _column in (
    *(("units.csv", column) for column in ("unit", "normal", "gloss")),
    *(("indicators.csv", column) for column in lists.INDICATOR_COLUMNS),
    *(("commitment.csv", column) for column in ("word", "strength", "gloss")),
    *(("places.csv", column) for column in ("place", "place_zh", "full_zh", "level")),
    *(("lexicon.csv", column) for column in ("term", "gloss")),
    *(("translations.csv", column) for column in translations.COLUMNS),
    *(("data_dictionary.csv", column) for column in dictionary.FILLED),
):
    _file = f"data/reference/{_name}"
    CASES.append((_file, f"{_column} is blank", _cell(_file, _column, " "), (_column,)))
for _name, _column in (
    *(("units.csv", "unit"), ("indicators.csv", "id"), ("commitment.csv", "word")),
    *(("places.csv", "place"), ("lexicon.csv", "term"), ("glossary.csv", "term")),
    *(("heading_glosses.csv", "heading"), ("heading_themes.csv", "heading")),
    *(("theme_design.csv", "theme"), ("theme_coding_error.csv", "theme")),
    *(("validation_provinces_2025.csv", "theme"), ("translations.csv", "sha256")),
    *(("data_dictionary.csv", "field"),),
):
    _file = f"data/reference/{_name}"
    _table = _lines(_content(_file))
    _put = _joined([*_table, _table[1]])
    CASES.append((_file, f"{_column} stands twice", _put, ("stands twice",)))
for _file, _column, _value, *_words in (
    ("data/reference/indicators.csv", "percent", "often", "growth"),
    ("data/reference/indicators.csv", "headline", "maybe", "yes"),
    ("data/reference/indicators.csv", "pattern", "(", "pattern of gdp"),
    ("data/reference/indicators.csv", "pattern", "(?:总值)*", "finds any name"),
    ("data/reference/indicators.csv", "pattern", "(?:)", "finds any name"),
    ("data/reference/indicators.csv", "pattern", "[", "pattern of gdp"),
    ("data/reference/indicators.csv", "pattern", "(?<=a+)(", "pattern of gdp"),
    ("data/reference/indicators.csv", "pattern", "a{9999999999999999999999}", "pattern of gdp"),
    ("data/reference/indicators.csv", "pattern", "(" * 3_000 + "a", "pattern of gdp"),
    ("data/reference/stop_words.csv", "kind", "verb", "'function' or 'genre'"),
    ("data/reference/commitment.csv", "strength", "firm", "'ensure'"),
    ("data/reference/places.csv", "place", "Bei Jing", "lower-case"),
    ("data/reference/places.csv", "place", "../x", "lower-case"),
    ("data/reference/places.csv", "level", "village", "level 'village'"),
    ("data/reference/places.csv", "province", "atlantis", "province 'atlantis'"),
    ("data/reference/translations.csv", "reviewed", "maybe", "yes or no"),
    ("data/reference/data_dictionary.csv", "type", "text", "takes string"),
    ("data/reference/data_dictionary.csv", "runs", "none", "takes all"),
    ("data/reference/validation_terms.csv", "outcome", "lost", "'kept'"),
    ("data/reference/validation_terms.csv", "listed", "later", "'before'"),
    ("data/raw/documents.csv", "document", "Sichuan 2023", "lower-case"),
    ("data/raw/documents.csv", "document", "x" * 99, "lower-case"),
    ("data/raw/documents.csv", "document", "", "no document"),
    ("data/raw/documents.csv", "document", "tianjin-2023", "stands twice"),
    ("data/raw/documents.csv", "place", "四 川", "lower-case"),
    ("data/raw/documents.csv", "place_zh", " ", "no place_zh"),
    ("data/raw/documents.csv", "genre", "Work Report", "write 'work report'"),
    ("data/raw/documents.csv", "genre", "", "no genre"),
    ("data/raw/documents.csv", "year", "23", "not a year"),
    ("data/raw/documents.csv", "year", "2023-13-45", "not a year"),
    ("data/raw/documents.csv", "year", "9" * 5_000, "not a year"),
    ("data/raw/documents.csv", "sha256", "0", "its sha256 is"),
    ("data/raw/documents.csv", "sha256", "", "no sha256"),
    ("data/raw/documents.csv", "starts_with", "不在文中", "is found 0 times"),
    ("data/raw/documents.csv", "starts_with", "。", "times in the file"),
    ("data/raw/documents.csv", "file", "名" * 200 + ".txt", "bytes"),
    ("data/raw/documents.csv", "file", "a b.txt", "no spaces"),
    ("data/raw/documents.csv", "file", "nowhere.txt", "not in data/raw"),
    ("data/raw/documents.csv", "file", "../../CITATION.cff", "leads out of data/raw"),
    ("data/raw/documents.csv", "file", "../reference/units.csv", "leads out of data/raw"),
    ("data/raw/documents.csv", "file", "/etc/passwd", "leads out of data/raw"),
    ("data/raw/documents.csv", "file", ".", "no file"),
    ("data/raw/documents.csv", "file", "documents.csv", "its sha256 is"),
):
    CASES.append(
        (_file, f"{_column} {_value[:20]!r}", _cell(_file, _column, _value), tuple(_words))
    )


def _theme(name="farming", **other):
    entry = {
        "theme": name,
        "label_en": name,
        "label_zh": name,
        "cap": 4,
        "note": "",
        "terms": [name],
    }
    return entry | other


UNCODED = _theme("uncoded", cap=None, terms=[])
for _what, _book, _word in (
    ("none", [], "uncoded"),
    ("uncoded alone", [UNCODED], "2 themes"),
    ("one theme", [_theme(), UNCODED], "2 themes"),
    (
        "a theme twice",
        [_theme(), _theme("b"), _theme("b", terms=["c"]), UNCODED],
        "'b' stands twice",
    ),
    ("no uncoded", [_theme(), _theme("b")], "'uncoded'"),
    ("uncoded first", [UNCODED, _theme(), _theme("b")], "'uncoded'"),
    ("uncoded twice", [_theme(), UNCODED, UNCODED], "stands twice"),
    ("a term in two themes", [_theme(), _theme("b", terms=["farming"]), UNCODED], "stands in"),
    ("a term twice in a theme", [_theme(terms=["a", "a"]), _theme("b"), UNCODED], "stands in"),
    ("no terms", [_theme(terms=[]), _theme("b"), UNCODED], "has no term"),
    ("a blank term", [_theme(terms=[" "]), _theme("b"), UNCODED], "0.terms.0"),
    ("a number as term", [_theme(terms=[5]), _theme("b"), UNCODED], "0.terms.0"),
    ("a text as terms", [_theme(terms="农业"), _theme("b"), UNCODED], "0.terms"),
    ("a blank label", [_theme(label_en=""), _theme("b"), UNCODED], "0.label_en"),
    ("no label", [{"theme": "a"}, UNCODED], "0.label_en"),
    ("another field", [_theme(colour="red"), _theme("b"), UNCODED], "0.colour"),
    ("a huge cap", [_theme(cap=10**20), _theme("b"), UNCODED], "0.cap"),
    ("a cap below zero", [_theme(cap=-1), _theme("b"), UNCODED], "0.cap"),
    ("a text as cap", [_theme(cap="x"), _theme("b"), UNCODED], "0.cap"),
    ("cap nan", [_theme(cap=math.nan), _theme("b"), UNCODED], "0.cap"),
    ("a name of two words", [_theme("a b"), _theme("b"), UNCODED], "lower-case"),
    ("a mapping", {"a": _theme()}, "list"),
    ("entries in entries", [[_theme()]], "0: "),
):
    _put = json.dumps(_book, ensure_ascii=False).replace("NaN", ".nan")
    CASES.append(("data/reference/codebook.yaml", _what, _put, (_word,)))


def _edited(name, *pairs):
    text = _content(name)
    for old, new in pairs:
        assert old in text, (name, old)
        text = text.replace(old, new, 1)
    return text


GRID, METHODS, VALID = (
    *("params/grids/multiverse.yaml", "data/reference/methods.yaml"),
    "data/reference/validity.yaml",
)
for _what, _pair, _word in (
    ("no option", ("coding: [shared, main]", "coding: []"), "coding"),
    ("an option twice", ("[shared, main]", "[shared, shared]"), "each once"),
    ("an unknown option", ("[shared, main]", "[shared, other]"), "coding"),
    ("no list", ("[shared, main]", "shared"), "coding"),
    ("a number for a truth value", ("lexicon: [true, false]", "lexicon: [1, 0]"), "lexicon"),
    ("no paragraph", ("min_paragraphs: [3, 2, 5]", "min_paragraphs: [0]"), "min_paragraphs"),
    ("half a paragraph", ("min_paragraphs: [3, 2, 5]", "min_paragraphs: [2.5]"), "min_paragraphs"),
    ("a truth value for a number", ("[3, 2, 5]", "[true]"), "min_paragraphs"),
    ("a weight of nothing", ("[1000, 100, 5000]", "[0]"), "prior_words"),
    ("an infinite weight", ("[1000, 100, 5000]", "[.inf]"), "prior_words"),
    ("a weight that is none", ("[1000, 100, 5000]", "[.nan]"), "prior_words"),
    ("too many topics", ("n_topics: [10, 15]", "n_topics: [10, 999]"), "n_topics"),
    ("one topic", ("n_topics: [10, 15]", "n_topics: [1]"), "n_topics"),
    ("a seed below zero", ("seed: [2023, 7]", "seed: [-1]"), "seed"),
    ("a seed too large", ("seed: [2023, 7]", "seed: [4294967296]"), "seed"),
    ("too many combinations", ("[2023, 7]", str(list(range(900)))), "combinations"),
    ("an unknown family", ("topics:  ", "topic:  "), "unknown 'topic'"),
    ("an unknown choice", ("model: [nmf, lda]", "models: [nmf, lda]"), "topics takes exactly"),
    ("a list in an option", ("[shared, main]", "[[shared]]"), "coding"),
):
    CASES.append((GRID, _what, _edited(GRID, _pair), (_word,)))
for _what, _pair, _word in (
    ("a form that is no pattern", ("'intervals?'", "'intervals(?'"), "no regular expression"),
    ("a form that explodes", ("'intervals?'", "'(?:a+)+b'"), "search for ever"),
    ("a form that explodes otherwise", ("'intervals?'", "'a*a*a*b'"), "search for ever"),
    ("a form that repeats a group", ("'intervals?'", "'x(?:a|a){2,}b'"), "search for ever"),
    ("a form with a group", ("'intervals?'", "'(a)'"), "has a group"),
    ("a form that finds nothing", ("'intervals?'", "'x?'"), "finds nothing"),
    ("another subject", ("about: sure", "about: luck"), "about"),
    ("a year that is none", ("year: 1927", "year: soon"), "year"),
):
    CASES.append((METHODS, _what, _edited(METHODS, _pair), (_word,)))
for _what, _put, _word in (
    ("no placeholder", ('msgid "{n} texts"\nmsgstr "篇"', None), "{n:!None}"),
    ("a foreign placeholder", ('msgid "{n} texts"\nmsgstr "{n}{x}"', None), "placeholders"),
    ("an attribute", ('msgid "{n} texts"\nmsgstr "{n.__class__}"', None), "placeholders"),
    ("another format", ('msgid "{n} texts"\nmsgstr "{n:,}"', None), "placeholders"),
    ("a number as placeholder", ('msgid "{n} texts"\nmsgstr "{n}{}"', None), "placeholders"),
    ("an open brace", ('msgid "{n} texts"\nmsgstr "{n"', None), "placeholders"),
    ("no message", ("hello", None), "catalogue"),
    ("plural forms", ('msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n>1;\\n"', 0), "Plural"),
    ("plural code", ('msgid ""\nmsgstr "Plural-Forms: nplurals=1; plural=f(n);\\n"', 0), ""),
    ("another encoding", ('msgid ""\nmsgstr "Content-Type: text/plain; charset=x\\n"', 0), ""),
    ("another date", ('msgid ""\nmsgstr "POT-Creation-Date: soon\\n"', 0), ""),
    ("another language", ('msgid ""\nmsgstr "Language: !!\\n"', 0), ""),
    (
        "plural of one form",
        ('msgid "a"\nmsgid_plural "{n} b"\nmsgstr[0] "c"', None),
        "placeholders",
    ),
):
    _head = 'msgid ""\nmsgstr "Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    _text = _put[0] if _put[1] == 0 else _head + _put[0]
    CASES.append(("data/reference/messages.zh.po", _what, f"{_text}\n", (_word,)))


def _notebook(source="n_topics = 10", tags=("parameters",), **other):
    cell = {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": source}
    cell |= {"outputs": [], "execution_count": None} | other
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}


for _what, _book, _word in (
    ("half of it", _content("notebooks/03_topics.ipynb")[:3_000], "no notebook"),
    ("no cell", _notebook() | {"cells": []}, "no cell has the tag"),
    ("no cells", {"nbformat": 4, "metadata": {}}, "no notebook"),
    ("cells that are none", _notebook() | {"cells": 5}, "no notebook"),
    ("a list", [], "no notebook"),
    ("null", None, "no notebook"),
    ("no tag", _notebook(tags=()), "no cell has the tag"),
    ("tags that are none", _notebook(tags=()) | {"cells": [{"metadata": []}]}, "no notebook"),
    ("an older format", _notebook() | {"nbformat": 3}, "no notebook"),
    ("great depth", "[" * 100_000, "no notebook"),
    ("no value", _notebook("n_topics"), "takes name = value"),
    ("a call", _notebook("n_topics = open('/etc/passwd')"), "takes name = value"),
    ("no Python", _notebook("n_topics = = 3"), "takes name = value"),
    ("two names", _notebook("n_topics = seed = 3"), "takes name = value"),
    ("an attribute", _notebook("a.b = 3"), "takes name = value"),
    ("a sum", _notebook("n_topics += 3"), "takes name = value"),
    ("a name twice", _notebook("n_topics = 3\nn_topics = 4"), "takes name = value"),
    ("an unknown name", _notebook("n_topcs = 3"), "unknown parameter"),
    ("an impossible value", _notebook("n_topics = 1"), "n_topics got 1"),
    ("a number of 5,000 digits", _notebook(f"n_topics = {'9' * 5_000}"), "takes name = value"),
    ("a number of 5,000 hex digits", _notebook(f"n_topics = 0x{'f' * 5_000}"), "n_topics"),
    ("great depth in a value", _notebook(f"places = {'[' * 5_000}{']' * 5_000}"), "takes name"),
    ("a NUL in the cell", _notebook("n_topics = 3\0"), "takes name = value"),
):
    _put = _book if isinstance(_book, str) else json.dumps(_book)
    CASES.append(("notebooks/03_topics.ipynb", _what, _put, (_word,)))


@pytest.mark.parametrize(
    "name, put, words",
    [(name, put, words) for name, _, put, words in CASES],
    ids=[f"{name}-{what!a}" for name, what, *_ in CASES],
)
def test_a_broken_file_is_told_of_in_one_line(broken, name, put, words):
    broken(name, put)
    refused("" if "nowhere" in words else _named(name, words), READERS[name], *filter(None, words))


def _named(name, words):
    """The file that the line has to name: the one that was broken, but for those it lists."""
    listed = ("its sha256 is", "leads out of data/raw", "not in data/raw", "no file")
    return "" if name == "data/raw/documents.csv" and set(words) & set(listed) else name


LONG = "港" * 140_000
LARGE = {"data/reference/norms/about.yaml"}  # read with tables of megabytes beside it
FINE = {  # what is unusual and yet right: the file, and what becomes of it
    "a byte order mark": lambda text: f"\ufeff{text}",
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "blank lines at its end": lambda text: f"{text}\n\n\n",
}


def _same(found, other):
    if hasattr(found, "equals"):
        return found.equals(other)
    if isinstance(found, Catalog):
        return [m.string for m in found] == [m.string for m in other]
    return found == other


@pytest.mark.parametrize("what", FINE)
@pytest.mark.parametrize("name", READERS)
def test_a_file_as_other_programs_save_it_is_read_the_same(broken, name, what):
    before = READERS[name]() if name not in LARGE else None
    broken(name, FINE[what](_content(name)))
    if name.endswith((".po", "ipynb")) and what == "a byte order mark":
        refused(name, READERS[name])
    elif name in LARGE:
        assert files.yaml_mapping(paths.ROOT / name) == files.yaml_mapping(REAL / name)
    elif name.endswith("methods.yaml"):
        assert [one.name for one in READERS[name]()] == [one.name for one in before]
    else:
        assert _same(READERS[name](), before)


def test_a_cell_of_any_length_is_read(broken):
    lexicon = "data/reference/lexicon.csv"
    broken(lexicon, f"term,gloss\n{LONG},port\n")
    assert READERS[lexicon]() == {LONG: "port"}
    broken("data/raw/documents.csv", _cell("data/raw/documents.csv", "title", LONG))
    assert documents.read_documents()["title"][0] == LONG


def test_columns_without_a_name_are_left_out(broken):
    """As spreadsheets leave them at the right."""
    broken("data/reference/lexicon.csv", "term,gloss,,\n港口,port,,\n")
    assert lists.read_pairs("lexicon.csv") == {"港口": "port"}


def test_of_a_codebook_of_ones_own_nothing_is_said_that_was_known_of_another(broken):
    book = [_theme(), _theme("fishing"), UNCODED]
    broken("data/reference/codebook.yaml", json.dumps(book))
    assert lists.read_pairs("heading_themes.csv") == {}
    assert set(lists.read_table("theme_design.csv")["theme"]) <= {"uncoded"}
    assert set(lists.read_table("validation_provinces_2025.csv")["theme"]) == set(lists.SUMS)
    assert set(norms.read_norms(norms.FOLDER).shares["theme"]) <= {"uncoded"}


def test_dates_in_yaml_are_text():
    assert files.yaml_value("{a: 2023-01-01, b: 2024-13-45}", "x") == {
        "a": "2023-01-01",
        "b": "2024-13-45",
    }


# Parameters: what each is given, and what its line says. Any other value is refused as well.
NEVER = ("x" * 61 + "\n", "港口\0", -1, 10**400, math.nan, math.inf, None, b"x", {"a": 1}, [[]], "")
IMPOSSIBLE = [(name, value) for name in parameters.Parameters.model_fields for value in NEVER]
IMPOSSIBLE += [(name, 1.5) for name in ("min_paragraphs", "n_topics", "n_terms", "refits", "draws")]
IMPOSSIBLE += [(name, True) for name in ("seed", "n_topics", "draws", "prior_words", "years")]
IMPOSSIBLE += [
    *(("min_paragraphs", 101), ("n_terms", 2), ("n_terms", 41), ("prior_words", 0)),
    *(("prior_words", 1e6 + 1), ("n_topics", 61), ("refits", 0), ("refits", 201), ("draws", 99)),
    *(
        ("draws", 50_001),
        ("seed", 2**32),
        ("term", "港" * 41),
        ("term", "a\nb"),
        ("term", "\ud800"),
    ),
    *(("focus", ["a", "b", "c", "d"]), ("years", [2023.0]), ("places", ["a", 1])),
    *(("cluster", "tcp://host"), ("cluster", "http://host:1"), ("cluster", "tcp://host:99999999")),
    *(("cluster", "tcp://host:8786\n"), ("reference", {"years": [2023]}), ("reference", [1])),
    *(("reference", {"years": [1, 2, 3]}), ("reference", {"level": 5}), ("corpus", "no\nwhere")),
    *(("corpus", "../raw"), ("corpus", "港" * 200), ("places", ["\ud800"]), ("keep", ["a\0b"])),
]
TAKEN = [("cluster", "")]  # … but this one


def _chosen(name, value, where):
    values = parameters.check({name: value}, where)
    return parameters.check_choice(parameters.of_run("default") | values, where)


@pytest.mark.parametrize(
    "name, value",
    [case for case in IMPOSSIBLE if case not in TAKEN],
    ids=lambda value: ascii(value)[:30] if not isinstance(value, int) else hex(value)[:30],
)
def test_an_impossible_parameter_is_told_of_in_one_line(ground, name, value):
    refused("", partial(_chosen, name, value, "parameters"), name)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "n_topics",
            "=",
            "=3",
            "a=b=c",
            "places=[",
            "places=]",
            "places=[[a]]",
            "seed=" + "9" * 5_000,
        ),
        *("seed=-1", "seed=1_0x", "seed=nan", "prior_words=1e999", "n_topics=三", "lexicon=True"),
        *("reference={", "reference={a: &a [*a]}", "reference={years: [0x" + "f" * 9_000 + ", 2]}"),
        *("reference=" + "{a: " * 5_000 + "}", "term=\ud800", "term=\x07", "x\0=1", "\ud800=1"),
        *("reference={level: !!python/name:os.system x}", "seed=1 seed=1", "years=[2023.5]"),
    ],
    ids=lambda words: ascii(words)[:40],
)
def test_a_set_line_that_cannot_be_is_told_of_in_one_line(ground, words):
    refused("SET", partial(parameters.from_words, words))


ANY = some.text(some.characters(codec=None), max_size=30)
SOME = settings(
    max_examples=150,
    deadline=timedelta(seconds=2),
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
PLAIN = some.none() | some.booleans() | some.integers() | some.floats() | ANY
VALUES = some.recursive(PLAIN, lambda inner: some.lists(inner) | some.dictionaries(ANY, inner))
YAML = some.text("ab:-[]{},&*!|>'\"#%@`?~0x9.\n\t \\<=é港\x07\u2028", max_size=60)
CELLS = some.lists(some.lists(ANY, min_size=1, max_size=4), min_size=1, max_size=4)


def _or_line(read):
    """What is read; None for what is refused in one line."""
    try:
        return read()
    except ProjectError as error:
        assert len(str(error).splitlines()) == 1
        return None


@SOME
@given(YAML | ANY)
def test_any_text_is_yaml_or_is_told_of(text):
    found = _or_line(lambda: files.yaml_value(text, "x.yaml"))
    json.dumps(found, ensure_ascii=False).encode()


@SOME
@given(some.binary(max_size=200) | CELLS.map(lambda cells: _joined(cells).encode("utf-8", PASS)))
def test_any_bytes_are_a_table_or_are_told_of(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    table = _or_line(lambda: files.csv_table(path))
    assert table is None or all(isinstance(cell, str) for cell in table.to_numpy().ravel())


@SOME
@given(CELLS)
def test_a_table_holds_what_was_written(tmp_path_factory, cells):
    path = tmp_path_factory.getbasetemp() / "written.csv"
    plain = [[cell.replace("\0", "").replace("\r", "") for cell in row[:1]] for row in cells]
    lines = [["only"], *([f"x{cell}"] for (cell,) in plain)]
    try:
        path.write_text(_joined(lines), encoding="utf-8", newline="")
    except UnicodeEncodeError:
        return
    assert files.csv_table(path, ["only"])["only"].tolist() == [cell for (cell,) in lines[1:]]


@SOME
@given(some.sampled_from(list(parameters.Parameters.model_fields)), VALUES)
def test_any_value_of_a_parameter_is_taken_or_told_of(name, value):
    taken = _or_line(lambda: parameters.check({name: value}, "parameters"))
    assert taken in (None, {name: value})


@SOME
@given(ANY | YAML.map(lambda text: f"reference={{{text}}}"))
def test_any_set_line_is_taken_or_told_of(line):
    _or_line(lambda: parameters.from_words(line))


@SOME
@given(some.text("{}:!nx.[]0,% 港", max_size=20))
def test_a_translation_that_is_taken_can_be_said(ground, translated):
    many, values = "{n:,} texts of {place}", {"n": 1_000, "place": "x"}
    message = Message(many, string=translated)
    if _or_line(lambda: catalogue.checked(message)) is not None and translated:
        translated.format(**values)


@SOME
@given(some.text("一二三十百千万亿零点两几多余0123456789.,%％~-—至到分之翻番 元人", max_size=40))
def test_any_numeral_is_a_finite_value_or_none(text):
    pattern = numerals.pattern(("元", "人", "%"))
    for match in pattern.finditer(text):
        value = numerals.read(match)
        assert value is None or not math.isinf(value.low * value.factor)


ENDLESS = {"^(?:a|a)*$": "a" * 60 + "!", "^(?:a|aa|b)*$": "a" * 200 + "!"}
LINEAR = {"^(?:.*.*)*!$": "a" * 60, "^(a+)+$": "a" * 60 + "!", "(?:a?){40}a{40}$": "a" * 39}


@pytest.mark.parametrize("pattern", ENDLESS)
def test_a_pattern_that_would_search_for_ever_is_told_of(pattern):
    recognized = naming.recognizer(lists.read_indicators().head(1).assign(pattern=pattern))
    refused("indicators.csv", lambda: recognized(ENDLESS[pattern]), "pattern of", "searches")


@pytest.mark.parametrize("pattern", LINEAR)
def test_a_pattern_that_only_looks_so_answers(pattern):
    recognized = naming.recognizer(lists.read_indicators().head(1).assign(pattern=pattern))
    assert recognized(LINEAR[pattern]) is naming.NO_INDICATOR


def test_a_catalogue_that_is_broken_is_told_of_where_something_is_said(broken):
    broken("data/reference/messages.zh.po", "hello\n")
    language._messages.cache_clear()
    refused("messages.zh.po", lambda: language.Language("zh").say("work report"))
    language._messages.cache_clear()


def _told(root, *words, **variables):
    """The line with which the command line refuses, within a time that any refusal keeps."""
    environment = os.environ | {"PYTHONPATH": str(root / "src")} | variables
    command = [sys.executable, "-P", "-m", "policy_emphasis", *words]
    given = {"cwd": root, "env": environment, "capture_output": True, "timeout": 60}
    done = subprocess.run(command, **given)
    lines = done.stderr.decode("utf-8", "replace").splitlines()
    assert done.returncode == 1 and len(lines) == 1, done.stderr
    return lines[0].removeprefix("policy_emphasis: ")


@pytest.mark.slow
@pytest.mark.long
def test_the_command_line_says_one_line(ground, broken):
    """The same through `python -m policy_emphasis`, each in a process of its own."""
    shutil.copytree(REAL / "src", ground / "src", ignore=shutil.ignore_patterns("__pycache__"))
    pages = ("pages", "default", "04_emphasis")
    assert "JOBS got '0'" in _told(ground, *pages, "--jobs", "0")
    assert "SET: not readable" in _told(ground, "report", *pages[1:], SET="reference={a: {")
    assert "no such folder" in _told(ground, "import", "~nobody-of-this-name/x", "mine")
    assert "no such folder" in _told(ground, "import", "名" * 200, "mine")
    (ground / "reports").write_text("no folder\n")
    assert "reports" in _told(ground, *pages)
    (ground / "reports").unlink()
    (ground / "params" / "bad.yaml").symlink_to("/etc/passwd")
    assert "leads out of" in _told(ground, "pages", "bad", "04_emphasis")
    (ground / "params" / "bad.yaml").unlink()
    broken("data/reference/lexicon.csv", lambda path: os.mkfifo(path))
    assert "lexicon.csv: is a folder, or a pipe" in _told(ground, *pages)


def test_there_are_cases_for_every_file_and_every_parameter(counted):
    number = len(CASES) + len(IMPOSSIBLE)
    counted(f"{number} cases: {len(CASES)} of files, {len(IMPOSSIBLE)} of parameters")
    assert number >= LEAST_CASES
    assert {name for name, *_ in CASES} == set(READERS)
    assert {name for name, _ in IMPOSSIBLE} == set(parameters.Parameters.model_fields)
