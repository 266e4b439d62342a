"""Every screen that is looked at, a line each: where it is, who sees it, and what is done there first."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import FilePayload, expect

from api.access.permissions import Role
from tests.e2e.phone import Phone
from tests.e2e.pictures import camera_photo
from tests.e2e.town import CODE

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


# Bars stand above and below what scrolls, so that what is within the window may still be behind one.
UNCOVERED = """
async (selector) => {
  for (let frames = 0; frames < 300; frames++) {
    await new Promise(requestAnimationFrame);
    const shown = document.querySelector(selector);
    const { left, top, bottom, width } = shown.getBoundingClientRect();
    const seen = (y) => shown.contains(document.elementFromPoint(left + width / 2, y));
    if (seen(top + 2) && seen(bottom - 2)) return;
  }
  throw new Error(`${selector} is covered`);
}
"""


async def uncovered(phone: Phone, selector: str) -> None:
    """Wait until something is in sight from its upper edge to its lower one."""
    await expect(phone.page.locator(selector)).to_be_visible()
    await phone.page.evaluate(UNCOVERED, selector)


async def writing_a_report(phone: Phone) -> None:
    await phone.write("Ring 070-174 06 05 om grinden.", photo=camera_photo(640, 480))
    await phone.page.get_by_role("button", name="Objekt").tap()


async def discarding_the_draft(phone: Phone) -> None:
    await phone.page.locator("a.draft").tap()
    await phone.page.get_by_role("button", name="Kasta utkastet").tap()


async def hiding_a_face(phone: Phone) -> None:
    await phone.page.locator("a.draft").tap()
    await phone.page.get_by_role("button", name="Dölj ansikten").tap()
    await uncovered(phone, ".picture")


async def pinning_a_place(phone: Phone) -> None:
    await phone.page.locator("a.draft").tap()
    await phone.page.locator("[data-place=map]").tap()
    await uncovered(phone, ".map")


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
    Screen(f"/#checkpoint/{CODE}"),
    Screen("/#checkpoint/K7Q2MY", shows="#code"),
    Screen("/#sign-out"),
    Screen("/#help"),
    Screen("/#phone"),
    Screen("/#my-data"),
)


async def asking_for_the_keys(desk: Phone) -> None:
    await desk.page.get_by_role("button", name="Kortkommandon").click()


async def saving_a_selection(desk: Phone) -> None:
    await desk.page.get_by_role("button", name="Spara urval").click()


async def enlarging_a_photo(desk: Phone) -> None:
    await desk.page.get_by_role("button", name="Bild 1").click()


async def a_person_to_change(phone: Phone) -> None:
    await phone.page.locator("[data-row] a").first.click()


async def a_key_to_revoke(phone: Phone) -> None:
    await phone.page.locator("[data-row] button").first.click()


async def a_broken_file(phone: Phone) -> None:
    file: FilePayload = {"name": "objekt.csv", "mimeType": "text/csv", "buffer": b"namn;lat\nA;norr"}
    await phone.page.locator("input[type=file]").set_input_files(file)


Row = tuple[str, Act | None, str]
# What an administrator sees, and what the technical office does.
_ADMIN: tuple[Row, ...] = (
    ("/admin", None, "[data-check]"),
    ("/admin/people", None, "[data-row]"),
    ("/admin/people", a_person_to_change, "form .acts"),
    ("/admin/people/new", None, "form .acts"),
    ("/admin/people?q=finns-inte", None, "main p[role=status]"),
    ("/admin/organisations", None, "[data-row]"),
    ("/admin/categories/vandalism", None, "form .acts"),
    ("/admin/tiles/guard", None, "form .acts"),
    ("/admin/settings", None, "form .acts"),
    ("/admin/retention-rules/new", None, "form .acts"),
    ("/admin/sign-in-settings", None, "form .acts"),
    ("/admin/permissions", None, "td[data-role]"),
    ("/admin/keys/new", None, "form .acts"),
    ("/admin/devices", None, "[data-row]"),
    ("/admin/devices", a_key_to_revoke, "dialog[open]"),
    ("/admin/areas/new", None, "h1"),
)
_TECHNICIAN: tuple[Row, ...] = (
    ("/admin/sites", None, "[data-row]"),
    ("/admin/sites/new", None, "form .acts"),
    ("/admin/areas/new", None, ".leaflet-container"),
    ("/admin/import/sites", None, "input[type=file]"),
    ("/admin/import/sites", a_broken_file, "tbody tr"),
    ("/admin/people", None, "h1"),
    ("/admin/nothing", None, "[role=alert]"),
)
ADMIN = (
    *(Screen(*row, Role.ADMIN) for row in _ADMIN),
    *(Screen(*row, Role.TECHNICIAN) for row in _TECHNICIAN),
)

DESK = (
    Screen("/lagesbild", shows="li strong"),
    Screen("/lagesbild", role=Role.READER, shows="li strong"),
    Screen("/desk", shows="[data-incident]"),
    Screen("/desk", asking_for_the_keys, shows="dialog[open]"),
    Screen("/desk", saving_a_selection, shows="dialog[open]"),
    Screen("/desk?category=none&from=2020-01-01", shows=".bar + p"),
    Screen("/desk?view=table", shows="tr[data-incident]"),
    Screen("/desk?view=map", shows=".leaflet-container"),
    Screen("/desk", role=Role.READER, shows="[data-incident]"),
    Screen("/desk/incidents/{report}", shows="img[alt='Bild 1']"),
    Screen("/desk/incidents/{report}", enlarging_a_photo, shows="dialog[open] img"),
    Screen("/desk/incidents/{report}", role=Role.READER, shows="[data-record]"),
    Screen("/desk/incidents/0192a1b2-0000-7000-8000-000000000000", shows="[role=alert]"),
    Screen("/desk/triage", shows="[data-triage]"),
    *(Screen("/desk/triage", pressing(key), shows="form") for key in "tlmx"),
    Screen("/desk/quarantine"),
    *ADMIN,
)
