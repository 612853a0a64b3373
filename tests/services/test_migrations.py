"""The migrations give exactly the models, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select

from kb.db.migrating import downgrade, is_current, upgrade
from kb.db.models import Base
from kb.db.models.record import Record
from kb.services import reading
from kb.services.site import Site, resource
from tests.factories import SMALL_COLLECTION, case_values, draft, publish


def test_upgrading_from_empty_equals_the_models(site: Site) -> None:
    with site.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_again_changes_nothing(site: Site) -> None:
    before, after = upgrade(site.engine, resource("migrations"))
    assert before == after
    assert is_current(site.engine, resource("migrations"))


def test_a_site_that_holds_records_is_brought_up_without_losing_any(site: Site) -> None:
    publish(site, *SMALL_COLLECTION, index=False)
    draft(site, "case", "smart-parking", case_values(title__en="Later"))
    draft(site, "case", "owl-bus", case_values())
    downgrade(site.engine, resource("migrations"), "0008")
    assert not is_current(site.engine, resource("migrations"))
    upgrade(site.engine, resource("migrations"))
    with site.reads() as session:
        states = {
            f"{kind}:{slug}": state
            for kind, slug, state in session.execute(select(Record.kind, Record.slug, Record.head_state))
        }
        for kind, slug, values in SMALL_COLLECTION:
            assert reading.get_record(session, kind, slug).values == values
    assert states.pop("case:owl-bus") == "draft"
    assert states.pop("case:smart-parking") == "draft"
    assert set(states.values()) == {"published"}
