"""Asking a database in tests, as whichever role an address names."""

import asyncpg


async def ask(url: str, *statements: str) -> str:
    """The last statement's value, as text."""
    connection = await asyncpg.connect(url)
    try:
        for statement in statements[:-1]:
            await connection.execute(statement)
        return str(await connection.fetchval(statements[-1]))
    finally:
        await connection.close()
