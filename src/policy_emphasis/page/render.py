"""Pages from the templates beside this file: an executed notebook by nbconvert, a source text or a comparison as it is.

page(notebook, name, run, values)         → the page of a notebook
plain(title, body, run, values, command)  → a page that no notebook stands behind
"""

import base64
import hashlib
import html
import json
import re
from functools import cache
from pathlib import Path

from jinja2 import pass_context
from nbconvert import HTMLExporter
from traitlets import default

from policy_emphasis import language, parameters, paths
from policy_emphasis.language import say
from policy_emphasis.page.blocks import PAGE_TITLES
from policy_emphasis.page.markup import escape, mixed
from policy_emphasis.reference import files

SEARCHED = "07_concordance"  # the one page with a script


class PageExporter(HTMLExporter):
    """nbconvert's HTML exporter on the project's own template: no request, no style sheet of others."""

    @default("template_name")
    def _template_name_default(self):
        return "templates"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self):
        return [str(Path(__file__).parent)]


def page(notebook, name, run, values):
    """The page of an executed notebook, as HTML.

    name: the notebook's; values: the parameters it was given. What the notebook put out is kept as it is: escaping is done where HTML is made, in markup.py, and the
    page's policy lets no script run but the concordance's own.
    """
    changed = {k: v for k, v in values.items() if v != parameters.of_run(run)[k]}
    command = (
        f"make all RUN={run}"
        if not changed
        else f'make report RUN={run} NOTEBOOK={name} SET="{" ".join(f"{k}={plain_value(v)}" for k, v in changed.items())}"'
    )
    first = next(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    about = _about(prose(first.splitlines()[0]).removeprefix("# "), name, run, values, command)
    if name == SEARCHED:
        about["search"] = _search(values)
    body, _ = _exporter().from_notebook_node(notebook, resources={"page": about})
    return _with_contents(re.sub(r'<a class="anchor-link"[^>]*>[^<]*</a>', "", body))


def plain(title, body, run, values, command, links=None):
    """A page of the given body (HTML), with the run's navigation (or these links) and, where values holds any, the card of its parameters."""
    about = _about(title, None, run, values, command)
    about["links"] = about["links"] if links is None else links
    return _with_contents(
        _exporter().environment.get_template("plain.html.j2").render(page=about, body=body)
    )


def prose(source):
    """A notebook's prose in the page's language: heading by heading, paragraph by paragraph, however its lines are broken."""
    if language.current() == "en":
        return source
    blocks = []
    for block in re.split(r"\n\s*\n", source):
        mark, text = re.match(r"(#* ?)(.*)", " ".join(block.split())).groups()
        blocks.append(mark + say(text))
    return "\n\n".join(blocks)


def inputs():
    """The files that any page rests on, with their hashes."""
    files = [
        *sorted(p for p in paths.RAW.iterdir() if p.is_file()),
        *sorted(paths.REFERENCE.glob("*.*")),
        paths.LOCK,
    ]
    return [
        {
            "file": str(path.relative_to(paths.ROOT)),
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest()[:12],
        }
        for path in files
    ]


def citation():
    """authors, year, title and version of this repository, from CITATION.cff."""
    cff = files.citation()
    return {
        "authors": ", ".join(
            a.get("name") or f"{a.get('family-names', '')} {a.get('given-names', '')}".strip()
            for a in cff["authors"]
        ),
        "year": str(cff["date-released"])[:4],
        "title": cff["title"],
        "version": cff["version"],
    }


def _about(title, name, run, values, command):
    """What the templates say of a page."""
    standard, meanings = parameters.of_run("default"), parameters.meanings()
    return {
        "title": title,
        "run": run,
        "command": command,
        "language": language.LANGUAGE_TAGS[language.current()],
        "links": [
            {"file": f"{page}.html", "title": say(PAGE_TITLES[page]), "here": page == name}
            for page in ("index", *paths.PAGES[:-1])
        ]
        + [{"file": "../index.html", "title": say("All runs"), "here": False}],
        "parameters": [
            {
                "name": k,
                "value": plain_value(v),
                "default": plain_value(standard[k]),
                "changed": v != standard[k],
                "meaning": meanings[k],
            }
            for k, v in values.items()
        ],
        "inputs": inputs(),
        "cite": "{authors} ({year}). {title}. Version {version}.".format(**citation()),
    }


def _with_contents(body):
    """The page with a list of its sections where the template left room for it."""
    heads = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', body.split("<footer", 1)[0], flags=re.S)
    contents = "".join(
        f'<li><a href="#{html.escape(html.unescape(anchor))}">{text}</a></li>'
        for anchor, text in heads
    )
    return body.replace(
        "<!--contents-->",
        f"<details><summary>{escape(say('On this page'))}</summary><ol>{contents}</ol></details>"
        if heads
        else "",
        1,
    )


def _search(values):
    """The concordance's data and script, and the script's hash for the page's policy."""
    from policy_emphasis.page import concordance
    from policy_emphasis.run import open_run

    script = (Path(__file__).parent / "templates" / "search.js").read_text(encoding="utf-8")
    corpus = json.dumps(
        concordance.corpus(open_run(values)), ensure_ascii=False, separators=(",", ":")
    )
    for sign in "<>&\u2028\u2029":  # so that no text can end the element it stands in
        corpus = corpus.replace(sign, f"\\u{ord(sign):04x}")
    return {
        "corpus": corpus,
        "script": script,
        "hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    }


def plain_value(value):
    """A value as SET and YAML take it: [a,b], true, 12, nmf."""
    return (
        f"[{','.join(map(str, value))}]"
        if isinstance(value, list)
        else value
        if isinstance(value, str)
        else json.dumps(value)
    )


def _late(function):
    """The function as a filter that is called whenever a page is made: a plain one with a constant argument is called once, in the language of that moment."""
    return pass_context(lambda context, *arguments, **values: function(*arguments, **values))


@cache
def _exporter():
    exporter = PageExporter()
    for name, function in (("say", say), ("shown", escape), ("mixed", mixed), ("prose", prose)):
        exporter.register_filter(name, _late(function))
    return exporter
