# dlt's rest_api over the same server: its records to stdout, one JSON object a line.
import json
import sys

from dlt.sources.rest_api import rest_api_resources

url, kind = sys.argv[1:3]
base, _, path = url.rpartition("/")
paginators = {
    # Where none is named, dlt looks for one itself.
    "single": None,
    "offset": {"type": "offset", "limit": 2, "total_path": None},
    "page": {"type": "page_number", "total_path": None},
    "cursor": {"type": "cursor", "cursor_path": "next", "cursor_param": "cursor"},
    "link": {"type": "json_link", "next_url_path": "next"},
}
paginator = {} if paginators[kind] is None else {"paginator": paginators[kind]}
(resource,) = rest_api_resources(
    {
        "client": {"base_url": base + "/"},
        "resources": [
            {"name": "things", "endpoint": {"path": path, "data_selector": "data", **paginator}}
        ],
    }
)
for record in resource:
    sys.stdout.write(json.dumps(record, separators=(",", ":")) + "\n")
