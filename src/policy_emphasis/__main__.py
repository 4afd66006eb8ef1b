"""`python -m policy_emphasis COMMAND …`: the commands that make calls."""

import sys

ADVICE = "mend that module, or, if it is not of src, rm -rf .venv and run make again"

if __name__ == "__main__":
    try:
        from policy_emphasis.build.cli import main

        sys.exit(main())
    except ImportError as error:
        sys.exit(f"policy_emphasis: {error}; {ADVICE}")
