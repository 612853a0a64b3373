"""The migrations give exactly the models, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from kb.db.migrating import is_current, upgrade
from kb.db.models import Base
from kb.services.site import Site, resource


def test_upgrading_from_empty_equals_the_models(site: Site) -> None:
    with site.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_again_changes_nothing(site: Site) -> None:
    before, after = upgrade(site.engine, resource("migrations"))
    assert before == after
    assert is_current(site.engine, resource("migrations"))
