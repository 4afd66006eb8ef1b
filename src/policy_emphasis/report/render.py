"""An executed notebook as a page: nbconvert with the template beside this file, and files written whole or not at all."""

import hashlib
import html
import json
import os
import re
from functools import cache
from pathlib import Path

from nbconvert import HTMLExporter
from traitlets import default

from policy_emphasis import parameters, project
from policy_emphasis.report.blocks import PAGE_TITLES


class PageExporter(HTMLExporter):
    """nbconvert's HTML exporter on the project's own template: no script, no request, no style sheet of others."""

    @default("template_name")
    def _template_name_default(self):
        return "template"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self):
        return [str(Path(__file__).parent)]


def page(notebook, name, run, values):
    """The page of an executed notebook, as HTML.

    name: the notebook's; values: the parameters it was given. What the notebook put out is kept as it is: escaping is done where HTML
    is made, in evidence.py and charts.py, and the page's policy lets no script run.
    """
    standard = parameters.of_run("default")
    changed = {k: v for k, v in values.items() if v != parameters.of_run(run)[k]}
    command = f"make all RUN={run}" if not changed else \
        f'make report RUN={run} NOTEBOOK={name} SET="{" ".join(f"{k}={_plain(v)}" for k, v in changed.items())}"'
    first = next(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    about = {
        "title": re.sub(r"^#\s*", "", first.splitlines()[0]), "run": run, "command": command,
        "links": [{"file": f"{page}.html", "title": PAGE_TITLES[page], "here": page == name} for page in ("index", *project.PAGES[:-1])],
        "parameters": [{"name": k, "value": _plain(v), "default": _plain(standard[k]), "changed": v != standard[k]} for k, v in values.items()],
        "inputs": inputs()}
    body, _ = _exporter().from_notebook_node(notebook, resources={"page": about})
    body = re.sub(r'<a class="anchor-link"[^>]*>[^<]*</a>', "", body)
    heads = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', body.split("<footer", 1)[0], flags=re.S)
    contents = "".join(f'<li><a href="#{html.escape(anchor)}">{text}</a></li>' for anchor, text in heads)
    return body.replace("<!--contents-->", f"<ol>{contents}</ol>" if heads else "")


def inputs():
    """The files that any page rests on, with their hashes."""
    files = [*sorted(p for p in project.RAW.iterdir() if p.is_file()), *sorted(project.REFERENCE.glob("*.*")), project.LOCK]
    return [{"file": str(path.relative_to(project.ROOT)), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()[:12]} for path in files]


def write_whole(path, text):
    """Write beside, flush to disk, move into place: a reader sees the old file or the new one, never a part."""
    beside = path.with_name(f".{path.name}.partial")
    with open(beside, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


@cache
def _exporter():
    return PageExporter()


def _plain(value):
    """A value as SET and YAML take it: [a,b], true, 12, nmf."""
    return f"[{','.join(map(str, value))}]" if isinstance(value, list) else value if isinstance(value, str) else json.dumps(value)
