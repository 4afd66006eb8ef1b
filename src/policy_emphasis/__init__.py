"""What government work reports emphasise: text → measures → inference → notebook → page."""

from policy_emphasis import paths

paths.settle_environment()
