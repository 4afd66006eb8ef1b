"""What `make norms` does: the figures of a corpus become the norms that other runs are held
against."""

from datetime import date

import pandas as pd
import yaml

from policy_emphasis.analysis import Analysis
from policy_emphasis.build.publish import tell
from policy_emphasis.disk import in_place_of
from policy_emphasis.inference import norm_likeness, norm_words, validity
from policy_emphasis.inference import norms as figures
from policy_emphasis.measures import validation
from policy_emphasis.parameters import of_run
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import documents, lists, norms
from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.reference.validity import read_validity
from policy_emphasis.run import open_run


def make_norms(corpus, source):
    """Write data/reference/norms/ from all work reports of a corpus, and say what came of it.
    source: where the texts come from, for people."""
    every = {name: [] for name in ("places", "years", "documents", "keep", "focus")}
    run = open_run(of_run("default") | every | {"corpus": corpus}).everyone
    analysis = Analysis(run)
    tell(f"{len(run.documents):,} texts of {corpus}: shares, numbers and targets")
    reports = _reports(analysis)
    if reports.empty:
        raise ProjectError(f"{corpus}: holds no work report with a place and a year; see genre")
    tables = {"reports": reports.reset_index(drop=True)}
    kept = pd.Series(reports["report"].to_numpy(), reports.index)
    tables["shares"] = _shares(analysis, kept)
    tables["retest"] = figures.retest(tables["shares"], reports)[norms.TABLES["retest"]]
    tables["words"] = _words(analysis, reports)
    tables["targets"] = _targets(analysis, kept)
    tables["outturns"] = _outturns(analysis, kept)
    tables |= _likeness(analysis, reports)
    tables["themes"], tables["checks"] = _validity(analysis, reports)
    left_out = sorted(run.faults.loc[~run.faults["kept"], "document"].unique())
    about = _about(corpus, source, reports, left_out=left_out)
    _write(tables, about)
    tell(f"data/reference/norms: {len(reports):,} reports of {reports['place'].nunique()} places")


def _reports(analysis):
    """The work reports, one for each place and year; the index is what the run calls them."""
    run = analysis.run
    own = run.documents.assign(province=run.documents.get("province", ""))
    table = figures.report_table(own, run.paragraphs, analysis.quantities)
    table = table[documents.is_report(own).to_numpy()]
    table["tier"] = norms.tier(table["level"])
    table = table[~table.duplicated(["place", "tier", "year"])]
    table["report"] = table["place"] + "-" + table["year"].astype(str)
    same = table["report"].duplicated(keep=False)  # a province and its city of one name
    table.loc[same, "report"] += "-" + table["tier"]
    return table[norms.TABLES["reports"]]


def _shares(analysis, kept):
    table = figures.share_table(*analysis.by_theme)
    table = table[table["report"].isin(kept.index)]
    compact = {"share": "float32", "theme": "category", "stage": "category"}
    table = table.assign(report=table["report"].map(kept), share=table["share"].round(5))
    return table[norms.TABLES["shares"]].astype(compact)


def _words(analysis, reports):
    table = norm_words.word_table(analysis.run.counted, reports)
    return table[norms.TABLES["words"]].astype({"tier": "category", "term": "category"})


def _targets(analysis, kept):
    """The headline targets with a figure. The national reports' own are among them."""
    found = analysis.headline_targets
    found = found[found["value_low"].notna() & found["place"].isin(kept.index)]
    found = found.assign(report=found["place"].map(kept), unit=found["normal_unit"])
    found = found.rename(columns={"normal_low": "low", "normal_high": "high"})
    return found[norms.TABLES["targets"]].reset_index(drop=True)


def _outturns(analysis, kept):
    """Of headline indicators with both, last year's result and this year's target."""
    found = analysis.results_and_targets
    found = found[(found["headline"] == "yes") & (found["horizon"] == "one year")]
    found = found[(found["kind"] != "change") & found["place"].isin(kept.index)]
    names = {"normal_low_result": "result", "normal_low_target": "target"}
    found = found.rename(columns=names | {"normal_unit": "unit"})
    found = found.assign(report=found["place"].map(kept))
    return found[norms.TABLES["outturns"]].reset_index(drop=True)


def _likeness(analysis, reports):
    """The space of the reports' words, names of places left out."""
    places = lists.read_places()
    names = {*places["place_zh"], *places["full_zh"], *" ".join(places["also"]).split()}
    return norm_likeness.word_space(analysis.run.counted, reports, names=names)


def _validity(analysis, reports):
    """How far the themes can be trusted, in reports that the codebook was not improved on: of each
    theme in those of its years, and what tells so of some."""
    run, against = analysis.run, read_validity()
    sources = run.documents.set_index("place")["source"].reindex(reports.index).fillna("")
    held_out = ~sources.str.startswith(against.improved_on).to_numpy(bool)
    late = held_out & (reports["year"] >= against.since).to_numpy()
    terms = [term for row in run.codebook.itertuples() for term in row.terms]
    coded = run.codebook["theme"].repeat(run.codebook["terms"].map(len)) != UNCODED
    rates = validity.term_rates(run.sentences, reports, terms)[:, coded.to_numpy()]
    headed = _headed(analysis, reports[held_out])
    own = headed[headed["year"] >= against.since]
    given = {"headings": validation.scores(own["theme"], own["predicted"])}
    given["seed"] = run.parameters.seed
    themes = validity.theme_table(rates[late], run.codebook, reports[late], **given)
    whole = figures.share_table(*analysis.by_theme)
    whole = whole[whole["stage"] == "all"].pivot(index="report", columns="theme", values="share")
    shares = whole.drop(columns=UNCODED).reindex(reports.index)

    def rate(words):
        return validity.term_rates(run.sentences, reports, words).sum(axis=1)

    found = validity.checks(rate, shares, reports, validity=against)
    agreed = validity.agreement(headed, against.since)
    return themes, pd.concat([found, agreed[agreed["n"] > 0]], ignore_index=True)


def _headed(analysis, reports):
    """The paragraphs of these reports whose heading was coded by hand and names a theme: theme,
    predicted (that of the body), own, year."""
    coded = lists.read_coded_headings().set_index(["document", "start"])["theme"]
    headed = validation.headed_paragraphs(analysis.run.paragraphs, analysis.run.sentences)
    theme = coded.reindex(pd.MultiIndex.from_frame(headed[["document", "start"]]))
    headed = headed.assign(theme=theme.to_numpy(), year=headed["place"].map(reports["year"]))
    headed = headed[headed["theme"].fillna("").ne("") & headed["year"].notna()]
    bodies = analysis.run.sentences, analysis.coded
    return headed.assign(predicted=validation.body_themes(headed, *bodies).to_numpy())


def _about(corpus, source, reports, *, left_out):
    return {
        "corpus": corpus,
        "source": source or corpus,
        "made": date.today().isoformat(),
        "reports": len(reports),
        "places": int(reports["place"].nunique()),
        "first_year": int(reports["year"].min()),
        "last_year": int(reports["year"].max()),
        "left_out": left_out,
        "rests_on": norms.hashes(),
    }


def _write(tables, about):
    """Put the folder in the place of the one before, whole."""
    with in_place_of(norms.FOLDER) as folder:
        for name, table in tables.items():
            table.to_parquet(folder / f"{name}.parquet", compression="zstd", index=False)
        text = yaml.safe_dump(about, allow_unicode=True, sort_keys=False)
        (folder / "about.yaml").write_text(text, encoding="utf-8")
