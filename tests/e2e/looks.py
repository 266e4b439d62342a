"""Examines a screen as it stands: axe, and a ruler for targets and widths, night and day, at every size."""

from functools import cache
from pathlib import Path

from playwright.async_api import Page, ViewportSize

from api.kit.pages import DIST

Options = dict[str, object]  # of `axe.run`
RULER = Path(__file__).with_name("looks.js")
RUN_AXE = """
async (options) => {
  const how = { resultTypes: ["violations"], preload: false, ...options }; // no rule reads style sheets
  const { violations } = await axe.run(document, how);
  return violations.flatMap(({ id, nodes }) => nodes.map((n) => `${id}: ${n.target} ${n.failureSummary}`));
}
"""
MEASURE = "([width, field]) => ruler.measure(width, field)"
STRICT = {"enabled": True}
# 7 : 1 at night (UX-X2), and what has that has 4.5 : 1, the dearest of all rules, too.
NIGHT_RULES: Options = {
    "rules": {"target-size": STRICT, "color-contrast-enhanced": STRICT, "color-contrast": {"enabled": False}}
}
DAY_RULES: Options = {"runOnly": ["color-contrast"]}  # colours are all that differs by day
PHONE, LAPTOP = ViewportSize(width=360, height=640), ViewportSize(width=1366, height=768)
NARROW = ViewportSize(width=320, height=640)
SET_THEME = "theme => { document.documentElement.dataset.theme = theme }"
SET_TEXT = "size => { document.documentElement.style.fontSize = size }"


@cache
def _instruments() -> str:
    sources = (DIST.parent / "node_modules/axe-core/axe.min.js", RULER)
    return "\n".join(source.read_text(encoding="utf-8") for source in sources)


class Looks:
    """Collects in `faults` what is wrong with each screen; in the field part targets are measured too."""

    def __init__(self, page: Page, *, field: bool = True) -> None:
        self.page, self.field = page, field
        self.faults: list[str] = []

    async def look(self, name: str) -> None:
        """Examine what is open, and leave it as it was."""
        page = self.page
        size, theme = page.viewport_size, await page.evaluate("document.documentElement.dataset.theme")
        assert size is not None
        if not await page.evaluate("'ruler' in window"):
            await page.evaluate(_instruments() + ";null")
        await page.evaluate(SET_THEME, "night")
        await page.emulate_media(reduced_motion="reduce")
        for view in (LAPTOP, PHONE, NARROW):
            await self._examine(f"{name}, night", view, NIGHT_RULES)
        await page.evaluate(SET_TEXT, "200%")
        await self._examine(f"{name}, large text", PHONE if self.field else LAPTOP, NIGHT_RULES)
        await page.evaluate(SET_TEXT, "")
        await page.emulate_media(reduced_motion=None)
        await page.evaluate(SET_THEME, "day")
        for view in (PHONE, LAPTOP):
            await self._examine(f"{name}, day", view, DAY_RULES)
        await page.evaluate(SET_THEME, theme)
        await page.set_viewport_size(size)

    async def _examine(self, name: str, view: ViewportSize, rules: Options) -> None:
        await self.page.set_viewport_size(view)
        await self.page.evaluate("scrollTo(0, 0)")  # what is half under the bar while scrolling is no fault
        found: list[str] = await self.page.evaluate(RUN_AXE, rules)
        found += await self.page.evaluate(MEASURE, [view["width"], self.field])
        self.faults += [f"{name}, {view['width']} px: {one}" for one in found]
