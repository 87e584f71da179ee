"""The acts of circuits: begin, settle, return, take back, change and pass over a step."""

from consistori.signature.circuits.services.arranging import change_step, skip_step
from consistori.signature.circuits.services.beginning import begin_circuit
from consistori.signature.circuits.services.following import fall_if_changed, follow_posts
from consistori.signature.circuits.services.settling import recall_circuit, return_step, settle_step
from consistori.signature.circuits.services.turning import after_end

__all__ = [
    "after_end",
    "begin_circuit",
    "change_step",
    "fall_if_changed",
    "follow_posts",
    "recall_circuit",
    "return_step",
    "settle_step",
    "skip_step",
]
