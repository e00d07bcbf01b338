"""What is done by the clock: procrastinate's periodic tasks, each run once however many workers there are."""

import os

import procrastinate
import psycopg
import structlog

from pratique.assembly import transparency
from pratique.assembly.feeds.courier import FetchError
from pratique.assembly.feeds.database import DatabaseKeeper
from pratique.assembly.feeds.pull import pull
from pratique.assembly.feeds.register import FEEDS
from pratique.assembly.operations import enforcement, retention
from pratique.base.actor import SYSTEM
from pratique.base.errors import InputError
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


@app.periodic(cron="23 2 * * *")
@app.task(queueing_lock="pull_feeds", pass_context=False)
def pull_feeds(timestamp: int) -> int:
    """Fetch recalls and alerts of the feeds that `PRATIQUE_FEEDS` names (`cpsc,safety-gate`; `all` for those that are free)."""
    del timestamp
    asked = os.environ.get("PRATIQUE_FEEDS", "")
    names = (
        [one.name for one in FEEDS.values() if one.by_default]
        if asked == "all"
        else [one.strip() for one in asked.split(",") if one.strip()]
    )
    changed = 0
    for name in names:
        try:
            done = pull(FEEDS[name], DatabaseKeeper(connect, name))
        except (FetchError, InputError, KeyError) as error:  # the others are pulled; this one again tomorrow
            _log.warning("feed not pulled", feed=name, error=str(error))
        else:
            changed += done.changed
            _log.info("feed pulled", feed=name, changed=done.changed, rejected=done.rejected)
    return changed


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
