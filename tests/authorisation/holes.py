"""Deliberate holes: one change of a line each, which the named tests must notice."""

from dataclasses import dataclass

M, C = "tests/authorisation/test_matrix.py", "tests/authorisation/test_canaries.py"
HOST, DEVICE, ADMIN = (
    f"{M}::test_everybody_gets_what_the_matrix_says[{who}]" for who in ("host", "device", "admin")
)
WALLS, SIGHT = "tests/migrations/test_walls.py", "tests/api/incidents/test_sight.py"
ROUTES, TEXT = "tests/architecture/test_routes.py", f"{C}::test_no_text_comes_out_to_who_may_not_read_text"
SESSIONS, GUESSING = "tests/api/access/test_sessions.py", "tests/api/access/test_guessing.py"


@dataclass(frozen=True)
class Hole:
    """What somebody might break, where, and which tests are asked."""

    name: str
    file: str
    old: str
    new: str
    asked: str


ACTORS, INCIDENTS, WALL = "api/access/actors.py", "api/incidents/queries.py", "migrations/walls.py"
HOLES = (
    Hole("everybody sees every incident", INCIDENTS, "    if sight.all:\n", "    if sight:\n", HOST),
    Hole("every entry finds its incident", INCIDENTS, "if sight.all or state", "if sight or state", HOST),
    Hole("no permission is asked for", ACTORS, "            actor.require(permission)\n", "", HOST),
    Hole("a phone reads", ACTORS, "allowed &= DEVICE_PERMISSIONS", "pass", DEVICE),
    Hole(
        "a key may what a coordinator may",
        ACTORS,
        '["scopes"]) | KEY_ALWAYS',
        '["scopes"]) | KEY_ALWAYS | permissions_of(["coordinator"])',
        f"{M}::test_a_key_gets_its_scope_and_no_more",
    ),
    Hole(
        "a revoked token goes on",
        ACTORS,
        "  AND t.revoked_at IS NULL AND (",
        "  AND (",
        SESSIONS,
    ),
    Hole("an expired token goes on", ACTORS, " AND t.expires_at > now()\n", "\n", SESSIONS),
    Hole("who was disabled goes on", ACTORS, " AND p.disabled_at IS NULL\n", "\n", SESSIONS),
    Hole(
        "a permission is dropped from a route",
        "api/access/routes.py",
        "id: UUID, reading: Annotated[Reading, reads(P.DEVICES_MANAGE)], sent: Reason",
        "id: UUID, reading: Annotated[Reading, reads(P.SESSION)], sent: Reason",
        ROUTES,
    ),
    Hole(
        "a route is open to everybody",
        "api/operations/routes.py",
        "reading: Annotated[Reading, reads(Permission.SETTINGS_WRITE)]",
        "reading: Annotated[None, public()]",
        ROUTES,
    ),
    Hole(
        "a role is given too much",
        "api/access/permissions.py",
        "    P.VIEWS_WRITE,\n}\n_DESK",
        "    P.VIEWS_WRITE,\n    P.OGC_READ,\n}\n_DESK",
        "tests/api/access/test_permissions.py",
    ),
    Hole("others' views are one's own", "api/views/queries.py", ", View.person_id == actor.id", "", HOST),
    Hole(
        "others' factors can be removed",
        "api/access/factors/service.py",
        '    if factor_id not in {row["id"] for row in standing}:\n        raise not_found()\n',
        "",
        HOST,
    ),
    Hole(
        "others' phones can be spoken for",
        "api/access/service.py",
        "    if actor.device_id != device_id:\n        raise not_found()\n",
        "",
        HOST,
    ),
    Hole(
        "others' photos can be sent",
        "api/attachments/queries.py",
        "            Declaration.author_id == author_id,\n",
        "",
        HOST,
    ),
    Hole(
        "others' receipts are told",
        "api/journal/queries.py",
        "            JournalRecord.author_id == author_id,\n",
        "",
        "tests/api/journal/test_receipt_queries.py",
    ),
    Hole(
        "a hidden incident differs from a missing one",
        "api/kit/errors.py",
        'return Problem(404, "not_found", "There is no such object, or you may not see it.")',
        'return Problem(404, "not_found", f"No object. {__import__(\'time\').time()}")',
        HOST,
    ),
    Hole(
        "the feed tells what is not to be seen",
        "api/journal/feed.py",
        'if row["id"] in seen and kind',
        "if kind",
        f"{M}::test_lists_feed_and_stream_tell_of_what_is_within_reach[host]",
    ),
    Hole(
        "everybody is shown by name",
        "api/access/showing.py",
        "if author_id == actor.id or colleague:",
        "if author_id:",
        SIGHT,
    ),
    Hole(
        "the list shows texts",
        INCIDENTS,
        "    if _reads_text_by(actor",
        "    if True or _reads_text_by(actor",
        TEXT,
    ),
    Hole(
        "the feed shows texts", INCIDENTS, "        return _textless(body)\n", "        return body\n", TEXT
    ),
    Hole(
        "files hold texts",
        "api/integration/exports/service.py",
        "texts=reads_text(actor)",
        "texts=True",  # empty columns: rows hold no text, whatever the file asks for
        "tests/api/integration/exports/test_exports.py",
    ),
    Hole(
        "who may not read texts searches them",
        "api/lists/service.py",
        "if wanted.q and not reads_text(actor):",
        "if False:",
        "tests/api/incidents/test_textless.py",
    ),
    Hole(
        "a wall lets everything be read",
        WALL,
        "ledljus_app USING ({BOUND})",
        "ledljus_app USING (true)",
        WALLS,
    ),
    Hole("a wall lets everything be written", WALL, "WITH CHECK ({BOUND})", "WITH CHECK (true)", WALLS),
    Hole(
        "a table has no wall",
        WALL,
        '    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")\n',
        "",
        WALLS,
    ),
    Hole(
        "a wall outlives its transaction",
        "api/kit/db.py",
        "set_config('ledljus.municipality', '{wall}', true)",
        "set_config('ledljus.municipality', '{wall}', false)",
        "tests/api/journal/test_transactions.py",
    ),
    Hole(
        "the server serves as the owner",
        "api/app.py",
        "        await refuse_powerful_role(database)\n",
        "",
        "tests/api/commands/test_running.py",
    ),
    Hole(
        "other sites' pages may ask",
        "api/kit/http.py",
        'scope["method"] not in _SAFE and',
        "False and",
        "tests/api/access/test_own_pages.py",
    ),
    Hole(
        "passwords can be guessed",
        "api/access/entry.py",
        ">= MOST_FAILURES",
        ">= 10**9",
        f"{GUESSING}::test_attempts_all_at_once_do_not_pass_the_count",
    ),
)
QUICK = ("a permission is dropped from a route", "a wall lets everything be read")
