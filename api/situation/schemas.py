"""The lägesbild on the wire."""

from api.kit.schema import Wire


class WorkWaiting(Wire):
    """How many open reports there are to see to, each number as long as the list behind it.

    `quarantined` is null for who may not review held facts.
    """

    new: int
    flagged: int
    photos: int
    answer: int
    quarantined: int | None
