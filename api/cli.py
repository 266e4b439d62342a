"""The `ledljus` command."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api import backup as backups
from api import commands, history, running
from api.commands import CommandFailed
from api.journal.anchors import anchors_folder
from api.kit.env import SettingsRefused
from api.kit.programs import EmbeddedServerError
from api.kit.roles import WrongRole
from api.options import DataDir, DryRun, MaybeSlug, Slug

cli = typer.Typer(
    help="Ledljus: the open system for municipal safety work.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
municipality = typer.Typer(help="Municipalities.", no_args_is_help=True)
person = typer.Typer(help="People and their roles.", no_args_is_help=True)
key = typer.Typer(help="API keys.", no_args_is_help=True)
areas = typer.Typer(help="Areas.", no_args_is_help=True)
sites = typer.Typer(help="Sites and checkpoints.", no_args_is_help=True)
imports = typer.Typer(help="Imports from other systems.", no_args_is_help=True)
for name, group in (
    ("municipality", municipality), ("person", person), ("key", key), ("areas", areas), ("sites", sites),
    ("import", imports),
):  # fmt: skip
    cli.add_typer(group, name=name)


@cli.command(epilog="Example: ledljus run --demo --port 8123")
def run(
    host: Annotated[str | None, typer.Option(envvar="LEDLJUS_HOST", help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(envvar="LEDLJUS_PORT", help="Port to listen on.")] = None,
    data_dir: DataDir = None,
    demo: Annotated[
        bool, typer.Option("--demo", envvar="LEDLJUS_DEMO", help="Load Ljusvik and Granby.")
    ] = False,
    workers: Annotated[int | None, typer.Option(envvar="LEDLJUS_WORKERS", help="API processes.")] = None,
    worker: Annotated[
        bool,
        typer.Option("--worker/--no-worker", envvar="LEDLJUS_WORKER", help="Start a worker process too."),
    ] = True,
) -> None:
    """Start the API and one worker; without database addresses also the embedded database."""
    running.run(
        running.settings(host=host, port=port, data_dir=data_dir, demo=demo, workers=workers),
        worker,
    )


@cli.command(epilog="Example: ledljus worker")
def worker(data_dir: DataDir = None) -> None:
    """Run one worker process: followers, sweeper, queue."""
    running.work(running.settings(data_dir=data_dir))


@cli.command(epilog="Example: ledljus migrate")
def migrate(data_dir: DataDir = None) -> None:
    """Bring the database to this version; safe to run beside others."""
    running.migrate_only(running.settings(data_dir=data_dir))


@municipality.command(
    "add",
    epilog="Example: ledljus municipality add --slug ljusvik --name Ljusvik --domain ljusvik.example",
)
def municipality_add(
    slug: Annotated[str, typer.Option(envvar="LEDLJUS_SLUG", help="Short name in addresses.")],
    name: Annotated[str, typer.Option(envvar="LEDLJUS_NAME", help="Name as people say it.")],
    domain: Annotated[
        str, typer.Option(envvar="LEDLJUS_DOMAIN", help="What stands after @ in its usernames.")
    ],
    data_dir: DataDir = None,
) -> None:
    """Add a municipality with the default categories."""
    running.command(data_dir, commands.add_municipality, slug, name, domain)


@person.command(
    "add",
    epilog="Example: echo hemligt-ord | ledljus person add --municipality ljusvik"
    " --username eva@ljusvik.example --name 'Eva Ek' --role guard --password-stdin",
)
def person_add(
    slug: Slug,
    username: Annotated[
        str, typer.Option(envvar="LEDLJUS_USERNAME", help="With the municipality's domain after @.")
    ],
    name: Annotated[str, typer.Option(envvar="LEDLJUS_NAME", help="First and last name.")],
    role: Annotated[
        list[str], typer.Option(envvar="LEDLJUS_ROLE", help="A role; may be given several times.")
    ],
    password_stdin: Annotated[
        bool,
        typer.Option(
            "--password-stdin", envvar="LEDLJUS_PASSWORD_STDIN", help="Read the password from standard input."
        ),
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Add a person; without a password they cannot sign in, only be an author."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    running.command(data_dir, commands.add_person, slug, username, name, role, password)


@key.command(
    "add",
    epilog="Example: ledljus key add --municipality ljusvik --name karta --scope incidents.read",
)
def key_add(
    slug: Slug,
    name: Annotated[str, typer.Option(envvar="LEDLJUS_NAME", help="What the key is for.")],
    scope: Annotated[
        list[str], typer.Option(envvar="LEDLJUS_SCOPE", help="A permission; may be given several times.")
    ],
    data_dir: DataDir = None,
) -> None:
    """Make an API key and print its token, this once, alone on standard output."""
    typer.echo(running.command(data_dir, commands.add_key, slug, name, scope))


@areas.command("import", epilog="Example: ledljus areas import stadsdelar.geojson --municipality ljusvik")
def areas_import(file: Path, slug: Slug, dry_run: DryRun = False, data_dir: DataDir = None) -> None:
    """Import a GeoJSON FeatureCollection of areas: all of it, or nothing and the reasons.

    WGS 84, or SWEREF 99 TM when its crs member says so. An area of a known name is changed.
    """
    typer.echo(running.command(data_dir, commands.import_areas, slug, file, dry_run))


@sites.command("import", epilog="Example: ledljus sites import objekt.csv --municipality ljusvik --dry-run")
def sites_import(file: Path, slug: Slug, dry_run: DryRun = False, data_dir: DataDir = None) -> None:
    """Import sites with checkpoints from CSV (; or ,) or GeoJSON: all of it, or nothing and the reasons.

    Columns: namn, typ, adress, lat, lon (or nord, öst in SWEREF 99 TM), instruktion, förväntat läge,
    kontrollpunkt, kod; a line for each checkpoint. A site of a known name is changed, an empty cell
    changes nothing, and nothing is taken away.
    """
    typer.echo(running.command(data_dir, commands.import_sites, slug, file, dry_run))


@imports.command(
    "police-events",
    epilog="Example: ledljus import police-events events.jsonl.gz --municipality ljusvik",
)
def import_police_events(
    file: Path,
    slug: MaybeSlug = None,
    every: Annotated[
        bool,
        typer.Option("--all", envvar="LEDLJUS_ALL", help="Each line to the municipality its location names."),
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Import the police's public event feed (JSON lines, gzip or not).

    An event that was imported before is passed over and counted as known, also when the police have
    changed its text since: a record is never altered. Lines that are no events are told by number and
    reason, and do not stop the others.
    """
    if (slug is None) == (not every):
        raise CommandFailed("give either --municipality or --all")
    report = running.command(data_dir, commands.import_police_events, file, slug)
    typer.echo(report)


@cli.command(epilog="Example: ledljus rebuild --municipality ljusvik")
def rebuild(slug: MaybeSlug = None, data_dir: DataDir = None) -> None:
    """Fold every subject again from its records and write what they say."""
    typer.echo(f"{running.command(data_dir, history.rebuild, slug)} subjects rebuilt")


@cli.command(epilog="Example: ledljus verify --municipality ljusvik --anchors /media/usb/anchors")
def verify(
    slug: MaybeSlug = None,
    anchors: Annotated[
        Path | None,
        typer.Option(
            envvar="LEDLJUS_ANCHORS",
            help="Folder with copies of anchor files; by default the data folder's own.",
        ),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Look whether every record and body stands as it was sealed; ends with 1 and the faults if not."""
    folder = anchors or anchors_folder(running.settings(data_dir=data_dir).data_dir)
    typer.echo(running.command(data_dir, history.verify, slug, folder))


@cli.command(epilog="Example: ledljus purge --dry-run")
def purge(slug: MaybeSlug = None, dry_run: DryRun = False, data_dir: DataDir = None) -> None:
    """Let the gallring rules take what is due, as every worker does by the hour.

    Nothing goes without a rule with a decision, nor what is open or held. The journal's envelopes stay.
    """
    folder = running.settings(data_dir=data_dir).data_dir
    typer.echo(running.command(data_dir, history.purge, slug, dry_run, folder, worker=True))


@cli.command(epilog="Example: ledljus backup /srv/backups/2026-11-26")
def backup(folder: Path, data_dir: DataDir = None) -> None:
    """Write database, photos and anchors to a new folder, beside a serving system.

    The secret is not in it: keep it apart, as without it a backup cannot be restored.
    """
    typer.echo(backups.backup(data_dir, folder))


@cli.command(epilog="Example: ledljus restore /srv/backups/2026-11-26 --data-dir /var/lib/ledljus")
def restore(
    folder: Path,
    erasures: Annotated[
        Path | None,
        typer.Option(
            envvar="LEDLJUS_ERASURES",
            help="Newest copy of the data folder's erasures; by default the backup's own, which is as old.",
        ),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Fill an empty database and data folder from a backup; nothing is ever restored over something.

    What a rule took after the backup was made is taken again by the log of erasures.
    """
    typer.echo(backups.restore(data_dir, folder, erasures))


@cli.command(epilog="Example: ledljus openapi > openapi.yaml")
def openapi() -> None:
    """Print the API's description as YAML."""
    sys.stdout.write(commands.openapi_text())


def main() -> None:
    """The command with its failures as one line each."""
    try:
        cli()
    except (CommandFailed, SettingsRefused, EmbeddedServerError, WrongRole) as error:
        typer.echo(f"ledljus: {error}", err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
