"""Parameters: what is declared agrees everywhere, and what cannot be stops with one line."""

import re
import types

import pytest

from policy_emphasis import parameters, paths
from policy_emphasis.build import refresh
from policy_emphasis.page.markup import plain_value
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import documents
from policy_emphasis.reference.files import yaml_mapping
from policy_emphasis.reference.notebooks import parameters_cell
from policy_emphasis.run import open_run


@pytest.mark.parametrize(
    "given, said",
    [
        ({"n_topcs": 9}, "unknown parameter 'n_topcs'"),
        ({"x=__import__('os').system('true')#": 1}, "unknown parameter"),
        ({"n_topics": 1}, "n_topics got 1, takes a whole number from 2 to 60"),
        ({"n_topics": "12"}, "n_topics got '12', takes a whole number"),
        ({"n_topics": 12.0}, "n_topics got 12.0"),
        ({"n_topics": True}, "n_topics got True"),
        ({"model": "bert"}, "model got 'bert', takes nmf or lda"),
        (
            {"places": ["tianjin", "atlantis"]},
            "places got 'atlantis', which documents.csv does not hold; "
            f"it takes {', '.join(documents.declared(documents.OWN)['place'])}",
        ),
        ({"places": '["tianjin", "zhaoqing"]'}, "a list comes by papermill -y or -f, not by -p"),
        ({"places": "tianjin"}, "takes a list of places"),
        ({"places": ["tianjin", "tianjin"]}, "places names tianjin twice"),
        ({"years": ["2023"]}, "years got ['2023'], takes a list of years"),
        (
            {"years": [1999]},
            "years got 1999, which documents.csv does not hold; it takes 2022",
        ),
        ({"documents": ["sichuan"]}, "documents got 'sichuan', which documents.csv does not hold"),
        ({"places": ["tianjin"], "years": [2022]}, "no document has these places, years and names"),
        ({"corpus": "nowhere"}, "make import FROM=your/folder INTO=nowhere"),
        ({"corpus": "../raw"}, "a name takes lower-case letters"),
        ({"focus": ["atlantis"]}, "focus got 'atlantis'"),
        ({"keep": ["tianjin"]}, "keep got 'tianjin'"),
        ({"prior_words": float("nan")}, "prior_words got nan"),
        ({"draws": 0}, "draws got 0"),
        ({"seed": -1}, "seed got -1"),
        ({"lexicon": "yes"}, "lexicon got 'yes', takes true or false"),
        (
            {"reference": {"level": "county"}},
            "reference got level 'county', which the norms do not hold; "
            "it takes city, nation, province",
        ),
        (
            {"reference": {"years": [2023, 2021]}},
            "reference got years [2023, 2021], the wrong way round; it takes years from 1954 to",
        ),
        (
            {"reference": {"level": "city", "years": [1900, 1910]}},
            "reference got years [1900, 1910], of which the norms hold no report; it takes years",
        ),
        (
            {"reference": {"levels": "city"}},
            "reference got {'levels': 'city'}, takes {level: city, years: [2021, 2023]}, one of",
        ),
        ({"reference": {"years": [2021]}}, "reference got {'years': [2021]}, takes {level: city"),
        ({"reference": {"years": ["2021", "2023"]}}, "reference got {'years': ['2021', '2023']}"),
        ({"reference": {"level": ""}}, "reference got {'level': ''}, takes {level: city"),
        ({"reference": "city"}, "reference got 'city', takes {level: city"),
        ({"reference": None}, "reference got None, takes {level: city"),
        ({"reference": "{level: "}, "reference: not readable as YAML"),
    ],
)
def test_impossible_values_stop_with_one_line(given, said):
    with pytest.raises(ProjectError, match=re.escape(said)) as caught:
        open_run(given)
    assert "\n" not in str(caught.value)


def test_default_holds_every_parameter_and_the_other_runs_only_what_differs():
    default = parameters.of_run("default")
    assert set(default) == set(parameters.Parameters.model_fields)
    for path in paths.PARAMS.glob("*.yaml"):
        if path.stem != "default":
            own = yaml_mapping(path)
            assert own and all(default[name] != value for name, value in own.items()), path.name
            corpus = own.get("corpus", documents.OWN)
            if corpus == documents.OWN or (paths.CORPORA / corpus).is_dir():
                assert parameters.of_run(path.stem) == parameters.overlaid(default, own)
            else:
                with pytest.raises(ProjectError, match=f"make import FROM=.* INTO={corpus}"):
                    parameters.of_run(path.stem)


@pytest.mark.parametrize("name", paths.PAGES)
def test_a_notebook_declares_what_the_default_run_says(name):
    declared = parameters.declared(name)
    default = parameters.of_run("default")
    assert declared and declared == {k: default[k] for k in declared}


def test_every_parameter_that_changes_a_page_is_declared_by_some_notebook():
    declared = {name for page in paths.PAGES for name in parameters.declared(page)}
    assert declared == set(parameters.Parameters.model_fields) - set(parameters.WHERE)


def test_default_and_notebooks_say_of_every_parameter_what_the_schema_says():
    default = (paths.PARAMS / "default.yaml").read_text(encoding="utf-8")
    cells = {page: parameters_cell(page) for page in paths.PAGES}
    for name, text in {"default.yaml": default, **cells}.items():
        assert refresh.commented(text) == text, f"{name}: run make notebooks"
    for name, meaning in parameters.meanings().items():
        assert re.search(rf"^{name}: .*  # {re.escape(meaning)}$", default, flags=re.M)
        lines = [line for cell in cells.values() for line in cell.splitlines()]
        written = {line.split("  # ")[1] for line in lines if line.startswith(f"{name} = ")}
        assert written == (set() if name in parameters.WHERE else {meaning})


@pytest.mark.parametrize(
    "written, commented",
    [
        ("n_topics: 10", "n_topics: 10           # number of topics"),
        ("n_topics = 10 # how many", "n_topics = 10           # number of topics"),
        (
            "places: [a, b]",
            "places: [a, b]         # which places of documents.csv are taken; [] for all",
        ),
        ('term = "#5 线"  # x', 'term = "#5 线"          # the word whose lines the concordance'),
        (
            "reference = {'level': 'city'}",
            "reference = {'level': 'city'}  # which reports of the norms",
        ),
        ("term: 高质量发展", "term: 高质量发展       # the word whose lines the concordance shows"),
        ("# a line of its own", "# a line of its own"),
    ],
)
def test_comments_are_put_beside_values_in_one_column(written, commented):
    assert refresh.commented(written).startswith(commented)
    assert refresh.commented(refresh.commented(written)) == refresh.commented(written)


@pytest.mark.parametrize(
    "content, said",
    [
        (b"n_topics: [", "not readable as YAML"),
        (b"- 1", "holds list"),
        (b"a: &a [1]\nb: *a", "aliases"),
        (b"a: " + b"[" * 5000, "nesting"),
        (b"seed: 0b_", "not readable as YAML"),
        (b"\xff\xfe", "not readable as YAML"),
        (b"#" * 30_000, "takes at most"),
    ],
)
def test_hostile_yaml(tmp_path, monkeypatch, content, said):
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    with pytest.raises(ProjectError, match=said):
        yaml_mapping(path)


@pytest.mark.parametrize(
    "words, said",
    [
        ("n_topics", "is not name=value"),
        ("n_topcs=3", "unknown parameter"),
        ("n_topics=many", "n_topics got 'many'"),
        ("seed=2024-13-45", "seed got '2024-13-45'"),
        (
            "places=[tianjin",
            f"write places=[{','.join(documents.declared(documents.OWN)['place'][-2:])}]",
        ),
        ("seed=1 seed=2", "seed is given twice"),
        ("seed=1e3", "seed got 1000.0"),
        ("reference=city", "reference got 'city', takes {level: city"),
        ("reference={level}", "reference got {'level': None}, takes {level: city"),
        ("reference={level: city", "SET: not readable as YAML"),
    ],
)
def test_set_words(words, said):
    with pytest.raises(ProjectError, match=re.escape(said)):
        parameters.from_words(words)
    assert parameters.from_words(
        "n_topics=012 model=lda places=[tianjin, zhaoqing] prior_words=1e6"
    ) == {"n_topics": 12, "model": "lda", "places": ["tianjin", "zhaoqing"], "prior_words": 1e6}


REFERENCE = {"level": "city", "years": [2021, 2023]}


def test_a_reference_is_given_by_file_set_papermill_or_cell():
    """As YAML everywhere: from params/RUN.yaml and papermill -y and -f a mapping, from papermill -p
    and SET a text."""
    text = "{level: city, years: [2021, 2023]}"
    assert plain_value(REFERENCE) == "{level: city, years: [2021,2023]}"
    assert parameters.from_words(f"seed=1 reference={text}") == {"seed": 1, "reference": REFERENCE}
    for given in (text, REFERENCE):
        found = parameters.in_namespace({"reference": given}, "09_norms")
        assert found == {"reference": REFERENCE}
    assert open_run({"reference": {"level": "nation"}}).parameters.reference == {"level": "nation"}
    assert open_run({}).parameters.reference == {}


def test_a_reference_added_to_a_notebook_that_has_run_is_a_parameter():
    later = {"open_run": open_run, "labels": {"a": "b"}, "reference": REFERENCE}
    assert parameters.in_namespace(later) == {"reference": REFERENCE}


def test_a_set_line_is_held_against_the_norms():
    with pytest.raises(ProjectError, match="SET: reference got level 'county'"):
        parameters.of_notebook("default", "09_norms", {"reference": {"level": "county"}})


def test_parameters_are_what_stands_before_the_first_import():
    shell = {
        "__name__": "__main__",
        "_i": "",
        "In": ["", "x"],
        "Out": {},
        "get_ipython": print,
        "exit": print,
        "quit": print,
        "open": open,
    }
    later = {"blocks": parameters, "open_run": open_run, "table": object(), "labels": {"a": "b"}}
    assert parameters.in_namespace({**shell, "n_topics": 12, "model": "lda", **later}) == {
        "n_topics": 12,
        "model": "lda",
    }
    for stray in (
        {**shell, "n_topcs": 12, **later},
        {**shell, "n_topcs": {"a": 1}, **later},
        {**shell, **later, "n_topcs": 12},
    ):
        with pytest.raises(ProjectError, match="unknown parameter 'n_topcs'"):
            parameters.in_namespace(stray)
    with pytest.raises(ProjectError, match="prior_words got nan"):
        parameters.in_namespace({**shell, "prior_words": float("nan"), **later})


@pytest.mark.parametrize("value", [types, types.SimpleNamespace, re.compile, len])
def test_what_a_start_up_file_imports_is_no_parameter(value):
    assert parameters.in_namespace({"np": value, "n_topics": 12}) == {"n_topics": 12}


def test_a_parameter_that_the_notebook_does_not_use_is_refused():
    """As by `papermill -p n_topics 12`: known, and yet without effect."""
    given = {"draws": 500, "n_topics": 12}
    names = [*parameters.CHOICE, "coding", "draws", "seed", "language"]
    line = f"parameters: 04_emphasis does not use n_topics; it uses {', '.join(names)}"
    with pytest.raises(ProjectError, match=f"^{re.escape(line)}$"):
        parameters.in_namespace(given, "04_emphasis")
    assert parameters.in_namespace({"draws": 500}, "04_emphasis") == {"draws": 500}
    assert parameters.in_namespace(given) == given


def test_a_notebook_is_given_what_it_declares():
    given = parameters.of_notebook("fine-topics", "03_topics", {"model": "lda"})
    assert list(given) == list(parameters.declared("03_topics"))
    assert (given["n_topics"], given["model"], given["refits"]) == (18, "lda", 5)
    with pytest.raises(ProjectError, match="SET: 04_emphasis does not use model; it uses corpus"):
        parameters.of_notebook("default", "04_emphasis", {"model": "lda"})


def test_the_places_of_a_notebook_stop_no_run_that_names_its_own(monkeypatch):
    there = documents.declared(documents.OWN).head(2).assign(place=["elsewhere", "nearby"])
    monkeypatch.setattr(documents, "declared", lambda corpus: there)
    assert "places" in parameters.declared("01_corpus")
    with pytest.raises(ProjectError, match="does not hold"):
        open_run({"places": ["sichuan", "tianjin"]})


def test_another_corpus_starts_from_all_of_its_documents():
    own = {"corpus": "raw", "places": ["a"], "years": [2022], "documents": [], "keep": []}
    own |= {"focus": ["a"], "seed": 1}
    assert parameters.overlaid(own, {"corpus": "other", "focus": ["b"]}) == {
        **{name: [] for name in parameters.CHOICE},
        "corpus": "other",
        "focus": ["b"],
        "seed": 1,
    }
    assert parameters.overlaid(own, {"years": [2023]}) == own | {"years": [2023]}
