"""Every operation of the interface, found in its own description, keeps what the description promises."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from django.test import Client

from charter_site.api.interface import RESPONSES, api
from charter_site.api.urls import urlpatterns
from governance.tokens.models import Scope
from tests.charter_site.api.walking import OTHERWISE, VALUES, operations

pytestmark = pytest.mark.django_db


def each() -> Any:
    return pytest.mark.parametrize("operation", operations(), ids=str)


def test_no_address_is_left_out_of_the_description():
    named = {pattern.name for pattern in urlpatterns}
    described = {f"api-{operation.name.replace('_', '-')}" for operation in operations()}
    assert named - described == {"openapi-json", "api-root", "api-nothing"}


def test_the_description_is_open_and_tells_nothing_of_the_organisation(client, db):
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["openapi"], told["info"]["version"]) == ("3.1.0", "1")
    assert told["components"]["securitySchemes"]["Token"]["scheme"] == "bearer"


@each()
def test_every_answer_is_announced_whatever_becomes_of_the_request(operation):
    assert {int(status) for status in operation.told["responses"]} == set(RESPONSES)
    for status, told in operation.told["responses"].items():
        if int(status) >= 400:
            assert told["content"]["application/json"]["schema"]["$ref"].endswith("/Problem"), status
    assert operation.told["security"] == [{"Token": [operation.scope]}]
    assert operation.scope in Scope.values
    assert f"Scope: `{operation.scope}`" in operation.told["description"]
    assert operation.told["summary"]


@each()
def test_it_answers_as_described(world, operation):
    told = operation.told["responses"][200]
    schema = {**told["content"]["application/json"]["schema"], "components": api.get_openapi_schema()["components"]}
    for address in operation.addresses(world):
        answer = world.software.get(address)
        assert answer.status_code == 200, address
        assert answer["Content-Type"] == "application/json; charset=utf-8"
        jsonschema.Draft202012Validator(schema).validate(answer.json())
        for header in told["headers"]:
            assert answer[header], header


@each()
def test_who_may_keep_an_answer(world, operation):
    answer = world.software.get(operation.address(world))
    kept = "no-store" if operation.scope == Scope.PROFILES else "private, no-cache"
    assert answer["Cache-Control"] == kept
    assert {"Authorization", "Accept-Language"} <= {name.strip() for name in answer["Vary"].split(",")}
    assert not answer.cookies


@each()
def test_head_answers_as_get_without_a_body(world, operation):
    bearer = {"Authorization": f"Bearer {world.software.secret}", "Accept-Language": "en"}
    read = Client().get(operation.address(world), headers=bearer)
    head = Client().head(operation.address(world), headers=bearer)
    assert head.status_code == 200
    assert not head.content
    assert head["ETag"] == read["ETag"]
    assert Client().head(operation.address(world)).status_code == 401


@each()
def test_a_parameter_that_nobody_reads_is_refused(world, operation):
    assert world.software.get(operation.address(world, nobody="1")).status_code == 422


def test_every_parameter_is_walked():
    asked = {(here.name, parameter["name"]) for here in operations() for parameter in here.told["parameters"]}
    assert {name for _operation, name in asked} - {"If-None-Match"} == set(VALUES)
    assert set(OTHERWISE) <= asked


@pytest.mark.parametrize("kind", ["versions", "clauses", "wordings", "competences", "profiles"])
def test_each_of_these_is_listed_and_read_one_by_one(kind):
    paths = {operation.name: operation.path for operation in operations()}
    listed = paths[f"list_{kind}"]
    assert listed.endswith(f"/{kind}")
    assert paths[f"read_{kind.removesuffix('s')}"].startswith(f"{listed}/{{")
