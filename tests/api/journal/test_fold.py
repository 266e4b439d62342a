"""The fold over all orders that chance thinks of: pure, so by the thousand."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from api.incidents.rules import ENTRY_KINDS, REFUSED, REPORTED, State, fold
from api.journal.kinds import Record

EXAMPLES = settings(max_examples=200 * int(os.environ.get("SCALE", "1")), deadline=None, derandomize=True)
SUBJECT, NIGHT = UUID(int=7 << 76), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
Told = tuple[str, dict[str, Any], int]  # kind, body, minutes after the night's hour

Telling = st.SearchStrategy[Told]
minutes = st.integers(0, 600)
notes: Telling = st.tuples(st.just("note"), st.builds(dict, note=st.text(max_size=5)), minutes)
helps: Telling = st.tuples(
    st.just("summoned"),
    st.builds(dict, summoned=st.lists(st.sampled_from(["police", "guard", "ambulance"]), min_size=1)),
    minutes,
)
statuses: Telling = st.tuples(
    st.just("status"),
    st.builds(dict, status=st.sampled_from(["triaged", "in_progress", "resolved", "dismissed"])),
    minutes,
)
corrections: Telling = st.tuples(
    st.just("correction"),
    st.builds(
        dict,
        fields=st.fixed_dictionaries({}, optional={"category": st.sampled_from(["noise", "fire"])}),
        note=st.none() | st.text(max_size=3),
    ),
    minutes,
)
others: Telling = st.tuples(
    st.sampled_from(["assigned", "handed_over"]),
    st.just({"organisation_id": str(SUBJECT), "receiver": "Polisen"}),
    minutes,
)
observations = st.lists(notes | helps, max_size=6)
claims = statuses | corrections | others
mixes = st.lists(notes | helps | claims, max_size=8)
opening: Told = ("report", {"category": "vandalism", "note": "först"}, 0)


def recorded(told: list[Told]) -> list[Record]:
    """What was told, as the journal has it: in this order, each with an id of its own."""
    return [_record(kind, body, after, seq) for seq, (kind, body, after) in enumerate(told, start=1)]


def _record(kind: str, body: dict[str, Any], after: int, seq: int) -> Record:
    at = NIGHT + timedelta(minutes=after)
    return Record(
        id=SUBJECT if kind == "report" else uuid5(SUBJECT, str(seq)),
        kind=REPORTED if kind == "report" else ENTRY_KINDS.get(kind, kind),
        seq=seq, subject_id=SUBJECT, author_kind="person", author_id=SUBJECT, organisation_id=None,
        device_id=None, occurred_at=at, saved_at=at, received_at=NIGHT + timedelta(days=1, seconds=seq),
        source="field", receipt_no="", masked=0, flags=(), body=body,
    )  # fmt: skip


def seen(told: list[Told]) -> State:
    return _plain(fold(recorded(told), SUBJECT))


def _plain(state: State | None) -> State:
    """A state without when its records came."""
    assert state is not None
    handed = {**state.handed_over, "at": None} if state.handed_over else None
    return replace(state, told=None, changed_at=NIGHT, handed_over=handed)


@EXAMPLES
@given(observations, st.randoms(use_true_random=False))
def test_observations_in_any_order_of_arrival_give_the_same_state(told: list[Told], chance: Any) -> None:
    shuffled = [opening, *told]
    chance.shuffle(shuffled)
    assert seen(shuffled) == seen([opening, *told])


@EXAMPLES
@given(mixes, st.integers(0, 8))
def test_a_report_may_come_after_what_is_said_of_it(told: list[Told], place: int) -> None:
    assert seen([*told[:place], opening, *told[place:]]) == seen([opening, *told])


@EXAMPLES
@given(mixes, st.randoms(use_true_random=False))
def test_the_order_of_reading_and_the_devices_clocks_decide_nothing(told: list[Told], chance: Any) -> None:
    records = recorded([opening, *told])
    expected = fold(records, SUBJECT)
    other_clocks = [
        record if record.kind == REPORTED else replace(record, occurred_at=NIGHT, saved_at=None)
        for record in chance.sample(records, len(records))
    ]
    found = fold(other_clocks, SUBJECT)
    assert expected is not None and found is not None
    assert found == expected


@EXAMPLES
@given(mixes, st.data())
def test_a_refused_entry_is_as_if_never_said(told: list[Told], data: Any) -> None:
    refused = data.draw(st.sets(st.integers(0, max(0, len(told) - 1)), max_size=len(told)))
    records = recorded([opening, *told])
    refusals = [
        _record(REFUSED, {"entry_id": str(records[place + 1].id)}, 0, 100 + place) for place in refused
    ]
    kept = [record for place, record in enumerate(records) if place - 1 not in refused]
    found, expected = fold([*records, *refusals], SUBJECT), fold(kept, SUBJECT)
    assert found is not None and expected is not None
    assert found.flags == (("entry_refused",) if refused else ())
    assert replace(found, flags=()) == expected
