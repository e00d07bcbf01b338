"""Arrow batches through a function on the workers of a Spark cluster. The only module that knows Spark.

Spark 4 on Java 17. What is done with a batch is the caller's: engines below this one decide, Spark only carries.
"""

import os
import sys
from collections.abc import Callable, Iterator

import pyarrow as pa
from pyspark.sql import DataFrame as DataFrame
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

Work = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]


def session() -> SparkSession:
    """The session under way (a cluster's, under `spark-submit`), else one on this machine's cores; `SPARK_MASTER` names another."""
    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("pratique").config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
    builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "4096")
    if "SPARK_MASTER" in os.environ or "SPARK_ENV_LOADED" not in os.environ:
        builder = builder.master(os.environ.get("SPARK_MASTER", "local[*]"))
    made = builder.getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    return made


def map_frame(frame: DataFrame, work: Work, schema: pa.Schema) -> DataFrame:
    """Every partition of a frame through `work`, which gives batches of `schema`."""
    return frame.mapInArrow(work, from_arrow_schema(schema))


def map_table(table: pa.Table, work: Work, schema: pa.Schema) -> pa.Table:
    """A table through `work` on all workers. The order of rows is not kept."""
    spark = session()
    frame = spark.createDataFrame(table).repartition(max(2, spark.sparkContext.defaultParallelism))
    return map_frame(frame, work, schema).toArrow()
