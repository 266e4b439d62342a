/** A register's list: searched, page after page. */
import type { Trouble } from "../api/answer";
import { ask, type Page, type Row } from "./calls";
import type { Option } from "./wording";

const PAGE_SIZE = "50";

export class RegisterRows {
  items: Row[] = $state.raw([]);
  loading = $state(true);
  trouble: Trouble | null = $state.raw(null);
  private cursor: string | null = $state(null);
  private query = new URLSearchParams();
  private turn = 0;

  constructor(private readonly path: string) {}

  get hasMore(): boolean {
    return this.cursor !== null;
  }

  /** Starts over with a selection; the answer to an earlier one is then ignored. */
  async show(selection: URLSearchParams): Promise<void> {
    this.query = new URLSearchParams([...selection, ["limit", PAGE_SIZE]]);
    this.cursor = null;
    await this.fetch([]);
  }

  /** The next page, or the same one again after trouble. */
  async more(): Promise<void> {
    await this.fetch(this.items);
  }

  private async fetch(before: Row[]): Promise<void> {
    const turn = ++this.turn;
    this.loading = true;
    const query = new URLSearchParams(this.query);
    if (this.cursor) query.set("cursor", this.cursor);
    const { answer } = await ask<Page>("GET", `/${this.path}?${query}`);
    if (turn !== this.turn) return;
    this.loading = false;
    this.trouble = answer.ok ? null : answer;
    if (!answer.ok) return;
    this.items = [...before, ...answer.value.items];
    this.cursor = answer.value.next_cursor;
  }
}

/** Every row of a register as choices, by id or slug; empty when it cannot be had. */
export async function choicesOf(path: string): Promise<Option[]> {
  const options: Option[] = [];
  for (let cursor = ""; ;) {
    const query = `limit=200${cursor && `&cursor=${cursor}`}`;
    const { answer } = await ask<Page>("GET", `/${path}?${query}`);
    if (!answer.ok) return options;
    for (const row of answer.value.items) {
      const name = row.name as string | { sv: string };
      options.push([String(row.id ?? row.slug), typeof name === "string" ? name : name.sv]);
    }
    if (!answer.value.next_cursor) return options;
    cursor = answer.value.next_cursor;
  }
}
