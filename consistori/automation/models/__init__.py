"""Rules and their versions, who approved them, how they were tried, and what they did."""

from consistori.automation.models.rule import Rule, RuleApproval, RuleTrial, RuleVersion
from consistori.automation.models.runs import RuleHour, RuleRun

__all__ = ["Rule", "RuleApproval", "RuleHour", "RuleRun", "RuleTrial", "RuleVersion"]
