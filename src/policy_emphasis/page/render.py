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
from policy_emphasis.page.concordance import corpus
from policy_emphasis.page.markup import TEMPLATES, chinese, escape, plain_value, prepared, render
from policy_emphasis.reference.documents import folder_of
from policy_emphasis.reference.files import citation, inputs
from policy_emphasis.run import open_run
from policy_emphasis.words.vocabulary import PAGE_TITLES

HAN = re.compile("[㐀-鿿]+")
SEARCHED = "07_concordance"
SCRIPTS = {SEARCHED: ("fields.js", "search.js"), paths.ALL_TEXTS: ("sort.js",)}  # of pages with any
SCRIPTS |= {paths.NORMS: ("sort.js", "fields.js", "filter.js")}
STYLES = {paths.ALL_TEXTS: ("sorts.css", "all_texts.css"), paths.NORMS: ("sorts.css",)}


def page(notebook, name, run, *, values, language):
    """The page of an executed notebook, as HTML.

    name: the notebook's; run: its name; values: the parameters it was given. What the notebook put
    out is kept as it is: escaping is done where HTML is made, in markup.py, and the page's policy
    lets no script run but the project's own.
    """
    standard = parameters.of_run(run)
    changed = [f"{k}={plain_value(v)}" for k, v in values.items() if v != standard[k]]
    command = f"make all RUN={run}"
    if changed:
        command = f'make report RUN={run} NOTEBOOK={name} SET="{" ".join(changed)}"'
        command = Markup(HAN.sub(lambda word: chinese(word[0]), escape(command)))
    first = next(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    title = prose(first.splitlines()[0], language).removeprefix("# ")
    about = {"title": title, "run": run, "parameters": values, "command": command}
    opened = open_run(values)
    about |= {"here": name, "links": links(opened), "translated": _translated(values)}
    if name in SCRIPTS:
        about["script"] = _script(*SCRIPTS[name])
    about["styles"] = STYLES.get(name, ())
    if name == SEARCHED:
        about["corpus"] = _searched(opened)
    body, _ = _exporter(language).from_notebook_node(notebook, resources={"page": about})
    return _with_contents(re.sub(r'<a class="anchor-link"[^>]*>[^<]*</a>', "", body), language)


def plain(title, body, run, *, values, command, language, links):
    """A page of the given body (HTML), with these links to others and, where values holds any, the
    card of its parameters."""
    about = {"title": title, "run": run, "parameters": values, "command": command, "links": links}
    about["translated"] = _translated(values)
    template = _exporter(language).environment.get_template("plain.html.j2")
    return _with_contents(template.render(page=about, body=Markup(body)), language)


def links(run):
    """name → title of the pages of a Run, in order, and the list of all runs."""
    shown = {name: title for name, title in PAGE_TITLES.items() if name in pages_of(run)}
    return shown | {"../index": N_("All runs")}


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


def _script(*names):
    """The scripts of a page as one, and its hash for the page's policy."""
    script = b"".join(get_data(__package__, f"templates/{name}") for name in names)
    digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
    return {"text": Markup(script.decode()), "hash": digest}


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
