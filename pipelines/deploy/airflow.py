"""One run of penstock as tasks of Airflow: a task for each shard that has something to read, then the commit.

`penstock plan --json` says at run time which shards those are; a shard that nothing falls to is read, too, since the commit
wants to hear of all. Settings by the environment of the workers: PENSTOCK (the command), PENSTOCK_PIPELINE, PENSTOCK_PLACE,
PENSTOCK_SHARDS.
"""

import json
import os
import shlex
import subprocess
from datetime import datetime, timedelta

from airflow.decorators import dag, task
from airflow.exceptions import AirflowException, AirflowFailException

PENSTOCK = shlex.split(os.environ.get("PENSTOCK", "penstock"))
PIPELINE = os.environ.get("PENSTOCK_PIPELINE", "/pipelines/crm.yaml")
PLACE = os.environ.get("PENSTOCK_PLACE", "s3://warehouse/crm")
SHARDS = os.environ.get("PENSTOCK_SHARDS", "16")
# Only what may end otherwise the next time is worth a retry: a fault of the network or the API, a place in use, a signal.
RETRIED = {1, 5, 7, 8, 129, 130, 143}


def penstock(*words: str) -> str:
    done = subprocess.run([*PENSTOCK, *words], capture_output=True, text=True)
    print(done.stderr)
    if done.returncode == 0:
        return done.stdout
    failure = AirflowException if done.returncode in RETRIED else AirflowFailException
    raise failure(f"penstock {words[0]} ended with {done.returncode}")


@dag(
    schedule="@daily",
    start_date=datetime(2024, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(seconds=int(os.environ.get("PENSTOCK_RETRY_SECONDS", "60")))},
)
def penstock_crm():
    @task
    def plan() -> list[list[str]]:
        units = json.loads(penstock("plan", PIPELINE, "--json", "--shards", SHARDS))["units"]
        # The most work first; a unit that its records cut falls to all of them.
        count = int(SHARDS)
        work = {shard: sum(unit.get("shard") in (shard, None) for unit in units) for shard in range(1, count + 1)}
        return [["--shard", f"{shard}/{SHARDS}"] for shard in sorted(work, key=work.get, reverse=True)]

    @task
    def read(share: list[str]) -> None:
        penstock("run", PIPELINE, "-o", PLACE, "-f", "parquet", "--resume", "--log-format", "json", *share)

    @task
    def commit() -> None:
        penstock("commit", PLACE, "--shards", SHARDS)

    read.expand(share=plan()) >> commit()


penstock_crm()
