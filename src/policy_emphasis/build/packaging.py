"""Tables as a data package: datapackage.json, which says of each file what it is, by its hash, and
of each column what it holds (Data Package 1.0 and Table Schema, specs.frictionlessdata.io)."""

import csv
import hashlib
import io
import json

from policy_emphasis import paths
from policy_emphasis.disk import write_whole
from policy_emphasis.reference.citation import cited_as
from policy_emphasis.reference.dictionary import BETWEEN

NAME = "datapackage.json"
# Of the texts, the reference data and the norms: people edit it.
OF_DATA = paths.ROOT / "data" / NAME
MIT = {"name": "MIT", "title": "MIT License", "path": "https://opensource.org/license/mit"}
RIGHTS = (
    "The licence is that of code and reference data; the rights in the texts, also where they are "
    "quoted, stay with their authors."
)
TYPED = {"integer": int, "number": float}
# How the tables write them.
BOOLEAN = {"trueValues": ["True", "true"], "falseValues": ["False", "false"]}


def described(name, title, resources):
    """A data package of these resources, as the text of its descriptor."""
    about = cited_as()
    package = {"profile": "data-package", "name": name, "title": title, "version": about.version}
    package |= {"licenses": [MIT], "rights": RIGHTS, "contributors": [{"title": about.names}]}
    package["resources"] = resources
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def table(name, path, content, *, dictionary, **about):
    """A CSV file as a resource. content: its bytes; dictionary: its rows of the data dictionary;
    about: title, description, sources … of the file."""
    known = {row.field: row for row in dictionary.itertuples()}
    fields = [
        _field(known[column]) if column in known else {"name": column, "type": "any"}
        for column in columns_of(content)
    ]
    schema = {"fields": fields, "missingValues": [""]}
    return file(
        name,
        path,
        content,
        profile="tabular-data-resource",
        format="csv",
        mediatype="text/csv",
        encoding="utf-8",
        **about,
        schema=schema,
    )


def file(name, path, content, **about):
    """Any file as a resource."""
    sha256 = hashlib.sha256(content).hexdigest()
    return {"name": name, "path": path, **about, "bytes": len(content), "hash": f"sha256:{sha256}"}


def renew():
    """Renew the sizes and hashes in OF_DATA; what the files and their columns are, people say."""
    package = json.loads(OF_DATA.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        content = (OF_DATA.parent / resource["path"]).read_bytes()
        resource |= file(resource["name"], resource["path"], content)
    write_whole(OF_DATA, json.dumps(package, ensure_ascii=False, indent=1) + "\n")


def columns_of(content):
    """The names of the columns of a CSV file, from its bytes."""
    return next(csv.reader(io.StringIO(content.decode("utf-8-sig"))), [])


def _field(row):
    """A row of the data dictionary as a field of a Table Schema."""
    field = {"name": row.field, "type": row.type, "description": row.description}
    field |= BOOLEAN if row.type == "boolean" else {}
    if row.unit:
        field["unit"] = row.unit
    if row.missing:
        field["missing"] = row.missing
    if row.values:
        values = row.values.split(BETWEEN)
        field["constraints"] = {"enum": [*map(TYPED.get(row.type, str), values)]}
    return field
