"""Every SELECT of the lägesbild."""

from typing import Any, get_args

from sqlalchemy import ColumnElement, ScalarSelect, Select, false, func, literal, or_, select

from api.access.actors import Actor
from api.incidents.models import Incident
from api.incidents.queries import reasons_to_see
from api.journal.models import Quarantined
from api.lists.queries import Needs, waiting_for


def waiting(actor: Actor) -> Select[*tuple[Any, ...]]:
    """The counts of what waits among the open reports, each by its own index."""
    counted = {"new": Incident.status == "new"}
    counted |= {needs: waiting_for(needs, actor.municipality_id) for needs in get_args(Needs)}
    return select(*(_count(actor, waits).label(name) for name, waits in counted.items()))


def _count(actor: Actor, waits: ColumnElement[bool]) -> ScalarSelect[int]:
    found = select(func.count()).where(
        Incident.municipality_id == actor.municipality_id,
        Incident.shelf == "reports",
        waits,
        or_(false(), *reasons_to_see(actor)),
    )
    return found.scalar_subquery()


def held(actor: Actor) -> Select[Any]:
    """How many facts are held for a person, counted to 1,000 at most."""
    some = (
        select(literal(1))
        .where(Quarantined.municipality_id == actor.municipality_id, Quarantined.state == "held")
        .limit(1000)
        .subquery()
    )
    return select(func.count()).select_from(some)
