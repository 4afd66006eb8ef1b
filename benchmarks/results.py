"""benchmarks/results.md: a section for each benchmark, with the machine that it was measured on."""

import os
import platform
import re
from datetime import date
from pathlib import Path

FILE = Path(__file__).with_name("results.md")
OPENING = "# Measured\n\nWritten by `make bench`; each section by the file that it names.\n"


def renew(title, lines):
    """Put a section of this title in the place of the one before it, or at the end."""
    text = FILE.read_text(encoding="utf-8") if FILE.exists() else OPENING
    section = "\n".join([f"## {title}", "", f"{machine()}, {date.today()}.", "", *lines, ""])
    before = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if before.search(text):
        text = before.sub(lambda _: f"{section}\n", text)
    else:
        text = f"{text.rstrip()}\n\n{section}"
    FILE.write_text(f"{text.rstrip()}\n", encoding="utf-8")


def machine():
    """CPU, cores, memory and Python, in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    cores = len(os.sched_getaffinity(0))
    return f"{_processor()}, {cores} cores, {memory:.0f} GB, Python {platform.python_version()}"


def _processor():
    try:
        named = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    except OSError:
        named = None
    return named[1] if named else platform.processor() or platform.machine()
