"""What schemathesis must know of this API: every answer is HTTP 200, an envelope in it says what became of the request."""

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

import requests
import schemathesis
from hypothesis import strategies as st

SITE = os.environ["FUZZ_SITE"]
SERVICE = os.environ["FUZZ_SERVICE"]
PICTURE = Path(os.environ["FUZZ_PICTURE"]).read_bytes()
LINES = Path(os.environ["FUZZ_DATA_FILE"]).read_bytes()

# The status that an API of the usual kind would answer, so that schemathesis's own checks hold for the result codes.
STATUS = {
    0: 200,
    -40000: 400,
    -41005: 401,
    -42000: 404, -40050: 404, -40090: 404,
    -42010: 409, -42030: 409,
    -40080: 429,
    -40010: 422, -40020: 422, -40030: 422,
    -45020: 422, -45040: 422, -45050: 422, -45060: 422, -45070: 422,
    -50000: 500,
}  # fmt: skip

# A file is a picture, a data file, an empty one, or any bytes.
schemathesis.openapi.format("binary", st.sampled_from([PICTURE, LINES, b""]) | st.binary())


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """The one response of each operation describes its errors too."""
    for operations in raw_schema["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = operation["responses"]["200"]


def stays_here(address):
    """The address itself, or one on this machine in place of an address elsewhere."""
    if not isinstance(address, str):
        return address
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return address
    return f"{SITE}/{urlsplit(address).path.lstrip('/')}" if host and host != "127.0.0.1" else address


@schemathesis.hook
def before_call(context, case, kwargs):
    """Nothing is fetched from elsewhere, and the catalogue that the other operations need is not deleted."""
    for where in (case.query, case.body):
        if isinstance(where, dict):
            for name in ("path", "imageUrl", "link"):
                if name in where:
                    where[name] = stays_here(where[name])
    if case.method == "DELETE" and case.path_parameters.get("serviceName") == SERVICE:
        case.path_parameters["serviceName"] = "fuzz-victim"


@schemathesis.hook
def after_call(context, case, response):
    """Keep the true status for `envelope`, and show the others what it stands for."""
    response.headers["http-status"] = [str(response.status_code)]
    try:
        code = json.loads(response.content)["header"]["resultCode"]
    except (ValueError, KeyError, TypeError):
        return
    if response.status_code == 200:
        response.status_code = STATUS.get(code, 500)


# Refusals of data that fits the description, which cannot say these rules (docs/api-fuzzing.md).
ARGUED = {
    "link: must be a link that detect answered for this app key": "6.3",
    "statuses: must not be given beside status": "1.10",
    "filter: must have at most 100 values together": "3.4",
    # A form field whose name has control characters, which no quoted string may have.
    "body: is not a complete multipart/form-data body": "5.9",
    "start: start + limit must be at most 1000": "8.10",
    "minSimilarity: must be a plain decimal number over 0 and at most 1": "1.8",
}


def detail(response):
    return json.loads(response.content)["header"].get("detail")


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """A head of over 32 KiB cannot be read as HTTP, so it has no route and no envelope (rule 1.2)."""
    if response.status_code == 431:
        return False
    return not (type(failure).__name__ == "RejectedPositiveData" and detail(response) in ARGUED)


@schemathesis.check
def credentials(ctx, response, case):
    """Rules 1.3, 2.1: without the secret, with a wrong one, nothing else matters."""
    if int(response.headers["http-status"][0]) != 200:
        return
    for secret in (None, "wrong"):
        request = response.request.copy()
        request.headers.pop("Authorization", None)
        if secret is not None:
            request.headers["Authorization"] = secret
        with requests.Session() as session:
            code = session.send(request).json()["header"]["resultCode"]
        assert code == -41005, f"secret {secret}: {code}"


@schemathesis.check
def envelope(ctx, response, case):
    """Rules 1.1, 1.2, 1.5, 1.6."""
    status = int(response.headers["http-status"][0])
    if status == 431:
        return
    assert response.headers.get("x-request-id"), "there is no X-Request-Id"
    if status in (404, 405) and response.status_code == status:
        header = json.loads(response.content)["header"]
        assert header["resultCode"] == {404: -40400, 405: -40000}[status], "another code than rule 1.2 says"
        return
    assert status == 200, f"an answer of the API is HTTP 200, not {status}"
    answer = json.loads(response.content)
    header = answer["header"]
    assert header["isSuccessful"] == (header["resultCode"] == 0), "isSuccessful and resultCode disagree"
    assert header["isSuccessful"] or "data" not in answer, "an error has data"
    assert header["resultCode"] <= 0, "a positive result code"
    assert None not in header.values(), "null in the header"
