"""The text of a file of any kind: what it is, is told by its content, not by its name."""

import email
import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO

import pypdfium2
import yaml
from pypdfium2 import raw

from policy_emphasis.intake.encodings import (
    LEAST_COMMON,
    LOST,
    chinese,
    commonness,
    decoded,
    lost,
    whole,
)
from policy_emphasis.intake.fields import KNOWN, by_field
from policy_emphasis.intake.sources import Refused
from policy_emphasis.intake.tables import json_lines, separated, spreadsheet
from policy_emphasis.intake.web import web
from policy_emphasis.intake.word import BODY, word
from policy_emphasis.paths import ProjectError

NAMES = {  # kind → how its files are called
    "docx": ("docx", "docm", "dotx"),
    "xlsx": ("xlsx", "xlsm"),
    "pdf": ("pdf",),
    "html": ("html", "htm", "xhtml", "shtml", "mht", "mhtml", "asp", "aspx", "jsp", "php"),
    "csv": ("csv", "tsv", "tab"),
    "json": ("json", "jsonl", "ndjson"),
    "text": ("txt", "text", "md", "markdown", ""),
}
COMPOUND = b"\xd0\xcf\x11\xe0"  # how the old files of Office begin
HTML = re.compile(r"\s*(?:<!doctype html|<html|<head|<body)|[\s\S]{0,1000}<(?:html|body)\b", re.I)
MHT = re.compile(rb"\s*(?:mime-version:|content-type: ?multipart|from: <saved by)", re.I)
FRONT_MATTER = re.compile(r"[\ufeff\s]*---[ \t]*\n((?:(?!---)[^\n]*\n){1,100})---[ \t]*(?:\n|\Z)")
PAGES, STATED = 3_000, 10_000  # of a PDF; characters of a front matter
PDF_STATES = {"title": "Title", "author": "Author"}


@dataclass(frozen=True)
class Text:
    """A text as decoded, before any cleaning.

    name: of its file, with `/row 12` for one of a table. given: what the file states: title, place,
    province, year, date, speaker, source, genre, level, author, or a column's own name → value.
    dropped: (reason, text) of what the format had beside it. faults: what may be wrong with it.
    """

    name: str
    text: str
    given: dict = field(default_factory=dict)
    dropped: list = field(default_factory=list)
    faults: list = field(default_factory=list)


def texts(source):
    """The texts in a file: a list of Text, and of Refused for a row of a table that has none.

    Raises ProjectError, with the file's name and what to do, where there is no text in it.
    """
    try:
        kind, content, faults = _told(source)
        if kind in TABLES:
            return _of_rows(source.name, TABLES[kind](content), faults)
        text, given, dropped = DOCUMENTS[kind](content)
        if not chinese(text):
            raise ProjectError("no Chinese text in it; remove it")
    except ProjectError as error:
        raise ProjectError(f"{source.name}: {error}") from None
    blank = [str(i) for i, page in enumerate(text.split("\f"), 1) if not page.strip()]
    if kind == "pdf" and blank:
        faults = [*faults, f"pages of pictures, without text: {', '.join(blank)}; read them by OCR"]
    return [_text(source.name, text, given, dropped=dropped, faults=faults)]


def _of_rows(name, table, faults):
    found = []
    for row, text, given, own in table:
        where = f"{name}/{row}"
        if chinese(text):
            found.append(_text(where, text, given, faults=[*faults, *own]))
        else:
            found.append(Refused(where, "; ".join(own) or "no Chinese text in it; fill it in"))
    if not any(isinstance(item, Text) for item in found):
        raise ProjectError("a table without a text; fill in a column called text")
    return found


def _text(name, text, given, *, faults, dropped=()):
    text, given = whole(text), {whole(key): whole(value) for key, value in given.items()}
    dropped = [(reason, whole(stretch)) for reason, stretch in dropped]
    return Text(name, text, given, dropped, [*faults, *lost(text)])


def _told(source):
    """What a file is: its kind, its bytes or decoded text, and what is wrong with it."""
    content, faults = source.content, []
    ending = source.name.rpartition("/")[2].rpartition(".")
    ending = ending[2].lower() if ending[1] else ""
    kind = _binary(content)
    if MHT.match(content):
        content = _page_of_archive(content)
    if not kind:
        content, faults = decoded(content)
        kind = _written(content, ending)
    named = next((k for k, endings in NAMES.items() if ending in endings), ending)
    if kind != named and not (kind == "text" and named not in NAMES):
        faults = [*faults, f"named .{ending}, read as what it is: {kind}"]
    return kind, content, faults


def _binary(content):
    """The kind of a file that is no plain text, or nothing. Raises ProjectError for a kind that is
    not read."""
    if content[:4] in (b"PK\3\4", b"PK\5\6"):
        return _zipped(content)
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(COMPOUND):
        for stream, kind, advice in KNOWN["streams"]:
            if stream.encode("utf-16-le") in content:
                raise ProjectError(f"{kind}; {advice}")
    for start, kind, advice in KNOWN["refused"]:
        if content.startswith(start.encode("latin-1")):
            raise ProjectError(f"{kind}; {advice}")
    return ""


def _page_of_archive(content):
    """The page of a web archive (mht), the first of its parts that is HTML."""
    try:
        parts = email.message_from_bytes(content).walk()
        pages = [part for part in parts if part.get_content_type() == "text/html"]
        return pages[0].get_payload(decode=True)
    except Exception:  # what email raises on damaged bytes is no closed list
        raise ProjectError("a web archive without a page; save its text as txt") from None


def _zipped(content):
    try:
        names = zipfile.ZipFile(BytesIO(content)).namelist()
    except Exception as error:  # what zipfile raises on damaged bytes is no closed list
        advice = f"a damaged zip archive or Office document ({error}); save it again"
        raise ProjectError(advice) from None
    for pattern, kind in ((BODY, "docx"), (r"xl/workbook\.xml", "xlsx")):
        if any(re.fullmatch(pattern, name.replace("\\", "/")) for name in names):
            return kind
    for pattern, kind, advice in KNOWN["parts"]:
        if any(re.fullmatch(pattern, name) for name in names):
            raise ProjectError(f"{kind}; {advice}")
    raise ProjectError("a zip archive, no document; name it .zip, or save the document again")


def _written(text, ending):
    """The kind of a file that is text."""
    start = text[:3000].lstrip("\ufeff \t\n")
    for pattern, kind, advice in KNOWN["refused_texts"]:
        if re.search(pattern, start):
            raise ProjectError(f"{kind}; {advice}")
    if HTML.match(start) or (ending in NAMES["html"] and "<" in start):
        return "html"
    if ending in NAMES["json"] or re.match(r'\{\s*"|\[\s*\{\s*"', start):
        return "json"
    if ending in KNOWN["programs"].split():
        raise ProjectError("a program or its settings, no report; remove it")
    return "csv" if ending in (*NAMES["csv"], "xls") else "text"


def _plain(text):
    """A text file, and its front matter."""
    matter = FRONT_MATTER.match(text, 0)
    stated = _stated(matter[1]) if matter else {}
    if not stated:
        return text, {}, []
    return text[matter.end() :], by_field(stated), [("front matter", matter[0].strip())]


def _stated(block):
    """The values of a front matter, as they are written. One that is no YAML, or has aliases, which
    may stand for any length, is read as lines of `name: value`."""
    try:
        brackets = len(re.findall(r"[\[{]", block))  # for nested ones the parser takes minutes
        if len(block) > STATED or brackets > 20 or any(map(_alias, yaml.parse(block))):
            raise ValueError
        loaded = yaml.load(block, yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError):  # a colon in a title, mostly
        pairs = (re.split("[:：]", line, maxsplit=1) for line in block.split("\n"))
        loaded = {pair[0].strip(): pair[1].strip(" \"'") for pair in pairs if len(pair) == 2}
    if not isinstance(loaded, dict):
        return {}
    listed = {
        name: "、".join(map(str, v)) if isinstance(v, list) else v for name, v in loaded.items()
    }
    return {str(name): value for name, value in listed.items() if isinstance(value, str)}


def _alias(event):
    return isinstance(event, yaml.AliasEvent)


def _pdf(content):
    """The text layer of a PDF, a form feed between pages; its title and author where they are in
    Chinese. Raises ProjectError for one that is locked or scanned."""
    try:
        with pypdfium2.PdfDocument(content) as document:
            pages = [_page(document, i) for i in range(min(len(document), PAGES))]
            stated = document.get_metadata_dict()
    except Exception as error:  # pdfium's, and what its binding meets in a damaged file
        if "password" in str(error).lower():
            raise ProjectError("a PDF locked with a password; save it without") from None
        raise ProjectError(f"a damaged PDF ({error}); save it again") from None
    text = "\f".join(pages)
    if not chinese(text):
        raise ProjectError("a scanned PDF, or one without Chinese text; recognise its text (OCR)")
    if commonness(text) < LEAST_COMMON:
        raise ProjectError("a PDF whose characters cannot be told; copy its text, or use OCR")
    given = {ours: stated.get(theirs, "") for ours, theirs in PDF_STATES.items()}
    return text, {name: value for name, value in given.items() if chinese(value)}, []


def _page(document, i):
    page = document[i]
    layer = page.get_textpage()
    text = layer.get_text_range()
    if layer.count_chars() > len(text):  # characters without a code, which pdfium leaves out
        codes = [raw.FPDFText_GetUnicode(layer, i) for i in range(layer.count_chars())]
        text = "".join(chr(code) if code else LOST for code in codes)
    layer.close()
    page.close()
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "")


DOCUMENTS = {"docx": word, "html": web, "text": _plain, "pdf": _pdf}
TABLES = {"csv": separated, "xlsx": spreadsheet, "json": json_lines}
