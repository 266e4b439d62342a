"""Letters reach a real mail server once, whatever it does, and the desk sees what became of them."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from api.journal.wake import Wake
from api.kit.db import Database
from api.kit.env import Settings
from api.kit.ids import new_id
from api.notify import email
from api.notify.channels import NotNow, Undelivered
from api.reactions import House, wire
from tests.api.access.town import Member, Town
from tests.api.handovers.letters import ADDRESS, NOTE, deliver, delivery_of, hand_over, jobs
from tests.api.incidents.reports import add, read, tell
from tests.smtp import Postbox, postbox, text_of


async def test_a_letter_says_what_the_coordinator_chose_and_no_more(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox
) -> None:
    told = await hand_over(client, guard, coordinator, include=["place"])
    await deliver(worker, town, told["id"])
    (letter,), (job,) = box.letters, await jobs(town, told["id"])
    assert letter["To"] == ADDRESS
    assert letter["Subject"] == f"Bergby: Belysningsfel ({told['receipt_no']})"
    assert letter["Message-ID"] == f"<{job['delivery']}@bergby.example>"
    said = text_of(letter)
    for part in ("Plats: Kajen 4", "Er referens: BE-17", "Före helgen, tack.", "/atersvar/lj1.", "112"):
        assert part in said
    assert NOTE not in said and "58.55" not in said
    await deliver(worker, town, told["id"])
    assert len(box.letters) == 1  # the same job again sends nothing
    shown = await delivery_of(client, coordinator, told["id"])
    assert (shown["state"], shown["attempts"]) == ("accepted", 1)
    as_guard = (await read(client, guard, told["id"]))["entries"][0]
    assert ADDRESS not in str(as_guard) and "delivery" not in as_guard


async def test_a_receiver_of_the_settings_gets_the_letter(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox
) -> None:
    receiver = str(new_id())
    body = (
        f'{{"receivers": [{{"id": "{receiver}", "name": "Gatukontoret", "email": "gata@bergby.example"}}]}}'
    )
    put = "INSERT INTO settings (municipality_id, body) VALUES ($1, $2)"
    await town.change(put + " ON CONFLICT (municipality_id) DO UPDATE SET body = excluded.body", body)
    told = await hand_over(client, guard, coordinator, to=None, receiver_id=receiver)
    await deliver(worker, town, told["id"])
    assert box.letters[-1]["To"] == "gata@bergby.example"
    told = await hand_over(client, guard, coordinator, to=None, receiver_id=str(new_id()))
    await deliver(worker, town, told["id"])
    shown = await delivery_of(client, coordinator, told["id"])
    assert (shown["state"], shown["result"]) == ("failed", "unknown_receiver")


@pytest.mark.parametrize("answer", ["451 later", "421 shutting down"])
async def test_what_may_pass_is_tried_again(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox,
    answer: str,
) -> None:  # fmt: skip
    told = await hand_over(client, guard, coordinator)
    box.rcpt = answer
    with pytest.raises(NotNow):
        await deliver(worker, town, told["id"])
    shown = await delivery_of(client, coordinator, told["id"])
    assert (shown["state"], shown["attempts"], box.letters) == ("waiting", 1, [])
    box.rcpt = "250 OK"
    await deliver(worker, town, told["id"])
    assert len(box.letters) == 1


async def test_what_will_never_be_taken_is_shown_in_the_incident(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox
) -> None:
    told = await hand_over(client, guard, coordinator)
    box.rcpt = f"550 no such user {ADDRESS}"
    await deliver(worker, town, told["id"])
    await deliver(worker, town, told["id"])
    shown = await read(client, coordinator, told["id"])
    assert shown["handed_over"]["failed"] is True
    assert [one["kind"] for one in shown["entries"]] == ["handed_over", "mail_failed"]
    delivery = shown["entries"][0]["delivery"]
    assert (delivery["state"], delivery["result"], delivery["attempts"]) == ("failed", "receiver_refused", 1)


async def test_an_attempt_of_unknown_outcome_is_made_again_under_the_same_name(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox
) -> None:
    """The connection ends after the message and before the answer: taken or not, nobody knows."""
    told = await hand_over(client, guard, coordinator)
    box.drops = True
    with pytest.raises(NotNow):
        await deliver(worker, town, told["id"])
    box.drops = False
    await deliver(worker, town, told["id"])
    assert len({letter["Message-ID"] for letter in box.letters}) == 1


async def test_a_server_that_stalls_is_left(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(email, "_STEP_S", 0.5)
    told = await hand_over(client, guard, coordinator)
    box.stalls_s = 3
    with pytest.raises(NotNow):
        await deliver(worker, town, told["id"])


async def test_two_workers_with_the_same_job_send_one_letter(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox
) -> None:
    told = await hand_over(client, guard, coordinator)
    box.stalls_s = 0.3
    both = [deliver(worker, town, told["id"]) for _ in range(2)]
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(str(one) for one in outcomes) == ["None", "under_way"]
    assert len(box.letters) == 1


async def test_a_dead_worker_s_letter_is_sent_by_the_next_and_not_for_ever(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox
) -> None:
    told = await hand_over(client, guard, coordinator)
    (job,) = await jobs(town, told["id"])
    died = "UPDATE deliveries SET state = 'sending', attempts = 1, attempted_at = now() - $2::interval"
    async with worker.database.bound(None) as connection:
        await connection.execute(died + " WHERE id = $1", job["delivery"], timedelta(seconds=20))
    with pytest.raises(Undelivered, match="under_way"):
        await deliver(worker, town, told["id"])
    async with worker.database.bound(None) as connection:
        await connection.execute(died + " WHERE id = $1", job["delivery"], timedelta(minutes=3))
    await deliver(worker, town, told["id"])
    assert len(box.letters) == 1
    told = await hand_over(client, guard, coordinator)
    (job,) = await jobs(town, told["id"])
    old = "UPDATE deliveries SET created_at = now() - interval '5 days' WHERE id = $1"
    async with worker.database.bound(None) as connection:
        await connection.execute(old, job["delivery"])
    box.rcpt = "451 later"
    await deliver(worker, town, told["id"])
    assert (await delivery_of(client, coordinator, told["id"]))["state"] == "failed"


async def test_what_nobody_foresaw_is_shown_and_given_up_like_the_rest(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    told = await hand_over(client, guard, coordinator)
    with monkeypatch.context() as planted:
        planted.setattr(email, "formatdate", None)
        with pytest.raises(NotNow):
            await deliver(worker, town, told["id"])
    shown = await delivery_of(client, coordinator, told["id"])
    assert (shown["state"], shown["result"]) == ("waiting", "TypeError")
    await deliver(worker, town, told["id"])
    assert (await delivery_of(client, coordinator, told["id"]))["state"] == "accepted"


async def test_a_hand_over_waits_for_its_incident_and_has_no_letter_when_it_is_refused(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox
) -> None:
    early_id = new_id()
    early = str(early_id)
    asked = {"receiver": "Energi", "email": {"to": ADDRESS}}
    assert (await add(client, coordinator, early, "handed_over", **asked)).status_code == 202
    with pytest.raises(Undelivered, match="no_incident"):
        await deliver(worker, town, early)
    await tell(client, guard, incident_id=early_id)
    await deliver(worker, town, early)
    assert len(box.letters) == 1


async def test_letters_go_by_tls_to_a_server_whose_certificate_is_right_only(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, settings: Settings,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    certificate = _certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    told = await hand_over(client, guard, coordinator)
    database = Database(settings.worker_database_url or "")
    await database.open()
    with postbox(tls_context=context, require_starttls=True) as box:
        smtp = {"smtp_host": "localhost", "smtp_port": box.port, "smtp_from": "l@bergby.example"}
        house = wire(settings.model_copy(update=smtp), database, Wake(""))
        with pytest.raises(NotNow):
            await deliver(house, town, told["id"])
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        await deliver(house, town, told["id"])
        assert len(box.letters) == 1
    await database.close()


def _certificate(folder: Path) -> Path:
    """A certificate for localhost by itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path
