"""Would a claim stand under other defensible choices? Every headline claim, recomputed over a declared grid (Steegen et al. 2016;
Simonsohn et al. 2020; for text preprocessing Denny & Spirling 2018).

The grid is params/grids/multiverse.yaml. A claim is a difference that the default run found to be above zero; a specification agrees where its estimate has
that sign too, and confirms where its interval leaves out zero besides.

    read_grid()                → the choices and their options
    theme_claims(…), theme_specifications(…), term_specifications(…), topic_specifications(…) → one row a claim and specification
    robustness(specified)      → the published robust_share and robust_n of each claim
    what_moves_all(specified)  → what each choice does to each claim
"""

from itertools import product

import numpy as np
import pandas as pd
from scipy import stats
from tqdm import tqdm

from policy_emphasis import cache, paths
from policy_emphasis.inference import resample
from policy_emphasis.inference.shares import difference_interval, in_stage
from policy_emphasis.measures import themes, topics
from policy_emphasis.measures.terms import informative_prior, log_odds
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import lists
from policy_emphasis.reference.files import yaml_mapping
from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.text.counts import count_terms
from policy_emphasis.text.prepare import prepared

OPTIONS = {  # what the code below knows how to do
    "themes": {
        "coding": ["shared", "main"],
        "weighting": ["characters", "sentences"],
        "headings": ["counted", "dropped"],
        "sections": ["all", "plan and review", "plan"],
        "terms": ["all", "three or more characters"],
        "unit": ["paragraph", "section"],
    },
    "terms": {
        "lexicon": [True, False],
        "stop_words": ["genre", "function", "none"],
        "min_paragraphs": int,
        "prior_words": (int, float),
        "sections": ["all", "plan and review", "plan"],
        "unit": ["paragraph", "section"],
    },
    "topics": {"model": ["nmf", "lda"], "n_topics": int, "seed": int},
}
SECTIONS = {
    "all": None,
    "plan and review": ["plan", "governance", "review"],
    "plan": ["plan", "governance"],
}


def read_grid(path=None):
    """family → choice → options, as params/grids/multiverse.yaml declares them. Raises ProjectError for what is unknown or empty."""
    path = path or paths.PARAMS / "grids" / "multiverse.yaml"
    grid = yaml_mapping(path)
    for family, choices in OPTIONS.items():
        given = grid.get(family)
        if not isinstance(given, dict) or set(given) != set(choices):
            raise ProjectError(f"{path.name}: {family} takes exactly {', '.join(choices)}")
        for choice, known in choices.items():
            options = given[choice]
            good = (
                isinstance(options, list)
                and options
                and all(
                    o in known
                    if isinstance(known, list)
                    else isinstance(o, known) and not isinstance(o, bool) and o >= 0
                    for o in options
                )
            )
            if not good:
                raise ProjectError(
                    f"{path.name}: {family}: {choice} got {str(options)[:60]}, takes a list of {known if isinstance(known, list) else 'numbers'}"
                )
    return grid


def theme_claims(table, differences, by_stage):
    """The claims of the pages about themes: finding → (kind, what it compares), from the default run's tables."""
    claims = {}
    whole = table[(table["stage"] == "all") & (table["theme"] != UNCODED)]
    for place, of in whole.groupby("place", sort=False):
        first, second = of.sort_values(["share", "theme"], ascending=[False, True])["theme"].head(2)
        claims[f"themes-{place}"] = ("rank", place, first, second)
    coded = differences[differences["theme"] != UNCODED]
    for (a, b), of in coded.groupby(["place_a", "place_b"], sort=False):
        widest = of.loc[of["difference"].abs().idxmax()]
        claims[f"contrast-{a}-{b}"] = (
            "places",
            widest.theme,
            *((a, b) if widest.difference > 0 else (b, a)),
        )
    for place, of in by_stage[by_stage["theme"] != UNCODED].groupby("place", sort=False):
        widest = of.loc[of["difference"].abs().idxmax()]
        claims[f"plan-{place}"] = (
            "stages",
            widest.theme,
            place,
            1 if widest.difference > 0 else -1,
        )
    return claims


def theme_specifications(run, claims, grid):
    """Every claim about themes under every combination of the theme choices: finding, the choices, estimate, low, high."""
    codebook, rows, coded_as = lists.read_codebook(), [], {}
    for options in product(*grid.values()):
        o = dict(zip(grid, options))
        key = (o["coding"], o["weighting"], o["headings"], o["terms"])
        if key not in coded_as:
            coded_as[key] = _theme_mass(run, codebook, *key)
        mass, paragraphs = coded_as[key]
        for finding, claim in claims.items():
            if claim[0] == "stages" and o["sections"] != grid["sections"][0]:
                continue  # plan against review always uses both, so this choice would only repeat itself
            used = paragraphs if claim[0] == "stages" else _only(paragraphs, o["sections"])
            rows.append(
                (
                    finding,
                    *options,
                    *_theme_claim(claim, mass.loc[used["paragraph"]], used, o["unit"]),
                )
            )
    return pd.DataFrame(rows, columns=["finding", *grid, "estimate", "low", "high"])


def term_specifications(run, claims, grid, draws=500):
    """Claims about distinctive terms (finding → place, terms) under every combination of the term choices, a row for each term too. A term that a
    specification does not count, for instance because it is cut apart without the lexicon, is left out of it."""
    rows, choices, texts = [], list(grid), {}
    seed = run.parameters.seed
    for options in product(*grid.values()):
        o = dict(zip(choices, options))
        if o["lexicon"] not in texts:
            p = run.parameters
            folder = prepared(list(run.places), o["lexicon"], p.stop_words, p.min_paragraphs)
            texts[o["lexicon"]] = cache.load(folder, "tokens")
        key = (o["lexicon"], o["stop_words"], o["min_paragraphs"], o["sections"])
        if key not in texts:
            paragraphs = _only(run.paragraphs, o["sections"])
            tokens = texts[o["lexicon"]]
            left_out = lists.read_stop_words(o["stop_words"])
            texts[key] = (
                *count_terms(
                    tokens[tokens["paragraph"].isin(paragraphs["paragraph"])],
                    paragraphs,
                    left_out,
                    o["min_paragraphs"],
                ),
                paragraphs,
            )
        counts, terms, paragraphs = texts[key]
        prior, column = informative_prior(counts, o["prior_words"]), pd.Index(terms["term"])
        groups = paragraphs["place"].to_numpy() if o["unit"] == "paragraph" else None
        for finding, (place, words) in claims.items():
            here = (paragraphs["place"] == place).to_numpy()
            if not here.any() or here.all():
                continue
            at = column.get_indexer([w for w in words if w in column])
            if not len(at):
                continue
            drawn = (
                resample.multiplicities(groups, draws, seed)
                if groups is not None
                else _drawn_sections(paragraphs, draws, seed)
            )
            sizes = np.asarray(counts.sum(axis=1)).ravel()
            y = [
                _with_rest(
                    resample.sums(drawn[:, rows_], counts[rows_][:, at]),
                    drawn[:, rows_] @ sizes[rows_],
                )
                for rows_ in (here, ~here)
            ]
            y0 = [
                _with_rest(
                    np.asarray(counts[rows_][:, at].sum(axis=0)), np.array([sizes[rows_].sum()])
                )
                for rows_ in (here, ~here)
            ]
            some_prior = np.append(prior[at], prior.sum() - prior[at].sum())
            estimate = log_odds(*y0, some_prior)[0][:-1]
            low, high = resample.interval(log_odds(*y, some_prior)[:, :-1])
            rows += [
                (finding, *options, terms["term"][a], *values)
                for a, *values in zip(at, estimate, low, high)
            ]
    return pd.DataFrame(rows, columns=["finding", *choices, "term", "estimate", "low", "high"])


def topic_specifications(run, characters, grid):
    """Whether topics and codebook agree more than by chance, under every combination of the topic choices: the median over topics of how much the
    nearest theme fills above its share of all text. The interval is that of the middle half of topics. A number of topics that the texts have too few words for is left out."""
    coded = characters.drop(columns=UNCODED).to_numpy()
    rows = []
    for options in product(*grid.values()):
        o = dict(zip(grid, options))
        if o["n_topics"] > min(run.counts.shape):
            continue  # so many topics cannot be told apart in so few words
        weights, _ = topics.fit_topics(
            run.counts, o["model"], o["n_topics"], o["seed"], run.paragraphs["characters"]
        )
        mass = weights.to_numpy().T @ coded
        share = mass / np.maximum(mass.sum(axis=1, keepdims=True), 1e-12)
        above = share.max(axis=1) - (coded.sum(axis=0) / coded.sum())[share.argmax(axis=1)]
        rows.append(("topics-themes", *options, *np.quantile(above, [0.5, 0.25, 0.75])))
    return pd.DataFrame(rows, columns=["finding", *grid, "estimate", "low", "high"])


def specifications(analysis, grid):
    """Every claim of the run under the declared grid: family (themes, terms, topics) → its specifications.

    Says how far it is where a person watches."""
    run = analysis.run
    steps = {
        "themes": lambda: theme_specifications(run, analysis.theme_claims, grid["themes"]),
        "terms": lambda: term_specifications(run, analysis.term_claims, grid["terms"]),
        "topics": lambda: topic_specifications(run, analysis.theme_characters, grid["topics"]),
    }
    watched = tqdm(steps.items(), desc="specifications", disable=None, leave=False)
    return {family: compute() for family, compute in watched}


def robustness(specified):
    """finding, robust_share (share of specifications whose estimate is above zero with an interval that leaves out zero), same_sign (share with an estimate above
    zero), robust_n (specifications; for words, words × specifications). specified: family → table of specifications."""
    of = pd.concat(
        [table[["finding", "estimate", "low"]] for table in specified.values()], ignore_index=True
    )
    of = of.assign(sign=of["estimate"] > 0, confirmed=(of["estimate"] > 0) & (of["low"] > 0))
    return (
        of.groupby("finding", sort=False)
        .agg(
            robust_share=("confirmed", "mean"),
            same_sign=("sign", "mean"),
            robust_n=("sign", "size"),
        )
        .reset_index()
    )


def what_moves(table):
    """For each claim and choice the mean estimate and robust share under each option: finding, choice, option, estimate, robust_share; and the choice's `effect`,
    the range of the mean estimates over its options."""
    skip = {"finding", "estimate", "low", "high", "term"}
    tables = []
    for choice in (c for c in table.columns if c not in skip):
        of = table.assign(
            confirmed=(table["estimate"] > 0) & (table["low"] > 0), option=table[choice].astype(str)
        )
        means = (
            of.groupby(["finding", "option"], sort=False)
            .agg(estimate=("estimate", "mean"), robust_share=("confirmed", "mean"))
            .reset_index()
        )
        effect = (
            means.groupby("finding")["estimate"].agg(lambda e: e.max() - e.min()).rename("effect")
        )
        tables.append(means.assign(choice=choice).join(effect, on="finding"))
    return pd.concat(tables, ignore_index=True)[
        ["finding", "choice", "option", "estimate", "robust_share", "effect"]
    ]


def what_moves_all(specified):
    """what_moves() of every family: one table."""
    return pd.concat(
        [what_moves(table) for table in specified.values() if len(table)], ignore_index=True
    )


def what_moves_most(specified):
    """For each claim the options of the one choice with the largest effect."""
    every = what_moves_all(specified)
    most = every.loc[every.groupby("finding", sort=False)["effect"].idxmax(), ["finding", "choice"]]
    return most.merge(every, on=["finding", "choice"])


def one_table(specified):
    """All specifications of all families, for publication: family, finding, the choices (empty where they do not bear on it), estimate, low, high."""
    return pd.concat(
        [table.assign(family=family) for family, table in specified.items()], ignore_index=True
    )


def _theme_mass(run, codebook, coding, weighting, headings, terms):
    """Characters (or sentences) of each paragraph by theme, and the paragraphs with their size in that unit."""
    if terms != "all":
        codebook = codebook.assign(
            terms=[[t for t in of if len(t) >= 3] for of in codebook["terms"]]
        )
    sentences = (
        run.sentences if headings == "counted" else run.sentences[~run.sentences["is_heading"]]
    )
    if weighting == "sentences":
        sentences = sentences.assign(characters=1)
    mass, _ = themes.theme_characters(
        sentences, themes.code_sentences(sentences, codebook, coding), codebook
    )
    paragraphs = run.paragraphs[run.paragraphs["paragraph"].isin(mass.index)]
    return mass, paragraphs.assign(
        characters=mass.loc[paragraphs["paragraph"]].sum(axis=1).to_numpy()
    )


def _theme_claim(claim, mass, paragraphs, unit):
    """Estimate and interval of one claim, signed so that the claim says "above zero"; the whole range where a side has no text."""
    kind, *rest = claim
    place = paragraphs["place"].to_numpy()
    names = (
        paragraphs["paragraph"]
        if unit == "paragraph"
        else paragraphs["document"] + "|" + paragraphs["section"]
    )

    def side(at):
        summed = (
            mass[at]
            .assign(size=paragraphs["characters"].to_numpy()[at])
            .groupby(names.to_numpy()[at], sort=False)
            .sum()
        )
        return summed.drop(columns="size").to_numpy(), summed["size"].to_numpy(float)

    if kind == "rank":
        values, sizes = side(place == rest[0])
        column = mass.columns.get_indexer(rest[1:])
        return _lead(values[:, column[0]] - values[:, column[1]], sizes)
    first, second = (
        ((place == rest[1]), (place == rest[2]))
        if kind == "places"
        else ((place == rest[1]) & in_stage(paragraphs, stage) for stage in ("plan", "review"))
    )
    if not first.any() or not second.any():
        return 0.0, -1.0, 1.0
    estimate, low, high, _ = difference_interval(side(first), side(second))
    at = mass.columns.get_loc(rest[0])
    return (
        (estimate[at], low[at], high[at])
        if kind == "places" or rest[2] > 0
        else (-estimate[at], -high[at], -low[at])
    )


def _lead(ahead, sizes):
    """How far one theme is ahead of another in the same paragraphs: ratio of sums with its linearised t interval."""
    n, total = len(sizes), sizes.sum()
    lead = ahead.sum() / total
    if n < 2:
        return lead, -1.0, 1.0
    half = (
        stats.t.ppf(0.975, n - 1)
        * np.sqrt(((ahead - lead * sizes) ** 2).sum() * n / (n - 1))
        / total
    )
    return lead, lead - half, lead + half


def _drawn_sections(paragraphs, draws, seed):
    """Multiplicities that draw whole sections within each place; paragraphs of a section are drawn together."""
    names = paragraphs["document"] + "|" + paragraphs["section"]
    first = ~names.duplicated()
    drawn = resample.multiplicities(paragraphs["place"][first], draws, seed)
    return drawn[:, pd.Index(names[first]).get_indexer(names)]


def _only(paragraphs, sections):
    """The paragraphs of these stages; texts that have none of them keep all of theirs."""
    wanted = SECTIONS[sections]
    if wanted is None:
        return paragraphs
    fits = paragraphs["stage"].isin(wanted)
    return paragraphs[fits | ~fits.groupby(paragraphs["place"]).transform("any")]


def _with_rest(some, total):
    """Counts of some terms and of all others together, so that their log-odds are those of the whole vocabulary."""
    return np.concatenate(
        [np.atleast_2d(some), (total - np.atleast_2d(some).sum(axis=1))[:, None]], axis=1
    )
