"""The README's findings and picture, taken from the executed index, so that they change with it."""

import html
import re
from urllib.parse import unquote

import pandas as pd

from policy_emphasis import project
from policy_emphasis.project import ProjectError
from policy_emphasis.report.render import write_whole

START, END = "<!-- findings: written by `make notebooks` -->", "<!-- /findings -->"
SHOWN = ("themes-", "terms-", "contrast-", "targets-", "article-")  # finding names that the README repeats


def summary(findings):
    """The findings that the README shows, as a Markdown list."""
    rows = findings[findings["finding"].str.startswith(SHOWN)]
    return "\n".join(f"- {statement}" for statement in rows["statement"])


def picture(notebook):
    """The first chart of an executed notebook, as SVG."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            found = re.search(r'src="data:image/svg\+xml,([^"]*)"', output.get("data", {}).get("text/html", ""))
            if found:
                return unquote(html.unescape(found.group(1)))
    raise ProjectError("index.ipynb: holds no chart for the README; execute it first")


def renewed(text, findings):
    """The README with its findings renewed."""
    before, _, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not end:
        raise ProjectError(f"README.md: the lines {START} and {END} are missing; put them back")
    return f"{before}{START}\n{summary(findings)}\n{END}{after}"


def renew(notebook, findings):
    """Write README.md and docs/themes.svg from the executed index and the findings it published (a CSV file)."""

    (project.ROOT / "docs").mkdir(exist_ok=True)
    write_whole(project.ROOT / "docs" / "themes.svg", picture(notebook))
    readme = project.ROOT / "README.md"
    write_whole(readme, renewed(readme.read_text(encoding="utf-8"), pd.read_csv(findings, encoding="utf-8-sig")))
