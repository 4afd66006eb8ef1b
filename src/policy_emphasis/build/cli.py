"""The commands that make calls: `python -m policy_emphasis COMMAND …`; `make help` says what each is for."""

import argparse
import os
import signal
import sys

from policy_emphasis import parameters, paths
from policy_emphasis.build import warm
from policy_emphasis.paths import ProjectError


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="policy_emphasis", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    built = commands.add_parser("pages", help="execute and render notebooks of a run")
    built.add_argument("run")
    built.add_argument("notebooks", nargs="*", default=paths.PAGES)
    built.add_argument("--jobs", type=int, default=2)
    report = commands.add_parser(
        "report", help="one page under other parameters, those in the environment variable SET"
    )
    report.add_argument("run")
    report.add_argument("notebook")
    compare = commands.add_parser(
        "compare", help="what a run changed against the default run, both built"
    )
    compare.add_argument("run")
    refresh = commands.add_parser("refresh", help="renew the outputs in the committed notebooks")
    refresh.add_argument("notebooks", nargs="*", default=paths.PAGES)
    given = parser.parse_args(arguments)
    try:
        paths.slug(getattr(given, "run", "default"), "run")
        if (
            given.command == "pages"
        ):  # all that can be refused at once is refused before anything is started
            asked = {name: parameters.of_notebook(given.run, name) for name in given.notebooks}
        elif given.command == "report":
            changed = parameters.from_words(os.environ.get("SET", ""))
            values = parameters.of_notebook(given.run, given.notebook, changed)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _stopped)
        if given.command != "compare":
            warm.start()  # before the imports that take long
        from policy_emphasis.build import pages

        if given.command == "pages":
            pages.build_pages(given.run, asked, given.jobs)
        elif given.command == "report":
            pages.build_report(given.run, given.notebook, values, changed)
        elif given.command == "compare":
            pages.compare_run(given.run)
        else:
            pages.refresh_notebooks(given.notebooks)
    except ProjectError as error:
        print(f"policy_emphasis: {error}", file=sys.stderr)
        return 1
    return 0


def _stopped(number, _):
    """End at once and in one line: pages are moved into place whole, and kernels end when this process does."""
    os.write(2, b"policy_emphasis: stopped; the pages that stood before still stand\n")
    os._exit(128 + number)
