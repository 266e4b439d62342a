/** One webhook being written: read, changed by the version that was read, its secret shown once. */
import type { Fault, Trouble } from "../../api/answer";
import { live } from "../../live.svelte";
import { newId } from "../../session/ids";
import { putWebhook, readWebhook, rotateSecret, type Webhook, type WebhookPut } from "./calls";

const EMPTY: WebhookPut = {
  name: "",
  url: "",
  kinds: [],
  fields: null,
  scopes: ["incidents.read"],
  enabled: true,
};

/** The names in a text, by comma; nothing for all. */
export function fieldsOf(text: string): string[] | null {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  return names.length ? names : null;
}

export class WebhookForm {
  /** As it stands at the server; null before it is there. */
  standing: Webhook | null = $state.raw(null);
  draft: WebhookPut = $state({ ...EMPTY });
  fields = $state("");
  overlap = $state("24");
  secret = $state("");
  busy = $state(false);
  saved = $state(false);
  /** A new secret was asked for, and somebody else has to confirm it. */
  waits = $state(false);
  trouble: Trouble | null = $state.raw(null);
  faults: readonly Fault[] = $state.raw([]);
  readonly id: string;

  constructor(id: string) {
    this.id = id === "new" ? newId() : id;
    if (id !== "new") void this.read();
  }

  get isNew(): boolean {
    return this.standing === null;
  }

  /** Somebody else was first: nothing was saved. */
  get conflict(): boolean {
    return this.trouble?.why === "refused" && this.trouble.status === 412;
  }

  async read(): Promise<void> {
    this.busy = true;
    const answer = live.heard(await readWebhook(this.id));
    this.busy = false;
    this.trouble = answer.ok ? null : answer;
    if (answer.ok) this.take(answer.value);
  }

  async save(): Promise<void> {
    const body = { ...this.draft, fields: fieldsOf(this.fields) };
    await this.send(() => putWebhook(this.id, body, this.standing?.version ?? 0));
  }

  /** A new secret, when somebody else has confirmed it; only what stands saved is changed by it. */
  async rotate(reason: string, confirmation_id: string | null): Promise<void> {
    const body = { overlap_h: Number(this.overlap), reason, confirmation_id };
    await this.send(() => rotateSecret(this.id, body, this.standing!.version));
  }

  toggle(list: "kinds" | "scopes", value: string, on: boolean): void {
    const rest = (this.draft[list] as string[]).filter((one) => one !== value);
    this.draft = { ...this.draft, [list]: on ? [...rest, value] : rest };
  }

  private async send(
    call: () => ReturnType<typeof putWebhook | typeof rotateSecret>,
  ): Promise<void> {
    this.busy = true;
    this.saved = false;
    const answer = live.heard(await call());
    this.busy = false;
    this.trouble = answer.ok ? null : answer;
    this.faults = !answer.ok && answer.why === "refused" ? (answer.faults ?? []) : [];
    this.waits = answer.ok && "act" in answer.value;
    if (!answer.ok || "act" in answer.value) return;
    this.take(answer.value);
    this.saved = true;
    this.secret = "secret" in answer.value ? answer.value.secret : "";
    if (this.secret) window.scrollTo(0, 0); // it stands on top, and is shown this once
  }

  private take(read: Webhook): void {
    this.standing = read;
    const { name, url, kinds, fields, scopes, enabled } = read;
    this.draft = {
      name,
      url,
      kinds: [...(kinds ?? [])],
      fields: null,
      scopes: [...scopes],
      enabled: enabled ?? true,
    };
    this.fields = (fields ?? []).join(", ");
  }
}
