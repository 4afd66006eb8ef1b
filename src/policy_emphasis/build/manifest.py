"""What a run was made of and what it gave, in reports/RUN/manifest.json; whether both still hold.

Of every file its SHA-256. It holds no date and nothing of the machine, so that a run built anywhere
from the same inputs has the same manifest. docs/manifest.json is that of the default run as it was
committed.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from policy_emphasis import parameters, paths
from policy_emphasis.build.publish import tell
from policy_emphasis.disk import scratch, sha256, write_whole
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.citation import cited_as
from policy_emphasis.reference.documents import folder_of
from policy_emphasis.reference.files import brief

NAME, STAMP = "manifest.json", ".made"
COMMITTED = paths.ROOT / "docs" / NAME
PARTS = ("parameters", "inputs", "outputs")
SHOWN = 3  # files that a line names
LEFT_OUT = (".venv", ".git", ".cache", "reports", "processed", "__pycache__", "*.egg-info")


def write_manifest(run, shown, *, inputs, outputs, began):
    """Write a run's manifest, and beside it .made: what `make` goes by, dated to when the build
    began, the SHA-256 of every output and input, as `sha256sum --check` takes it.

    shown: the run's parameters, as from parameters.shown_of; inputs: as from inputs_of before the
    build; outputs: the paths of what the run consists of; began: seconds since the epoch.
    """
    folder = paths.REPORTS / run
    found = {name_of(path, folder): sha256(path) for path in sorted(outputs)}
    made = {"run": run, "command": f"make all RUN={run}", "version": cited_as().version}
    made |= {"parameters": shown, "inputs": summed_up(inputs), "outputs": found}
    text = json.dumps(made, ensure_ascii=False, indent=1)
    write_whole(folder / NAME, f"{text}\n")
    stamped = inputs | {name_of(path): sha256(path) for path in (*outputs, folder / NAME)}
    # An input from the future, as where a clock went back, would be newer than the run for ever.
    dated = max([began, *((paths.ROOT / name).stat().st_mtime for name in inputs)])
    write_whole(folder / STAMP, _lines(stamped), dated=dated)


def inputs_of(run):
    """All that the pages of a run rest on: name → SHA-256. Raises ProjectError for an impossible
    run."""
    corpus = folder_of(parameters.of_run(run)["corpus"])
    folders = [corpus, paths.REFERENCE, paths.NOTEBOOKS, paths.PARAMS / "grids", paths.GOLD]
    runs = [paths.PARAMS / f"{name}.yaml" for name in dict.fromkeys(["default", run])]
    files = [*(path for folder in folders for path in files_of(folder)), *runs, paths.LOCK]
    files += [paths.ROOT / "CITATION.cff", *files_of(paths.SOURCE)]
    return {name_of(path): sha256(path) for path in files}


def summed_up(inputs):
    """As from inputs_of, with one SHA-256 for all of src: that of such a list of its files."""
    source = {path for path in inputs if path.startswith(f"{name_of(paths.SOURCE)}/")}
    listed = _lines({path: inputs[path] for path in source})
    found = {path: inputs[path] for path in inputs if path not in source}
    return found | {name_of(paths.SOURCE): hashlib.sha256(listed.encode()).hexdigest()}


def verify(target, rebuild=False):
    """Tell whether the results in a folder are what their inputs give: whole and as they were made,
    from inputs that are those of this project; rebuild: by building the run anew elsewhere, too.
    Raises ProjectError where they are not, after a line for each kind of fault.
    """
    folder = Path(target).resolve()
    manifest = read(folder)
    target = name_of(folder) if folder.is_relative_to(paths.ROOT) else target
    run, outputs = manifest["run"], manifest["outputs"]
    files = {name_of(path, folder): path for path in folder.rglob("*") if path.is_file()}
    now = {name: sha256(path) for name, path in files.items() if name in outputs}
    faults = differences(outputs, now, "not as it was made")
    inputs = summed_up(inputs_of(run))
    faults += differences(manifest["inputs"], inputs, "an input that is another now")
    if manifest["parameters"] != parameters.shown_of(parameters.of_run(run)):
        faults.append(f"the parameters of the run {run} are others now")
    if rebuild:
        faults += differences(_rebuilt(run), now, "another when the run is built anew")
    beside = [name for name in files if name not in outputs and not name.startswith(".")]
    if beside := sorted(set(beside) - {NAME}):
        tell(f"beside the run, and not looked at: {_listed(beside)}")
    for fault in faults:
        tell(fault)
    if faults:
        raise ProjectError(f"{target}: not what its inputs give now; make all RUN={run}")
    count = f"{len(outputs)} files are what {len(manifest['inputs'])} inputs give"
    tell(f"{target}: {count}{', also when built anew' if rebuild else ''}")


def differences(before, after, what):
    """What two lists of files (name → SHA-256) do not share, a line for each kind: those that are
    in both and differ, those that only the first has, those that only the second has."""
    both = before.keys() & after.keys()
    kinds = {
        what: [name for name in both if before[name] != after[name]],
        "gone": before.keys() - after.keys(),
        "not in the manifest": after.keys() - before.keys(),
    }
    return [f"{kind}: {_listed(names)}" for kind, names in kinds.items() if names]


def _listed(names):
    shown = ", ".join(sorted(names)[:SHOWN])
    return shown + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")


def files_of(folder):
    """The files in a folder and in those within, in order, without what programs leave there."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return [path for path in found if "/." not in f"/{name_of(path, folder)}"]


def _lines(hashes):
    """Hashes by name as `sha256sum` writes and checks them."""
    return "".join(f"{found}  {name}\n" for name, found in sorted(hashes.items()))


def name_of(path, folder=paths.ROOT):
    return path.relative_to(folder).as_posix()


def read(folder):
    """The manifest of a folder of results. Raises ProjectError where it has none."""
    path = folder / NAME
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        parameters.of_run(manifest["run"])
        return manifest | {part: dict(manifest[part]) for part in PARTS}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        fault = f"no manifest of a run ({brief(error)})"
        raise ProjectError(f"{path}: {fault}; name a folder that make all made") from None


def _rebuilt(run):
    """The run built in a copy of this project, from nothing: name → SHA-256 of each output."""
    with scratch() as elsewhere:
        root = elsewhere / "project"
        shutil.copytree(paths.ROOT, root, ignore=shutil.ignore_patterns(*LEFT_OUT))
        command = [sys.executable, "-P", "-m", "policy_emphasis", "pages", run]
        environment = os.environ | {"PYTHONPATH": str(root / "src")}
        if subprocess.run(command, cwd=root, env=environment, check=False).returncode:
            raise ProjectError(f"{run}: cannot be built anew; see the line above")
        return read(root / "reports" / run)["outputs"]
