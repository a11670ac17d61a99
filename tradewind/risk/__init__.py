"""Limits, sizing and gates: a proposal goes in, `Approved` or `Refused` comes out.

Pure: never any input or output, never a clock of its own.
"""

from tradewind.risk.gates import review
from tradewind.risk.limits import Enforcement, Grounding, RiskLimits
from tradewind.risk.situation import Situation
from tradewind.risk.verdict import Approved, Refused

__all__ = ["Approved", "Enforcement", "Grounding", "Refused", "RiskLimits", "Situation", "review"]
