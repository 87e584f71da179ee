"""What can be seen from outside of how the program works: logs with the request they belong to, figures, traces.

Everything is by settings and loaded only then; nothing says anything of anybody: routes and not addresses, kinds of
job and not their arguments, SQL without its values.
"""

from __future__ import annotations

from django.conf import settings

from consistori.kernel import watching


def start() -> None:
    """Hang what the settings ask for. Called once, when the program is loaded."""
    if settings.LOG_REQUESTS:
        from consistori.config.observability import logs

        watching.observers.append(logs.Telling())
    if settings.METRICS_TOKEN:
        from consistori.config.observability import metrics

        watching.observers.append(metrics.start())
        watching.watchers.append(metrics.part)
    if settings.TRACES_TO:
        from consistori.config.observability import traces

        tracing = traces.Tracing()
        watching.observers.append(tracing)
        watching.watchers.append(tracing.part)
        watching.jobs_carry.append(tracing.carried)
