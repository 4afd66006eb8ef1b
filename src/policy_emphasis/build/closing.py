"""What closes the build of a run, made of all that it left: the page that searches its pages, and
its tables as one file with a data dictionary and a data package."""

import io
from zipfile import ZipFile, ZipInfo

import pandas as pd

from policy_emphasis import paths
from policy_emphasis.build import packaging
from policy_emphasis.disk import write_whole
from policy_emphasis.page import search
from policy_emphasis.page.headings import places_of
from policy_emphasis.page.render import SEARCH, pages_of
from policy_emphasis.reference.citation import citation
from policy_emphasis.reference.dictionary import published, read_dictionary
from policy_emphasis.run import open_run
from policy_emphasis.words.tables_file import readme

MADE = (f"{SEARCH}.html", "tables.zip", packaging.NAME)  # in a run's folder
READ = ("findings", "terms", "topics")  # the tables that the search page reads
# Of every file in the zip, so that its bytes are the same whenever and wherever they are made; for
# the same reason nothing is compressed, which zlib does otherwise from version to version.
EPOCH, UNIX, READABLE = (1980, 1, 1, 0, 0, 0), 3, 0o644
OTHERS = ("compare", SEARCH)  # pages that are not searched: one may be there or not, one is itself


def close(run, values):
    """Write MADE for a run that was built with these parameters, once all its pages are there."""
    folder, opened = paths.REPORTS / run, open_run(values)
    pages = pages_of(opened)
    if not all((folder / f"{name}.html").exists() for name in pages):
        return
    tables = _tables(folder, pages)
    found = {name: _read(tables[name]) for name in READ if name in tables}
    places = {path.stem: places_of(path.read_text("utf-8")) for path in _searched(folder, pages)}
    write_whole(folder / MADE[0], search.page(opened, run, values, pages=places, tables=found))
    content = _content(run, values, tables=tables, language=opened.language)
    write_whole(folder / MADE[1], zipped(content))
    write_whole(folder / MADE[2], content[packaging.NAME])


def _tables(folder, pages):
    """name → path of the tables that lie there, without those of a page that the run no longer
    has. pages: the names of its pages."""
    dictionary = read_dictionary()
    of_many = set(dictionary.loc[dictionary["runs"] == "many", "table"])
    left = of_many if paths.ALL_TEXTS not in pages else set()
    found = sorted(folder.glob("tables/*.csv"))
    return {path.stem: path for path in found if path.stem not in left}


def _read(path):
    return pd.read_csv(path, encoding="utf-8-sig")


def _searched(folder, pages):
    """The pages whose headings are searched: these, in their order, then any others but those of
    texts, a comparison, and what lies beside the run's own pages under other parameters."""
    apart = ("source-", *OTHERS, *(f"{name}_" for name in pages))
    every = sorted(path.stem for path in folder.glob("[!.]*.html"))
    others = [name for name in every if name not in paths.PAGES and not name.startswith(apart)]
    return [folder / f"{name}.html" for name in (*pages, *others)]


def _content(run, values, *, tables, language):
    """What lies in the zip file: the tables (name → path) with their README, their part of the data
    dictionary and their data package; name → text or bytes."""
    found = {name: path.read_bytes() for name, path in tables.items()}
    columns = {name: packaging.columns_of(content) for name, content in found.items()}
    dictionary = published(read_dictionary(), columns)
    of_table = dict(list(dictionary.groupby("table")))
    resources = [
        packaging.table(name, f"tables/{name}.csv", content, dictionary=of_table[name])
        for name, content in found.items()
    ]
    title = language.say("The tables of the run {run}", run=run)
    written = dictionary.to_csv(index=False, lineterminator="\n")
    about = readme(run, values, tables=tables, citation=citation(), language=language)
    described = packaging.described(f"policy-emphasis-{run}", title, resources)
    content = {"README.md": about, "data_dictionary.csv": f"\ufeff{written}"}
    content |= {packaging.NAME: described}
    return content | {f"tables/{name}.csv": bytes_ for name, bytes_ in found.items()}


def zipped(content):
    """name → text or bytes as the bytes of a zip file."""
    made = io.BytesIO()
    with ZipFile(made, "w") as file:
        for name, text in content.items():
            entry = ZipInfo(name, EPOCH)
            entry.create_system, entry.external_attr = UNIX, READABLE << 16
            file.writestr(entry, text)
    return made.getvalue()
