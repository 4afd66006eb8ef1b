"""The data dictionary of the published tables, data_dictionary.csv: what each column of each holds.

table, field; type, by its name in Table Schema; unit, where it has one; values, where it takes few,
BETWEEN them; missing, what an empty cell means, empty where there is none; runs, which publish it;
description.
"""

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import files

FILLED = ["table", "field", "type", "runs", "description"]
COLUMNS = ["table", "field", "type", "unit", "values", "missing", "runs", "description"]
TYPES = ("string", "integer", "number", "boolean", "date")
RUNS = ("all", "many", "imported")  # any run, one of paths.MANY texts and more, one of an import
BETWEEN = " | "


def read_dictionary(path=paths.DICTIONARY):
    """The data dictionary, a row for each column of each published table: COLUMNS. Raises
    ProjectError for another type or kind of run, and for a column that stands twice."""
    table = files.csv_table(path, COLUMNS, filled=FILLED)[COLUMNS]
    for column, known in (("type", TYPES), ("runs", RUNS)):
        for value in table.loc[~table[column].isin(known), column]:
            takes = ", ".join(known)
            raise ProjectError(f"{path.name}: {column} {value!r}: takes {takes}")
    for row in table[table.duplicated(["table", "field"])].itertuples():
        fault = f"{row.field} of {row.table} stands twice"
        raise ProjectError(f"{path.name}: {fault}; a column has one row")
    return table


def published(dictionary, columns):
    """The rows of the dictionary that speak of what a run has published. columns: table → the
    names of its columns."""
    known = zip(dictionary["table"], dictionary["field"], strict=True)
    return dictionary[[field in columns.get(table, ()) for table, field in known]]
