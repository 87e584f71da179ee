"""What circuits hang on the requests of signatures and on who reads a document."""

from __future__ import annotations


def hang_circuits() -> None:
    """Called once, when the program starts."""
    from consistori.documents.policies import reader_guards
    from consistori.signature.circuits.panels import steps_above_tray
    from consistori.signature.circuits.selectors import may_read_by_step
    from consistori.signature.circuits.services import following
    from consistori.signature.panels import tray_tops
    from consistori.signature.services import hooks

    hooks.signed.append(following.after_signing)
    hooks.signing.append(following.before_signing)
    hooks.returned.append(following.after_return)
    hooks.withdrawing.append(following.before_withdrawing)
    hooks.passed.append(following.after_passing)
    reader_guards.append(may_read_by_step)
    tray_tops.append(steps_above_tray)
