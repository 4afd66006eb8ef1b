"""docs/reproducibility.md: what `make verify` varied and what came of it, written by code."""

import platform

from policy_emphasis import paths

RECORD = paths.ROOT / "docs" / "reproducibility.md"
SEEN = {True: "seen", False: "not varied here"}


def written(twice, seen, *, differing, under):
    """The page. twice: of the two builds, their controls, seconds, memory, files and what differs;
    seen, differing: as reprotest.seen_by and reprotest.differing give them; under: version →
    as pythons.built_under gives it."""
    return _of_builds(twice) + _of_reprotest(seen, differing) + _of_pythons(under)


def _of_builds(twice):
    lines = [
        f"| {one.name} | {one.first} | {one.second} | {SEEN[seen]} |"
        for one, seen in twice["controls"].items()
    ]
    faults = twice["faults"]
    result = ": the same bytes in both builds, and those that were committed."
    if faults:
        result = f", of which differ {len(faults)}:\n\n" + "\n".join(f"- {one}" for one in faults)
    python = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    given = {"python": python, "varied": "\n".join(lines), "result": result}
    given |= {"size": twice["size"], "count": twice["count"], "memory": twice["memory"] / 1e9}
    given |= dict(zip(("first", "second"), twice["took"], strict=True))
    return BUILDS.format(**given)


def _of_reprotest(seen, faults):
    if not seen:
        return "\n## Under reprotest\n\nIt was not installed where this page was made.\n"
    lines = "\n".join(f"| {name} | {SEEN[sees]} |" for name, sees in seen.items())
    result = "".join(f"- {fault}\n" for fault in faults) or "No file differs.\n"
    return REPROTEST.format(varied=lines, result=result)


def _of_pythons(under):
    if not under:
        return "\n## Under other versions of Python\n\nNone was there where this page was made.\n"
    lines = "".join(f"| {version} | {what} |\n" for version, what in under.items())
    return f"{PYTHONS}{lines}"


BUILDS = """# The same bytes

`make verify` wrote this page. It makes the default run and the committed notebooks twice, from
nothing, under circumstances that differ in all of the table's rows, and compares every file that is
made: pages, tables, data, pictures, executed notebooks. The control of a row is a program that lets
that circumstance through; where it is not seen, this machine could not vary it.

Last made with {python}. From nothing, but with the libraries installed, the run took {first:.0f} s
in the first build and {second:.0f} s in the second; the largest of the processes {memory:.1f} GB.

| what differs | first build | second build | control |
| --- | --- | --- | --- |
{varied}

{count} files, {size:,} bytes{result}

`docs/manifest.json` holds the SHA-256 of every input and every file of the run.
`python -m policy_emphasis verify reports/default` tells whether a folder of results is what its
inputs give; with `--rebuild` it builds them anew to tell.
"""

REPROTEST = """
## Under reprotest

Debian's `reprotest` built the run twice more, the second time with all of these varied at once. A
control is seen where it differs when its row alone is varied, and agrees when nothing is.

| variation | control |
| --- | --- |
{varied}

{result}"""

PYTHONS = """
## Under other versions of Python

Installed from the lock and built by `make all` in a folder of its own.

| Python | against what was committed |
| --- | --- |
"""
