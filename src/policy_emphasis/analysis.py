"""Every published table of a run, computed once: what pages, index and robustness read.

Analysis(run).themes, .terms, .topics …: a table is computed when it is first asked for. What takes
long is kept in data/processed, so that whichever page asks first computes it for all of them.
"""

from functools import cached_property, partial
from itertools import combinations

from policy_emphasis import cache, paths, readings
from policy_emphasis.inference import (
    commitment,
    comparability,
    density,
    differences,
    keyness,
    multiverse,
    permutation,
    shares,
    specifications,
    topic_quality,
)
from policy_emphasis.inference.resample import FEW
from policy_emphasis.measures import structure, terms, themes, topics, validation
from policy_emphasis.parameters import WHERE
from policy_emphasis.quantities import owners, scores, targets
from policy_emphasis.reference import files, grid, lists
from policy_emphasis.reference.documents import is_report

ROOMS = ("text", "measures", "quantities", "inference", "reference")
CODE = (*ROOMS, "readings.py", "run.py", "analysis.py")
KEYNESS = ("prior_words", "draws", "seed", "min_paragraphs")  # what tests of words rest on
TERMS = (*KEYNESS, "sublinear_tf")  # … and the table of terms
REFITTED = ("model", "seed", "refits")  # what the stability of topics rests on
# Parameters that change what is shown, or where it is computed, not what is computed.
UNSEEN = ("language", "term", *WHERE)


class Analysis:
    """The tables of one run. Each rests on the parameters named in its property alone."""

    def __init__(self, run):
        self.run, self.language = run, run.language  # the documents compared in detail
        self.everyone = run.everyone  # … and all among which topics and words are looked for
        self.say, self.say_n = run.language.say, run.language.say_n
        self.documents = run.documents
        names, report = run.documents["place"], is_report(run.documents)
        self.places = names.tolist()
        self.reports, self.articles = names[report].tolist(), names[~report].tolist()
        long = run.documents["paragraphs"] >= FEW  # a shorter text is compared with no other
        self.compared, reports = names[long].tolist(), names[long & report].tolist()
        self.report_pairs = list(combinations(reports, 2))
        self.alike = reports if len(reports) > 1 else self.compared  # like for like, if two are

    @cached_property
    def terms(self):
        """Each place's terms against those of all others, with their English (published)."""
        found = self._kept(keyness.place_terms, self.everyone.counted, self.compared, given=TERMS)
        return found.assign(gloss=found["term"].map(self.run.gloss))

    @cached_property
    def terms_pairwise(self):
        """The terms of work reports against each other, pair by pair."""
        reports = self.alike if self.report_pairs else []
        return self._kept(keyness.report_pairs, self.run.counted, reports, given=KEYNESS)

    def leading_terms(self, place):
        """The terms that lean to a place, strongest first; `distinctive` says which are clear."""
        return keyness.leading(self.terms, self.documents, place)

    @cached_property
    def shared_phrases(self):
        """The set phrases of the lexicon that the work reports have in common."""
        texts = self.run.tokens, self.run.lexicon
        return terms.shared_phrases(*texts, places=self.alike, every=self.places)

    @cached_property
    def topic_model(self):
        """The topics fitted to everyone's texts: a TopicModel."""
        given = self.run.given("model", "n_topics", "seed")
        return topics.fit_topics(self.everyone.counted, **given)

    @cached_property
    def topic_weights(self):
        """The topics of the paragraphs compared in detail: paragraphs × topics."""
        every = self.everyone.paragraphs
        return topics.weights_in(self.topic_model, every, self.run.paragraphs)

    @cached_property
    def topics(self):
        """Each topic with label, terms, prevalence and its interval (published)."""
        table = topics.topics_table(self.topic_model, self.everyone.counted)
        return shares.with_interval(table, self.topic_model.weights, self.everyone.paragraphs)

    @cached_property
    def topics_judged(self):
        """`topics` with coherence (npmi), exclusivity and stability, as published."""
        given, texts = self.run.given(*REFITTED), (self.topic_model, self.everyone.texts)
        found = topic_quality.quality(self.everyone.counted, *texts, **given)
        interval = ["prevalence_low", "prevalence_high"]
        return self.topics.drop(columns=interval).join(found).join(self.topics[interval])

    @cached_property
    def topic_shares(self):
        """How much of each text each topic fills, with intervals (published)."""
        given = {"places": self.places, **self.run.given("draws", "seed")}
        return shares.topic_table(self.topic_weights, self.run.paragraphs, **given)

    @cached_property
    def topics_by_number(self):
        """Coherence, exclusivity and stability over a range of numbers of topics (published)."""
        texts = self.everyone.counted, self.everyone.texts
        return self._kept(topic_quality.by_number, *texts, given=REFITTED)

    @cached_property
    def topic_agreement(self):
        """Topics beside the codebook's themes, and beside what chance alone would give."""
        texts = self.topic_weights, self._theme_mass
        return permutation.agreement(*texts, **self.run.given("seed"))

    @cached_property
    def theme_names(self):
        """theme → its label in the language of the run."""
        return self.run.language.labels(self.run.codebook, "theme")

    @cached_property
    def coded(self):
        """The themes of each sentence, with the words that say so."""
        return readings.coded(self.run, self.run.parameters.coding)

    @cached_property
    def _every_sentence(self):
        return themes.with_uncoded(self.run.sentences, self.coded)

    @cached_property
    def _theme_mass(self):
        return themes.theme_mass(self._every_sentence, self.run.codebook)

    @cached_property
    def _design(self):
        return lists.read_design(self.run.codebook["theme"])

    @property
    def by_theme(self):
        """Characters of each paragraph on each theme, and the paragraphs."""
        return self._theme_mass, self.run.paragraphs

    @cached_property
    def themes(self):
        """Shares of the themes by place and stage, with intervals (published)."""
        given = {"every": self._every_sentence, "codebook": self.run.codebook}
        given |= {"rates": self.coding_error, "design": self._design}
        given |= self.run.given("draws", "seed")
        return shares.theme_table(*self.by_theme, places=self.places, **given)

    @cached_property
    def coding_error(self):
        """How the codebook errs (published); known of the shared coding, for others empty."""
        rates = lists.read_table("theme_coding_error.csv")
        return rates if self.run.parameters.coding == "shared" else rates.head(0)

    @cached_property
    def theme_contrasts(self):
        """Differences in share between places (published)."""
        return differences.contrasts(*self.by_theme, self.compared, design=self._design)

    @cached_property
    def plan_shifts(self):
        """Differences in share between plan and review, within each place."""
        return differences.plan_against_review(*self.by_theme, self.places, design=self._design)

    @cached_property
    def text_sections(self):
        """The sections of each text, with their characters (published)."""
        return structure.sections(self.run.headings, self.run.paragraphs, self.run.sentences)

    @cached_property
    def tasks(self):
        """The tasks that each report's plan lists, in order, with their themes (published)."""
        return structure.tasks(self.text_sections, self._every_sentence)

    @cached_property
    def validated(self):
        """Paragraphs by the theme of their heading and of their body (published)."""
        gold = lists.read_pairs("heading_themes.csv")
        return validation.validate(self.run.paragraphs, self.run.sentences, self.coded, gold=gold)

    @cached_property
    def theme_validation(self):
        """Precision, recall and F1 of each theme on the held-out paragraphs (published)."""
        return validation.theme_scores(self.validated)

    @cached_property
    def quantities(self):
        """Every number of the texts, with what it measures (published)."""
        return readings.quantities(self.run)

    @cached_property
    def headline_targets(self):
        """This year's target of each headline indicator in each report."""
        given = {"indicators": self.run.indicators}
        return targets.headline(self.quantities, self.run.sentences, self.documents, **given)

    @cached_property
    def results_and_targets(self):
        """The indicators of which one report gives both a result and a target."""
        given = {"indicators": self.run.indicators}
        return targets.results_and_targets(self.quantities, self.documents, **given)

    @cached_property
    def quoted(self):
        """The numbers of news articles, and whose they are."""
        return owners.quoted(self.quantities, self.run.sentences, self.documents)

    @cached_property
    def commitment(self):
        """How reports hedge their targets and how firmly they plan: a Commitment."""
        return commitment.commitment(self.run, self.quantities, self.reports)

    @cached_property
    def number_density(self):
        """Numbers in 1,000 characters of plan and of review, with intervals."""
        texts = self.run.sentences, self.run.paragraphs
        given = {"documents": self.documents, **self.run.given("seed")}
        return density.density(self.quantities, *texts, **given)

    @cached_property
    def coded_quantities(self):
        """The hand-coded quantities of this run's files."""
        return lists.coded_quantities_of(self.documents, self.run.corpus)

    @cached_property
    def quantity_scores(self):
        """How well quantities are read, against sentences coded by hand (published)."""
        return scores.scores(self.coded_quantities, self.quantities)

    @cached_property
    def overall(self):
        """How far whole texts are apart, and plan from review, beside chance (published)."""
        return permutation.overall(*self.by_theme, self.reports, **self.run.given("seed"))

    @cached_property
    def theme_claims(self):
        """What the findings about themes claim: finding → claim."""
        tables = self.themes, self.theme_contrasts, self.plan_shifts
        return multiverse.theme_claims(*tables, pairs=self.report_pairs)

    @cached_property
    def term_claims(self):
        """What the findings about words claim: finding → claim."""
        leading = {place: self.leading_terms(place) for place in self.compared}
        return multiverse.term_claims(leading, self.documents.set_index("place")["series_zh"])

    @cached_property
    def specifications(self):
        """Every claim under the declared grid: family (themes, terms, topics) → specifications."""
        run, choices = self.run, grid.read_grid()
        claims = {"theme_claims": self.theme_claims, "term_claims": self.term_claims}
        moves_none = {*UNSEEN, "reference"}
        seen = {k: v for k, v in vars(run.parameters).items() if k not in moves_none}
        name = self._key("specifications", sorted(seen.items()), claims, choices)
        texts = run.sentences, run.counted, self._theme_mass
        given = {"everyone": (self.everyone.sentences, self.everyone.paragraphs)}
        given |= {"codebook": run.codebook, "design": self._design, "lexicon": run.lexicon}
        given |= {**claims, **run.given("seed", "segmenter")}
        folder = cache.kept(name, partial(specifications.every, *texts, grid=choices, **given))
        return {family: cache.load(folder, family) for family in sorted(choices)}

    @cached_property
    def robustness(self):
        """How many specifications confirm each claim (robust_share, same_sign, robust_n)."""
        return multiverse.robustness(self.specifications)

    @cached_property
    def length_matched(self):
        """Theme differences on texts cut to equal length (published)."""
        texts, seed = (*self.by_theme, self.alike[:2]), self.run.given("seed")
        return comparability.length_matched(*texts, **seed)

    @cached_property
    def sections(self):
        """Theme differences on plans alone and on reviews alone (published)."""
        return comparability.by_sections(*self.by_theme, self.alike[:2], design=self._design)

    @cached_property
    def without_articles(self):
        """How many leading words of each report still lead without the articles."""
        texts = self.run.counted, self.documents
        return self._kept(comparability.without_articles, *texts, given=(*KEYNESS, "n_terms"))

    def _kept(self, compute, *tables, given):
        """compute(*tables) with the parameters of these names, as computed before for this run."""
        values, name = self.run.given(*given), compute.__name__
        key = self._key(name, sorted(values.items()))
        return cache.load(cache.kept(key, lambda: {name: compute(*tables, **values)}), name)

    def _key(self, name, *values):
        of_pages = [p for p in files.reference() if p.suffix[1] in "cy" and p != paths.DICTIONARY]
        folders = (self.run.prepared.folder.name, self.everyone.prepared.folder.name)
        return f"{name}-{cache.key(*folders, *values, *of_pages, code=CODE)}"
