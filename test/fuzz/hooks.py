"""What schemathesis must know of this API: every answer is HTTP 200, an envelope in it says what became of the request."""

import atexit
import json
import os
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

import requests
import schemathesis
from hypothesis import strategies as st

SERVICE = os.environ["FUZZ_SERVICE"]
PICTURES = os.environ["FUZZ_PICTURES"].split()
DATA_FILES = os.environ["FUZZ_DATA_FILES"].split()
# Addresses in forms, and good and bad ones to take.
ADDRESSES = (("imageUrl", PICTURES), ("link", DATA_FILES))
FETCHED = ("path", "imageUrl", "link")
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

answered = defaultdict(Counter)

# A file is a picture, a data file, an empty one, or any bytes.
schemathesis.openapi.format("binary", st.sampled_from([PICTURE, LINES, b""]) | st.binary())


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """The one response of each operation describes its errors too, and the addresses of examples are on this machine."""
    for operations in raw_schema["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = operation["responses"]["200"]
            for parameter in operation["parameters"]:
                if parameter.get("name") == "path":
                    parameter["example"] = PICTURES[0]
            form = operation.get("requestBody", {}).get("content", {}).get("multipart/form-data", {})
            for name, known in ADDRESSES:
                if name in form.get("schema", {}).get("properties", {}):
                    form["schema"]["properties"][name]["examples"] = known


@schemathesis.hook
def map_body(context, body):
    """The address of a form is mostly made up, and wins over its file (5.9, 8.2): take a known one, or none."""
    for name, known in ADDRESSES:
        address = body.get(name) if isinstance(body, dict) else None
        if isinstance(address, str) and 0 < len(address) <= 1000:
            choice = crc32(address.encode(errors="surrogatepass"))
            if choice % 3 == 1:
                body[name] = known[choice // 3 % len(known)]
            elif choice % 3 == 2 and ("imageFile" in body or "file" in body):
                del body[name]
    return body


def is_elsewhere(address):
    try:
        return isinstance(address, str) and urlsplit(address).hostname not in (None, "127.0.0.1")
    except ValueError:
        return False


@schemathesis.hook
def filter_case(context, case):
    """Nothing is fetched from elsewhere."""
    sent = [where.get(name) for where in (case.query, case.body) if isinstance(where, dict) for name in FETCHED]
    return not any(is_elsewhere(address) for address in sent)


@schemathesis.hook
def before_call(context, case, kwargs):
    """The catalogue that the other operations need is not deleted."""
    if case.method == "DELETE" and case.path_parameters.get("serviceName") == SERVICE:
        case.path_parameters["serviceName"] = "fuzz-victim"


@schemathesis.hook
def after_call(context, case, response):
    """Keep the true status for `envelope`, and show the others what it stands for."""
    response.headers["http-status"] = [str(response.status_code)]
    try:
        code = json.loads(response.content)["header"]["resultCode"]
    except (ValueError, KeyError, TypeError):
        code = f"HTTP {response.status_code}"
    answered[case.operation.definition.raw["operationId"]][code] += 1
    if response.status_code == 200:
        response.status_code = STATUS.get(code, 500)


@atexit.register
def print_answered():
    """How far the fuzzer got: the result codes of each operation."""
    for operation, codes in answered.items():
        print(operation.ljust(18), ", ".join(f"{code}: {count}" for code, count in codes.most_common()))


# Refusals of data that fits the description, which cannot say these rules (docs/api-fuzzing.md).
ARGUED = {
    "link: must be a link that detect answered for this app key": "6.3",
    "statuses: must not be given beside status": "1.10",
    "filter: must have at most 100 values together": "3.4",
    "start: start + limit must be at most 1000": "8.10",
    "minSimilarity: must be a plain decimal number over 0 and at most 1": "1.8",
}
# Acceptances of data that does not fit the description, but does once it is a form.
ACCEPTED = (
    # One of address and file is enough, and the other was there (5.9, 8.2).
    "violates `required` at /anyOf/",
    # Everything in a form is text: a number, a boolean and a text are lists of one value (3.1).
    *(f"in body - filter.{field}: Incorrect type" for field in ("category1Id", "category2Id", "category3Id", "s1", "s2")),
)
BROKEN_FORMS = ("body: is not a complete multipart/form-data body", "body: every part must have a name")


def has_unspeakable_name(form):
    """A part must have a name (RFC 7578, 4.2), and no quoted string of a header may have control characters (5.9)."""
    def unspeakable(name):
        return name == "" or any(ord(character) < 32 or ord(character) == 127 for character in name)

    return isinstance(form, dict) and any(unspeakable(name) for name in form)


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """A head of over 32 KiB cannot be read as HTTP, so it has no route and no envelope (rule 1.2)."""
    if response.status_code == 431:
        return False
    kind = type(failure).__name__
    if kind == "RejectedPositiveData":
        detail = json.loads(response.content)["header"].get("detail")
        return detail not in ARGUED and not (detail in BROKEN_FORMS and has_unspeakable_name(case.body))
    return kind != "AcceptedNegativeData" or not any(reason in failure.message for reason in ACCEPTED)


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
    """Rules 1.1, 1.2, 1.4, 1.6."""
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
