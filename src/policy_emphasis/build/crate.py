"""A run as a research object: all that it was made of and all that it gave, in one file, with
what each is and what made it (RO-Crate 1.1, w3id.org/ro/crate, with a CreateAction as in Process
Run Crate)."""

import mimetypes

from rocrate.model.contextentity import ContextEntity
from rocrate.rocrate import ROCrate

from policy_emphasis import paths
from policy_emphasis.build import manifest
from policy_emphasis.build.closing import zipped
from policy_emphasis.build.packaging import RIGHTS
from policy_emphasis.build.publish import tell
from policy_emphasis.disk import scratch, write_whole
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference.citation import cited_as

NAME = "crate.zip"  # in a run's folder
LICENCE = "https://spdx.org/licenses/MIT"
PARTS = ("LICENSE", "README.md", "pyproject.toml", "Makefile")  # beside the inputs


def make_crate(run):
    """Write reports/RUN/crate.zip of a run that is built. Raises ProjectError where its results are
    not those that its inputs give now."""
    folder = paths.REPORTS / run
    manifest.verify(folder)
    made = manifest.read(folder)
    inputs = [
        paths.ROOT / name for name in made["inputs"] if name != manifest.name_of(paths.SOURCE)
    ]
    inputs += [*manifest.files_of(paths.SOURCE), *(paths.ROOT / name for name in PARTS)]
    outputs = [folder / name for name in (*made["outputs"], manifest.NAME)]
    crate = _described(run, made)
    entities = {path: _added(crate, path) for path in dict.fromkeys([*inputs, *outputs])}
    action = {
        "@type": "CreateAction",
        "name": made["command"],
        "description": "The pages, tables and charts of a run, from its texts and reference data",
        "object": [entities[path] for path in inputs],
        "result": [entities[path] for path in outputs],
    }
    crate.add(ContextEntity(crate, "#make", properties=action))
    with scratch() as beside:
        crate.write(beside)
        files = {manifest.name_of(path, beside): path for path in manifest.files_of(beside)}
        content = zipped({name: path.read_bytes() for name, path in files.items()})
    write_whole(folder / NAME, content)
    told = f"{len(entities)} files, with what each is and what made it"
    tell(f"{told}: {manifest.name_of(folder / NAME)}")


def _described(run, made):
    """A crate that says what it is of. Its date is that of the release, so that a run has one."""
    about = cited_as()
    crate = ROCrate()
    crate.name = f"{about.title} (run {run})"
    crate.description = (
        "Pages, tables and charts that a run gave, with the texts, reference data, notebooks, "
        f"parameters and code that it was made of. Made with `{made['command']}`. {RIGHTS}"
    )
    crate.license, crate.creator = LICENCE, about.names
    crate.datePublished = about.date
    return crate


def _added(crate, path):
    if not path.is_file():
        raise ProjectError(f"{path.name}: gone since the run was built; make all")
    kind, _ = mimetypes.guess_type(path.name)
    properties = {"encodingFormat": kind or "text/plain", "sha256": manifest.sha256(path)}
    name = manifest.name_of(path)
    return crate.add_file(path, dest_path=name, properties=properties | {"name": path.name})
