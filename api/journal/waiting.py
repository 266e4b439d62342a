"""Entries without effect: those whose subject has not come, and those their author may not make."""

from collections.abc import Awaitable, Callable, Sequence

from api.access.actors import Actor
from api.access.queries import actor_by_id
from api.journal.acts import record_as, system_fact
from api.journal.kinds import Record, RecordKind, Tx
from api.journal.service import Journal

May = Callable[[Actor, Record], Awaitable[bool]]


async def judge(
    journal: Journal, tx: Tx, refused: RecordKind, waiting: Sequence[Record], may: May
) -> list[Record]:
    """Judge the authors of entries that came before their subject, as they are now.

    An entry that is refused keeps its place in the journal; a record of kind `refused` says so,
    which is returned, so that the fold passes the entry over now and in every rebuild.
    """
    refusals = []
    for entry in waiting:
        author = await actor_by_id(tx.connection, tx.municipality_id, entry.author_kind, entry.author_id)
        if author is None or not await may(author, entry):
            refusal = await refuse(journal, tx, refused, entry)
            refusals += [refusal] if refusal else []
    return refusals


async def refuse(journal: Journal, tx: Tx, refused: RecordKind, entry: Record) -> Record | None:
    """Record that an entry has no effect; None when that is recorded already."""
    body = {"entry_id": str(entry.id), "entry_kind": entry.kind}
    fact = system_fact(
        journal, refused, tx.municipality_id, entry.subject_id, body,
        episode=0, step=entry.seq % 2**31,
    )  # fmt: skip
    return await record_as(journal, tx.connection, fact)
