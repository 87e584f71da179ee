"""Jobs of the installation itself."""

from procrastinate.contrib.django import app

from consistori.config.stalled import retry_stalled


@app.periodic(cron="* * * * *")
@app.task(name="config.take_up_stalled", queue="default", pass_context=False)
def take_up_stalled(timestamp: int) -> None:
    """Every minute: a job whose worker was killed is taken up again, also if the worker came back at once."""
    retry_stalled()
