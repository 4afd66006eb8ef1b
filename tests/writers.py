"""What writes results, each as a command that computes little before it."""

from dataclasses import dataclass

from test_import import REPORT

OLD, NEW = "as it stood\n", "'new\\n' * 9999"
BIG = """
import pandas
from policy_emphasis import cache, disk, paths
from policy_emphasis.build import manifest, printing, publish
big = pandas.DataFrame({"text": [str(n) for n in range(20_000)]})
"""
KEPT = """
from scipy import sparse
tables = {"table": big, "counts": sparse.eye_array(99, format="csr")}
def renew():
    cache.load(cache.kept("table-1", lambda: tables), "table")
messages.renew = renew
"""
PAGE = """
def write(job, folder):
    (folder / "tables").mkdir()
    os.environ[publish.FOLDER] = str(folder / "tables")
    publish.publish(terms=big)
    for name in ("01_corpus", "source-a"):
        disk.write_whole(folder / f"{name}.html", "new\\n" * 9999)
def build():
    job = pages.Job("default", "01_corpus", {}, {})
    pages._close([job], {job.name: fault for fault in [pages._build_one(job)] if fault}, 0)
pages._write, messages.renew = write, build
"""
MANIFEST = """
given = {"inputs": {}, "outputs": [paths.REPORTS / "default/index.html"], "began": 1e9}
messages.renew = lambda: manifest.write_manifest("default", {}, **given)
"""
COMPARE = """
compare._comparison = lambda run: "new\\n" * 9999
compare.compare.runs_page = lambda runs: "new\\n" * 9999
"""
PRINT = """
def numbered(program, page, folder):
    disk.write_whole(folder / "whole.pdf", "new\\n" * 9999)
    return folder / "whole.pdf"
printing.numbered, printing.found = numbered, lambda: "chromium"
printing.printable = lambda run: lambda: "new\\n" * 9999
"""
CRATE = """
made = {"command": "make", "inputs": {"LICENSE": ""}, "outputs": ["index.html"]}
manifest.verify, manifest.read = lambda folder: None, lambda folder: made
crate.PARTS, found = (), manifest.files_of
manifest.files_of = lambda folder: [] if folder == paths.SOURCE else found(folder)
"""
REFRESH = """
import nbformat
refresh.packaging.renew = refresh.replication.renew = warm.start = lambda: None
refresh.execute = lambda name, *_, **__: nbformat.read(paths.NOTEBOOKS / f"{name}.ipynb", 4)
commented = refresh.commented
refresh.commented = lambda text: commented(text).replace("# seed of", "# new seed of")
"""
NORMS = """
norming.norms.FOLDER = paths.REFERENCE / "small"
norming.make_norms = lambda *_: norming._write({"a": big, "b": big}, {"reports": 1})
"""


@dataclass(frozen=True)
class Writer:
    """words: of the command; results: the files and folders that it makes; first: Python that it
    does before; old: of the results and what else it needs, those that stand before, with OLD in
    them."""

    words: list
    results: list
    first: str
    old: list

    def state(self, root):
        """Each result: the files in it → their content; empty where it is not there."""
        apart = {root / name for name in self.results}
        return {name: _files(root / name, apart) for name in self.results}


def _files(path, apart):
    found = [path] if path.is_file() else set(path.rglob("*")) - apart
    return {own: own.read_bytes() for own in found if own.is_file()}


def _writer(words, results, first, old=None):
    return Writer(words.split(), results, BIG + first, results if old is None else old)


RUN = "reports/default"
INDEX = f"{RUN}/index.html"
PAGES = [f"{RUN}/01_corpus.html", f"{RUN}/source-a.html", f"{RUN}/tables/terms.csv"]
PRINTED = [f"{RUN}/print.html", f"{RUN}/print.pdf"]
NORMS_OLD = ["data/reference/small/a.parquet", "data/reference/small/old.parquet"]
IMPORTED = ["data/corpora/mine", "data/corpora/mine/audit.csv", "params/mine.yaml"]
WRITERS = {
    "catalogue": _writer(
        "messages", ["data/reference/messages.zh.po"], f"messages.renewed = lambda: {NEW}"
    ),
    "kept": _writer("messages", ["data/processed/table-1"], KEPT, []),
    "page": _writer("messages", PAGES, PAGE),
    "manifest": _writer(
        "messages", [f"{RUN}/manifest.json", f"{RUN}/.made"], MANIFEST, [INDEX, f"{RUN}/.made"]
    ),
    "comparison": _writer(
        "compare fine-topics", ["reports/fine-topics/compare.html", "reports/index.html"], COMPARE
    ),
    "print": _writer("print default", PRINTED, PRINT, PRINTED[:1]),
    "crate": _writer(
        "crate default",
        [f"{RUN}/crate.zip"],
        CRATE,
        [f"{RUN}/crate.zip", f"{RUN}/manifest.json", INDEX],
    ),
    "notebook": _writer("refresh 10_codebook", ["notebooks/10_codebook.ipynb"], REFRESH, []),
    "norms": _writer("norms mine", ["data/reference/small"], NORMS, NORMS_OLD),
    "corpus": _writer("import ../files mine", IMPORTED, "", []),
}


def made_ready(warm, writer):
    """What stands before a writer writes, as its state; of a corpus an import that was edited."""
    for name in writer.old:
        (warm.root / name).parent.mkdir(parents=True, exist_ok=True)
        (warm.root / name).write_text(OLD)
    if writer.words[0] == "import":
        (warm.root.parent / "files").mkdir(exist_ok=True)
        file = warm.root.parent / "files" / "2022.txt"
        file.write_text(REPORT.format(place="清远"), encoding="utf-8")
        assert warm.command(*writer.words).returncode == 0
        table = warm.root / "data/corpora/mine/documents.csv"
        table.write_text(table.read_text("utf-8").replace("work report", "speech"), "utf-8")
        for name in IMPORTED[1:]:  # which are not made with the first, but after it
            (warm.root / name).unlink()
    return writer.state(warm.root)
