"""The description of the API is the API."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from kb.api.openapi import openapi_document
from kb.domain.record_types import RECORD_TYPES
from tests.web.json_answers import json_of

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def faults(schema: dict[str, Any], value: Any, where: str = "$") -> Iterator[str]:
    """Check a value against the part of JSON Schema that the description uses; an undescribed member is a fault."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/components/schemas/")
        yield from faults(openapi_document()["components"]["schemas"][name], value, where)
        return
    if "anyOf" in schema:
        if all(any(True for _fault in faults(choice, value, where)) for choice in schema["anyOf"]):
            yield f"{where}: fits none of anyOf"
        return
    types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    allowed = tuple(python for name in types for python in TYPES[name])
    if not isinstance(value, allowed) or (isinstance(value, bool) and "boolean" not in types):
        yield f"{where}: {value!r} is no {types}"
    elif value not in schema.get("enum", [value]) or value != schema.get("const", value):
        yield f"{where}: {value!r} is not among those described"
    elif isinstance(value, dict):
        yield from _member_faults(schema, value, where)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from faults(schema["items"], item, f"{where}[{index}]")


def _member_faults(schema: dict[str, Any], value: dict[str, Any], where: str) -> Iterator[str]:
    properties, others = schema.get("properties", {}), schema.get("additionalProperties")
    yield from (f"{where}: {name} is missing" for name in schema.get("required", ()) if name not in value)
    for name, member in value.items():
        described = properties.get(name, others)
        if described:
            yield from faults(described, member, f"{where}.{name}")
        elif properties:
            yield f"{where}: {name} is not described"


def schema_of(path: str, status: int = 200) -> dict[str, Any]:
    content = openapi_document()["paths"][path]["get"]["responses"][str(status)]["content"]
    found: dict[str, Any] = content["application/json"]["schema"]
    return found


def check(client: FlaskClient, address: str, path: str, status: int = 200) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert list(faults(schema_of(path, status), json_of(answer))) == []


def test_the_paths_described_are_the_paths_routed(client: FlaskClient) -> None:
    rules = [rule.rule for rule in client.application.url_map.iter_rules() if rule.endpoint.startswith("api.")]
    routed = {re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", rule) for rule in rules}
    assert routed == set(json_of(client.get("/api/v1/openapi.json"))["paths"])


def test_every_parameter_in_a_path_is_described() -> None:
    for path, item in openapi_document()["paths"].items():
        described = {one["name"] for one in item["get"]["parameters"] if one["in"] == "path"}
        assert described == set(re.findall(r"{(\w+)}", path)), path


def test_operations_have_names_of_their_own() -> None:
    names = [item["get"]["operationId"] for item in openapi_document()["paths"].values()]
    assert len(names) == len(set(names))


def test_every_schema_referred_to_exists() -> None:
    def references(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            yield from (node["$ref"],) if "$ref" in node else ()
            for member in node.values():
                yield from references(member)
        elif isinstance(node, list):
            for member in node:
                yield from references(member)

    names = {f"#/components/schemas/{name}" for name in openapi_document()["components"]["schemas"]}
    assert set(references(openapi_document())) <= names


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/api/v1/search?q=parking&theme=parking", "/api/v1/search"),
        ("/api/v1/search?type=source", "/api/v1/search"),
        ("/api/v1/suggest?q=smart", "/api/v1/suggest"),
        ("/api/v1/cases", "/api/v1/cases"),
        ("/api/v1/sources?lang=ko", "/api/v1/sources"),
        ("/api/v1/cases/smart-parking", "/api/v1/cases/{slug}"),
        ("/api/v1/cities/nice", "/api/v1/cities/{slug}"),
        ("/api/v1/events/summit", "/api/v1/events/{slug}"),
        ("/api/v1/sessions/summit/plenary", "/api/v1/sessions/{event}/{slug}"),
        ("/api/v1/presentations/talk-by-nice", "/api/v1/presentations/{slug}"),
        ("/api/v1/themes/parking", "/api/v1/themes/{slug}"),
        ("/api/v1/sources/report", "/api/v1/sources/{slug}"),
    ],
)
def test_an_answer_is_as_described(reader: FlaskClient, address: str, path: str) -> None:
    check(reader, address, path)


@pytest.mark.parametrize(
    ("address", "path", "status"),
    [
        ("/api/v1/search?type=x", "/api/v1/search", 400),
        ("/api/v1/cases?page=x", "/api/v1/cases", 400),
        ("/api/v1/cases/none", "/api/v1/cases/{slug}", 404),
    ],
)
def test_an_error_is_as_described(reader: FlaskClient, address: str, path: str, status: int) -> None:
    check(reader, address, path, status)


def test_records_of_the_seed_are_as_described(seeded_client: FlaskClient) -> None:
    for record_type in RECORD_TYPES.values():
        path = "{event}/{slug}" if record_type.kind == "session" else "{slug}"
        items = json_of(seeded_client.get(f"/api/v1/{record_type.plural}?per_page=100"))["items"]
        for item in items:
            address = f"/api/v1/{record_type.plural}/{item['slug']}"
            check(seeded_client, address, f"/api/v1/{record_type.plural}/{path}")


def test_the_check_itself_finds_faults() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}
    assert list(faults(schema, {"a": 1})) == []
    wrongs: list[Any] = [{}, {"a": "1"}, {"a": True}, {"a": 1, "b": 2}, []]
    assert all(list(faults(schema, wrong)) for wrong in wrongs)
