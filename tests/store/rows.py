"""Rows for tests."""

import datetime as dt

from pratique.store.decisions import DecisionRow


def decision(name: str, subject: str = "sku-1") -> DecisionRow:
    return DecisionRow(
        id=name,
        at=dt.datetime(2026, 11, 29, 7, 30, 1, 123456, dt.UTC),
        by="key_1",
        kind="listing",
        subject_id=subject,
        trader_id=None,
        channel="lazada",
        stage="publish",
        as_of=dt.date(2026, 11, 29),
        content_hash="c" * 64,
        content_version="2026.11.29",
        strategy="default@1",
        markets=b"m" * 16,
        parts=b"p" * 16,
        places=b"\0",
        verdicts=b"\2",
        worst=2,
        observed='{"concepts":[],"evidence":[]}',
        is_degraded=False,
        snapshot=b"s" * 32,
    )
