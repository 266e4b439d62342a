"""Every screen that is looked at, a line each: where it is, who sees it, and what is done there first."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import expect

from api.access.permissions import Role
from tests.e2e.phone import Phone
from tests.e2e.pictures import camera_photo

Act = Callable[[Phone], Awaitable[None]]


@dataclass(frozen=True)
class Screen:
    """`{report}` stands for a report with a photo that has arrived; `act` leads on from the address."""

    address: str
    act: Act | None = None
    shows: str = "h1"
    role: Role = Role.COORDINATOR

    @property
    def name(self) -> str:
        """What faults found there are called by."""
        return self.address + (f" {self.act.__name__}" if self.act else "")

    async def open(self, phone: Phone, report: str) -> None:
        """Go there and wait until it is drawn: some screens are fetched."""
        await phone.page.goto(self.address.format(report=report))
        if self.act:
            await self.act(phone)
        await expect(phone.page.locator(self.shows).first).to_be_attached()


async def writing_a_report(phone: Phone) -> None:
    await phone.write("Ring 070-174 06 05 om grinden.", photo=camera_photo(640, 480))
    await phone.page.get_by_role("button", name="Objekt").tap()


async def discarding_the_draft(phone: Phone) -> None:
    await phone.page.locator("a.draft").tap()
    await phone.page.get_by_role("button", name="Kasta utkastet").tap()


async def hiding_a_face(phone: Phone) -> None:
    await phone.page.locator("a.draft").tap()
    await phone.page.get_by_role("button", name="Dölj ansikten").tap()


async def pinning_a_place(phone: Phone) -> None:
    await phone.page.locator("a.draft").tap()
    await phone.page.locator("[data-place=map]").tap()


async def removing_a_report(phone: Phone) -> None:
    await phone.page.locator("main a[href^='/#reports/']").first.tap()
    await phone.page.get_by_role("button", name="Ta bort från telefonen").tap()


def pressing(key: str) -> Act:
    """An act of the desk by its key."""

    async def press(phone: Phone) -> None:
        await expect(phone.page.locator("section .buttons button").first).to_be_visible()
        await phone.page.keyboard.press(key)

    press.__name__ = f"pressing {key}"
    return press


SIGNED_OUT = (Screen("/", shows="input"), Screen("/desk", shows="input"))

# A guard's, with one report sent and one waiting. The draft that is written stays for what comes after.
FIELD = (
    Screen("/#reports", removing_a_report, shows="#reason"),
    Screen("/", writing_a_report, shows="img[alt='Bild 1']"),
    Screen("/", hiding_a_face, shows=".moves"),
    Screen("/", pinning_a_place, shows="canvas, svg"),
    Screen("/", discarding_the_draft, shows=".danger"),
    Screen("/"),
    Screen("/#menu"),
    Screen("/#reports"),
    Screen("/#reports/{report}"),
    Screen("/#emergency"),
    Screen("/#sign-out"),
    Screen("/#help"),
    Screen("/#phone"),
    Screen("/#my-data"),
)

DESK = (
    Screen("/desk", shows="[data-incident]"),
    Screen("/desk/incidents/{report}", shows="img[alt='Bild 1']"),
    Screen("/desk/triage", shows="[data-triage]"),
    *(Screen("/desk/triage", pressing(key), shows="form") for key in "tlmx"),
    Screen("/desk/quarantine"),
)
