import re

import pytest

from policy_emphasis import parameters, paths
from policy_emphasis.paths import ProjectError
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
            "places got 'atlantis', which documents.csv does not hold; it takes sichuan, tianjin, zhaoqing",
        ),
        ({"places": '["tianjin", "zhaoqing"]'}, "a list comes by papermill -y or -f, not by -p"),
        ({"places": ["tianjin"]}, "takes a list of at least two places"),
        ({"places": ["tianjin", "tianjin"]}, "names one place twice"),
        ({"prior_words": float("nan")}, "prior_words got nan"),
        ({"draws": 0}, "draws got 0"),
        ({"seed": -1}, "seed got -1"),
        ({"lexicon": "yes"}, "lexicon got 'yes', takes true or false"),
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
            own = parameters.read_yaml(path)
            assert own and all(default[name] != value for name, value in own.items()), path.name
            assert parameters.of_run(path.stem) == default | own


@pytest.mark.parametrize("name", paths.PAGES)
def test_a_notebook_declares_what_the_default_run_says(name):
    declared = parameters.declared(name)
    default = parameters.of_run("default")
    assert declared and declared == {k: default[k] for k in declared}


def test_every_parameter_is_declared_somewhere_with_the_comment_of_the_default_file():
    text = (paths.PARAMS / "default.yaml").read_text(encoding="utf-8")
    comments = dict(re.findall(r"^(\w+):.*?#\s*(.+)$", text, flags=re.M))
    seen = {}
    for name in paths.PAGES:
        import nbformat

        cell = next(
            c
            for c in nbformat.read(paths.NOTEBOOKS / f"{name}.ipynb", 4).cells
            if "parameters" in c.metadata.get("tags", [])
        )
        seen |= {
            k: (comment, name)
            for k, comment in re.findall(r"^(\w+) =.*?#\s*(.+)$", cell.source, flags=re.M)
        }
    assert {k: v[0] for k, v in seen.items()} == comments


@pytest.mark.parametrize(
    "content, said",
    [
        (b"n_topics: [", "not readable as YAML"),
        (b"- 1", "holds list"),
        (b"a: &a [1]\nb: *a", "aliases"),
        (b"a: " + b"[" * 5000, "nesting"),
        (b"seed: 2024-13-45", "not readable as YAML"),
        (b"\xff\xfe", "not readable as YAML"),
        (b"#" * 30_000, "takes at most"),
    ],
)
def test_hostile_yaml(tmp_path, monkeypatch, content, said):
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    with pytest.raises(ProjectError, match=said):
        parameters.read_yaml(path)


@pytest.mark.parametrize(
    "words, said",
    [
        ("n_topics", "is not name=value"),
        ("n_topcs=3", "unknown parameter"),
        ("n_topics=many", "n_topics got 'many'"),
        ("seed=2024-13-45", "seed got '2024-13-45'"),
        ("places=[tianjin", "write places=[tianjin,zhaoqing]"),
        ("seed=1 seed=2", "seed is given twice"),
        ("seed=1e3", "seed got 1000.0"),
    ],
)
def test_set_words(words, said):
    with pytest.raises(ProjectError, match=re.escape(said)):
        parameters.from_words(words)
    assert parameters.from_words(
        "n_topics=012 model=lda places=[tianjin, zhaoqing] prior_words=1e6"
    ) == {"n_topics": 12, "model": "lda", "places": ["tianjin", "zhaoqing"], "prior_words": 1e6}


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
