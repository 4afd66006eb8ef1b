"""Every table of a run's reports beside the norms, each computed once, when it is first asked for.

A text that is no work report is not held against reports. Where the norms hold the report that its
place gave that year, that stands in its stead, and `ours` is false: its text is not here.
"""

from collections import Counter
from functools import cached_property, lru_cache
from itertools import chain, compress
from types import SimpleNamespace

import numpy as np
import pandas as pd

from policy_emphasis.inference import norm_lasting, norm_likeness, norm_words
from policy_emphasis.inference import norms as figures
from policy_emphasis.reference import norms
from policy_emphasis.reference.documents import is_report
from policy_emphasis.text.segment import bare_name

NEAREST = 3  # reports most like one that are named
DOCUMENT = ["place", "series", "series_zh", "name", "report", "tier", "year", "characters", "ours"]
ALIKE = ["place", "report", "place_zh", "year", "cosine", "typical"]
TARGET = ["place", "indicator_id", "label_en", "label_zh", "low", "high", "comparator", "ours", "n"]
TARGET += ["since", "until", "median", "least", "most", "lower", "same", "nation"]
CODING = "shared"  # the one of which there are norms


class BesideNorms:
    """The tables of the documents of an Analysis that are compared in detail. norms: the Norms, or
    None; coded_alike: whether the run codes sentences as they do; reference: the parameter of that
    name."""

    def __init__(self, analysis):
        self.analysis, self.norms = analysis, norms.read_norms()
        self.coded_alike = analysis.run.parameters.coding == CODING
        self.reference = analysis.run.parameters.reference

    @cached_property
    def documents(self):
        """The documents held against the norms, those of which there are peers. DOCUMENT: place
        (what the run calls it), series and series_zh (its place, whatever the year), name (of the
        place, as the norms have it), report (of the norms, where they hold it), tier, year,
        characters (of that text), ours."""
        if self.norms is None or not self.coded_alike:
            return pd.DataFrame(columns=DOCUMENT)
        found = self.analysis.documents
        found = found[found["place"].isin(self.analysis.compared) & (found["year"] > 0)]
        found = found.assign(tier=norms.tier(found["level"]), ours=is_report(found))
        known = self.norms.reports.assign(bare=self.norms.reports["place_zh"].map(bare_name))
        names = known.drop_duplicates(["bare", "tier"]).set_index(["bare", "tier"])["place"]
        own = pd.MultiIndex.from_arrays([found["series_zh"].map(bare_name), found["tier"]])
        found["name"] = names.reindex(own).fillna(pd.Series(found["series"].array, own)).to_numpy()
        reports = known.set_index(["place", "tier", "year"])["report"]
        own = pd.MultiIndex.from_frame(found[["name", "tier", "year"]])
        found["report"] = reports.reindex(own).to_numpy()
        sizes = known.set_index("report")["characters"].reindex(found["report"])
        found["characters"] = found["characters"].where(found["ours"], sizes.to_numpy())
        there = (found["ours"] | found["report"].notna()) & found["tier"].isin(
            self.norms.retest["tier"]
        )
        found = found.loc[there, DOCUMENT]
        enough = [len(self._peers(document)) >= figures.LEAST for document in found.itertuples()]
        return found.loc[enough]

    def _peers(self, document):
        return figures.peers(self.norms.reports, document, self.reference)

    def level(self, document):
        """The tier of those that a document is held against."""
        return self.reference.get("level", document.tier)

    @cached_property
    def shares(self):
        """Each report's shares beside those of its peers (published): norms.against."""
        if self.documents.empty:
            return pd.DataFrame(columns=figures.COLUMNS)
        given = {"reference": self.reference}
        return figures.against(self._shares, self.documents, self.norms, **given)

    @cached_property
    def _shares(self):
        """The shares of whole texts: computed from the texts that are here, else as the norms have
        them."""
        found = figures.share_table(*self.analysis.by_theme)
        found = found[found["stage"] == "all"].rename(columns={"report": "place"})
        here = self.documents[self.documents["ours"]]
        there = self.documents[~self.documents["ours"]].set_index("report")["place"]
        kept = self.norms.shares
        kept = kept[kept["report"].isin(there.index) & (kept["stage"] == "all")]
        kept = kept.assign(place=kept["report"].map(there))
        columns = ["place", "theme", "share"]
        return pd.concat([found[found["place"].isin(here["place"])][columns], kept[columns]])

    @cached_property
    def alike(self):
        """For each report those of its peers whose themes are most like its own: place, report,
        place_zh, year, cosine, typical (the median of its cosines to all peers)."""
        found = [pd.DataFrame(columns=ALIKE)]
        if self.documents.empty:
            return found[0]
        whole = self.norms.shares[self.norms.shares["stage"] == "all"]
        wide = whole.pivot(index="report", columns="theme", values="share")
        for document in self.documents.itertuples():
            peers = self._peers(document)
            own = self._shares[self._shares["place"] == document.place].set_index("theme")["share"]
            own = own[own.index.isin(wide.columns)]
            others = wide.loc[peers["report"], own.index].to_numpy()
            found.append(_nearest(document, peers, norm_likeness.cosines(own.to_numpy(), others)))
        return pd.concat(found, ignore_index=True)

    @cached_property
    def alike_by_words(self):
        """The same of the words: ALIKE, of the reports whose vectors are known (published)."""
        found = [pd.DataFrame(columns=ALIKE)]
        vectors = self.norms.vectors.set_index("report") if len(self.documents) else None
        for document in self.documents.itertuples():
            peers, own = self._peers(document), self._vector(document)
            if own is not None:
                others = vectors.loc[peers["report"]].to_numpy(float)
                found.append(_nearest(document, peers, norm_likeness.cosines(own, others)))
        return pd.concat(found, ignore_index=True)

    def _vector(self, document):
        """A report in the space of words: by the words of its text, else as the norms have it; None
        where its text is not cut into words as theirs are."""
        if not document.ours:
            known = self.norms.vectors.set_index("report")
            return known.loc[document.report].to_numpy(float)
        if not self.cut_alike:
            return None
        run = self.analysis.run  # its counts lack words that few of its own paragraphs hold
        own = run.paragraphs["place"] == document.place
        spoken = chain.from_iterable(compress(run.texts, own))
        counts = pd.Series(Counter(spoken), dtype=float)
        return norm_likeness.projected(counts, self.norms.loadings)

    @property
    def cut_alike(self):
        """Whether texts are cut into words with the lexicon, as those of the norms are."""
        return bool(self.analysis.run.prepared.words["known"])

    @cached_property
    def words(self):
        """The words of each text that is here beside those of its peers (published): COLUMNS of
        norm_words. Of other texts the norms keep no words. Of other years than its own, the
        place's own reports are among the sums, and so among those that it is held against here."""
        tables, run = {}, self.analysis.run
        documents = self.documents[self.documents["ours"] & self.cut_alike]
        tokens = run.documents.set_index("place")["tokens"]
        for document in documents.itertuples():
            known, peers, among = self._words_of_peers(document)
            here = (run.paragraphs["place"] == document.place).to_numpy()
            counts = pd.Series(np.asarray(run.counts[here].sum(axis=0)), run.terms["term"])
            this = SimpleNamespace(tokens=int(tokens[document.place]))
            given = {"words": known, "peers": peers, "left_out": among}
            tables[document.place] = norm_words.against(counts[counts > 0], this, **given)
        return norm_words.corrected(tables)

    def _words_of_peers(self, document):
        """The sums over those that a document is held against, these reports, and whether it is
        itself among the sums."""
        here = (self.level(document), self._peers(document)["year"].unique())
        words, reports = (
            table[(table["tier"] == here[0]) & table["year"].isin(here[1])]
            for table in (self.norms.words, self.norms.reports)
        )
        itself = reports["report"] == document.report
        return words, reports[~itself], itself.any()

    @cached_property
    def lasting(self):
        """What each place emphasises over several years (published): norm_lasting."""
        return norm_lasting.lasting(self.documents, self.norms, self.reference)

    @cached_property
    def years(self):
        """Each theme over the years: place, theme, year, share (of the place's own report, where
        there is one), median, lower, upper (of all reports of the level that it is held against
        that year), n; of the years of the reference. Asked for only where there are documents."""
        whole = self.norms.shares[self.norms.shares["stage"] == "all"]
        reports = self.norms.reports.set_index("report")
        whole = whole.join(reports[["place", "tier", "year"]], on="report")
        by = whole.groupby(["tier", "theme", "year"], observed=True)["share"]
        usual = by.quantile([0.25, 0.5, 0.75]).unstack()
        usual.columns = ["lower", "median", "upper"]
        usual = usual.assign(n=by.size()).reset_index()
        usual = usual[usual["n"] >= figures.LEAST]
        if "years" in self.reference:
            usual = usual[usual["year"].between(*self.reference["years"])]
        found = []
        for document in self.documents.itertuples():
            own = whole[(whole["place"] == document.name) & (whole["tier"] == document.tier)]
            own = own.set_index(["theme", "year"])["share"]
            table = usual[usual["tier"] == self.level(document)].assign(place=document.place)
            key = pd.MultiIndex.from_frame(table[["theme", "year"]].astype({"theme": "str"}))
            own.index = own.index.set_levels(own.index.levels[0].astype("str"), level=0)
            found.append(table.assign(share=own.reindex(key).to_numpy()))
        return pd.concat(found, ignore_index=True)

    @cached_property
    def targets(self):
        """Each report's headline targets in % beside those of its peers (published): place,
        indicator_id, label_en, label_zh, low, high, comparator, ours; of the peers that set a
        figure n, since, until, median, least, most, lower, same (the parts of them that set a lower
        one, and the same); nation (what the national report of that year sets)."""
        if self.documents.empty:
            return pd.DataFrame(columns=TARGET)
        stated = self.norms.targets[self.norms.targets["unit"] == "%"].set_index("report")
        nation = self.norms.reports[self.norms.reports["tier"] == "nation"]
        found = []
        for document in self.documents.itertuples():
            own = self._own_targets(document)
            peers = self._peers(document)
            others = stated[stated.index.isin(peers["report"])]
            central = nation.loc[nation["year"] == document.year, "report"]
            central = stated[stated.index.isin(central)].set_index("indicator_id")["low"]
            for row in own.itertuples():
                same = others.loc[others["indicator_id"] == row.indicator_id, "low"].to_numpy()
                if len(same) < figures.LEAST:
                    continue
                ends = {"median": np.median(same), "least": same.min(), "most": same.max()}
                given = {"place": document.place, "ours": document.ours, "n": len(same), **ends}
                given |= {"lower": (same < row.low).mean(), "same": (same == row.low).mean()}
                given |= {"nation": central.get(row.indicator_id, np.nan)}
                given |= {"since": peers["year"].min(), "until": peers["year"].max()}
                found.append(row._asdict() | given)
        return pd.DataFrame(found, columns=TARGET)

    def _own_targets(self, document):
        """The targets in % of one report."""
        names = ["indicator_id", "low", "high", "comparator"]
        if document.ours:
            found = self.analysis.headline_targets
            found = found[(found["place"] == document.place) & found["value_low"].notna()]
            found = found[found["normal_unit"] == "%"]
            found = found.rename(columns={"normal_low": "low", "normal_high": "high"})[names]
        else:
            found = self.norms.targets
            found = found[(found["report"] == document.report) & (found["unit"] == "%")][names]
        labels = self.analysis.run.indicators.rename(columns={"id": "indicator_id"})
        return found.merge(labels[["indicator_id", "label_en", "label_zh"]], on="indicator_id")


@lru_cache(maxsize=1)
def beside(analysis):
    """The BesideNorms of an Analysis, once for all that is said of it."""
    return BesideNorms(analysis)


def _nearest(document, peers, cosine):
    """The peers with the highest cosines to a document: ALIKE."""
    nearest = np.argsort(-cosine.round(9), kind="stable")[:NEAREST]
    table = peers.iloc[nearest][["report", "place_zh", "year"]]
    table = table.assign(cosine=cosine[nearest], typical=np.median(cosine))
    return table.assign(place=document.place)[ALIKE]
