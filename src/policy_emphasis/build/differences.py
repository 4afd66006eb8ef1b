"""Where two files part."""

AROUND = 30  # characters shown on either side of a difference


def first_difference(one, other):
    """Where two contents, bytes, part: in text its line and column with what stands around, else
    its offset."""
    try:
        lines = [content.decode("utf-8").split("\n") for content in (one, other)]
    except UnicodeDecodeError:
        return f"byte {_shared(one, other)}"
    line = _shared(*lines)
    pair = [own[line] if line < len(own) else "" for own in lines]
    column = _shared(*pair)
    near = slice(max(0, column - AROUND), column + AROUND)
    around = " against ".join(repr(text[near]) for text in pair)
    return f"line {line + 1}, column {column + 1}: {around}"


def _shared(one, other):
    """How many items two sequences have in common at their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))
