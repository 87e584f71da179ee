"""Rules and their versions, who approved them, how they were tried, what they did, and the renewals that they made."""

from consistori.automation.models.renewals import Renewal
from consistori.automation.models.rule import Rule, RuleApproval, RuleTrial, RuleVersion
from consistori.automation.models.runs import RuleHour, RuleRun

__all__ = ["Renewal", "Rule", "RuleApproval", "RuleHour", "RuleRun", "RuleTrial", "RuleVersion"]
