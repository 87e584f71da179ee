"""Jobs of the installation itself."""

from procrastinate.contrib.django import app

from consistori.config.abandoned import tell_abandoned
from consistori.config.stalled import retry_stalled


@app.periodic(cron="* * * * *")
@app.task(name="config.take_up_stalled", queue="default", pass_context=False)
def take_up_stalled(timestamp: int) -> None:
    """Every minute: a job whose worker was killed is taken up again, also if the worker came back at once.

    Whoever waits for one that failed for good is told.
    """
    retry_stalled()
    tell_abandoned()
