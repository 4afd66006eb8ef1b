"""What is committed and yet made: the notebooks' outputs, the comments on parameters, the README's
findings and picture, the hashes in data/datapackage.json, the tables of docs/validity.md and of
docs/replication.md."""

import re
from unicodedata import east_asian_width

import nbformat
import pandas as pd

from policy_emphasis import parameters, paths
from policy_emphasis.build import packaging, replication, validity_page
from policy_emphasis.build.kernels import execute
from policy_emphasis.build.publish import tell
from policy_emphasis.disk import scratch, write_whole
from policy_emphasis.page.figure import picture
from policy_emphasis.paths import ProjectError

README = paths.ROOT / "README.md"
START = "<!-- findings: written by `make notebooks` -->"
END = "<!-- /findings -->"
# A name, a sign, a value.
WRITTEN = re.compile(r'^(\w+)( = |: )("[^"]*"|\[[^]]*]|\{[^}]*}|\S+).*$', re.M)
COMMENT_COLUMN = 19  # where comments start at the earliest, not counting the sign
SHOWN = ("themes-", "terms-", "contrast-", "targets-")  # of the findings, by name


def refresh_notebooks(names):
    """Execute the committed notebooks in place, with the parameters that stand in them, and renew
    what follows from them and from the meaning of the parameters."""
    default = paths.PARAMS / "default.yaml"
    write_whole(default, commented(default.read_text(encoding="utf-8")))
    packaging.renew()
    replication.renew()
    limits = parameters.of_run("default")
    for name in names:
        with scratch() as folder:
            notebook = _settled(execute(name, folder, {}, limits=limits))
            write_whole(paths.NOTEBOOKS / f"{name}.ipynb", nbformat.writes(notebook) + "\n")
            if name == "index":
                findings = pd.read_csv(f"{folder}/tables/findings.csv", encoding="utf-8-sig")
                write_whole(README, renewed(README.read_text(encoding="utf-8"), findings))
            if name == "04_emphasis":
                write_whole(paths.ROOT / "docs" / "themes.svg", picture(_chart(notebook)))
            if name == paths.NORMS:
                validity_page.renew()
        tell(f"{name}: outputs renewed")


def commented(source):
    """The lines of params/default.yaml or of a parameters cell, each commented by what it is."""

    def line(match):
        name, sign, value = match.groups()
        wide = sum(east_asian_width(character) in "WF" for character in value)
        written = f"{name}{sign}{value}".ljust(COMMENT_COLUMN + len(sign) - wide)
        return f"{written}  # {parameters.meanings()[name]}"

    return WRITTEN.sub(line, source)


def renewed(text, findings):
    """The README with its findings renewed, a Markdown list."""
    before, _, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not end:
        raise ProjectError(f"README.md: the lines {START} and {END} are missing; put them back")
    shown = findings.loc[findings["finding"].str.startswith(SHOWN), "statement"]
    return "\n".join([before + START, *("- " + shown), END + after])


def _chart(notebook):
    """The chart of theme shares in an executed 04_emphasis, as HTML."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    for output in outputs:
        text = output.get("data", {}).get("text/html", "")
        if 'id="chart-shares"' in text:
            return text
    raise ProjectError("04_emphasis.ipynb: holds no chart of theme shares for the README")


def _settled(notebook):
    """The notebook with its comments renewed, and without what differs from one execution to the
    next: times, and versions of the kernel."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for i, cell in enumerate(notebook.cells):
        cell.id = f"cell-{i:02d}"
        cell.metadata = {k: v for k, v in cell.metadata.items() if k == "tags" and v}
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = commented(cell.source)
    return notebook
