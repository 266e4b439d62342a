/** One act at a time: what is being saved, what came of it, and the same bytes again after silence. */
import type { IncidentRead } from "../../api/shapes";
import { live } from "../../live.svelte";
import type { FrozenEntry } from "../../outbox/ports";
import { freezeAct, sendAct, type ActBody, type ActOutcome } from "./act";

export class Acting {
  saving = $state(false);
  /** What stands in the way of the last act; null when nothing does. */
  trouble: Exclude<ActOutcome, { kind: "done" }> | null = $state.raw(null);
  private unsure: FrozenEntry | null = null;

  constructor(private readonly done: (incident: IncidentRead) => void) {}

  /** Whether the last act may be sent again as it was. */
  get canRepeat(): boolean {
    return this.trouble?.kind === "unknown" || this.trouble?.kind === "signed_out";
  }

  /** Does something with an incident; nothing while another act is under way. */
  async perform(incidentId: string, body: ActBody): Promise<void> {
    if (this.saving) return;
    this.saving = true;
    await this.send(await freezeAct(incidentId, body, live.session.author));
  }

  /** Sends the last act again. */
  async repeat(): Promise<void> {
    if (this.saving || !this.unsure) return;
    this.saving = true;
    await this.send(this.unsure);
  }

  /** The person has turned to something else. */
  forget(): void {
    this.trouble = this.unsure = null;
  }

  private async send(frozen: FrozenEntry): Promise<void> {
    const outcome = await sendAct(frozen);
    this.saving = false;
    if (outcome.kind === "signed_out") live.session.expired = true;
    this.trouble = outcome.kind === "done" ? null : outcome;
    this.unsure = this.canRepeat ? frozen : null;
    if (outcome.kind === "done") this.done(outcome.incident);
  }
}
