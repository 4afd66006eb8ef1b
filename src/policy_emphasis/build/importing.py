"""What `make import` and `make audit` say: what was read, how each document was described, and what
is at fault with it."""

from policy_emphasis import paths
from policy_emphasis.build.publish import tell
from policy_emphasis.disk import write_whole
from policy_emphasis.intake import corpus
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.files import brief
from policy_emphasis.text import audit
from policy_emphasis.text.prepare import audited

SHOWN = 20  # lines of one kind
REFUSED = 3  # exit status where some files were refused and the others imported
COLUMNS = ["document", "place_zh", "level", "year", "date", "speaker", "found"]


def import_into(origin, into):
    """Import, audit, and say what came of it. Returns the exit status: 0, or REFUSED."""
    for name, given in (("FROM", origin), ("INTO", into)):
        if not given.strip():
            raise ProjectError(f"{name} is empty; write make import FROM=your/folder INTO=name")
    done = corpus.import_corpus(origin, into)
    table = done.kept.table
    tell(f"{len(table)} document(s) in data/corpora/{into}/documents.csv, each as it was found:")
    _listed(table[COLUMNS].agg(_line, axis=1).tolist(), "documents.csv")
    _tell_edits(done.kept)
    _listed(
        [f"refused: {brief(r.name)}: {r.reason}" for r in done.refused.itertuples()], "refused.csv"
    )
    audit_corpus(into)
    made = "" if done.run else " (it was there already)"
    tell(f"run file params/{into}.yaml{made}; build its pages: make all RUN={into}")
    return REFUSED if len(done.refused) else 0


def audit_corpus(name):
    """Write audit.csv beside documents.csv, and say what is severe."""
    table = audited(name)
    if name != "raw":
        where = paths.CORPORA / name / "audit.csv"
        text = table.to_csv(index=False, lineterminator="\n")
        write_whole(where, f"\ufeff{text}")
    for line in audit.report(table):
        tell(line)


def _line(row):
    """One document in a line: its name, what is known of it, and how it was found."""
    known = [str(row[name]) or "–" for name in COLUMNS[:-1]]
    return f"{'  '.join(known)}  ({row['found']})"


def _tell_edits(kept):
    if kept.edited:
        tell(f"{kept.edited} cell(s) that you changed in documents.csv were kept")
    for names, what in (
        (kept.left_out, "taken out of documents.csv by you, and left out again"),
        (kept.gone, "no longer among the files, and gone from the corpus"),
    ):
        if names:
            tell(f"{len(names)} document(s) {what}: {', '.join(names[:SHOWN])}")


def _listed(lines, where):
    for line in lines[:SHOWN]:
        tell(f"  {line}")
    if len(lines) > SHOWN:
        tell(f"  … and {len(lines) - SHOWN} more: see {where}")
