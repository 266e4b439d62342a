"""One pool per role: SQLAlchemy Core writes statements, asyncpg runs them, each behind a wall."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, cast
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy import BigInteger, ClauseElement, DateTime, MetaData
from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.util import LRUCache

from api.kit.jsons import dumped

Row: TypeAlias = asyncpg.Record
if TYPE_CHECKING:
    Connection: TypeAlias = asyncpg.Connection[Row] | asyncpg.pool.PoolConnectionProxy[Row]
else:  # generic in the stubs only
    Connection = asyncpg.Connection

_LONGEST_S = 30  # of one statement, and of doing nothing within a transaction
_DIALECT = asyncpg_dialect.dialect()  # type: ignore[no-untyped-call]
_COMPILED: LRUCache[Any, Any] = LRUCache(500)  # forms of statements; those asked least lately leave


class Model(DeclarativeBase):
    """Where every table of the system is described."""

    type_annotation_map: ClassVar = {datetime: DateTime(timezone=True), int: BigInteger}
    metadata = MetaData(
        naming_convention={
            "ix": "%(table_name)s_%(column_0_N_name)s_index",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "ck": "%(table_name)s_%(constraint_name)s_check",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
            "pk": "%(table_name)s_pkey",
        }
    )


def compiled(statement: ClauseElement) -> tuple[str, list[Any]]:
    """A Core statement as SQL with `$n` and its values in that order.

    One of a form that was met before is not compiled again, as in SQLAlchemy's own engine
    (`DefaultExecutionContext._init_compiled`); what an IN is to name is put into its text each time.
    """
    kept, sent, named, _ = statement._compile_w_cache(_DIALECT, compiled_cache=_COMPILED, column_keys=[])
    form = cast(SQLCompiler, kept)
    params = form.construct_params(extracted_parameters=sent, _collected_params=named)
    sql, names = form.string, list(form.positiontup or ())
    processors = cast(dict[str, Any], form._bind_processors)
    if form.post_compile_params or form.literal_execute_params:
        put = form._process_parameters_for_postcompile(params)
        sql, names, params = put.statement, list(put.positiontup or ()), dict(put.parameters)
        processors = {**processors, **put.processors}
    return sql, [processors[name](params[name]) if name in processors else params[name] for name in names]


async def fetch(connection: Connection, statement: ClauseElement) -> list[Row]:
    """Every row of a Core statement."""
    sql, values = compiled(statement)
    return await connection.fetch(sql, *values)


async def fetch_one(connection: Connection, statement: ClauseElement) -> Row | None:
    """The first row of a Core statement, or None."""
    sql, values = compiled(statement)
    return await connection.fetchrow(sql, *values)


async def execute(connection: Connection, statement: ClauseElement) -> str:
    """Run a Core statement; the command tag (`UPDATE 1`)."""
    sql, values = compiled(statement)
    return await connection.execute(sql, *values)


class Writes:
    """Rows that a transaction writes at its end: sent together, statement by statement, in order."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Sequence[Any]]] = {}

    def add(self, statement: str, values: Sequence[Any]) -> None:
        """Write this row when everything is folded."""
        self._rows.setdefault(statement, []).append(values)

    async def send(self, connection: Connection) -> None:
        """Write what was added: one round trip for each statement, however many rows."""
        rows, self._rows = self._rows, {}
        for statement, values in rows.items():
            await connection.executemany(statement, values)


def to_json(value: Any) -> str:
    """A value as JSON text for a jsonb parameter (asyncpg takes jsonb as text)."""
    return dumped(value).decode()


def from_json(text: str | None) -> Any:
    """A jsonb column's value."""
    return None if text is None else orjson.loads(text)


def opening(municipality_id: UUID | None, locks: Iterable[int] = ()) -> str:
    """BEGIN, the wall and the sorted subject locks as one simple query: one round trip.

    Only a parsed UUID and integers are put into the text. The next statement's snapshot is taken
    after the locks are held, so it sees what the holder before us committed.
    """
    wall = "" if municipality_id is None else str(UUID(int=municipality_id.int))
    keys = ",".join(str(int(key)) for key in sorted(set(locks)))
    parts = ["BEGIN", f"SELECT set_config('ledljus.municipality', '{wall}', true)"]
    if keys:
        each = f"unnest('{{{keys}}}'::bigint[]) AS key"
        parts.append(f"SELECT pg_advisory_xact_lock(key) FROM {each}")  # noqa: S608 integers only
    return "; ".join(parts)


class NotCommitted(Exception):
    """COMMIT rolled back: a statement of the transaction had failed, and somebody hid that."""


class Database:
    """A pool of one role's connections; made in the lifespan, never at import."""

    def __init__(self, url: str, *, size: int = 16) -> None:
        self._url, self._size = url, size
        self._pool: asyncpg.Pool[Row] | None = None

    async def open(self) -> None:
        """Connect. Raises what asyncpg raises when the server is away or refuses."""
        self._pool = await asyncpg.create_pool(
            self._url,
            min_size=1,
            max_size=self._size,
            reset=_no_reset,
            command_timeout=_LONGEST_S,
            # The feed shows nothing newer than the oldest open transaction: a process that stands
            # still in one must not blind everybody.
            server_settings={"idle_in_transaction_session_timeout": f"{_LONGEST_S}s"},
        )

    async def close(self) -> None:
        """Give back every connection."""
        if self._pool is not None:
            await self._pool.close()

    @property
    def pool(self) -> "asyncpg.Pool[Row]":
        """The open pool."""
        if self._pool is None:
            raise RuntimeError("the database is not open")
        return self._pool

    @asynccontextmanager
    async def bound(
        self, municipality_id: UUID | None, locks: Sequence[int] = ()
    ) -> AsyncIterator[Connection]:
        """A transaction behind one municipality's wall (None: behind no wall, so no walled row).

        Commits at the end, rolls back on any exception; the caller answers only after it. Raises
        NotCommitted when the transaction had failed before, though nothing was raised.
        """
        async with self.pool.acquire() as connection:
            try:
                await connection.execute(opening(municipality_id, locks))
                yield connection
                if await connection.execute("COMMIT") != "COMMIT":
                    raise NotCommitted
            except Exception:
                await _rollback(connection)
                raise
            except BaseException:
                # Cancelled, perhaps again at the next wait: only leaving the connection is sure.
                connection.terminate()
                raise


async def _no_reset(_connection: Connection) -> None:
    # Only transaction-local settings are ever made, so a pooled connection needs no RESET ALL.
    return None


async def _rollback(connection: Connection) -> None:
    try:
        await connection.execute("ROLLBACK")
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        connection.terminate()
