/** The desk's list of incidents: page after page, and in words what came of asking. */
import { answerOf, type Answer, type Trouble } from "../api/answer";
import { client } from "../api/client";
import type { IncidentPage, IncidentRead } from "../api/shapes";
import { live } from "../live.svelte";
import { serverQuery, type Filters } from "./filters";

type Load = (query: Record<string, string | number>) => Promise<Answer<IncidentPage>>;

const fromServer: Load = async (query) =>
  live.heard(await answerOf(client.GET("/incidents", { params: { query } })));

/** One incident with its entries. */
export async function fetchIncident(id: string): Promise<Answer<IncidentRead>> {
  const params = { path: { id } };
  return live.heard(await answerOf(client.GET("/incidents/{id}", { params })));
}

export class IncidentList {
  items: IncidentRead[] = $state.raw([]);
  loading = $state(true);
  trouble: Trouble | null = $state.raw(null);
  private cursor: string | null = $state(null);
  private query: Record<string, string | number> = {};
  private turn = 0;

  constructor(private readonly load: Load = fromServer) {}

  get hasMore(): boolean {
    return this.cursor !== null;
  }

  /** Starts over with a selection; the answer to an earlier one is then ignored. */
  async show(filters: Filters, zone: string): Promise<void> {
    this.query = serverQuery(filters, zone);
    this.items = [];
    this.cursor = null;
    await this.fetch();
  }

  /** The next page, or the same one again after trouble. */
  async more(): Promise<void> {
    await this.fetch();
  }

  private async fetch(): Promise<void> {
    const turn = ++this.turn;
    this.loading = true;
    const query = this.cursor ? { ...this.query, cursor: this.cursor } : this.query;
    const answer = await this.load(query);
    if (turn !== this.turn) return;
    this.loading = false;
    this.trouble = answer.ok ? null : answer;
    if (!answer.ok) return;
    this.items = [...this.items, ...answer.value.items];
    this.cursor = answer.value.next_cursor;
  }
}
