"""Spark in a cluster of two workers gives what the batch engine gives."""

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from benchmarks.matching.made_up import notices
from benchmarks.matching.trial import written
from pratique.assembly.recalled import detector_of
from pratique.assembly.screener import Screener
from pratique.facts.from_row import listing_from_row
from pratique.policy.load import load_content

pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17"),
    pytest.mark.filterwarnings("default"),  # pyspark and py4j warn of their own affairs
]

CATALOGUE = Path(__file__).parents[2] / "examples" / "catalogue.jsonl"


@pytest.fixture(scope="module")
def _cluster() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_MASTER", "local-cluster[2,1,1024]")
        from pratique.engine.spark import session

        yield
        session().stop()


@pytest.mark.usefixtures("_cluster")
def test_two_workers_decide_as_one_batch() -> None:
    from pratique.assembly.distributed import ClusterScreener

    rows = [json.loads(line) for line in CATALOGUE.read_text("utf-8").splitlines()]
    listings = [listing_from_row(row)[0] for row in rows]
    batch = Screener(load_content(), channel="aliexpress", engine="batch")
    cluster = ClusterScreener(batch)
    assert cluster.screen_many(listings) == batch.screen_many(listings)

    from pratique.engine.spark import session

    texts = [{"listing_id": row["listing_id"], "title": row["title"]} for row in rows]
    frame = session().createDataFrame(texts)
    decided = {(row["listing_id"], row["market"]): row["verdict"] for row in cluster.screen_frame(frame).collect()}
    expected = batch.screen_many([listing_from_row(row)[0] for row in texts])
    assert decided == {(one.listing_id, one.market): one.verdict for found in expected for one in found}


@pytest.mark.usefixtures("_cluster")
def test_workers_hold_listings_against_notices_as_one_batch_does() -> None:
    """The same verdicts, findings and evidence of notices, whichever worker read the listing."""
    from pratique.assembly.distributed import ClusterScreener

    content = load_content()
    made = list(notices(60, seed=4))
    listings = [one.listing for one in written(made, random.Random(4))][:120]
    markets = ["US", "AU", "DE"]
    made = [msgspec.structs.replace(one, markets=("US",) if number % 2 else ("EU",)) for number, one in enumerate(made)]
    batch = Screener(content, channel="aliexpress", markets=markets, engine="batch", recalls=detector_of(made, content))
    decided = ClusterScreener(batch, made).screen_many(listings)
    assert decided == batch.screen_many(listings)
    cited = {finding.rule for found in decided for decision in found for finding in decision.findings}
    assert cited >= {"us/recalled-product", "eu/dangerous-product", "house/recalled-somewhere-is-looked-at"}
    without = ClusterScreener(Screener(content, channel="aliexpress", markets=markets, engine="batch")).screen_many(listings)
    assert without != decided
