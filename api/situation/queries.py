"""Every SELECT of the lägesbild."""

from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, literal, or_, select

from api.access.actors import Actor
from api.incidents.models import Incident
from api.incidents.queries import reasons_to_see
from api.incidents.rules import OPEN
from api.journal.models import Quarantined
from api.lists.queries import NEEDS


def waiting(actor: Actor) -> Select[*tuple[Any, ...]]:
    """The counts of what waits among the open reports, in one walk over them."""
    counted: dict[str, ColumnElement[bool]] = {"new": Incident.status == "new", **NEEDS}
    counts = [func.count().filter(waits).label(name) for name, waits in counted.items()]
    return select(*counts).where(
        Incident.municipality_id == actor.municipality_id,
        Incident.shelf == "reports",
        Incident.status.in_(OPEN),
        or_(false(), *reasons_to_see(actor)),
    )


def held(actor: Actor) -> Select[Any]:
    """How many facts are held for a person, counted to 1,000 at most."""
    some = (
        select(literal(1))
        .where(Quarantined.municipality_id == actor.municipality_id, Quarantined.state == "held")
        .limit(1000)
        .subquery()
    )
    return select(func.count()).select_from(some)
