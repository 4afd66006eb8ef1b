"""What is usual: reports against the figures of many others."""

import shutil
from pkgutil import get_data
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from scipy import sparse, stats

from policy_emphasis.analysis import Analysis
from policy_emphasis.build import norming
from policy_emphasis.inference import norm_lasting, norm_likeness, norm_words
from policy_emphasis.inference import norms as figures
from policy_emphasis.inference.beside_norms import BesideNorms
from policy_emphasis.inference.resample import SIGNIFICANCE
from policy_emphasis.page import norms as page
from policy_emphasis.parameters import of_run
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import norms
from policy_emphasis.run import open_run
from policy_emphasis.text.counts import TermCounts
from policy_emphasis.words import norm_peers
from policy_emphasis.words import norms as words
from policy_emphasis.words.validity import marked

SHOWN = (page.standing, page.lasting, page.words_table, page.years, page.targets, page.alike)
SHOWN += (page.shares,)
THEMES = [f"theme{i}" for i in range(10)]


@pytest.fixture(scope="module")
def shipped():
    return norms.read_norms()


@pytest.fixture(scope="module")
def analysis():
    return Analysis(open_run(of_run("default")))


@pytest.fixture(scope="module")
def beside(analysis):
    return BesideNorms(analysis)


def made_up(n=60, years=(2020, 2021, 2022), between=0.02, noise=0.02, seed=0):
    """Norms of n places whose true shares differ by `between` and come out with `noise` (standard
    deviations, on arcsines), and the true shares."""
    rng = np.random.default_rng(seed)
    true = np.arcsin(np.sqrt(0.05)) + between * rng.standard_normal((n, len(THEMES)))
    reports, shares = [], []
    for place in range(n):
        for year in years:
            name = f"p{place}-{year}"
            reports.append((name, f"p{place}", f"地{place}", "", "province", "province", year))
            found = true[place] + noise * rng.standard_normal(len(THEMES))
            values = [*np.sin(found) ** 2, 0.0]
            shares += [(name, *pair) for pair in zip([*THEMES, "uncoded"], values, strict=True)]
    columns = ["report", "place", "place_zh", "province", "level", "tier", "year"]
    reports = pd.DataFrame(reports, columns=columns).assign(characters=20_000)
    shares = pd.DataFrame(shares, columns=["report", "theme", "share"]).assign(stage="all")
    error = figures.retest(shares, reports)
    return SimpleNamespace(reports=reports, shares=shares, retest=error), np.sin(true) ** 2


def judged(known, year=2022):
    """Every report of a year against the others."""
    own = known.reports[known.reports["year"] == year]
    documents = own[["place", "tier", "year", "characters"]].assign(name=own["place"], ours=True)
    shares = known.shares.merge(own[["report", "place"]], on="report")
    return figures.against(shares[["place", "theme", "share"]], documents, known)


def test_a_share_is_drawn_towards_the_mean_as_the_published_check_value():
    share, low, high = figures.pooled(0.16, 40, mean=0.08, variance=0.0004)
    assert (share, low, high) == pytest.approx((0.094350, 0.059658, 0.135917), abs=1e-6)


def test_a_percentile_counts_ties_half():
    others = np.array([[0.1], [0.2], [0.2], [0.4]])
    assert figures.percentile(others, [0.2]) == [0.5]
    assert figures.percentile(others, [0.05]) == [0] and figures.percentile(others, [0.5]) == [1]
    assert np.isnan(figures.percentile(others[:0], [0.2])).all()


def test_reports_of_the_years_around_count_where_those_of_one_year_are_few():
    known, _ = made_up(n=30)
    document = SimpleNamespace(name="p0", tier="province", year=2021)
    assert len(figures.peers(known.reports, document)) == 29
    few = known.reports[known.reports["place"].isin([f"p{i}" for i in range(10)])]
    wider = figures.peers(few, document)
    assert len(wider) == 27 and "p0" not in set(wider["place"])


def test_a_reference_names_the_level_and_the_years_of_the_peers():
    known, _ = made_up(n=30)
    cities = known.reports.assign(tier="city", report="city-" + known.reports["report"])
    reports = pd.concat([known.reports, cities], ignore_index=True)
    document = SimpleNamespace(name="p0", tier="province", year=2021)
    peers = figures.peers(reports, document, {"level": "city"})
    assert len(peers) == 30 and set(peers["year"]) == {2021}  # the city p0 is another place
    peers = figures.peers(reports, document, {"years": [2021, 2022]})
    assert len(peers) == 58 and set(peers["tier"]) == {"province"}
    assert "p0" not in set(peers["place"])
    peers = figures.peers(reports, document, {"level": "city", "years": [2020, 2021]})
    assert len(peers) == 60 and set(peers["tier"]) == {"city"}


def test_the_error_of_a_share_is_what_consecutive_years_differ_by():
    known, _ = made_up(n=200, between=0.04, noise=0.02)
    assert known.retest["effective"].iloc[0] == pytest.approx(0.25 / 0.02**2, rel=0.15)
    assert known.retest.set_index("theme").loc["theme3", "reliability"] == pytest.approx(
        0.8, abs=0.1
    )


def test_pooled_intervals_hold_the_true_share():
    known, true = made_up(n=100, between=0.02, noise=0.02)
    found = judged(known)
    wanted = pd.DataFrame(true, [f"p{i}" for i in range(100)], THEMES).stack()
    wanted = wanted.reindex(pd.MultiIndex.from_frame(found[["place", "theme"]])).to_numpy()
    held = (found["pooled_low"] <= wanted) & (wanted <= found["pooled_high"])
    assert 0.93 <= held.mean() <= 0.97
    assert (found["pooled"] - wanted).abs().mean() < (found["share"] - wanted).abs().mean()


def test_where_reports_do_not_differ_few_shares_are_clear():
    counts = []
    for seed in range(20):
        known, _ = made_up(n=30, between=0, seed=seed)
        counts.append(judged(known).groupby("place")["p"].min() < 0.05 / len(THEMES))
    assert np.mean(counts) < 0.08


def test_reports_whose_texts_are_here_have_the_shares_that_the_norms_say(beside, shipped):
    own, documents = beside.shares, beside.documents.set_index("place")
    known = shipped.shares[shipped.shares["stage"] == "all"].set_index(["report", "theme"])["share"]
    for place in ("tianjin", "zhaoqing"):
        mine = own[own["place"] == place].set_index("theme")["share"]
        theirs = known.loc[documents.loc[place, "report"]].reindex(mine.index)
        assert (mine - theirs).abs().max() < 0.003


def test_a_text_that_is_no_report_gives_way_to_the_report_of_its_place(beside, analysis):
    assert beside.documents.set_index("place")["ours"].to_dict() == {
        "sichuan": False,
        "tianjin": True,
        "zhaoqing": True,
    }
    said = " ".join(words.about(beside, analysis))
    assert "Sichuan's text here is no work report" in said
    assert words.report("sichuan", beside, analysis).endswith("2023 (not the text here)")


def test_a_place_is_not_among_those_that_it_is_held_against(beside, shipped):
    for document in beside.documents.itertuples():
        peers = figures.peers(shipped.reports, document)
        assert document.name not in set(peers["place"]) and set(peers["tier"]) == {document.tier}
        assert (
            beside.shares.loc[beside.shares["place"] == document.place, "n"] == len(peers)
        ).all()


def test_findings_name_only_what_is_clear(beside, analysis):
    found = {one.finding: one for one in words.findings(beside, analysis)}
    clear = beside.shares.groupby("place")["clear"].sum()
    for place, n in clear.items():
        assert found[f"norms-{place}"].estimate == n
    assert (
        "target for GDP growth, about 4%, is lower than that of each"
        in found["norms-growth-tianjin"].statement
    )


def test_the_tail_of_a_count_is_the_published_check_value():
    given = {"mean": np.array([0.004, 0.004]), "rho": np.array([0.002, 0])}
    found = norm_words.tail(np.array([10, 10]), 1000, **given)
    assert found == pytest.approx([0.074921, 0.008000], abs=1e-6)


def test_how_a_word_clusters_in_reports_is_read_off_them():
    rng, tokens, mean, rho = np.random.default_rng(1), np.full(400, 5_000), 0.002, 0.003
    rates = rng.beta(mean * (1 / rho - 1), (1 - mean) * (1 / rho - 1), (400, 300))
    used = rng.binomial(tokens[:, None], rates)
    sums = [(used > 0).sum(axis=0), used.sum(axis=0), (used**2).sum(axis=0), tokens @ used]
    sums = pd.DataFrame(dict(zip(norm_words.SUMS, sums, strict=True)))
    assert norm_words.correlation(sums, tokens).mean() == pytest.approx(rho, rel=0.1)


def test_where_reports_speak_alike_few_words_are_clear():
    rng, tokens, words_of_all = np.random.default_rng(2), 5_000, 400
    terms, alarms = [f"w{i}" for i in range(words_of_all)], []
    for _ in range(60):
        rho = 0.002
        rates = rng.beta(0.001 * (1 / rho - 1), 0.999 * (1 / rho - 1), (31, words_of_all))
        used = rng.binomial(tokens, rates)
        others = used[1:]
        sums = [(others > 0).sum(0), others.sum(0), (others**2).sum(0), tokens * others.sum(0)]
        sums = pd.DataFrame(dict(zip(norm_words.SUMS, sums, strict=True))).assign(term=terms)
        given = {"words": sums, "peers": pd.DataFrame({"tokens": [tokens] * 30}), "left_out": False}
        own = pd.Series(used[0], terms)
        table = norm_words.against(own, SimpleNamespace(tokens=tokens), **given)
        alarms.append(norm_words.corrected({"a": table})["clear"].any())
    assert np.mean(alarms) <= 0.15


def test_words_of_places_fall_out_by_themselves(beside):
    assert not {"天津", "天津市", "津城", "肇庆", "高要", "四会"} & set(beside.words["term"])
    clear = beside.words[beside.words["clear"]]
    assert "航运" in set(clear.loc[clear["place"] == "tianjin", "term"])
    assert set(beside.words["place"]) == {"tianjin", "zhaoqing"}


def spoken(n=40, words_of_all=300, seed=3):
    """TermCounts of n reports of two paragraphs each, half of them speaking of other things than
    the other half, and the table of the reports."""
    rng = np.random.default_rng(seed)
    rates = rng.gamma(0.3, 1, (2, words_of_all))
    used = rng.poisson(np.repeat(rates, n, axis=0))
    used[:, 0], used[:3, 1] = 1, 9  # a word that all use; and w1 is used by one place alone
    used[3:, 1] = 0
    places = [f"p{number // 2}" for number in range(n)]
    reports = pd.DataFrame({"place": places, "tier": "city", "report": [f"r{i}" for i in range(n)]})
    reports.index = reports["report"]
    paragraphs = pd.DataFrame({"place": np.repeat(reports["report"].to_numpy(), 2)})
    terms = pd.DataFrame({"term": [f"w{i}" for i in range(words_of_all)]})
    return TermCounts(sparse.csr_array(used), terms, paragraphs), reports


def test_a_report_of_the_norms_comes_back_to_its_own_vector_by_its_own_words():
    counted, reports = spoken()
    space = norm_likeness.word_space(counted, reports, names={"w2"})
    vectors, loadings = space["vectors"].set_index("report"), space["loadings"]
    assert list(space["vectors"]) == norms.TABLES["vectors"]
    assert list(loadings) == norms.TABLES["loadings"]
    assert not {"w1", "w2"} & set(loadings["term"]) and "w0" in set(loadings["term"])
    for report in reports["report"]:
        own = counted.counts[counted.in_place(report)].sum(axis=0)
        found = norm_likeness.projected(pd.Series(own, counted.vocabulary), loadings)
        cosine = norm_likeness.cosines(found, vectors.to_numpy(float))
        assert cosine[vectors.index.get_loc(report)] > 0.99
        assert vectors.index[cosine.argmax()] == report
    alike = norm_likeness.cosines(vectors.loc["r0"].to_numpy(float), vectors.to_numpy(float))
    assert alike[1:20].min() > alike[20:].max()


def test_a_report_without_a_known_word_and_a_corpus_without_any_are_like_nothing():
    counted, reports = spoken()
    loadings = norm_likeness.word_space(counted, reports, names=())["loadings"]
    own = norm_likeness.projected(pd.Series({"unknown": 3}), loadings)
    assert norm_likeness.cosines(own, np.eye(len(norms.DIMENSIONS))).tolist() == [0] * 50
    space = norm_likeness.word_space(counted, reports, names=set(counted.vocabulary))
    assert space["loadings"].empty and not space["vectors"][norms.DIMENSIONS].to_numpy().any()


def test_texts_that_are_here_lie_where_the_norms_have_their_reports(beside, shipped):
    vectors = shipped.vectors.set_index("report").to_numpy(float)
    for document in beside.documents.itertuples():
        cosine = norm_likeness.cosines(beside._vector(document), vectors)
        assert shipped.vectors["report"][cosine.argmax()] == document.report
        assert cosine.max() > 0.99


def test_the_nearest_by_words_are_peers_and_nearer_than_most(beside, shipped):
    found = beside.alike_by_words
    assert found.groupby("place").size().to_dict() == {"sichuan": 3, "tianjin": 3, "zhaoqing": 3}
    assert (found["cosine"] > found["typical"] + 0.03).all() and (found["cosine"] <= 1).all()
    reports = shipped.reports.set_index("report").loc[found["report"]]
    for document in beside.documents.itertuples():
        own = reports[(found["place"] == document.place).to_numpy()]
        assert set(own["tier"]) == {document.tier} and document.name not in set(own["place"])
    near = reports[(found["place"] == "zhaoqing").to_numpy()]
    assert set(near["province"]) == {"guangdong"}


def test_texts_that_are_cut_otherwise_have_no_nearest_by_words():
    other = Analysis(open_run(of_run("default") | {"lexicon": False}))
    found = BesideNorms(other)
    assert set(found.alike_by_words["place"]) == {"sichuan"}  # whose report's words are the norms'
    shown = page.alike(found, other).data
    assert ">nan<" not in shown and len(shown) > 1_000


def test_a_table_that_older_norms_lack_is_told_of_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(norms.paths, "ROOT", tmp_path)
    folder = tmp_path / "norms"
    shutil.copytree(norms.FOLDER, folder)
    (folder / "loadings.parquet").unlink()
    with pytest.raises(ProjectError, match=r"loadings\.parquet: cannot .* make norms FROM=corpus"):
        norms.read_norms(folder)


def test_every_part_of_the_page_is_shown(beside, analysis):
    for show in SHOWN:
        shown = show(beside, analysis).data
        assert "There are no norms" not in shown and len(shown) > 1_000


@pytest.mark.parametrize(
    ("code", "shown", "also"),
    [("en", ["Tianjin", "Education"], "天津 教育"), ("zh", ["天津", "教育"], "Tianjin Education")],
)
def test_a_share_is_found_by_its_place_and_theme_in_both_languages(beside, code, shown, also):
    analysis = Analysis(open_run(of_run("default") | {"language": code}))
    shown = [shown[0], *marked(shown[1:], "education")]
    table = BeautifulSoup(page.shares(beside, analysis).data, "html.parser").table
    found = table.find_all("tr", {"data-also": also})
    assert [[name.text for name in row.find_all("th")] for row in found] == [shown]
    assert len(table.find_all("tr", {"data-also": True})) == len(beside.shares)
    assert "{column}" in table["data-sort"] and "{n}" in table["data-left"]
    assert table["data-filter"] == analysis.say("Filter by place or theme, in English or Chinese")


def test_the_filter_is_a_light_script():
    assert len(get_data(page.__package__, "templates/filter.js")) < 1_500


def held(reference):
    """The default run's texts beside the norms, under a reference."""
    found = Analysis(open_run(of_run("default") | {"reference": reference}))
    return BesideNorms(found), found


def test_under_a_reference_every_part_follows_it_and_says_so(shipped):
    beside, analysis = held({"level": "city", "years": [2021, 2023]})
    reports = shipped.reports[shipped.reports["tier"] == "city"].set_index("report")
    reports = reports[reports["year"].between(2021, 2023)]
    own = (reports["place_zh"] == "肇庆").sum()
    n = beside.shares.groupby("place")["n"].first()
    assert n.to_dict() == {
        "sichuan": len(reports),
        "tianjin": len(reports),
        "zhaoqing": len(reports) - own,
    }
    for found in (beside.alike, beside.alike_by_words):
        assert set(found["report"]) <= set(reports.index) and len(found) == 9
    assert set(beside.years["tier"]) == {"city"} and set(beside.years["year"]) == {2021, 2022, 2023}
    assert (beside.targets["n"] <= len(reports)).all()
    peers = f"of {len(reports)} city reports of 2021–2023"
    assert peers in words.title("tianjin", beside, analysis)
    peers = f"of {len(reports) - own} other city reports of 2021–2023"
    assert peers in words.title("zhaoqing", beside, analysis)
    assert "held against the city reports of 2021–2023" in words.about(beside, analysis)[1]
    for show in SHOWN:
        assert len(show(beside, analysis).data) > 1_000


@pytest.mark.parametrize(
    "reference, whom, lasting",
    [
        (
            {"level": "province"},
            "the provincial reports of its own year, and of the years before",
            2,
        ),
        ({"years": [2010, 2012]}, "the reports of 2010–2012 of its own level", 2),
        ({"level": "nation", "years": [1990, 2023]}, "the national reports of 1990–2023", 0),
    ],
)
def test_whom_a_reference_names_is_said(reference, whom, lasting):
    beside, analysis = held(reference)
    assert whom in words.about(beside, analysis)[1]
    assert len(words.findings(beside, analysis)) == 3 + lasting + 2 + 3


def test_under_a_reference_of_a_level_without_peers_nothing_is_shown():
    beside, analysis = held({"level": "nation"})
    assert beside.documents.empty and words.findings(beside, analysis) == []
    for show in SHOWN:
        assert "fewer than 8 to hold these texts against" in show(beside, analysis).data


def test_a_course_over_one_year_is_none():
    beside, analysis = held({"years": [2023, 2023]})
    assert "too few years" in page.years(beside, analysis).data


def test_without_norms_for_them_texts_are_not_held_against_any(analysis, monkeypatch):
    monkeypatch.setattr(norms, "read_norms", lambda: None)
    nothing = BesideNorms(analysis)
    tables = (nothing.shares, nothing.words, nothing.alike, nothing.targets, nothing.documents)
    tables += (nothing.alike_by_words,)
    assert all(table.empty for table in tables) and words.findings(nothing, analysis) == []
    assert words.about(nothing, analysis) == [words.nothing(nothing, analysis)]
    for show in SHOWN:
        assert "There are no norms for the level and the years" in show(nothing, analysis).data


def test_texts_of_a_level_that_the_norms_do_not_hold_are_not_held_against_any(analysis):
    county = Analysis(analysis.run)
    county.documents = county.documents.assign(level="county")
    nothing = BesideNorms(county)
    assert nothing.documents.empty and nothing.shares.empty and nothing.alike.empty


def test_a_run_that_codes_otherwise_is_not_held_against_the_norms():
    main = Analysis(open_run(of_run("default") | {"coding": "main"}))
    nothing = BesideNorms(main)
    assert nothing.shares.empty and "coding=shared" in words.about(nothing, main)[0]


def test_the_years_of_the_reports_around_are_named(shipped):
    known, _ = made_up(n=12, years=(2020, 2021, 2022))
    found = judged(known, year=2021)
    assert (found["since"].unique(), found["until"].unique()) == ([2020], [2022])
    assert norm_peers.years(2020, 2022) == "2020–2022"
    assert norm_peers.years(2023, 2023) == "2023"


def test_norms_older_than_the_codebook_are_told_of(monkeypatch):
    now = norms.hashes()
    monkeypatch.setattr(norms, "hashes", lambda: now | {"codebook.yaml": "other"})
    assert norms.read_norms().stale == ("codebook.yaml",)


def test_the_shipped_norms_are_made_with_the_lists_of_today(shipped):
    assert shipped.stale == (), "make norms FROM=corpus renews them"


def test_a_damaged_table_is_told_of_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(norms.paths, "ROOT", tmp_path)
    folder = tmp_path / "norms"
    folder.mkdir()
    (folder / "about.yaml").write_text("corpus: x\n")
    with pytest.raises(ProjectError, match=r"about\.yaml: source, .* missing"):
        norms.read_norms(folder)
    about = (norms.FOLDER / "about.yaml").read_text(encoding="utf-8")
    (folder / "about.yaml").write_text(about)
    (folder / "reports.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(ProjectError, match=r"norms/reports\.parquet: cannot be read") as caught:
        norms.read_norms(folder)
    assert "\n" not in str(caught.value)


def test_norms_are_made_of_the_reports_of_a_corpus(tmp_path, monkeypatch, analysis):
    monkeypatch.setattr(norms, "FOLDER", tmp_path / "norms")
    norming.make_norms("raw", "the texts that are here")
    monkeypatch.setattr(norms.paths, "ROOT", tmp_path)
    made = norms.read_norms(tmp_path / "norms")
    assert made.reports["report"].tolist() == ["tianjin-2023", "zhaoqing-2022"]
    assert made.about["source"] == "the texts that are here" and made.stale == ()
    whole = made.shares[made.shares["stage"] == "all"]
    assert whole.groupby("report", observed=True)["share"].sum().to_numpy() == pytest.approx(
        1, abs=1e-4
    )
    assert made.vectors["report"].tolist() == made.reports["report"].tolist()
    assert len(made.loadings) > 500 and made.loadings[norms.DIMENSIONS[2:]].eq(0).all(axis=None)
    assert set(made.targets["report"]) == set(made.reports["report"])
    outturns = made.outturns.set_index(["report", "indicator_id"])[["result", "target"]]
    assert outturns.loc[("zhaoqing-2022", "gdp")].tolist() == [10, 7]
    assert made.reports["inferred"].eq(0).all() and made.reports["plan"].between(0.3, 0.9).all()
    assert [path.name for path in tmp_path.iterdir()] == ["norms"]


def lasting(known, span=(2018, 2022)):
    """Every place's themes over a span of years, each corrected as in a run of its report alone."""
    means = norm_lasting.place_means(known, "province", span)
    error = norm_lasting.variances(known, "province", span)
    places = means.index.get_level_values("place").unique()
    tables = {place: norm_lasting.beside(place, means, error) for place in places}
    found = pd.concat(tables, names=["place"]).reset_index("place")
    if found.empty:
        return found
    q = found.groupby("place")["p"].transform(stats.false_discovery_control)
    return found.assign(clear=q < SIGNIFICANCE)


def test_places_that_differ_by_nothing_keep_nothing_apart():
    families = [
        lasting(made_up(between=0, seed=seed)[0]).groupby("place")["clear"].any().mean()
        for seed in range(8)
    ]
    assert np.mean(families) <= 0.06


def test_what_a_place_keeps_apart_is_found_over_the_years_where_one_report_shows_less():
    known, true = made_up(between=0.02, noise=0.02, seed=3)
    found = lasting(known)
    once = judged(known)
    assert found["clear"].mean() > 1.2 * once["clear"].mean()
    apart = found[found["clear"]]
    middle = np.median(true, axis=0)
    here = apart["place"].str[1:].astype(int).to_numpy(), apart["theme"].str[5:].astype(int)
    above = true[here] > middle[here[1]]
    assert (above == (apart["percentile"] > 0.5)).mean() > 0.97
    assert set(found["reports"]) == {3} and set(found["n"]) == {59}


def test_without_enough_reports_or_others_nothing_lasts():
    few, years = made_up(n=figures.LEAST)[0], made_up(years=(2021, 2022))[0]
    for known in (few, years):
        report = known.reports.iloc[[-1]]
        documents = report.assign(name=report["place"])
        assert norm_lasting.lasting(documents, known, {}).empty


def test_of_a_place_in_several_years_the_last_counts(beside, shipped):
    documents = beside.documents[beside.documents["place"] == "tianjin"]
    earlier = documents.assign(place="earlier", year=documents["year"] - 1)
    found = norm_lasting.lasting(pd.concat([earlier, documents]), shipped, {})
    assert set(found["place"]) == {"tianjin"}
    assert norm_lasting.lasting(documents, shipped, {"level": "city"}).empty
    spanned = norm_lasting.lasting(documents, shipped, {"years": [2010, 2012]})
    assert set(spanned["reports"]) == {3} and set(spanned["until"]) == {2012}
