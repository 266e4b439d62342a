"""Statements are compiled once for each form, and each keeps its own values."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import ARRAY, ClauseElement, Text, any_, delete, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import asyncpg

from api.incidents.models import Incident
from api.kit.db import _COMPILED, compiled

NOW = datetime.now(UTC)
KEYS = {"municipality_id": uuid4(), "id": uuid4()}
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)
VALUES = st.tuples(WORDS, st.lists(WORDS, max_size=4), st.integers(0, 200), st.integers(-9, 9))
Made = Callable[[str, list[str], int, int], ClauseElement]


def listed(word: str, words: list[str], most: int, hours: int) -> ClauseElement:
    """Everything that lists ask with: equal, IN, an array, moments, a part that is sometimes there, LIMIT."""
    later = [] if hours < 0 else [Incident.occurred_at >= NOW + timedelta(hours=hours)]
    inner = select(Incident.id).where(Incident.category.in_(words), *later).limit(most).subquery()
    return (
        select(Incident, literal(word).label("said"))
        .where(Incident.id.in_(select(inner.c.id)), Incident.status == any_(literal(words, ARRAY(Text))))
        .order_by(Incident.id)
        .offset(most)
    )


FORMS: tuple[Made, ...] = (
    listed,
    lambda word, words, most, hours: insert(Incident).values(
        KEYS | {"note": word, "flags": words, "joined": most}
    ),
    lambda word, words, most, hours: update(Incident).values(note=word).where(Incident.category.in_(words)),
    lambda word, words, most, hours: delete(Incident).where(Incident.joined.between(hours, most)),
    lambda word, words, most, hours: select(func.search_incidents(word, most).label("id")),
)


@pytest.mark.parametrize("form", FORMS)
def test_values_of_two_statements_never_mix(form: Made) -> None:
    """Held against SQLAlchemy's compiler alone, which keeps nothing."""

    @settings(max_examples=25)
    @given(st.lists(VALUES, min_size=2, max_size=4))
    def proved(calls: list[tuple[str, list[str], int, int]]) -> None:
        statements = [form(*call) for call in calls]
        for statement in (*statements, *reversed(statements)):
            alone = statement.compile(
                dialect=asyncpg.dialect(),  # type: ignore[no-untyped-call]
                compile_kwargs={"render_postcompile": True},
            )
            sql, values = compiled(statement)
            assert sql == str(alone)
            assert values == [alone.params[name] for name in alone.positiontup or ()]  # type: ignore[attr-defined]

    proved()


def test_a_form_is_compiled_once() -> None:
    compiled(listed("", ["a"], 1, 1))
    before = len(_COMPILED)
    for most in range(20):
        compiled(listed(str(uuid4()), ["a"] * most, most, most))
    assert len(_COMPILED) == before
