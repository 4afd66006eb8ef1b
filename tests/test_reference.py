"""Files that people edit: what is wrong with one is said in one line."""

import pytest

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.files import csv_table
from policy_emphasis.reference.lists import read_indicators

GIVEN = {"columns": ["term", "gloss"], "filled": ["term", "gloss"]}


def _written(tmp_path, content):
    path = tmp_path / "lexicon.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_table_is_read_as_text_whatever_its_byte_order_mark(tmp_path):
    path = _written(tmp_path, '\ufeffterm,gloss\n港口,"port, harbour"\n\nNA,01\n')
    assert csv_table(path, **GIVEN).to_numpy().tolist() == [["港口", "port, harbour"], ["NA", "01"]]


@pytest.mark.parametrize(
    "content, said",
    [
        ("term,gloss\n", "lexicon.csv: holds no row"),
        ("term\n港口\n", "lexicon.csv: column gloss is missing; it takes the columns term, gloss"),
        ("", "lexicon.csv: column term is missing"),
        ("term,gloss\n港口,port\n航运, \n", "lexicon.csv: line 3 has no gloss"),
        ("term,gloss\n港口\n", "lexicon.csv: line 2 has no gloss"),
        ("term,gloss\n港口,port,harbour\n", "lexicon.csv: line 2 has a cell too many"),
        (b"term,gloss\n\xff,port\n", "lexicon.csv: not valid UTF-8 at byte 11"),
    ],
)
def test_a_faulty_list_is_named_in_one_line(tmp_path, content, said):
    with pytest.raises(ProjectError, match=said) as caught:
        csv_table(_written(tmp_path, content), **GIVEN)
    assert "\n" not in str(caught.value)


def test_a_list_that_is_not_there_is_named_with_its_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "ROOT", tmp_path.parent)
    with pytest.raises(ProjectError, match=f"lexicon.csv: not in {tmp_path.name}/; restore it"):
        csv_table(tmp_path / "lexicon.csv", **GIVEN)


def test_an_indicator_that_is_no_pattern_is_named(tmp_path):
    path = _written(
        tmp_path, "id,label_en,label_zh,pattern,percent,headline\ngdp,GDP,总值,(,growth,yes\n"
    )
    with pytest.raises(ProjectError, match="pattern of gdp"):
        read_indicators(path)
