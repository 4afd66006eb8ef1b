"""Every claim computed again under every combination of the choices that the declared grid
(params/grids/multiverse.yaml) lists for it.

every(…) → family → its specifications: a row for each claim and specification, with finding, the
choices, estimate, low, high, signed so that a claim says "above zero"
"""

from dataclasses import dataclass
from functools import cache, partial
from itertools import product

import numpy as np
import pandas as pd
from scipy import stats
from tqdm import tqdm

from policy_emphasis.inference import resample
from policy_emphasis.inference.multiverse import FIGURES, RankClaim, StageClaim
from policy_emphasis.inference.resample import LEVEL
from policy_emphasis.inference.shares import Sample, difference_interval, in_place
from policy_emphasis.measures import themes, topics
from policy_emphasis.measures.terms import informative_prior, log_odds
from policy_emphasis.reference.lists import UNCODED, read_stop_words
from policy_emphasis.text.counts import count_terms
from policy_emphasis.text.segment import tokenize

SECTIONS = {"plan and review": ["plan", "governance", "review"], "plan": ["plan", "governance"]}
LONG = 3  # characters of the terms that count where short ones do not
DRAWS = 500  # of the bootstrap behind each specification of a term
QUARTILES = [0.5, 0.25, 0.75]  # estimate, low, high over topics


def every(
    sentences, counted, characters, *, grid, codebook, lexicon, theme_claims, term_claims, seed
):
    """Every claim under the declared grid: family (themes, terms, topics) → its specifications.

    counted: TermCounts; characters: paragraphs × themes, as from themes.theme_mass; the others as
    in the functions below. Says how far it is where a person watches.
    """
    texts, by_term = (sentences, counted.paragraphs), {"claims": term_claims, "seed": seed}
    families = {
        "themes": partial(theme_specifications, *texts, codebook=codebook, claims=theme_claims),
        "terms": partial(term_specifications, *texts, lexicon=lexicon, **by_term),
        "topics": partial(topic_specifications, counted, characters),
    }
    watched = tqdm(families.items(), desc="specifications", disable=None, leave=False)
    return {family: compute(grid=grid[family]) for family, compute in watched}


def theme_specifications(sentences, paragraphs, *, codebook, claims, grid):
    """Every claim about themes (finding → RankClaim, PlaceClaim or StageClaim) under every
    combination of the theme choices. Plan against review always uses both, so for it the choice of
    sections would only repeat itself, and is left out."""

    @cache
    def coded(coding, weighting, headings, terms):
        kept = sentences[~sentences["is_heading"]] if headings == "dropped" else sentences
        kept = kept.assign(characters=1) if weighting == "sentences" else kept
        book = codebook if terms == "all" else _without_short_terms(codebook)
        return _coded(kept, paragraphs, book, coding)

    rows = []
    for options in _combinations(grid):
        how = dict(options)
        sections, unit = how.pop("sections"), how.pop("unit")
        whole = coded(**how)
        within = whole.only(sections)
        for finding, claim in claims.items():
            by_stage = isinstance(claim, StageClaim)
            if by_stage and sections != grid["sections"][0]:
                continue
            figures = _theme_figures(claim, whole if by_stage else within, unit)
            rows.append({"finding": finding, **options, **figures})
    return pd.DataFrame(rows, columns=["finding", *grid, *FIGURES])


def term_specifications(sentences, paragraphs, *, lexicon, claims, grid, seed):
    """Claims about terms (finding → TermClaim) under every combination of the term choices, a row
    for each term too. A term that a specification does not count, for instance because it is cut
    apart without the lexicon, is left out of it."""

    @cache
    def tokens(whole):
        return tokenize(sentences, lexicon if whole else {})

    @cache
    def counted(lexicon, stop_words, min_paragraphs, sections):
        kept, words = _only(paragraphs, sections), tokens(lexicon)
        words = words[words["paragraph"].isin(kept["paragraph"])]
        left_out = read_stop_words(stop_words)
        return count_terms(words, kept, left_out, min_paragraphs=min_paragraphs)

    @cache
    def drawn(sections, unit):
        kept = _only(paragraphs, sections)
        if unit == "section":
            return _drawn_sections(kept, seed)
        return resample.multiplicities(kept["place"], DRAWS, seed)

    rows = []
    for options in _combinations(grid):
        how = dict(options)
        unit, prior_words = how.pop("unit"), how.pop("prior_words")
        draws = drawn(how["sections"], unit)
        for finding, claim in claims.items():
            table = _term_figures(claim, counted(**how), draws, prior_words)
            rows += [{"finding": finding, **options, **row} for row in table.to_dict("records")]
    return pd.DataFrame(rows, columns=["finding", *grid, "term", *FIGURES])


def topic_specifications(counted, characters, *, grid):
    """Whether topics and codebook agree more than by chance, under every combination of the topic
    choices: the median over topics of how much the nearest theme fills above its share of all text.
    The interval is that of the middle half of topics. A number of topics that the texts have too
    few words for is left out."""
    coded = characters.drop(columns=UNCODED).to_numpy()
    expected = coded.sum(axis=0) / coded.sum()
    rows = []
    for options in _combinations(grid):
        if options["n_topics"] > min(counted.counts.shape):
            continue  # so many topics cannot be told apart in so few words
        mass = topics.fit_topics(counted, **options).weights.to_numpy().T @ coded
        share = mass / np.maximum(mass.sum(axis=1, keepdims=True), topics.TINY)
        above = share.max(axis=1) - expected[share.argmax(axis=1)]
        figures = _figures(*np.quantile(above, QUARTILES))
        rows.append({"finding": "topics-themes", **options, **figures})
    return pd.DataFrame(rows, columns=["finding", *grid, *FIGURES])


def _combinations(grid):
    """Every combination of the options: choice → option."""
    return [dict(zip(grid, options, strict=True)) for options in product(*grid.values())]


def _figures(estimate, low, high):
    return {"estimate": estimate, "low": low, "high": high}


def _only(paragraphs, sections):
    """The paragraphs of these stages; texts that have none of them keep all of theirs."""
    if sections == "all":
        return paragraphs
    fits = paragraphs["stage"].isin(SECTIONS[sections])
    return paragraphs[fits | ~fits.groupby(paragraphs["place"]).transform("any")]


def _section_names(paragraphs):
    return paragraphs["document"] + "|" + paragraphs["section"]


@dataclass(frozen=True)
class CodedTexts:
    """Texts coded in one way: mass, characters or sentences of each paragraph by theme; paragraphs,
    with their `characters` in the same unit."""

    mass: pd.DataFrame
    paragraphs: pd.DataFrame

    def only(self, sections):
        """The paragraphs of these stages."""
        paragraphs = _only(self.paragraphs, sections)
        return CodedTexts(self.mass.loc[paragraphs["paragraph"]], paragraphs)

    def sample(self, here, unit):
        """Some of the paragraphs (a mask), or the sections that they make up, as a Sample."""
        own = self.paragraphs[here]
        names = own["paragraph"] if unit == "paragraph" else _section_names(own)
        sized = self.mass[here].assign(size=own["characters"].to_numpy(float))
        summed = sized.groupby(names.to_numpy(), sort=False).sum()
        return Sample(summed.drop(columns="size").to_numpy(), summed["size"].to_numpy())


def _coded(sentences, paragraphs, codebook, coding):
    coded = themes.code_sentences(sentences, codebook, coding)
    mass = themes.theme_mass(sentences, coded, codebook).characters
    paragraphs = paragraphs[paragraphs["paragraph"].isin(mass.index)]
    mass = mass.loc[paragraphs["paragraph"]]
    return CodedTexts(mass, paragraphs.assign(characters=mass.sum(axis=1).to_numpy()))


def _without_short_terms(codebook):
    long = [[term for term in terms if len(term) >= LONG] for terms in codebook["terms"]]
    return codebook.assign(terms=long)


def _theme_figures(claim, texts, unit):
    """Estimate and interval of one claim; the whole range where a side has no text."""
    paragraphs, columns = texts.paragraphs, texts.mass.columns
    if isinstance(claim, RankClaim):
        sample = texts.sample(in_place(paragraphs, claim.place), unit)
        first, second = columns.get_indexer([claim.first, claim.second])
        return _lead(sample.mass[:, first] - sample.mass[:, second], sample.sizes)
    if isinstance(claim, StageClaim):
        sides = [in_place(paragraphs, claim.place, stage) for stage in (claim.more, claim.less)]
    else:
        sides = [in_place(paragraphs, place) for place in (claim.more, claim.less)]
    if not all(side.any() for side in sides):
        return _figures(0.0, -1.0, 1.0)
    found = difference_interval(*(texts.sample(side, unit) for side in sides))
    return _figures(*found.loc[columns.get_loc(claim.theme), ["difference", "low", "high"]])


def _lead(ahead, sizes):
    """How far one theme is ahead of another in the same paragraphs: ratio of sums with its
    linearised t interval."""
    n, total = len(sizes), sizes.sum()
    lead = ahead.sum() / total
    if n < 2:
        return _figures(lead, -1.0, 1.0)
    squares = ((ahead - lead * sizes) ** 2).sum()
    half = stats.t.ppf((1 + LEVEL) / 2, n - 1) * np.sqrt(squares * n / (n - 1)) / total
    return _figures(lead, lead - half, lead + half)


def _term_figures(claim, counted, draws, prior_words):
    """Log-odds of a claim's terms, its place against all others: term, estimate, low, high."""
    here, vocabulary = counted.in_place(claim.place), pd.Index(counted.vocabulary)
    columns = vocabulary.get_indexer([term for term in claim.terms if term in vocabulary])
    if here.all() or not here.any():
        columns = columns[:0]  # nothing to compare
    prior = informative_prior(counted.counts, prior_words)
    prior = np.append(prior[columns], prior.sum() - prior[columns].sum())
    once = np.ones((1, len(here)))
    estimate, samples = (
        log_odds(*(_uses(counted, side, columns, drawn) for side in (here, ~here)), prior)[:, :-1]
        for drawn in (once, draws)
    )
    figures = _figures(estimate[0], *resample.interval(samples))
    return pd.DataFrame({"term": vocabulary[columns], **figures})


def _uses(counted, here, columns, draws):
    """Uses of some terms, and of all others together, in each draw of some paragraphs, so that
    their log-odds are those of the whole vocabulary."""
    some = resample.sums(draws[:, here], counted.counts[here][:, columns])
    every = draws[:, here] @ counted.counts[here].sum(axis=1)
    return np.concatenate([some, (every - some.sum(axis=1))[:, None]], axis=1)


def _drawn_sections(paragraphs, seed):
    """Multiplicities that draw whole sections within each place; paragraphs of a section are drawn
    together."""
    names = _section_names(paragraphs)
    first = ~names.duplicated()
    drawn = resample.multiplicities(paragraphs["place"][first], DRAWS, seed)
    return drawn[:, pd.Index(names[first]).get_indexer(names)]
