# dlt's rest_api into files: python dlt_files.py <url> <jsonl|parquet> <out>
import json
import os
import resource
import sys

os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
os.environ["RUNTIME__LOG_LEVEL"] = "ERROR"
# penstock writes plain files by default too.
os.environ["DATA_WRITER__DISABLE_COMPRESSION"] = "true"

import dlt
from dlt.destinations import filesystem
from dlt.sources.rest_api import rest_api_source

url, file_format, out = sys.argv[1:4]
source = rest_api_source(
    {
        "client": {"base_url": url},
        "resources": [
            {
                "name": "contacts",
                "primary_key": "id",
                "max_table_nesting": 0,
                "endpoint": {
                    "path": "contacts",
                    "data_selector": "data",
                    "paginator": {"type": "cursor", "cursor_path": "next", "cursor_param": "cursor"},
                },
            }
        ],
    }
)
pipeline = dlt.pipeline("bench", destination=filesystem(bucket_url=out), dataset_name="out", pipelines_dir=out + "-state")
pipeline.run(source, loader_file_format=file_format, write_disposition="replace")
usage = resource.getrusage(resource.RUSAGE_SELF)
with open(os.environ["BENCH_USAGE"], "w") as file:
    json.dump({"cpu": usage.ru_utime + usage.ru_stime, "rss": usage.ru_maxrss / 1024}, file)
