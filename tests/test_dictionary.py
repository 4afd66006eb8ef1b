"""The data dictionary says what every published table holds, and nothing else; and all tables of a
run lie in one file with it."""

import csv
import io
import re
import zipfile

import nbformat
import pytest

from policy_emphasis import paths
from policy_emphasis.build import closing
from policy_emphasis.language import Language
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.dictionary import BETWEEN, COLUMNS, published, read_dictionary

DICTIONARY = read_dictionary()
DESCRIBED = {(row.table, row.field): row for row in DICTIONARY.itertuples()}
WRITTEN = {  # how values of a type are written
    "string": r"[\s\S]*",
    "integer": r"-?\d+",
    "number": r"-?\d+(\.\d+)?(e[+-]\d+)?",
    "boolean": "True|False",
    "date": r"\d{4}-\d\d-\d\d",
}
TINY = 1e-6  # by which a rounded share may leave its range
PROVINCES = paths.ROOT.parent / "shared" / "corpora" / "provinces-2025" / "docx"
GRID = """
themes:
  {coding: [shared], weighting: [characters], headings: [counted], sections: [all], terms: [all],
   unit: [paragraph]}
terms:
  {lexicon: [true], stop_words: [genre], min_paragraphs: [3], prior_words: [1000], sections: [all],
   unit: [paragraph]}
topics: {model: [nmf], n_topics: [10], seed: [2023]}
"""


def _tables(folder):
    """table → its columns and its rows, as text."""
    found = {}
    for path in sorted(folder.glob("*.csv")):
        reader = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
        rows = list(reader)
        found[path.stem] = (reader.fieldnames, rows)
    return found


def _faults(folder):
    """What the tables hold that the dictionary does not say."""
    for table, (fields, rows) in _tables(folder).items():
        for field in fields:
            if (table, field) not in DESCRIBED:
                yield f"{table}.{field} is not in the dictionary"
                continue
            said = DESCRIBED[table, field]
            wrong = {row[field] for row in rows if not _fits(row[field], said)}
            if wrong:
                yield f"{table}.{field} is no {said.type} as described: {sorted(wrong)[:3]}"


def _fits(value, said):
    """Whether a cell is of the type, the values and the range that the dictionary gives."""
    if value == "":
        return said.missing != ""
    if not re.fullmatch(WRITTEN[said.type], value):
        return False
    if said.values and value not in said.values.split(BETWEEN):
        return False
    shares = said.unit in ("share 0–1", "probability")
    return not shares or -TINY <= float(value) <= 1 + TINY


def _columns(folder):
    return {(table, field) for table, (fields, _) in _tables(folder).items() for field in fields}


def test_a_dictionary_names_each_table_that_a_notebook_publishes():
    named = set()
    for page in paths.PAGES:
        notebook = nbformat.read(paths.NOTEBOOKS / f"{page}.ipynb", 4)
        code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
        for call in re.findall(r"^publish\((.*)\)$", code, flags=re.M):
            named |= set(re.findall(r"(\w+)=", re.sub(r"\([^()]*\)", "", call)))
    assert named == set(DICTIONARY["table"])


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("a,b,text,,,,all,what", "type 'text': takes string, integer, number, boolean, date"),
        ("a,b,string,,,,few,what", "runs 'few': takes all, many, imported"),
        ("a,b,string,,,,all,", "line 2 has no description; fill it in"),
        ("a,b,string,,,,all,x\na,b,integer,,,,all,y", "b of a stands twice; a column has one row"),
    ],
)
def test_a_faulty_dictionary_is_refused_in_one_line(tmp_path, cells, said):
    path = tmp_path / "data_dictionary.csv"
    path.write_text(",".join(COLUMNS) + f"\n{cells}\n", encoding="utf-8")
    with pytest.raises(ProjectError, match=re.escape(f"data_dictionary.csv: {said}")) as caught:
        read_dictionary(path)
    assert "\n" not in str(caught.value)


def test_the_dictionary_is_in_order_and_its_descriptions_are_phrases():
    tables = list(dict.fromkeys(DICTIONARY["table"]))
    assert tables == sorted(tables)
    assert [text for text in DICTIONARY["description"] if text.endswith(".")] == []
    shares = DICTIONARY[DICTIONARY["unit"].str.startswith("share")]
    assert set(shares["type"]) == {"number"}


def test_only_what_a_run_has_published_is_described_to_its_reader():
    found = published(DICTIONARY, {"documents": ["document", "year"], "own": ["document"]})
    assert found["field"].tolist() == ["document", "year"]


BUILT = sorted(path.parent.name for path in paths.REPORTS.glob("*/tables"))


@pytest.mark.slow
@pytest.mark.parametrize("run", BUILT)
def test_every_column_of_a_run_is_what_the_dictionary_says(run):
    assert list(_faults(paths.REPORTS / run / "tables")) == []


@pytest.mark.slow
@pytest.mark.skipif("default" not in BUILT, reason="reports/default is not built: run make all")
def test_the_default_run_publishes_every_column_that_any_run_does():
    any_run = DICTIONARY[DICTIONARY["runs"] == "all"]
    described = set(zip(any_run["table"], any_run["field"], strict=True))
    assert _columns(paths.REPORTS / "default" / "tables") == described


@pytest.mark.slow
@pytest.mark.long
def test_the_tables_of_one_document_are_what_the_dictionary_says(warm):
    (warm.root / "params" / "one.yaml").write_text("places: [tianjin]\nrefits: 1\n")
    (warm.root / "params" / "grids" / "multiverse.yaml").write_text(GRID)
    done = warm.command("pages", "one", *paths.PAGES, kernels=True)
    assert done.returncode == 0, done.stderr
    folder = warm.root / "reports" / "one"
    assert list(_faults(folder / "tables")) == []
    any_run = set(DICTIONARY.loc[DICTIONARY["runs"] == "all", "table"])
    assert set(_tables(folder / "tables")) == any_run
    for name in closing.MADE:  # and `make` notices where it is gone
        assert (folder / name).exists()
        assert f"  reports/one/{name}\n" in (folder / ".made").read_text()
    assert len((folder / "search.html").read_bytes()) < 400_000


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.skipif(
    not PROVINCES.is_dir(), reason="the reports are not on this machine (../shared/corpora)"
)
def test_the_tables_of_many_documents_are_what_the_dictionary_says(warm):
    assert warm.command("import", str(PROVINCES), "provinces").returncode == 0
    pages = ("01_corpus", paths.ALL_TEXTS)
    done = warm.command("pages", "provinces", *pages, kernels=True)
    assert done.returncode == 0, done.stderr
    folder = warm.root / "reports" / "provinces" / "tables"
    assert list(_faults(folder)) == []
    of_many = DICTIONARY[DICTIONARY["runs"].isin(["many", "imported"])]
    assert set(zip(of_many["table"], of_many["field"], strict=True)) <= _columns(folder)


@pytest.fixture
def zipped(tmp_path):
    """The bytes of the file of a run with two tables, one of which has a column of its own."""
    (tmp_path / "overall.csv").write_text("\ufeffplace_a,p\na,0.5\n", encoding="utf-8")
    (tmp_path / "audit.csv").write_text("\ufeffdocument,own\n", encoding="utf-8")
    tables = {name: tmp_path / f"{name}.csv" for name in ("audit", "overall")}
    values = {"n_topics": 12, "language": "en"}
    given = {"tables": tables, "language": Language()}
    first, second = (closing.zipped(closing._content("mine", values, **given)) for _ in range(2))
    assert first == second
    return zipfile.ZipFile(io.BytesIO(first))


def test_all_tables_lie_in_one_file_with_their_part_of_the_dictionary(zipped, tmp_path):
    tables = ["tables/audit.csv", "tables/overall.csv"]
    of_all = ["README.md", "data_dictionary.csv", "datapackage.json"]
    assert zipped.namelist() == [*of_all, *tables]
    assert zipped.read("tables/overall.csv") == (tmp_path / "overall.csv").read_bytes()
    text = zipped.read("data_dictionary.csv").decode("utf-8-sig")
    described = [(row["table"], row["field"]) for row in csv.DictReader(io.StringIO(text))]
    assert described == [("audit", "document"), ("overall", "place_a"), ("overall", "p")]
    assert {entry.date_time[0] for entry in zipped.infolist()} == {1980}


def test_the_file_says_of_what_run_it_is_and_how_it_is_cited(zipped):
    text = zipped.read("README.md").decode()
    assert text.startswith("# The tables of the run mine\n") and "make all RUN=mine" in text
    assert "- `n_topics`: 12 (default: 10)\n" in text and '- `language`: "en"\n' in text
    assert "Version " in text and "MIT licence" in text
