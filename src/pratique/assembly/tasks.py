"""What is done by the clock: procrastinate's periodic tasks, each run once however many workers there are."""

import os

import procrastinate
import psycopg
import structlog

from pratique.assembly import transparency
from pratique.assembly.operations import enforcement, retention
from pratique.base.actor import SYSTEM
from pratique.store.figures import weeks
from pratique.store.transaction import Connection, transaction

_log = structlog.get_logger("pratique.worker")
app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=os.environ.get("DATABASE_URL", "")))


def connect() -> Connection:
    """A connection to the database of `DATABASE_URL`."""
    return psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=3)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="expire_actions", pass_context=False)
def expire_actions(timestamp: int) -> int:
    """End actions whose time is over."""
    del timestamp
    with connect() as connection, transaction(connection) as tx:
        return enforcement.expire_due(tx)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="erase_what_is_over", pass_context=False)
def erase_what_is_over(timestamp: int) -> int:
    """Erase what may no longer be kept, by the periods of `casework.retention`."""
    del timestamp
    with connect() as connection:
        report = retention.sweep(connection, SYSTEM)
    _log.info("retention", erased=report.erased, held=report.held)
    return report.total


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="count_figures", pass_context=False)
def count_figures(timestamp: int) -> int:
    """Count what the cockpit adds up."""
    del timestamp
    with connect() as connection:
        return weeks.refresh(connection)


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="clear_jobs", pass_context=False)
async def clear_jobs(timestamp: int) -> None:
    """Finished jobs are of no interest after a day."""
    del timestamp
    await app.job_manager.delete_old_jobs(nb_hours=24, include_failed=False)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="export_statements", pass_context=False)
def export_statements(timestamp: int) -> int:
    """Send statements of reasons to the Transparency Database, where `PRATIQUE_TRANSPARENCY_URL` and `…_TOKEN` say which and as whom."""
    del timestamp
    url, token = os.environ.get("PRATIQUE_TRANSPARENCY_URL"), os.environ.get("PRATIQUE_TRANSPARENCY_TOKEN")
    if not url or not token:
        return 0
    with connect() as connection:
        return transparency.export(connection, transparency.Database(url, token), SYSTEM).accepted
