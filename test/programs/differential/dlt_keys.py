# The keys of the installed dlt's config, by the places that src/config/dlt-keys.ts names.
import json
from typing import get_type_hints

import dlt
from dlt.common.incremental.typing import IncrementalArgs
from dlt.common.schema import typing as schema
from dlt.sources.rest_api import typing as rest


def keys(*types):
    return sorted({key for one in types for key in one.__annotations__ if key != "type"})


places = {
    "config": keys(rest.RESTAPIConfig, rest.RESTAPIConfigBase),
    "client": keys(rest.ClientConfig),
    "bearer": keys(rest.BearerTokenAuthConfig),
    "api_key": keys(rest.ApiKeyAuthConfig),
    "http_basic": keys(rest.HttpBasicAuthConfig),
    "oauth2_client_credentials": keys(rest.OAuth2ClientCredentialsConfig),
    "page_number": keys(rest.PageNumberPaginatorConfig),
    "offset": keys(rest.OffsetPaginatorConfig),
    "header_link": keys(rest.HeaderLinkPaginatorConfig),
    "json_link": keys(rest.JSONLinkPaginatorConfig),
    "cursor": keys(rest.JSONResponseCursorPaginatorConfig),
    "header_cursor": keys(rest.HeaderCursorPaginatorConfig),
    "resource": keys(rest.EndpointResource),
    "endpoint": keys(rest.Endpoint),
    "incremental": keys(rest.IncrementalConfig),
    "response_action": keys(rest.ResponseActionDict),
    "processing_step": keys(rest.ProcessingSteps),
    "column": keys(schema.TColumnSchema),
    "write_disposition": keys(
        schema.TMergeDispositionDict,
        schema.TDeleteInsertStrategyDict,
        schema.TScd2StrategyDict,
        schema.TUpsertStrategyDict,
        getattr(schema, "TCdcStrategyDict", schema.TUpsertStrategyDict),
    ),
    "schema_contract": keys(schema.TSchemaContractDict),
}
print(json.dumps({"version": dlt.__version__, "keys": places}))
