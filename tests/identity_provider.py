"""A real identity provider of others (npm `oidc-provider`), started by a test beside ours."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from tests.architecture.project import ROOT
from tests.servers import free_port

CLIENT_ID, CLIENT_SECRET = "ledljus", "a+secret/with=signs%and spaces"


def client_of(origin: str, slug: str) -> dict[str, Any]:
    """Us, as registered there."""
    return {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "redirect_uris": [f"{origin}/api/v1/session/provider/callback"],
        "post_logout_redirect_uris": [f"{origin}/"],
        "backchannel_logout_uri": f"{origin}/api/v1/session/provider/{slug}/logout",
        "backchannel_logout_session_required": True,
    }


def settings_of(issuer: str, domain: str, /, **more: Any) -> dict[str, Any]:
    """What an administrator writes to let its people in."""
    provider = {
        "label": "Kommunens konto",
        "issuer": issuer,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "domains": [domain],
        "roles": [
            {"group": "Trygghet Värdar", "role": "host"},
            {"group": "Trygghet Samordnare", "role": "coordinator"},
        ],
    }
    return {"second_factor_roles": [], "provider": provider | more}


@contextmanager
def running(
    client: dict[str, Any], accounts: Mapping[str, dict[str, Any]], port: int | None = None
) -> Iterator[str]:
    """The provider's issuer, while it runs."""
    port = port or free_port()
    told = json.dumps({"port": port, "clients": [client], "accounts": accounts})
    command = ["node", str(ROOT / "tests/peers/identity-provider.mjs"), told]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


async def answered(browser: httpx.AsyncClient, address: str, account: str) -> httpx.URL:
    """Go to the provider and sign in there; the address it sends the browser back to."""
    answer = await browser.get(address)
    while answer.is_redirect:
        target = answer.url.join(answer.headers["location"])
        if target.path.endswith("/callback"):
            return target
        answer = await browser.get(target)
    action = re.search(r'action="([^"]+)"', answer.text)
    assert action is not None, answer.text[:500]
    form = {"prompt": "login", "login": account, "password": "any"}
    answer = await browser.post(answer.url.join(action[1]), data=form)
    while not (target := answer.url.join(answer.headers["location"])).path.endswith("/callback"):
        answer = await browser.get(target)
    return target
