# A script as people write them for dlt, with objects of Python in its config: for the line that penstock convert prints.
from datetime import date

import dlt
from dlt.common.pendulum import pendulum
from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from dlt.sources.helpers.rest_client.paginators import JSONLinkPaginator, OffsetPaginator
from dlt.sources.rest_api import RESTAPIConfig, rest_api_resources


@dlt.source
def shop(token: str = dlt.secrets.value):
    config: RESTAPIConfig = {
        "client": {
            "base_url": dlt.config["sources.shop.base_url"],
            "auth": BearerTokenAuth(token=token),
            "headers": {"X-Key": f"Key {dlt.secrets['sources.shop.key']}"},
            "paginator": OffsetPaginator(limit=3, total_path="total"),
        },
        "resource_defaults": {"primary_key": ("id",), "endpoint": {"data_selector": "data"}},
        "resources": [
            {
                "name": "items",
                "columns": {"id": {"data_type": "bigint", "x-tags": {"a"}}},
                "processing_steps": [{"filter": lambda item: item["id"] > 2}],
                "endpoint": {"params": {"until": date(2024, 2, 3)}},
            },
            {
                "name": "changes",
                "endpoint": {
                    "paginator": JSONLinkPaginator(next_url_path="paging.next"),
                    "params": {
                        "since": dlt.sources.incremental(
                            "at", initial_value=pendulum.datetime(2024, 1, 2)
                        )
                    },
                },
            },
        ],
    }
    yield from rest_api_resources(config)


if __name__ == "__main__":
    dlt.pipeline("shop", destination="duckdb").run(shop())
