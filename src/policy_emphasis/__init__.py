"""What government work reports emphasise: text → measures → inference → notebook → page."""

from policy_emphasis import project as _project

_project.settle_environment()
