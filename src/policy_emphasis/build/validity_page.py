"""The tables of docs/validity.md, which `make notebooks` renews from the norms."""

from policy_emphasis import paths
from policy_emphasis.disk import write_whole
from policy_emphasis.inference.validity import failing
from policy_emphasis.measures.validation import alpha
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import norms
from policy_emphasis.reference.lists import read_coded_headings, read_table

PAGE = paths.ROOT / "docs" / "validity.md"
START = "<!-- validity: written by `make notebooks` -->"
END = "<!-- /validity -->"
FAULTS = {"split_half": "words", "f1": "headings"}


def renew():
    """Renew the tables of docs/validity.md from the norms that are shipped, where there are any."""
    known = norms.read_norms()
    if known is not None:
        write_whole(PAGE, renewed(PAGE.read_text(encoding="utf-8"), known.themes, known.checks))


def renewed(text, themes, checks):
    """The page with its tables renewed. themes, checks: as from inference.validity."""
    before, _, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not end:
        raise ProjectError(f"{PAGE.name}: the lines {START} and {END} are missing; put them back")
    lines = [*_themes(themes), "", *_checks(checks), "", *_by_hand()]
    return "\n".join([before + START, "", *lines, "", END + after])


def _themes(table):
    failed = failing(table)
    found = table.sort_values("split_half", ascending=False, kind="stable")
    headings = ["theme", "split halves", "word found most", "paragraphs"]
    yield "| " + " | ".join([*headings, "precision", "recall", "F1", "fails"]) + " |"
    yield "| --- | ---: | --- | ---: | ---: | ---: | ---: | --- |"
    for row in found.itertuples():
        faults = ", ".join(FAULTS[fault] for fault in failed.get(row.theme, ()))
        scores = " | ".join(_shown(value) for value in (row.precision, row.recall, row.f1))
        word = f"{row.term} {row.part:.0%}"
        start = f"| {row.theme} | {row.split_half:.2f} | {word} | {row.headed:.0f}"
        yield f"{start} | {scores} | {faults} |"
    yield f"| mean | {table['split_half'].mean():.2f} | | | | | {table['f1'].mean():.2f} | |"


def _checks(table):
    yield "| check | theme | value | n | others | second |"
    yield "| --- | --- | ---: | ---: | ---: | --- |"
    for row in table.fillna({"theme": "", "other_theme": ""}).itertuples():
        second = f"{row.other_theme} {row.other:.2f}" if row.other_theme else ""
        others = "" if row.n_others != row.n_others else f"{row.n_others:.0f}"
        start = f"| {row.check} | {row.theme} | {row.value:.2f} | {row.n:.0f}"
        yield f"{start} | {others} | {second} |"


def _by_hand():
    """What was read and coded by hand, in sentences."""
    read, coded = read_table("validation_terms.csv"), read_coded_headings()
    before, tried = (read[read["listed"] == listed] for listed in ("before", "candidate"))
    wrong = before["wrong"].sum() / before["read"].sum()
    worse = (2 * before["wrong"] > before["read"]).sum()
    yield (
        f"Of {before['read'].sum():,} places where the {len(before)} words found most stand, "
        f"{wrong:.0%} were wrong; {worse} words were wrong more often than right. Of {len(tried)} "
        f"words tried for the codebook, in {tried['read'].sum():,} places, "
        f"{(tried['outcome'] == 'kept').sum()} were taken (`data/reference/validation_terms.csv`)."
    )
    twice = coded[coded["second"] != "-"]
    agreed = alpha(twice["theme"], twice["second"])
    yield ""
    yield (
        f"{len(coded):,} headings were coded, {(coded['theme'] != '').sum():,} of which name one "
        f"theme; {len(twice)} were coded twice, apart (Krippendorff's α {agreed:.2f})."
    )


def _shown(value):
    return "" if value != value else f"{value:.2f}"
