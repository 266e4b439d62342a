"""The incidents' projection: its table, and the row that a folded state is stored as."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.incidents.rules import State, is_replaced, need
from api.kit.db import Model, Writes, to_json
from api.kit.geo import cells_of


class Incident(Model):
    """One incident as it stands; rebuilt from the journal at any time."""

    __tablename__ = "incidents"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    shelf: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    occurred_at: Mapped[datetime]
    occurred_until: Mapped[datetime | None]
    saved_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    precision: Mapped[str | None] = mapped_column(Text)
    cell_s: Mapped[int | None]
    cell_m: Mapped[int | None]
    cell_l: Mapped[int | None]
    area_id: Mapped[UUID | None]
    site_id: Mapped[UUID | None]
    place: Mapped[str | None] = mapped_column(Text)
    setting: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    severity: Mapped[str | None] = mapped_column(Text)
    summoned: Mapped[list[str]] = mapped_column(ARRAY(Text))
    first_response: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    cost_sek: Mapped[int | None]
    author_kind: Mapped[str] = mapped_column(Text)
    author_id: Mapped[UUID]
    organisation_id: Mapped[UUID | None]
    assigned_organisation_id: Mapped[UUID | None]
    assigned_person_id: Mapped[UUID | None]
    handed_over: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    fixed_at: Mapped[datetime | None]
    replaces: Mapped[UUID | None]
    replaced_by: Mapped[UUID | None]
    merged_into: Mapped[UUID | None]
    joined: Mapped[int]
    need: Mapped[int | None]
    external: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    receipt_no: Mapped[str] = mapped_column(Text)
    flags: Mapped[list[str]] = mapped_column(ARRAY(Text))
    masked: Mapped[int]
    entries: Mapped[int]
    changed_at: Mapped[datetime]


CELLS = {"s": Incident.cell_s, "m": Incident.cell_m, "l": Incident.cell_l}  # by size, for a map's box
_NAMES = [column.name for column in Incident.__table__.columns]


def _upsert() -> str:
    marks = ", ".join(f"${place}" for place in range(1, len(_NAMES) + 1))
    keys = ("municipality_id", "id")
    again = ", ".join(f"{name} = excluded.{name}" for name in _NAMES if name not in keys)
    return (
        f"INSERT INTO incidents ({', '.join(_NAMES)}) VALUES ({marks})"  # noqa: S608 own names
        f" ON CONFLICT (municipality_id, id) DO UPDATE SET {again}"
    )


UPSERT = _upsert()


def row_of(state: State, municipality_id: UUID) -> dict[str, Any]:
    """The row of a state."""
    told = state.told
    return {
        "municipality_id": municipality_id,
        "id": told.id,
        "shelf": _shelf(state),
        "category": state.category,
        "status": state.status,
        "source": told.source,
        "occurred_at": state.occurred_at,
        "occurred_until": state.occurred_until,
        "saved_at": told.saved_at,
        "received_at": told.received_at,
        **_where(state),
        "setting": state.setting,
        "note": state.note,
        "severity": state.severity,
        "summoned": list(state.summoned),
        "first_response": to_json(told.body.get("first_response") or []),
        "cost_sek": state.cost_sek,
        "author_kind": told.author_kind,
        "author_id": told.author_id,
        "organisation_id": told.organisation_id,
        "assigned_organisation_id": state.assigned_organisation_id,
        "assigned_person_id": state.assigned_person_id,
        "handed_over": None if state.handed_over is None else to_json(state.handed_over),
        "fixed_at": state.fixed_at,
        "replaces": _uuid(told.body.get("replaces")),
        **_among_others(state),
        "external": to_json(told.body["external"]) if "external" in told.body else None,
        "attachments": to_json(list(state.attachments)),
        "receipt_no": told.receipt_no,
        "flags": list(state.flags),
        "masked": state.masked,
        "entries": state.entries,
        "changed_at": state.changed_at,
    }


def _shelf(state: State) -> str:
    if is_replaced(state):
        return "replaced"
    if state.merged_into is not None:
        return "merged"
    return "police" if state.told.source == "police" else "reports"


def _among_others(state: State) -> dict[str, Any]:
    """What other reports and the desk's queue make of it."""
    return {
        "replaced_by": state.replaced_by,
        "merged_into": state.merged_into,
        "joined": len(state.joined),
        "need": need(state),
    }


def _where(state: State) -> dict[str, Any]:
    """Position, cells and register places; a site's own position stands for a report without one."""
    computed = state.computed
    at = state.position or computed.get("site_position")
    cells = cells_of(at["lat"], at["lon"]) if at else {}
    return {
        "lat": at["lat"] if at else None,
        "lon": at["lon"] if at else None,
        "accuracy_m": (state.position or {}).get("accuracy_m"),
        "precision": "point" if state.position else computed.get("precision"),
        "cell_s": cells.get("s"),
        "cell_m": cells.get("m"),
        "cell_l": cells.get("l"),
        "area_id": _uuid(computed.get("area_id")),
        "site_id": state.site_id,
        "place": state.place,
    }


def store(writes: Writes, row: dict[str, Any]) -> None:
    """Have one row written at the transaction's end."""
    writes.add(UPSERT, [row[name] for name in _NAMES])


def _uuid(value: str | UUID | None) -> UUID | None:
    return UUID(value) if isinstance(value, str) else value
