"""Acts on rules: write, try, approve, switch, stop, let go on."""

from consistori.automation.services.approving import Bodies, approve_rule, end_approval
from consistori.automation.services.switching import let_go_on, stop_rule, switch_off, switch_on
from consistori.automation.services.trying import begin_trial
from consistori.automation.services.writing import adopt_standard_rules, create_rule, write_version

__all__ = [
    "Bodies",
    "adopt_standard_rules",
    "approve_rule",
    "begin_trial",
    "create_rule",
    "end_approval",
    "let_go_on",
    "stop_rule",
    "switch_off",
    "switch_on",
    "write_version",
]
