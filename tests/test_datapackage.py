"""What the data and the tables are, in the words of machines: data packages that hold, and a run as
a research object that is read back."""

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package
from rocrate.rocrate import ROCrate

from policy_emphasis import paths
from policy_emphasis.build import crate, manifest, packaging

FOLDER = paths.REPORTS / "default"
PACKAGES = {"data": packaging.OF_DATA, "tables": FOLDER / packaging.NAME}
built = pytest.mark.skipif(
    not (FOLDER / packaging.NAME).exists(), reason="reports/default is not built: run make all"
)
every_package = pytest.mark.parametrize("name", PACKAGES)
pytestmark = pytest.mark.slow


def _descriptor(name):
    return json.loads(PACKAGES[name].read_text("utf-8"))


def _columns(path):
    if path.suffix == ".parquet":
        return list(pd.read_parquet(path))
    return packaging.columns_of(path.read_bytes())


@built
@every_package
def test_a_data_package_holds_and_its_tables_are_as_it_says(name):
    report = Package(str(PACKAGES[name])).validate()
    faults = report.flatten(["path", "rowNumber", "fieldName", "message"])
    assert report.valid and not faults, faults[:3]
    assert report.stats["tasks"] == len(_descriptor(name)["resources"]) > 30


@built
@every_package
def test_hashes_and_columns_are_those_of_the_files(name):
    for resource in _descriptor(name)["resources"]:
        path = PACKAGES[name].parent / resource["path"]
        content = path.read_bytes()
        assert resource["bytes"] == len(content), path
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}", path
        if path.suffix in (".csv", ".parquet"):
            fields = resource["columns"] if "columns" in resource else resource["schema"]["fields"]
            assert [field["name"] for field in fields] == _columns(path), path


def test_every_file_of_the_data_is_described_with_its_source_and_its_rights():
    described = {resource["path"]: resource for resource in _descriptor("data")["resources"]}
    folder = packaging.OF_DATA.parent
    files = [*(folder / "raw").rglob("*.*"), *(folder / "reference").rglob("*.*")]
    names = {manifest.name_of(path, folder) for path in files if path.suffix != ".md"}
    assert set(described) == names - {"reference/data_dictionary.csv"}
    for resource in described.values():
        assert resource["title"] and resource["description"] and resource["sources"][0]["title"]
        assert resource.get("rights") or resource["licenses"][0]["name"] == "MIT"
        fields = resource.get("columns") or resource.get("schema", {}).get("fields", [])
        assert all(field["type"] != "any" and field["description"] for field in fields)


@built
def test_every_table_of_a_run_is_described_in_all_its_columns():
    resources = _descriptor("tables")["resources"]
    tables = {f"tables/{path.name}" for path in (FOLDER / "tables").glob("*.csv")}
    assert {resource["path"] for resource in resources} == tables
    for resource in resources:
        assert all(field["type"] != "any" for field in resource["schema"]["fields"])


@built
def test_a_run_is_read_back_as_a_research_object(tmp_path):
    crate.make_crate("default")
    with zipfile.ZipFile(FOLDER / crate.NAME) as file:
        file.extractall(tmp_path)
    (FOLDER / crate.NAME).unlink()
    read, made = ROCrate(tmp_path), manifest.read(FOLDER)
    action = read.get("#make")
    assert action.type == "CreateAction" and action["name"] == "make all RUN=default"
    results = {entity.id.removeprefix("reports/default/") for entity in action["result"]}
    assert results == {*made["outputs"], manifest.NAME}
    objects = {entity.id for entity in action["object"]}
    assert set(made["inputs"]) - {manifest.name_of(paths.SOURCE)} < objects
    for entity in read.data_entities:
        content = (tmp_path / entity.id).read_bytes()
        assert entity["sha256"] == hashlib.sha256(content).hexdigest()


CFFCONVERT = ("uv", "tool", "run", "--quiet", "--from", "cffconvert==2.0.0", "cffconvert")

UNREACHED = ("error sending request", "Failed to fetch", "network was disabled")


def _cffconvert(path):
    """Runs in an environment of its own: it rests on an older jsonschema than Jupyter does."""
    words = [
        Path(sys.executable).with_name(CFFCONVERT[0]),
        *CFFCONVERT[1:],
        "--validate",
        "-i",
        path,
    ]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, check=False)
    if any(words in done.stderr for words in UNREACHED):
        pytest.skip("no index of packages is reached from here")
    return done


def test_the_citation_is_valid(tmp_path):
    """And would be found invalid with a licence that is none."""
    citation = paths.ROOT / "CITATION.cff"
    assert "are valid" in _cffconvert(citation).stdout
    wrong = tmp_path / citation.name
    wrong.write_text(citation.read_text("utf-8").replace("license: MIT", "license: ours"), "utf-8")
    assert _cffconvert(wrong).returncode != 0
