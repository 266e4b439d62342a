"""The registers of places on the wire: areas, sites, checkpoints, categories, tiles, and imports of them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from api.kit.ids import is_code
from api.kit.schema import Distinct, LocalName, Name, Slug, Text, Wire

Lat = Annotated[float, Field(ge=-90, le=90)]
Lon = Annotated[float, Field(ge=-180, le=180)]


class AreaFields(Wire):
    """What an area is, beside its geometry."""

    name: Name
    kind: Slug = "district"


class AreaPut(AreaFields):
    """An area; `geometry` is a GeoJSON Polygon or MultiPolygon, in the `crs` it or the request names."""

    geometry: dict[str, Any]
    closed: bool = False


class Overlap(Wire):
    """An open area that covers some of the same ground."""

    id: UUID
    name: str
    area_m2: float


class AreaRead(AreaPut):
    """An area as it stands; a single one with what it overlaps."""

    id: UUID
    version: int
    overlaps: list[Overlap] | None = None


class AreaPage(Wire):
    """Areas by name."""

    items: list[AreaRead]
    next_cursor: str | None


class SiteFields(Wire):
    """A building or place with instructions and the state it should be in; WGS 84."""

    name: Name
    kind: Slug = "other"
    address: Annotated[Text, Field(max_length=200)] = ""
    lat: Lat
    lon: Lon
    instructions: Annotated[Text, Field(max_length=4000)] = ""
    expected: Annotated[list[Slug], Field(max_length=20), Distinct] = []


class SitePut(SiteFields):
    """A site; a closed one is shown no more."""

    closed: bool = False


class SiteRead(SitePut):
    """A site as it stands; its area follows from its position."""

    id: UUID
    area_id: UUID | None
    version: int


class SitePage(Wire):
    """Sites by name."""

    items: list[SiteRead]
    next_cursor: str | None


def _checked(code: str) -> str:
    if not is_code(code):
        raise ValueError("ends with a check sign that does not fit: leave it out, and one is made")
    return code


Code = Annotated[str, Field(max_length=8), AfterValidator(_checked)]


class CheckpointFields(Wire):
    """A point on a site; without a `code` one is made."""

    name: Name
    code: Code | None = None
    lat: Lat | None = None
    lon: Lon | None = None


class CheckpointPut(CheckpointFields):
    """A checkpoint; the code of one that is there stays when none is given."""

    site_id: UUID
    closed: bool = False


class CheckpointRead(Wire):
    """A checkpoint as it stands; the last sign of its code checks the others."""

    id: UUID
    site_id: UUID
    name: str
    code: str
    lat: float | None
    lon: float | None
    closed: bool
    version: int


class CheckpointPage(Wire):
    """Checkpoints by name."""

    items: list[CheckpointRead]
    next_cursor: str | None


class Phrase(Wire):
    """A ready sentence in both languages."""

    sv: Annotated[Text, Field(min_length=1, max_length=200)]
    en: Annotated[Text, Field(min_length=1, max_length=200)]


class CategoryPut(Wire):
    """What kind of thing happened, and within what distance and time two reports may be of the same.

    Categories of one `duplicate_group` may tell of the same thing; without one, only the category itself.
    """

    name: LocalName
    position: Annotated[int, Field(ge=0, le=999)]
    icon: Annotated[str, Field(pattern=r"^[a-z][a-z-]{0,39}$")]
    place_fault: bool = False
    counted: bool = True
    active: bool = True
    duplicate_group: Slug | None = None
    radius_m: Annotated[int, Field(ge=0, le=5000)]
    window_h: Annotated[int, Field(ge=0, le=8760)]
    phrases: Annotated[list[Phrase], Field(max_length=8)] = []


class CategoryRead(CategoryPut):
    """A category as it stands."""

    slug: Slug
    version: int


class CategoryPage(Wire):
    """Categories in their order."""

    items: list[CategoryRead]
    next_cursor: str | None


class TilesPut(Wire):
    """The categories on a role's home screen, in order."""

    slugs: Annotated[list[Slug], Field(max_length=8), Distinct]


class TilesRead(TilesPut):
    """A role's tiles as they stand."""

    role: str
    version: int


class TilesPage(Wire):
    """Tiles by role."""

    items: list[TilesRead]
    next_cursor: str | None


class ImportedRow(Wire):
    """What became, or would become, of a row of the file."""

    name: str
    act: Literal["added", "changed", "unchanged"]
    checkpoints: int = 0


class ImportReport(Wire):
    """An import that was done, or with `dry_run` would be; areas with what would overlap."""

    dry_run: bool
    items: list[ImportedRow]
    overlaps: list[str]
