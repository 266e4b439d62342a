import { describe, expect, it } from "vitest";
import { fileAddress, fileQuery } from "../../src/desk/exporting";
import { filtersFrom } from "../../src/desk/filters";

describe("the file of a selection", () => {
  it("asks for what the list shows, all of it and in its order", () => {
    const chosen =
      "q=glas&category=vandalism&from=2026-11-01&to=2026-11-02&view=table&sort=occurred_at";
    const asked = fileQuery(filtersFrom(new URLSearchParams(chosen)), "Europe/Stockholm");
    expect(asked).toEqual({
      q: "glas",
      category: "vandalism",
      sort: "occurred_at",
      occurred_from: "2026-10-31T23:00:00.000Z",
      occurred_to: "2026-11-02T23:00:00.000Z",
    });
    const wish = { format: "xlsx", language: "sv", confirmation: "c1" } as const;
    const address = new URL(fileAddress(asked, wish), "https://x.example");
    expect(address.pathname).toBe("/api/v1/incident-exports");
    expect(Object.fromEntries(address.searchParams)).toEqual({ ...asked, ...wish });
  });
});
