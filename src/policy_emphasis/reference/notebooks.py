"""The notebooks, as far as their parameters: the rest of them is read by what executes them."""

from typing import Literal

from pydantic import BaseModel, ValidationError

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.files import NAME, brief, content_of


class _Cell(BaseModel):
    cell_type: Literal["markdown", "code", "raw"]
    metadata: dict
    source: str | list[str]


class _Notebook(BaseModel):
    nbformat: Literal[4]
    metadata: dict
    cells: list[_Cell]


def parameters_cell(notebook):
    """The source of the cell of a notebook (by name) that is tagged `parameters`. Raises
    ProjectError for no notebook of ours, and for one that is damaged or has no such cell."""
    path = paths.NOTEBOOKS / f"{notebook}.ipynb"
    if notebook not in paths.PAGES:
        there = ", ".join(paths.PAGES)
        raise ProjectError(f"notebook {notebook[:NAME]!r}: not in notebooks/; there are {there}")
    try:
        found = _Notebook.model_validate_json(content_of(path))
    except ValidationError as error:
        fault = brief(error.errors()[0]["msg"])
        raise ProjectError(f"{path.name}: no notebook ({fault}); restore it") from None
    for cell in found.cells:
        if "parameters" in cell.metadata.get("tags", []):
            return "".join(cell.source)
    raise ProjectError(f"{path.name}: no cell has the tag parameters; put it back, or restore it")
