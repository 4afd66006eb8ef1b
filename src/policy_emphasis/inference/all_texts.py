"""Every table of a run's texts taken all together, each computed once, when it is first asked for.

An Analysis compares a few texts in detail; here each is a row among many. Nothing grows with the
number of pairs but matrices of one figure a pair.
"""

from functools import cached_property

from policy_emphasis.inference import groups, rest, trends
from policy_emphasis.measures import likeness, reuse
from policy_emphasis.quantities import growth, targets
from policy_emphasis.reference import lists


class AllTexts:
    """The tables of the documents of an Analysis, that of everyone. documents: all of them; places:
    those that are compared (rest.alike)."""

    def __init__(self, analysis):
        self.run, self.by_theme, self._found = analysis.run, analysis.by_theme, analysis
        self.documents = analysis.run.documents
        self.places = rest.alike(self.documents)

    @cached_property
    def shares(self):
        """Each text's share of each theme against all others (published)."""
        design = lists.read_design(self.run.codebook["theme"])
        return rest.against_rest(*self.by_theme, self.places, design=design)

    @cached_property
    def standing(self):
        """How far each text stands out over all themes, the most usual first."""
        return rest.standing(self.shares)

    @cached_property
    def matrix(self):
        """Shares, places × themes."""
        return self.shares.pivot(index="place", columns="theme", values="share").loc[self.places]

    @cached_property
    def medians(self):
        """theme → its median share over texts, the largest first."""
        return self.matrix.median().sort_values(ascending=False, kind="stable")

    @cached_property
    def years(self):
        """Each theme's share year by year, where places have several years."""
        return trends.by_year(self.shares, self.documents)

    @cached_property
    def trends(self):
        """How each theme moved over the years, all places together (published)."""
        return trends.trends(self.years)

    @cached_property
    def trends_of_each(self):
        """How each theme moved in each place (published)."""
        return trends.trends_of_each(self.shares, self.documents)

    @cached_property
    def groups(self):
        """Median shares by level of government, province and year (published)."""
        return groups.medians(self.shares, self.documents)

    @cached_property
    def passages(self):
        """The pairs of texts that share most passages which few others hold (published)."""
        return reuse.shared_passages(self.run.paragraphs)

    @cached_property
    def words_alike(self):
        """For each text the one most like it in words: place, nearest, cosine, typical."""
        return likeness.nearest(likeness.by_words(self.run.counted, self.places), self.places)

    @cached_property
    def themes_alike(self):
        """For each text the one most like it in themes: place, nearest, cosine, typical."""
        return likeness.nearest(likeness.by_themes(self.matrix), self.places)

    @cached_property
    def targets(self):
        """This year's target of each headline indicator in each report (published)."""
        texts = self.run.sentences, self.documents
        return targets.headline(self._found.quantities, *texts, indicators=self.run.indicators)

    @cached_property
    def ranges(self):
        """Each headline indicator that texts set in %: how many do, median, lowest, highest."""
        return growth.ranges(self.targets)

    @cached_property
    def growth(self):
        """The GDP growth target of each text, the highest first."""
        found, paragraphs = self._found.quantities, self.run.paragraphs
        return growth.growth(self.targets, found, self.documents, paragraphs=paragraphs)
