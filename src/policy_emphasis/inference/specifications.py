"""Every claim computed again under every combination of the choices that the declared grid
(params/grids/multiverse.yaml) lists for it.

A table of specifications has a row for each claim and specification, with finding, the choices,
estimate, low, high, signed so that a claim says "above zero", and silent: whether a side is too
small to have an interval.
"""

from functools import cache, partial
from itertools import chain, product

import numpy as np
import pandas as pd
from scipy import sparse

from policy_emphasis import fanout
from policy_emphasis.inference import keyness, permutation, resample
from policy_emphasis.inference.differences import difference_interval, of_widest
from policy_emphasis.inference.multiverse import FIGURES, RankClaim, StageClaim
from policy_emphasis.inference.resample import SIGNIFICANCE
from policy_emphasis.inference.shares import Sample, in_place, in_stage, lead
from policy_emphasis.measures import themes, topics
from policy_emphasis.measures.terms import informative_prior, log_odds
from policy_emphasis.reference.lists import read_stop_words
from policy_emphasis.text.counts import TermCounts, count_terms
from policy_emphasis.text.segment import bare_name, words_of

CODED = ("coding", "weighting", "headings", "terms")  # the choices on which the coding rests
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
    segmenter,
    theme_claims,
    term_claims,
    seed,
):
    """Every claim under the declared grid: family (themes, terms, topics) → its specifications.

    counted: TermCounts; characters: paragraphs × themes, as from themes.theme_mass; everyone: the
    sentences and paragraphs among which words are a place's own; the others as in the functions
    below.
    """
    texts = sentences, counted.paragraphs
    by_term = {"claims": term_claims, "seed": seed, "segmenter": segmenter}
    by_theme = {"claims": theme_claims, "codebook": codebook, "design": design}
    families = {
        "themes": partial(theme_specifications, *texts, **by_theme),
        "terms": partial(term_specifications, *everyone, lexicon=lexicon, **by_term),
        "topics": partial(topic_specifications, counted, characters),
    }
    return {family: compute(grid=grid[family]) for family, compute in families.items()}


def theme_specifications(sentences, paragraphs, *, codebook, claims, grid, design=None):
    """Every claim about themes (finding → RankClaim, PlaceClaim or StageClaim) under every
    combination of the theme choices. Plan against review always uses both, so for it the choice of
    sections would only repeat itself, and is left out."""
    given = {"codebook": codebook, "claims": claims, "design": design}
    given["stages_with"] = grid["sections"][0]
    figures = partial(_theme_block, sentences, paragraphs, **given)
    return _specified(figures, grid, by=CODED, label="specifications of themes")


def _theme_block(sentences, paragraphs, block, *, codebook, claims, design, stages_with):
    """The rows of each specification of a block, for which sentences are coded in one way.
    stages_with: the sections for which claims about stages are computed."""
    mass = _coded(sentences, codebook, **{name: block[0][name] for name in CODED})
    texts = paragraphs[paragraphs["paragraph"].isin(mass.index)]

    def figures(*, sections, unit, **_):
        within = texts[_fits(texts, sections)]
        for finding, claim in claims.items():
            by_stage = isinstance(claim, StageClaim)
            if not by_stage or sections == stages_with:
                used = texts if by_stage else within
                found = _theme_figures(claim, mass, used, unit=unit, design=design)
                yield {"finding": finding, **found}

    return [list(figures(**options)) for options in block]


def _coded(sentences, codebook, *, coding, weighting, headings, terms):
    """Characters, or sentences, of each paragraph on each theme."""
    book = codebook
    if terms != "all":
        long = [[term for term in own if len(term) >= LONG] for own in codebook["terms"]]
        book = codebook.assign(terms=long)
    kept = sentences[~sentences["is_heading"]] if headings == "dropped" else sentences
    kept = kept.assign(characters=1) if weighting == "sentences" else kept
    found = themes.code_sentences(kept, book, coding)
    return themes.theme_mass(themes.with_uncoded(kept, found), codebook)


def term_specifications(sentences, paragraphs, *, lexicon, segmenter, claims, grid, seed):
    """How many words are clearly a place's own (finding → TermClaim) under every combination of the
    term choices: the words are chosen and tested anew in each, by the test of the run itself. The
    figure is their number, which has no interval."""
    lexicons = [lexicon if whole else {} for whole in grid["lexicon"]]
    count = partial(_counted, sentences, paragraphs, segmenter=segmenter)
    counted = fanout.each(count, lexicons, label="words")
    every = dict(zip(grid["lexicon"], counted, strict=True))
    figures = partial(_term_block, every, claims=claims, weights=grid["prior_words"], seed=seed)
    by = ("lexicon", "sections", "unit")
    return _specified(figures, grid, by=by, label="specifications of words")


def _counted(sentences, paragraphs, lexicon, *, segmenter):
    words = words_of(sentences["text"], lexicon, segmenter)
    return count_terms(words, sentences["paragraph"], paragraphs)


def _term_block(every, block, *, claims, weights, seed):
    """The rows of each specification of a block, for which the same units of text are drawn. every:
    whether terms are kept whole → TermCounts; weights: those of the prior, which change the
    interval alone."""
    drawn = cache(partial(resample.multiplicities, draws=DRAWS, seed=seed))
    counted, unit = every[block[0]["lexicon"]], block[0]["unit"]
    counted = counted.only(_fits(counted.paragraphs, block[0]["sections"]))

    @cache
    def clear(stop_words, min_paragraphs):
        """finding → the number under each weight."""
        texts = counted.frequent(read_stop_words(stop_words), min_paragraphs=min_paragraphs)
        texts = _by_section(texts) if unit == "section" else texts
        draws = drawn(tuple(texts.paragraphs["place"]))
        return {
            finding: _clear_words(claim, texts, draws, weights=weights)
            for finding, claim in claims.items()
        }

    def figures(*, stop_words, min_paragraphs, prior_words, **_):
        for finding, numbers in clear(stop_words, min_paragraphs).items():
            n = numbers[weights.index(prior_words)]
            yield {"finding": finding, **_figures(n, n, n, silent=np.isnan(n))}

    return [list(figures(**options)) for options in block]


def topic_specifications(counted, characters, *, grid):
    """Whether topics and codebook agree more than by chance, under every combination of the topic
    choices: how much more of a topic's text its nearest theme fills, in the mean over topics, than
    where topics are dealt to other paragraphs. The interval leaves out zero where fewer than 5% of
    such deals come up to it. A number of topics that the texts have too few words for is left out.
    """
    figures = partial(_topic_block, counted, characters)
    return _specified(figures, grid, by=tuple(grid), label="specifications of topics")


def _topic_block(counted, characters, block):
    """The rows of the one specification of a block."""
    (options,) = block
    if options["n_topics"] > min(counted.counts.shape):
        return [[]]  # so many topics cannot be told apart in so few words
    fitted = topics.fit_topics(counted, **options)
    found = permutation.agreement(fitted.weights, characters, seed=options["seed"]).overall
    above, reach = found.estimate - found.chance, found.reach - found.chance
    return [[{"finding": "topics-themes", **_figures(above, above - reach, above + reach)}]]


def _specified(figures, grid, *, by, label):
    """The table of specifications, in the order of the grid. figures(block): the rows, a list for
    each, of specifications (choice → option) that agree in the choices `by`, computed together."""
    every = [dict(zip(grid, options, strict=True)) for options in product(*grid.values())]
    blocks = {}
    for i, options in enumerate(every):
        blocks.setdefault(tuple(options[choice] for choice in by), []).append(i)
    tasks = [[every[i] for i in block] for block in blocks.values()]
    found = chain.from_iterable(fanout.each(figures, tasks, label=label))
    in_place = dict(zip(chain.from_iterable(blocks.values()), found, strict=True))
    table = [{**options, **row} for i, options in enumerate(every) for row in in_place[i]]
    return pd.DataFrame(table, columns=["finding", *grid, *FIGURES])


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
