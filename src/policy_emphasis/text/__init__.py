"""From raw files to counts: corpus → outline → segment → counts; patterns.yaml says how the raw
files are written, audit.yaml what the audit looks for."""

from pkgutil import get_data

import yaml

PATTERNS = yaml.safe_load(get_data(__package__, "patterns.yaml"))
RULES = yaml.safe_load(get_data(__package__, "audit.yaml"))
