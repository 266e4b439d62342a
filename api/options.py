"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", envvar="LEDLJUS_DATA_DIR", help="Folder of the embedded database and photos."),
]
Slug = Annotated[str, typer.Option("--municipality", envvar="LEDLJUS_MUNICIPALITY", help="Its slug.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", envvar="LEDLJUS_DRY_RUN", help="Only tell what would be done.")
]
MaybeSlug = Annotated[
    str | None, typer.Option("--municipality", envvar="LEDLJUS_MUNICIPALITY", help="This one only, by slug.")
]
