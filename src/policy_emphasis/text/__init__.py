"""From raw files to counts: corpus → outline → segment → counts; patterns.yaml says how the raw
files are written."""

from pkgutil import get_data

import yaml

PATTERNS = yaml.safe_load(get_data(__package__, "patterns.yaml"))
