"""Several visitors at work at once, their findings handed over one by one as they come."""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from queue import Empty, SimpleQueue

from kb.domain.addresses import spread_by_host
from kb.domain.link_outcomes import LinkResult
from kb.services.link_pace import Stopped
from kb.services.link_visiting import Visitor


def visit_all(addresses: Sequence[str], visitor: Visitor) -> Generator[LinkResult]:
    """Visit the addresses, as many at once as the policy allows, and yield each result when it is there.

    Leaving the loop early stops the visitors: those who wait give up, a request under way ends by itself and unheard.
    """
    waiting: SimpleQueue[str] = SimpleQueue()
    found: SimpleQueue[LinkResult | BaseException] = SimpleQueue()
    for address in spread_by_host(addresses):
        waiting.put(address)
    for _number in range(min(visitor.policy.at_once, len(addresses))):
        # Daemons: a process that is told to stop doesn't wait for a slow site.
        threading.Thread(target=_work, args=(visitor, waiting, found), daemon=True, name="link check").start()
    try:
        for _address in addresses:
            result = found.get()
            if isinstance(result, BaseException):
                raise result
            yield result
    finally:
        visitor.pace.stop()


def _work(visitor: Visitor, waiting: SimpleQueue[str], found: SimpleQueue[LinkResult | BaseException]) -> None:
    while True:
        try:
            found.put(visitor.visit(waiting.get_nowait()))
        except (Empty, Stopped):
            return
        except BaseException as error:
            found.put(error)  # a fault of this program: raised where the results are read
            return
