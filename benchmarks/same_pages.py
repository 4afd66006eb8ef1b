"""Are two builds the same? Tables byte for byte; pages too, but for code and hashes of inputs.

    cp -a reports /tmp/before && (change the code) && make all
    python benchmarks/same_pages.py /tmp/before reports

Left out of the comparison are the code of a notebook's cells and the list of input hashes at
the foot, which differ whenever code or data files change. Every other difference is shown. Exit
status 1 where there is one.
"""

import re
import sys
from pathlib import Path

SHOWN = 3  # differences shown of each file
SHORT = 140  # characters shown of a difference
LEFT_OUT = (
    r'<pre class="code".*?</pre>',
    r'<ul class="inputs">.*?</ul>',
)


def compared(path):
    """What of a file counts: its bytes, as text in which every character is one byte."""
    text = path.read_bytes().decode("latin-1")
    for pattern in LEFT_OUT if path.suffix == ".html" else ():
        text = re.sub(pattern, "", text, flags=re.S)
    return text


def differences(before, after):
    """The first places where two texts part, each as the stretch before and the stretch after."""
    old, new = (re.split(r"(?<=>)(?=<)|(?<=\n)", text) for text in (before, after))
    shown, i, j = [], 0, 0
    while i < len(old) and j < len(new) and len(shown) < SHOWN:
        if old[i] == new[j]:
            i, j = i + 1, j + 1
            continue
        shown.append((old[i], new[j]))
        ahead = [(a, b) for a in range(12) for b in range(12) if a or b]
        step = min(
            (pair for pair in ahead if old[i + pair[0] :][:2] == new[j + pair[1] :][:2]),
            key=sum,
            default=(1, 1),
        )
        i, j = i + step[0], j + step[1]
    return shown or [("" if i == len(old) else old[i], "" if j == len(new) else new[j])]


def main(before, after):
    before, after = Path(before), Path(after)
    names = {
        folder: {
            str(path.relative_to(folder)) for path in folder.rglob("*.*") if path.name[0] != "."
        }
        for folder in (before, after)
    }
    faults = [f"only in {before}: {name}" for name in sorted(names[before] - names[after])]
    faults += [f"only in {after}: {name}" for name in sorted(names[after] - names[before])]
    same = sorted(name for name in names[before] & names[after] if (before / name).is_file())
    for name in same:
        old, new = compared(before / name), compared(after / name)
        if old != new:
            faults.append(f"differs: {name}")
            for a, b in differences(old, new):
                for sign, text in (("-", a), ("+", b)):
                    readable = text.encode("latin-1").decode("utf-8", "replace")
                    faults.append(f"    {sign} {readable.strip()[:SHORT]!r}")
    print("\n".join(faults) or f"{len(same)} files, all the same")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
