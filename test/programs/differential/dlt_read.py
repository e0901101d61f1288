# Reads configs from stdin, one JSON object a line, through dlt's own rest_api; prints the records of each resource.
# An object {"@eval": code} stands for what the code gives.
import json
import os
import sys
import tempfile

# Nothing of this is to be seen by, or to see, a project of dlt's on this machine.
os.environ["DLT_PROJECT_DIR"] = tempfile.mkdtemp()
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
os.environ["RUNTIME__REQUEST_MAX_ATTEMPTS"] = "1"
os.environ["RUNTIME__LOG_LEVEL"] = "CRITICAL"
import dlt
from dlt.sources.rest_api import rest_api_source


def made(value):
    if isinstance(value, dict):
        if "@eval" in value:
            return eval(value["@eval"])
        return {key: made(one) for key, one in value.items()}
    return [made(one) for one in value] if isinstance(value, list) else value


def plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def read(case):
    source = rest_api_source(made(case["config"]), name=case["name"].replace("-", "_"))
    found = {}
    for name in case["resources"]:
        found[name] = list(source.resources[name])
    return {"records": found}


for line in sys.stdin:
    case = json.loads(line)
    # dlt looks for what an auth does not say among credentials.
    variables = {**case["environment"], **{f"CREDENTIALS__{name}": one for name, one in case["environment"].items()}}
    os.environ.update(variables)
    try:
        result = read(case)
    except BaseException as error:
        result = {"error": f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"}
    for name in variables:
        del os.environ[name]
    print(json.dumps({"name": case["name"], **result}, default=plain), flush=True)
