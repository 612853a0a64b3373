"""Every route declares who may use it, and an undeclared one is closed."""

from flask import Flask
from flask.testing import FlaskClient

from kb.web.permissions import PERMISSIONS


def test_every_route_belongs_to_a_blueprint_that_declares_a_permission(client: FlaskClient) -> None:
    undeclared = {
        rule.endpoint
        for rule in client.application.url_map.iter_rules()
        if rule.endpoint.rpartition(".")[0] not in PERMISSIONS
    }
    assert undeclared == set()


def test_a_route_without_a_declared_permission_is_refused(client: FlaskClient) -> None:
    app: Flask = client.application
    app.add_url_rule("/undeclared", "undeclared", lambda: "open")
    assert client.get("/undeclared").status_code == 403


def test_public_routes_answer_get_requests_only_but_for_the_report_of_an_error(client: FlaskClient) -> None:
    other = {
        (rule.endpoint, method)
        for rule in client.application.url_map.iter_rules()
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    }
    assert other == {("reporting.send_report", "POST")}
