"""Every claim computed again under every combination of the choices that the declared grid
(params/grids/multiverse.yaml) lists for it.

A table of specifications has a row for each claim and specification, with finding, the choices,
estimate, low, high, signed so that a claim says "above zero", and silent: whether a side is too
small to have an interval.
"""

from functools import cache, partial
from itertools import product

import numpy as np
import pandas as pd
from scipy import sparse
from tqdm import tqdm

from policy_emphasis.inference import keyness, permutation, resample
from policy_emphasis.inference.differences import difference_interval, of_widest
from policy_emphasis.inference.multiverse import FIGURES, RankClaim, StageClaim
from policy_emphasis.inference.resample import SIGNIFICANCE
from policy_emphasis.inference.shares import Sample, in_place, in_stage, lead
from policy_emphasis.measures import themes, topics
from policy_emphasis.measures.terms import informative_prior, log_odds
from policy_emphasis.reference.lists import read_stop_words
from policy_emphasis.text.counts import TermCounts, count_terms
from policy_emphasis.text.segment import bare_name, tokenize

LONG = 3  # characters of the terms that count where short ones do not
DRAWS = 500  # of the bootstrap behind each specification of words


def every(
    sentences,
    counted,
    characters,
    *,
    everyone,
    grid,
    codebook,
    design,
    lexicon,
    theme_claims,
    term_claims,
    seed,
):
    """Every claim under the declared grid: family (themes, terms, topics) → its specifications.

    counted: TermCounts; characters: paragraphs × themes, as from themes.theme_mass; everyone: the
    sentences and paragraphs among which words are a place's own; the others as in the functions
    below. Says how far it is where a person watches.
    """
    texts, by_term = (sentences, counted.paragraphs), {"claims": term_claims, "seed": seed}
    by_theme = {"claims": theme_claims, "codebook": codebook, "design": design}
    families = {
        "themes": partial(theme_specifications, *texts, **by_theme),
        "terms": partial(term_specifications, *everyone, lexicon=lexicon, **by_term),
        "topics": partial(topic_specifications, counted, characters),
    }
    watched = tqdm(families.items(), desc="specifications", disable=None, leave=False)
    return {family: compute(grid=grid[family]) for family, compute in watched}


def theme_specifications(sentences, paragraphs, *, codebook, claims, grid, design=None):
    """Every claim about themes (finding → RankClaim, PlaceClaim or StageClaim) under every
    combination of the theme choices. Plan against review always uses both, so for it the choice of
    sections would only repeat itself, and is left out."""
    long = [[term for term in terms if len(term) >= LONG] for terms in codebook["terms"]]
    books = {"all": codebook, "three or more characters": codebook.assign(terms=long)}

    @cache
    def coded(*, coding, weighting, headings, terms):
        kept = sentences[~sentences["is_heading"]] if headings == "dropped" else sentences
        kept = kept.assign(characters=1) if weighting == "sentences" else kept
        found = themes.code_sentences(kept, books[terms], coding)
        return themes.theme_mass(themes.with_uncoded(kept, found), codebook)

    def figures(sections, unit, **how):
        mass = coded(**how)
        texts = paragraphs[paragraphs["paragraph"].isin(mass.index)]
        within = texts[_fits(texts, sections)]
        for finding, claim in claims.items():
            by_stage = isinstance(claim, StageClaim)
            if not by_stage or sections == grid["sections"][0]:
                used = texts if by_stage else within
                found = _theme_figures(claim, mass, used, unit=unit, design=design)
                yield {"finding": finding, **found}

    return _specified(figures, grid, FIGURES)


def term_specifications(sentences, paragraphs, *, lexicon, claims, grid, seed):
    """How many words are clearly a place's own (finding → TermClaim) under every combination of the
    term choices: the words are chosen and tested anew in each, by the test of the run itself. The
    figure is their number, which has no interval."""
    segmented = (tokenize(sentences, lexicon if whole else {}) for whole in grid["lexicon"])
    counted = (count_terms(tokens, paragraphs) for tokens in segmented)
    every = dict(zip(grid["lexicon"], counted, strict=True))
    drawn = cache(partial(resample.multiplicities, draws=DRAWS, seed=seed))

    @cache
    def clear(*, unit, lexicon, stop_words, min_paragraphs, sections):
        """finding → the number under each weight of the prior, which changes the interval alone."""
        texts = every[lexicon].only(_fits(paragraphs, sections))
        texts = texts.frequent(read_stop_words(stop_words), min_paragraphs=min_paragraphs)
        texts = _by_section(texts) if unit == "section" else texts
        draws = drawn(tuple(texts.paragraphs["place"]))
        return {
            finding: _clear_words(claim, texts, draws, weights=grid["prior_words"])
            for finding, claim in claims.items()
        }

    def figures(prior_words, **how):
        weight = grid["prior_words"].index(prior_words)
        for finding, numbers in clear(**how).items():
            n = numbers[weight]
            yield {"finding": finding, **_figures(n, n, n, silent=np.isnan(n))}

    return _specified(figures, grid, FIGURES)


def topic_specifications(counted, characters, *, grid):
    """Whether topics and codebook agree more than by chance, under every combination of the topic
    choices: how much more of a topic's text its nearest theme fills, in the mean over topics, than
    where topics are dealt to other paragraphs. The interval leaves out zero where fewer than 5% of
    such deals come up to it. A number of topics that the texts have too few words for is left out.
    """

    def figures(**options):
        if options["n_topics"] > min(counted.counts.shape):
            return  # so many topics cannot be told apart in so few words
        fitted = topics.fit_topics(counted, **options)
        found = permutation.agreement(fitted.weights, characters, seed=options["seed"]).overall
        above, reach = found.estimate - found.chance, found.reach - found.chance
        yield {"finding": "topics-themes", **_figures(above, above - reach, above + reach)}

    return _specified(figures, grid, FIGURES)


def _specified(figures, grid, columns):
    """The table of specifications with the rows of figures(**options), for every combination of
    the grid's options."""
    found = []
    for combination in product(*grid.values()):
        options = dict(zip(grid, combination, strict=True))
        found += [{**options, **row} for row in figures(**options)]
    return pd.DataFrame(found, columns=["finding", *grid, *columns])


def _figures(estimate, low, high, *, silent=False):
    return {"estimate": estimate, "low": low, "high": high, "silent": silent}


def _fits(paragraphs, sections):
    """Which paragraphs are of these stages; texts that have none of them keep all of theirs."""
    fits = pd.Series(in_stage(paragraphs, sections), paragraphs.index)
    return (fits | ~fits.groupby(paragraphs["place"]).transform("any")).to_numpy()


def _theme_figures(claim, mass, paragraphs, *, unit, design):
    """Estimate and interval of one claim (mass: paragraphs × themes); the whole range where a side
    has no text."""

    known = 1.0 if design is None else design[mass.columns].to_numpy()

    def sample(here):
        own = paragraphs[here]
        names = own["paragraph"] if unit == "paragraph" else own["document"] + "|" + own["section"]
        sized = mass.assign(size=mass.sum(axis=1)).loc[own["paragraph"]]
        summed = sized.groupby(names.to_numpy(), sort=False).sum()
        sizes = summed.pop("size").to_numpy()
        return Sample(summed.to_numpy(), sizes, mass.columns, design=known)

    if isinstance(claim, RankClaim):
        own = sample(in_place(paragraphs, claim.place))
        first, second = mass.columns.get_indexer([claim.first, claim.second])
        ahead = own.mass[:, first] - own.mass[:, second]
        return _figures(*lead(ahead, own.sizes), silent=len(own.sizes) < 2)
    if isinstance(claim, StageClaim):
        sides = [in_place(paragraphs, claim.place, stage) for stage in (claim.more, claim.less)]
    else:
        sides = [in_place(paragraphs, place) for place in (claim.more, claim.less)]
    if not all(side.any() for side in sides):
        return _figures(0.0, -1.0, 1.0, silent=True)
    samples = [sample(side) for side in sides]
    level = of_widest(mass.shape[1])  # the claim is on the widest of the run's differences
    found = difference_interval(*samples, level=level).loc[claim.theme]
    silent = min(len(side.sizes) for side in samples) < 2
    return _figures(found["difference"], found["low"], found["high"], silent=silent)


def _clear_words(claim, counted, draws, *, weights):
    """How many words are clearly a place's own, under each weight of the prior; NaN where one side
    has no text to compare."""
    here = counted.in_place(claim.place)
    if min(here.sum(), (~here).sum()) < 2:
        return [np.nan] * len(weights)
    _, q = keyness.corrected_test(counted.counts, here, ~here)
    several = (counted.counts[here] > 0).sum(axis=0) >= keyness.SEVERAL
    own_name = counted.terms["term"].str.contains(bare_name(claim.name), regex=False).to_numpy()
    columns = np.flatnonzero((q < SIGNIFICANCE) & several & ~own_name)
    if not len(columns):
        return [0] * len(weights)
    uses, other_uses = (_uses(counted, side, columns, draws=draws) for side in (here, ~here))
    numbers = []
    for weight in weights:
        prior = informative_prior(counted.counts, weight)
        prior = np.append(prior[columns], prior.sum() - prior[columns].sum())
        low, _ = resample.interval(log_odds(uses, other_uses, prior)[:, :-1])
        numbers.append((low > 0).sum())
    return numbers


def _uses(counted, here, columns, *, draws):
    """Uses of some terms, and of all others together, in each draw of some paragraphs, so that
    their log-odds are those of the whole vocabulary."""
    draws, counts = draws[:, here], counted.counts[here]
    some, every = draws @ counts[:, columns], draws @ counts.sum(axis=1)
    return np.concatenate([some, (every - some.sum(axis=1))[:, None]], axis=1)


def _by_section(counted):
    """The counts of whole sections, which are then drawn, tested and counted as paragraphs are."""
    names = counted.paragraphs["document"] + "|" + counted.paragraphs["section"]
    section, first = pd.factorize(names)[0], ~names.duplicated()
    within = sparse.csr_array((np.ones(len(section), int), (section, np.arange(len(section)))))
    return TermCounts(within @ counted.counts, counted.terms, counted.paragraphs[first])
