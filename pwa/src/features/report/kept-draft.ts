/** An open form's draft on the phone: its words in the same breath, everything a moment later. */
import { live } from "../../live.svelte";
import { settle, type ReportDraft } from "./drafting";
import { forget, forgetKept, jotDown, type Jotted } from "./jottings";
import { Keeper } from "./keeper";

export class KeptDraft {
  /** It has become a report, or was thrown away. */
  ended = false;
  private readonly keeper = new Keeper(() => this.keep());

  /** `form` tells what stands in the form now. */
  constructor(
    private readonly draft: ReportDraft,
    private readonly form: () => Pick<ReportDraft, "content" | "photos">,
  ) {}

  /** Something was typed or chosen. */
  changed(): void {
    if (this.ended) return;
    jotDown(this.jotted());
    this.keeper.touch();
  }

  /** Photos are in no jotting: they are written before anything is waited for. */
  photosChanged(): void {
    this.keeper.touch();
    void this.keeper.hurry();
  }

  /** The screen closes and the draft stays. */
  leave(): void {
    settle(this.keeper.hurry());
  }

  /** No more writes; resolves when none is under way. */
  async end(): Promise<void> {
    this.ended = true;
    forget(this.draft.id);
    await this.keeper.close();
  }

  private jotted(): Jotted {
    const { id, owner, createdAt } = this.draft;
    return { id, owner, createdAt, updatedAt: Date.now(), content: this.form().content };
  }

  private async keep(): Promise<void> {
    const now = this.jotted();
    const photos = this.form().photos.map(({ id, mediaType, bytes }) => ({ id, mediaType, bytes }));
    await live.store.putDraft({ ...now, photos });
    forgetKept(now.id, now.updatedAt);
  }
}
