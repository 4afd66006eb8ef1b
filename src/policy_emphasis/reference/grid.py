"""The declared grid of defensible choices over which claims are recomputed."""

from math import prod

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.files import yaml_mapping

SECTIONS = ["all", "plan and review", "plan"]
UNITS = ["paragraph", "section"]
MOST = 1_000  # combinations of a family: each computes all its claims anew
OPTIONS = {  # what inference.specifications can do: options, or the type, least and most of numbers
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
        "min_paragraphs": (int, 1, 100),
        "prior_words": (float, 1e-6, 1e6),
        "sections": SECTIONS,
        "unit": UNITS,
    },
    "topics": {"model": ["nmf", "lda"], "n_topics": (int, 2, 60), "seed": (int, 0, 2**32 - 1)},
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
                taken = (
                    known if isinstance(known, list) else "numbers from {1} to {2}".format(*known)
                )
                got = f"{choice} got {str(given[choice])[:60]}"
                raise ProjectError(f"{where}: {family}: {got}, takes a list of {taken}, each once")
        if (combined := prod(map(len, given.values()))) > MOST:
            fault = f"{family} has {combined:,} combinations, takes at most {MOST:,}"
            raise ProjectError(f"{where}: {fault}; name fewer options")
    return grid


def _are_options(given, known):
    """Whether `given` lists known options, or numbers of the type and range `known`, each once."""
    if not isinstance(given, list) or not given or any(given.count(one) > 1 for one in given):
        return False
    if isinstance(known, list):
        return all(option in known and type(option) is type(known[0]) for option in given)
    kind, least, most = known
    return all(type(number) in (int, kind) and least <= number <= most for number in given)
