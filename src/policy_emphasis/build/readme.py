"""The README's findings and picture, taken from the executed notebooks, so that they change with them."""

import pandas as pd

from policy_emphasis import paths
from policy_emphasis.page.figure import picture
from policy_emphasis.page.render import write_whole
from policy_emphasis.paths import ProjectError

START, END = "<!-- findings: written by `make notebooks` -->", "<!-- /findings -->"
SHOWN = (
    "themes-",
    "terms-",
    "contrast-",
    "targets-",
    "article-",
)  # finding names that the README repeats


def summary(findings):
    """The findings that the README shows, as a Markdown list."""
    rows = findings[findings["finding"].str.startswith(SHOWN)]
    return "\n".join(f"- {statement}" for statement in rows["statement"])


def renew_picture(notebook):
    """Write docs/themes.svg: the chart of theme shares, from the executed 04_emphasis."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if 'id="chart-shares"' in (text := output.get("data", {}).get("text/html", "")):
                (paths.ROOT / "docs").mkdir(exist_ok=True)
                return write_whole(paths.ROOT / "docs" / "themes.svg", picture(text))
    raise ProjectError(
        "04_emphasis.ipynb: holds no chart of theme shares for the README; execute it first"
    )


def renewed(text, findings):
    """The README with its findings renewed."""
    before, _, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not end:
        raise ProjectError(f"README.md: the lines {START} and {END} are missing; put them back")
    return f"{before}{START}\n{summary(findings)}\n{END}{after}"


def renew(findings):
    """Write the findings that the executed index published (a CSV file) into README.md."""
    readme = paths.ROOT / "README.md"
    write_whole(
        readme,
        renewed(readme.read_text(encoding="utf-8"), pd.read_csv(findings, encoding="utf-8-sig")),
    )
