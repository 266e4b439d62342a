/** What was asked for and waits for a second person: read page by page, confirmed or refused. */
import { answerOf, type Trouble } from "../../api/answer";
import { client } from "../../api/client";
import { live } from "../../live.svelte";
import type { Confirmation } from "./wording";

export class Confirmations {
  items: Confirmation[] = $state.raw([]);
  loading = $state(true);
  working = $state(false);
  trouble: Trouble | null = $state.raw(null);
  cursor: string | null = $state(null);

  /** The first page, or the one that follows. */
  async load(cursor: string | null = null): Promise<void> {
    this.loading = true;
    const query = { limit: 50, ...(cursor && { cursor }) };
    const answer = live.heard(
      await answerOf(client.GET("/api/v1/confirmations", { params: { query } })),
    );
    this.loading = false;
    this.trouble = answer.ok ? null : answer;
    if (!answer.ok) return;
    this.items = [...(cursor ? this.items : []), ...answer.value.items];
    this.cursor = answer.value.next_cursor;
  }

  confirm = (id: string) =>
    this.decide(client.POST("/api/v1/confirmations/{id}/confirm", { params: { path: { id } } }));

  refuse = (id: string, reason: string) =>
    this.decide(
      client.POST("/api/v1/confirmations/{id}/refuse", {
        params: { path: { id } },
        body: { reason: reason.trim() },
      }),
    );

  /** Sends a decision; what stands is then read anew, whatever the answer. */
  private async decide(sent: Parameters<typeof answerOf<Confirmation>>[0]): Promise<void> {
    this.working = true;
    const answer = live.heard(await answerOf<Confirmation>(sent));
    this.working = false;
    if (answer.ok || answer.why === "refused") await this.load();
    if (!answer.ok) this.trouble = answer;
  }
}
