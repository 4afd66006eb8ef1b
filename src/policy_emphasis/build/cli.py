"""The commands that make calls: `python -m policy_emphasis COMMAND …`; `make help` says what for.

In each, all that can be refused at once is refused before anything is started, and the process that
kernels are forked from is started before the imports that take long.
"""

import argparse
import os
import signal
import sys
from functools import partial
from importlib import import_module
from inspect import signature

from policy_emphasis import disk, parameters, paths
from policy_emphasis.build import warm
from policy_emphasis.paths import ProjectError


def pages(run, notebooks, jobs):
    """execute and render notebooks of a run"""
    asked = {name: parameters.of_notebook(run, name) for name in notebooks}
    warm.start()
    _module("pages").build_pages(run, asked, jobs)


def report(run, notebook):
    """one page under other parameters, those in the environment variable SET"""
    changed = parameters.from_words(os.environ.get("SET", ""))
    values = parameters.of_notebook(run, notebook, changed)
    warm.start()
    _module("pages").build_report(run, notebook, values, changed=changed)


def print_(run):
    """all pages of a run as one document for paper: reports/RUN/print.html, print.pdf"""
    _module("printing").print_run(run)


def crate(run):
    """a run with all that it was made of as a research object: reports/RUN/crate.zip"""
    _module("crate").make_crate(run)


def compare(run):
    """what a run changed against the default run, both built"""
    _module("compare").compare_run(run)


def reproduce():
    """build the default run twice under circumstances that differ, and compare every file"""
    _module("reproduce").reproduce()


def verify(folder, rebuild):
    """whether the results in a folder, such as reports/default, are what their inputs give"""
    _module("manifest").verify(folder, rebuild)


def refresh(notebooks):
    """renew the outputs in the committed notebooks, and what follows from them"""
    parameters.of_run("default")
    for name in notebooks:
        parameters.declared(name)
    warm.start()
    _module("refresh").refresh_notebooks(notebooks)


def import_(origin, into):
    """a corpus (data/corpora/INTO) and its run from a folder of files"""
    return _module("importing").import_into(origin, into)


def audit(corpus):
    """the faults of a corpus's documents: audit.csv, and the severe ones here"""
    return _module("importing").audit_corpus(corpus)


def norms(corpus, source):
    """the norms (data/reference/norms) from the reports of an imported corpus"""
    return _module("norming").make_norms(corpus, source)


def messages():
    """put every message of code, notebooks and data into the Chinese catalogue"""
    _module("messages").renew()


def _jobs(text):
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:5]) <= MOST_JOBS:
        raise ProjectError(f"JOBS got {text[:60]!r}, takes a whole number from 1 to {MOST_JOBS}")
    return int(text[:5])


def _module(name):
    return import_module(f"policy_emphasis.build.{name}")


MOST_JOBS = 999
# Folders that commands write to.
WRITTEN = ("docs", "notebooks", "params", "data", "data/reference", "data/corpora", "reports")
WRITTEN += ("data/corpora/*", "reports/*")
ARGUMENTS = {  # of the commands, by the names of their parameters
    "run": {"type": partial(paths.slug, what="run")},
    "notebook": {},
    "folder": {},
    "origin": {},
    "into": {},
    "corpus": {"type": partial(paths.slug, what="corpus")},
    "notebooks": {"nargs": "*", "default": paths.PAGES},
    "--source": {"default": ""},
    "--rebuild": {"action": "store_true", "help": "by building the run anew elsewhere, too"},
    "--jobs": {"type": _jobs, "default": 2},
}


COMMANDS = (pages, report, print_, compare, crate)
COMMANDS += (verify, reproduce, import_, audit, norms, refresh, messages)


def main(arguments=None):
    """Carry out one command; returns the exit status. What is wrong is said in one line."""
    parser = argparse.ArgumentParser(prog="policy_emphasis", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for command in COMMANDS:
        added = commands.add_parser(command.__name__.strip("_"), help=command.__doc__)
        added.set_defaults(command=command)
        for name, options in ARGUMENTS.items():
            if name.strip("-") in signature(command).parameters:
                added.add_argument(name, **options)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stopped)
    try:
        given = vars(parser.parse_args(arguments))
        disk.sweep(paths.ROOT, *(path for name in WRITTEN for path in paths.ROOT.glob(name)))
        return given.pop("command")(**given) or 0
    except ProjectError as error:
        fault = str(error)
    except OSError as error:  # of a folder where a file should be, a full disk, for want of rights
        fault = disk.fault(error)
    print(f"policy_emphasis: {fault}", file=sys.stderr)
    return 1


def _stopped(number, _):
    """End at once and in one line: pages are moved into place whole, and kernels end with this."""
    os.write(2, b"policy_emphasis: stopped; the pages that stood before still stand\n")
    os._exit(128 + number)
