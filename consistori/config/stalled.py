"""Jobs that a killed worker left half done are taken up again."""

from procrastinate.contrib.django import app

STALLED_AFTER_SECONDS = 60


def retry_stalled() -> int:
    """Put back every job whose worker has been silent for a minute. Returns how many."""
    from asgiref.sync import async_to_sync

    async def put_back() -> int:
        manager = app.job_manager
        stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS))
        for job in stalled:
            await manager.retry_job(job)
        return len(stalled)

    return async_to_sync(put_back)()
