"""Our features as the programs of others read them: GDAL, QGIS and owslib."""

import asyncio
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from owslib.ogcapi.features import Features  # type: ignore[import-untyped]

from scripts.gis import ogr2ogr, qgis_python
from tests.api.integration.ogc.conftest import SECRET, Mapped
from tests.api.integration.ogc.test_ogc_features import TO_SWEREF99
from tests.servers import LiveServer

READ_BY_QGIS = """
import json, os, sys
from qgis.core import QgsApplication, QgsNetworkAccessManager, QgsVectorLayer
url, token = sys.argv[1:]
application = QgsApplication([], False)
application.initQgis()
QgsNetworkAccessManager.setRequestPreprocessor(
    lambda request: request.setRawHeader(b"Authorization", b"Bearer " + token.encode()))
found = {}
for name in ("incidents", "areas", "sites"):
    layer = QgsVectorLayer(f"url='{url}' typename='{name}'", name, "OAPIF")
    assert layer.isValid(), layer.error().message()
    found[name] = [[one["category"] if name == "incidents" else one["name"],
        None if one.geometry().isNull() else list(one.geometry().centroid().asPoint())]
        for one in layer.getFeatures()]
print("READ", json.dumps(found, default=str), flush=True)
os._exit(0)  # its own way out may crash, when all is read
"""


async def ogr(server: LiveServer, mapped: Mapped, folder: Path, *arguments: str) -> tuple[Any, str]:
    """What ogr2ogr wrote as GeoJSON, and what it said of its requests."""
    program = ogr2ogr()
    if program is None:
        pytest.skip("not installed: gdal-bin")
    written = folder / "out.geojson"
    written.unlink(missing_ok=True)
    command = [program, "-f", "GeoJSON", str(written), f"OAPIF:{server.url}/ogc", *arguments]
    headers = f"Authorization: Bearer {mapped.text_key.token}"
    told = await asyncio.to_thread(
        lambda: subprocess.run(
            command, env=os.environ | {"GDAL_HTTP_HEADERS": headers, "CPL_DEBUG": "ON"}, capture_output=True,
            text=True, check=False, timeout=60,
        )
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    return json.loads(written.read_text()), told.stderr


async def test_gdal_reads_pages_and_pushes_filters(
    live_server: LiveServer, mapped: Mapped, tmp_path: Path
) -> None:
    everything, _ = await ogr(live_server, mapped, tmp_path, "incidents", "-oo", "PAGE_SIZE=1")
    assert {one["properties"]["note"] for one in everything["features"]} == {SECRET}
    assert len(everything["features"]) == 3
    some, said = await ogr(
        live_server, mapped, tmp_path, "incidents", "-where", "category = 'lighting_fault'"
    )
    assert [one["properties"]["category"] for one in some["features"]] == ["lighting_fault"]
    assert "category=lighting_fault" in said
    boxed, said = await ogr(
        live_server, mapped, tmp_path, "incidents", "-spat", "18.0", "58.5", "18.1", "58.6"
    )
    assert len(boxed["features"]) == 1 and "bbox=18" in said


async def test_gdal_reads_sweref_99_the_right_way_round(
    live_server: LiveServer, mapped: Mapped, tmp_path: Path
) -> None:
    """By its own reading of the axes; from 3.8 on it asks the server for the system by itself."""
    told, _ = await ogr(live_server, mapped, tmp_path, "sites", "-t_srs", "EPSG:3006", "-lco", "RFC7946=NO")
    north, east = TO_SWEREF99.transform(58.55, 18.02)
    points = [one["geometry"]["coordinates"] for one in told["features"]]
    assert min(points) == pytest.approx([east, north], abs=0.01)


async def test_qgis_reads_every_collection(live_server: LiveServer, mapped: Mapped) -> None:
    program = qgis_python()
    if program is None:
        pytest.skip("not installed: python3-qgis")
    command = [program, "-c", READ_BY_QGIS, f"{live_server.url}/ogc", mapped.key.token]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    told = await asyncio.to_thread(
        lambda: subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=120
        )
    )
    read = [line for line in told.stdout.splitlines() if line.startswith("READ ")]
    assert read, (told.returncode, told.stderr[-2000:])
    found = json.loads(read[0].removeprefix("READ "))
    assert sorted(category for category, _ in found["incidents"]) == ["lighting_fault", "noise", "noise"]
    assert min(point for _, point in found["sites"]) == pytest.approx([18.02, 58.55])
    assert len(found["areas"]) == 2


async def test_owslib_reads_every_collection(live_server: LiveServer, mapped: Mapped) -> None:
    def read() -> tuple[list[str], Any, Any]:
        service = Features(f"{live_server.url}/ogc", headers=dict(mapped.key.headers))
        assert service.api()["openapi"].startswith("3.0")
        box = service.collection_items("incidents", bbox=[18.0, 58.5, 18.1, 58.6], limit=5)
        return service.feature_collections(), box, service.collection_item("areas", mapped.west.area)

    names, box, area = await asyncio.to_thread(read)
    assert names == ["incidents", "areas", "sites"]
    assert [one["id"] for one in box["features"]] == [mapped.incidents[0]]
    assert area["geometry"]["type"] == "Polygon"
