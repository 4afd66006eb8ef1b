"""Texts of a shape that no report has, from the file to all pages: import, preparation, pages.

    python benchmarks/long_texts.py [characters, …]

characters: how many each text has, 100,000 and 1,000,000 where none are named. The command of a
user is run in a copy of the project, two pages at a time; memory is the most that any of its
processes held. Written to benchmarks/results.md. A build that ends in anything but its pages fails
the benchmark.
"""

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import results

# The tests, whose copy of the project is used here.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from conftest import Copy, copied, end_group

TITLE = "Endless texts (`long_texts.py`)"
SIZES = ("100000", "1000000")
PLACE = "天津"  # whose report each text claims to be
OPENING = (
    f"{PLACE}市政府工作报告\n——2023年1月11日在{PLACE}市第十八届人民代表大会第一次会议上\n"
    "各位代表：\n现在，我代表市人民政府，向大会报告工作，请予审议。\n一、2022年工作回顾\n"
)
ENDING = "\n二、2023年工作安排\n今年预期目标是地区生产总值增长5%左右。\n"
SHAPES = {  # what a text of each shape repeats
    "no punctuation": "推动高质量发展坚持稳中求进工作总基调加快建设现代化产业体系",
    "short lines": "推进工作\n",
    "short paragraphs": "推进科技创新工作，完成投资5亿元。\n",
    "one sentence of numbers": "投资5亿元、",
    "one sentence of theme words": "科技创新、乡村振兴、生态环境、对外开放、",
    "one number": "1",
}
KEPT = "min_paragraphs: 1\nn_topics: 2\nkeep: [{document}]\n"  # what its one text makes necessary
PREPARE = (
    "import sys; from policy_emphasis import parameters, run; "
    "run.open_run(parameters.of_notebook(sys.argv[1], '01_corpus'))"
)
BUILT = re.compile(r"(\w+): reports/\S+ \(([\d.]+) s\)")
EVERY = 0.1  # seconds between two looks at the memory
LONGEST = 3_000  # seconds of one command


def main(*sizes):
    lines = ["| | characters | import, s | preparation, s | all pages, s | slowest page | GB |"]
    lines += ["| --- | ---: | ---: | ---: | ---: | --- | ---: |"]
    with tempfile.TemporaryDirectory(prefix="long-") as folder:
        project = Copy(copied(Path(folder)))
        for size in map(int, sizes or SIZES):
            for i, shape in enumerate(SHAPES):
                lines.append(_measured(project, shape, size, name=f"long{i}-{size}"))
                print(lines[-1], flush=True)
    results.renew(TITLE, lines)


def _measured(project, shape, size, *, name):
    """The row of one text."""
    unit, folder = SHAPES[shape], project.root.parent / name
    folder.mkdir()
    text = OPENING + unit * (size // len(unit)) + ENDING
    (folder / f"{PLACE}2023.txt").write_text(text, encoding="utf-8")
    words = [project.python, "-m", "policy_emphasis"]
    imported, *_ = _run(project, [*words, "import", str(folder), name])
    document = next((project.root / "data" / "corpora" / name / "texts").iterdir()).stem
    with open(project.root / "params" / f"{name}.yaml", "a", encoding="utf-8") as file:
        file.write(KEPT.format(document=document))
    prepared, *_ = _run(project, [project.python, "-c", PREPARE, name])
    built, memory, told = _run(project, [*words, "pages", name, "--jobs", "2"])
    page, seconds = max(BUILT.findall(told), key=lambda found: float(found[1]))
    figures = f"{imported:.1f} | {prepared:.1f} | {built:.0f} | {page}, {float(seconds):.1f} s"
    return f"| {shape} | {size:,} | {figures} | {memory:.1f} |"


def _run(project, words):
    """Seconds of a command, the GB that the largest of its processes held, and what it said."""
    began, most = time.monotonic(), 0
    with tempfile.TemporaryFile("w+") as told:
        given = {"cwd": project.root, "env": project.environment, "start_new_session": True}
        process = subprocess.Popen(words, stdout=told, stderr=subprocess.STDOUT, **given)
        try:
            while process.poll() is None and time.monotonic() - began < LONGEST:
                most = max(most, _held(process.pid))
                time.sleep(EVERY)
        finally:
            end_group(process.pid)
        seconds = time.monotonic() - began
        told.seek(0)
        text = told.read()
    if process.returncode:
        sys.exit(f"{' '.join(words)}: {process.returncode}\n{text}")
    return seconds, most, text


def _held(first):
    """The most that a process or one of its descendants has held until now, in GB."""
    parents, held = {}, {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(re.findall(r"^(PPid|VmHWM):\s+(\d+)", status.read_text(), re.MULTILINE))
        except OSError:
            continue  # it has ended meanwhile
        number = int(status.parent.name)
        parents[number], held[number] = int(fields["PPid"]), int(fields.get("VmHWM", 0))
    own = {first}
    while more := {child for child, parent in parents.items() if parent in own} - own:
        own |= more
    return max(held.get(number, 0) for number in own) / 1e6


if __name__ == "__main__":
    main(*sys.argv[1:])
