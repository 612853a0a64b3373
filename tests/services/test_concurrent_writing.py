"""Two processes' worth of writers at once: nobody fails, nothing is lost."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from kb.db.models.record import OutboxEntry
from kb.services import reading
from kb.services.site import Site
from tests.factories import publish, source_values


def test_writers_queue_up_and_every_change_lands(site: Site) -> None:
    def write(number: int) -> None:
        publish(site, ("source", f"report-{number}", source_values()), index=False)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))
    with site.reads() as session:
        assert len(reading.list_records(session, "source")) == 24
        assert reading.content_generation(session) == 24
        assert len(session.scalars(select(OutboxEntry.token)).all()) == 24
