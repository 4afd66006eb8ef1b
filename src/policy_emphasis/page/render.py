"""Pages from the templates beside this file: an executed notebook by nbconvert, a source text or a
comparison as it is."""

import base64
import hashlib
import html
import json
import re
from functools import cache, partial
from pkgutil import get_data

from markupsafe import Markup
from nbconvert import HTMLExporter

from policy_emphasis import parameters, paths
from policy_emphasis.language import N_
from policy_emphasis.page import frame, methods
from policy_emphasis.page.citing import citations
from policy_emphasis.page.concordance import corpus
from policy_emphasis.page.markup import TEMPLATES, chinese, escape, plain_value, prepared, render
from policy_emphasis.reference.citation import citation
from policy_emphasis.reference.documents import folder_of
from policy_emphasis.reference.files import inputs
from policy_emphasis.run import open_run
from policy_emphasis.words.vocabulary import PAGE_TITLES

HAN = re.compile("[㐀-鿿]+")
SEARCHED = "07_concordance"
BASE = "page.js"  # the script of every page
SEARCH = "search"  # the page that no notebook stands behind, and that searches all others
SCRIPTS = {SEARCHED: ("fields.js", "search.js"), paths.ALL_TEXTS: ("sort.js",)}  # of pages with any
SCRIPTS |= {paths.NORMS: ("sort.js", "fields.js", "filter.js"), SEARCH: ("fields.js", "find.js")}
SIZES = ("narrow.css", "wide.css", "print.css")  # of every page, after its own
# Of every page, before its own.
LOOKS = ("page.css", "tables.css", "figures.css", "findings.css", "texts.css", "methods.css")
STYLES = {paths.ALL_TEXTS: ("sorts.css", "all_texts.css"), paths.NORMS: ("sorts.css",)}
STYLES |= {SEARCH: ("find.css",)}


def page(notebook, name, run, *, values, language, file=""):
    """The page of an executed notebook, as HTML.

    name: the notebook's; run: its name; values: the parameters it was given; file: the page's,
    where that is not the notebook's name. What the notebook put out is kept as it is: escaping is
    done where HTML is made, in markup.py, and the page's policy lets no script run but the
    project's own.
    """
    command, opened = _command(name, run, values), open_run(values)
    about = {"title": title(notebook, language), "run": run, "parameters": values}
    about |= {"command": command, "here": name, "notebook": name}
    about["translated"] = _translated(values)
    about |= {"links": links(opened), **frame.around(_pages(opened))[name]}
    about |= {"address": name, "other": frame.other_language(run, values)}
    opening = frame.bottom_line(notebook) or [frame.first_paragraph(_opening(notebook, language))]
    about["description"] = frame.described(language.sentences(opening))
    drawn = any('role="img"' in shown for shown in frame.outputs(notebook))
    about["scripts"] = _scripts(*SCRIPTS.get(name, ()), *["chart.js"] * drawn)
    about["style"] = _style(*STYLES.get(name, ()))
    if name == SEARCHED:
        about["corpus"] = _searched(opened)
    body, _ = _exporter(language).from_notebook_node(notebook, resources={"page": about})
    body = re.sub(r'<a class="anchor-link"[^>]*>[^<]*</a>', "", body)
    given = {"run": run, "file": file or f"{name}.html", "command": command}
    whole = _with_contents(_with_citations(body, language, **given), language)
    return methods.explained(whole, name, language)


def plain(title, body, run, *, values, language, **about):
    """A page of the given body (HTML) with, where values holds any, the card of its parameters.

    about: command, the one that makes it; links, to other pages; where they are known before,
    after and other, as from frame; card, the picture that it is shared with; scripts, besides that
    of every page; here, its name, where it has one of its own.
    """
    here = about.setdefault("here", "")
    about |= {"title": title, "run": run, "parameters": values, "translated": _translated(values)}
    about["scripts"] = _scripts(*about.get("scripts", ()), *SCRIPTS.get(here, ()))
    about["style"] = _style(*STYLES.get(here, ()))
    if "description" not in about:
        about["description"] = frame.described(language.sentences(frame.paragraphs(body)[:1]))
    template = _exporter(language).environment.get_template("plain.html.j2")
    whole = _with_contents(template.render(page=about, body=Markup(body)), language)
    return methods.explained(whole, here, language)


def methods_page(run, name, values):
    """The page of all methods, of a Run with this name and these parameters."""
    language, to_others = run.language, links(run)
    body = methods.page_of_all(to_others, language)
    about = {"values": values, "command": f"make all RUN={name}", "links": to_others}
    title = language.say("Methods")
    return plain(title, body, name, language=language, here=methods.NAME, **about)


def title(notebook, language):
    """The heading of a notebook, in the language of the page."""
    return _opening(notebook, language).splitlines()[0].removeprefix("# ")


def _opening(notebook, language):
    """The prose that a notebook opens with."""
    first = next(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return prose(first, language)


def _command(name, run, values):
    """The command that makes a notebook's page with these parameters."""
    standard = parameters.of_run(run)
    changed = [f"{k}={plain_value(v)}" for k, v in values.items() if v != standard[k]]
    if not changed:
        return f"make all RUN={run}"
    command = f'make report RUN={run} NOTEBOOK={name} SET="{" ".join(changed)}"'
    return Markup(HAN.sub(lambda word: chinese(word[0]), escape(command)))


def links(run):
    """name → title of the pages of a Run, in order, and the list of all runs."""
    return _pages(run) | {methods.NAME: N_("Methods"), "../index": N_("All runs")}


def _pages(run):
    return {name: title for name, title in PAGE_TITLES.items() if name in pages_of(run)}


def pages_of(run):
    """The names of a Run's pages: one speaks of many texts only."""
    few = len(run.everyone.documents) < paths.MANY
    return [name for name in paths.PAGES if name != paths.ALL_TEXTS or not few]


def _translated(values):
    """Whether these parameters differ from the default run's in the language alone."""
    default = parameters.of_run("default")
    return [name for name, value in values.items() if value != default[name]] == ["language"]


def prose(source, language):
    """A notebook's prose in the page's language: heading by heading, paragraph by paragraph,
    however its lines are broken."""
    if language.code == "en":
        return source
    blocks = []
    for block in re.split(r"\n\s*\n", source):
        mark, text = re.match(r"(#* ?)(.*)", " ".join(block.split())).groups()
        blocks.append(mark + language.say(text))
    return "\n\n".join(blocks)


def _with_contents(body, language):
    """The page with a list of its sections where the template left room for it."""
    found = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', body.split("<footer", 1)[0], flags=re.S)
    sections = [(html.unescape(anchor), Markup(heading)) for anchor, heading in found]
    contents = render(language, "contents.html.j2", sections=sections) if sections else ""
    return body.replace("<!--contents-->", contents, 1)


def _with_citations(body, language, *, run, file, command):
    """The page with what cites and makes each finding where the template left room for it."""

    def cited(place):
        given = citations(html.unescape(place[1]), run, file)
        return render(language, "cite.html.j2", command=command, **given)

    return re.sub("<!--cite (.+?)-->", cited, body)


def _scripts(*names):
    """The script of every page and, as another, these; each with its hash for the page's policy."""
    return [_script(BASE), *([_script(*names)] if names else [])]


def _script(*names):
    """Scripts as one, without indentation and comments, and its hash."""
    script = re.sub(r"^\s*//.*\n|^\s+", "", _together(*names), flags=re.M)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return {"text": Markup(script), "hash": digest}


@cache
def _style(*own):
    """The style sheets of every page, and a page's own, as one, without comments and white space
    that says nothing."""
    sheet = re.sub(r"/\*.*?\*/", "", _together(*LOOKS, *own, *SIZES), flags=re.S)
    return Markup(re.sub(r"\s*([{};,])\s*|(?<=:) ", r"\1", sheet).strip().replace(";}", "}"))


def _together(*names):
    return "".join(get_data(__package__, f"templates/{name}").decode() for name in names)


def _searched(run):
    """The concordance's data, as it stands in a page."""
    data = json.dumps(corpus(run), ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":  # so that no text can end the element it stands in
        data = data.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(data)


@cache
def _exporter(language):
    """nbconvert's HTML exporter on the project's own template: no request, no style sheet of
    others. Its templates ask for what they say of the repository."""
    folder = {"template_name": TEMPLATES.name, "extra_template_basedirs": [str(TEMPLATES.parent)]}
    exporter = HTMLExporter(**folder)
    environment = prepared(exporter.environment, language)
    environment.filters["prose"] = partial(prose, language=language)
    for asked in (parameters.of_run, parameters.meanings, folder_of, inputs, citation):
        environment.globals[asked.__name__] = asked
    return exporter
