"""The declared grid of defensible choices over which claims are recomputed."""

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.files import yaml_mapping

SECTIONS = ["all", "plan and review", "plan"]
UNITS = ["paragraph", "section"]
OPTIONS = {  # what inference.specifications knows how to do: a list of options, or their types
    "themes": {
        "coding": ["shared", "main"],
        "weighting": ["characters", "sentences"],
        "headings": ["counted", "dropped"],
        "sections": SECTIONS,
        "terms": ["all", "three or more characters"],
        "unit": UNITS,
    },
    "terms": {
        "lexicon": [True, False],
        "stop_words": ["genre", "function", "none"],
        "min_paragraphs": (int,),
        "prior_words": (int, float),
        "sections": SECTIONS,
        "unit": UNITS,
    },
    "topics": {"model": ["nmf", "lda"], "n_topics": (int,), "seed": (int,)},
}


def read_grid(path=None):
    """family (themes, terms, topics) → choice → its options, the default run's first, as
    params/grids/multiverse.yaml declares them. Raises ProjectError for what is unknown or empty."""
    path = path or paths.PARAMS / "grids" / "multiverse.yaml"
    where, grid = path.relative_to(paths.ROOT), yaml_mapping(path)
    for family in grid:
        if family not in OPTIONS:
            raise ProjectError(f"{where}: unknown {family!r}; it takes {', '.join(OPTIONS)}")
    for family, choices in OPTIONS.items():
        given = grid.get(family)
        if not isinstance(given, dict) or set(given) != set(choices):
            raise ProjectError(f"{where}: {family} takes exactly {', '.join(choices)}")
        for choice, known in choices.items():
            if not _are_options(given[choice], known):
                taken = known if isinstance(known, list) else "numbers"
                got = f"{choice} got {str(given[choice])[:60]}"
                raise ProjectError(f"{where}: {family}: {got}, takes a list of {taken}")
    return grid


def _are_options(given, known):
    """Whether `given` lists known options, or numbers from zero up where `known` is their types."""
    if not isinstance(given, list) or not given:
        return False
    if isinstance(known, list):
        return all(option in known for option in given)
    return all(type(number) in known and number >= 0 for number in given)
