"""HTTP for photos: PUT of bytes here; reading is a route of the feature they belong to."""

from collections.abc import Collection
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from api.access.actors import Credential, Reading, writes
from api.access.permissions import Permission
from api.attachments import queries
from api.attachments.schemas import PhotoAnswer
from api.attachments.service import MAX_BYTES, Photos
from api.kit.errors import not_found
from api.kit.http import API, body_bytes, json_response
from api.kit.openapi import takes
from api.kit.schema import Uuid7

router = APIRouter(prefix=API, tags=["attachments"])


@router.put(
    "/attachments/{id}", status_code=201, response_model=PhotoAnswer, responses={200: {"model": PhotoAnswer}}
)
@takes(bytes, "image/*")
async def put_photo(
    request: Request, id: Uuid7, sender: Annotated[Credential, writes(Permission.INCIDENTS_WRITE)]
) -> Response:
    """Send a photo that a fact of yours declared, whole; 409 `not_declared_yet` until the fact is here."""
    photos: Photos = request.app.state.photos
    raw = await body_bytes(request, MAX_BYTES)
    status, content = await photos.put(sender, id, raw, request.headers.get("content-digest"))
    return json_response(content, status)


async def photo_response(
    request: Request, reading: Reading, attachment_id: UUID, digests: Collection[bytes]
) -> Response:
    """The stored bytes of a photo with one of the declared digests, as a file of its type. Raises 404."""
    photos: Photos = request.app.state.photos
    row = await queries.stored(reading.connection, reading.actor.municipality_id, attachment_id, digests)
    path = photos.path(reading.actor.municipality_id, row["stored_sha256"].hex()) if row else None
    if row is None or path is None or not path.exists():
        raise not_found()
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    suffix = row["media_type"].rpartition("/")[2]
    return FileResponse(
        path,
        media_type=row["media_type"],
        headers=headers,
        filename=f"{attachment_id}.{suffix}",
        content_disposition_type="attachment",
    )
