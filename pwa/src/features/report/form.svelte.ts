/** One open report: what is written is kept as a draft all the time, and Save waits for nothing. */
import { words } from "../../i18n/language.svelte";
import { live } from "../../live.svelte";
import { AlreadySaved } from "../../outbox/errors";
import type { NewReport } from "../../outbox/types";
import { hasContent, hasPlace, reportBody, type ReportContent } from "./content";
import type { ReportDraft } from "./drafting";
import { Keeper } from "./keeper";
import { FormPhotos } from "./photos.svelte";
import { PositionReader } from "./position.svelte";

export class ReportForm {
  content: ReportContent = $state()!;
  readonly photos: FormPhotos;
  readonly reader = new PositionReader();
  saving = $state(false);
  /** Save was pressed without a place: asked once, the second press saves (UX-F6). */
  placeAsked = $state(false);
  failed = $state(false);
  private readonly keeper: Keeper;
  private ended = false;

  constructor(private readonly draft: ReportDraft) {
    this.content = draft.content;
    this.photos = new FormPhotos(draft.photos, () => this.keeper.touch());
    this.keeper = new Keeper(() => this.keep());
    void this.proposePlace();
  }

  get placeMissing(): boolean {
    return this.placeAsked && !hasPlace(this.content);
  }

  /** Something was typed or chosen. */
  changed(): void {
    this.keeper.touch();
  }

  /** "Min plats": reads the position; the phone asks the person the first time. */
  useGps(): void {
    this.content.place = "gps";
    this.reader.start();
  }

  useSite(id: string): void {
    this.content.place = "site";
    this.content.site_id = id;
  }

  useText(): void {
    this.content.place = "text";
  }

  /** The position read so far goes with the draft. */
  takePosition(): void {
    if (this.reader.position) this.content.position = this.reader.position;
  }

  /** Writes the report to the outbox; its id when it is safely on the phone, else null. */
  async save(): Promise<string | null> {
    if (this.saving) return null;
    if (!hasPlace(this.content) && !this.placeAsked) {
      this.placeAsked = true;
      return null;
    }
    this.saving = true;
    this.failed = false;
    try {
      const entry = await live.outbox.save(this.report());
      this.ended = true;
      await this.keeper.close();
      return entry.id;
    } catch (error) {
      // Pressed twice, or in another tab: the report is saved, and that is what was wanted.
      if (error instanceof AlreadySaved) return error.entry.id;
      this.failed = true;
      return null;
    } finally {
      this.saving = false;
    }
  }

  /** Throws the draft away, at the person's word. */
  async discard(): Promise<void> {
    this.ended = true;
    await this.keeper.close();
    await live.store.discardDraft(this.draft.id);
  }

  /** The screen closes: an untouched draft goes, any other stays. */
  close(): void {
    this.reader.stop();
    this.photos.close();
    const empty = !hasContent(this.content, this.photos.list.length + this.photos.reading);
    if (!this.ended && empty) void this.discard();
  }

  /** Where the phone may read its position without asking, it is proposed without a tap. */
  private async proposePlace(): Promise<void> {
    if (this.content.place !== "none" || !(await PositionReader.isAllowed())) return;
    if (this.content.place === "none" && !this.ended) this.useGps();
  }

  private report(): NewReport {
    const content = $state.snapshot(this.content);
    const { category, site_id, text } = content;
    const site = content.place === "site" ? site_id : null;
    return {
      lane: "fact",
      resource: "incidents",
      author: live.session.author,
      draftId: this.draft.id,
      createdAt: this.draft.createdAt,
      body: reportBody(content, words().report),
      photos: this.photos.list.map(({ bytes, mediaType }) => ({ bytes, mediaType })),
      label: { category, site, place: content.place === "text" ? text : null },
    };
  }

  private async keep(): Promise<void> {
    const photos = this.photos.list.map(({ id, mediaType, bytes }) => ({ id, mediaType, bytes }));
    const content = $state.snapshot(this.content);
    await live.store.putDraft({ ...this.draft, updatedAt: Date.now(), content, photos });
  }
}
