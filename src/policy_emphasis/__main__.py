"""`python -m policy_emphasis COMMAND …`: the commands that make calls."""

import sys

from policy_emphasis.build.cli import main

if __name__ == "__main__":
    sys.exit(main())
