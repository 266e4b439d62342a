/** One open report: what is written is kept as a draft all the time, and Save waits for nothing. */
import { words } from "../../i18n/language.svelte";
import { live } from "../../live.svelte";
import { AlreadySaved } from "../../outbox/errors";
import type { NewReport } from "../../outbox/types";
import { hasContent, hasPlace, type Point, type ReportContent } from "./content";
import type { ReportDraft } from "./drafting";
import { KeptDraft } from "./kept-draft";
import { saveLatePhotos } from "./late-photos";
import { newReport } from "./new-report";
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
  private readonly kept: KeptDraft;
  private readonly asOpened: string;

  constructor(private readonly draft: ReportDraft) {
    this.content = draft.content;
    this.photos = new FormPhotos(draft.photos, () => this.kept.photosChanged());
    this.kept = new KeptDraft(draft, () => ({
      content: $state.snapshot(this.content),
      photos: this.photos.list,
    }));
    this.asOpened = this.written();
    void this.proposePlace();
  }

  /** An addition without a word and without a photo says nothing. */
  get nothingSaid(): boolean {
    return this.placeAsked && this.isEmptyNote();
  }

  get placeMissing(): boolean {
    return this.placeAsked && !this.content.about && !hasPlace(this.content);
  }

  /** Something was typed or chosen. */
  changed(): void {
    this.kept.changed();
  }

  /** "Min plats": reads the position; the phone asks the person the first time. */
  useGps(): void {
    this.content.place = "gps";
    this.reader.start();
  }

  /** A site, and the checkpoint there if one was named; the site's own button leaves its checkpoint named. */
  useSite(id: string, checkpoint?: string): void {
    this.content.place = "site";
    if (checkpoint || id !== this.content.site_id) this.content.checkpoint = checkpoint;
    this.content.site_id = id;
  }

  useMap(): void {
    this.content.place = "map";
  }

  /** A pin on the map. */
  usePin(pin: Point): void {
    this.content.pin = pin;
  }

  useText(): void {
    this.content.place = "text";
  }

  /** "Samma händelse": what is written becomes an addition to it, and says so if nothing is written. */
  joinIncident(id: string, note: string): void {
    this.content.about = id;
    this.content.joined = true;
    this.content.note ||= note;
  }

  /** "Ny händelse": none of those found, or not the joined one after all; `note` is what joining wrote. */
  standAlone(note: string): void {
    this.content.alone = true;
    if (!this.content.joined) return;
    this.content.joined = false;
    delete this.content.about;
    if (this.content.note === note) this.content.note = "";
  }

  /** The position read so far goes with the draft. */
  takePosition(): void {
    if (this.reader.position) this.content.position = this.reader.position;
  }

  /** Writes the report to the outbox; its id when it is safely on the phone, else null. */
  async save(): Promise<string | null> {
    if (this.saving || !this.isReady()) return null;
    this.saving = true;
    this.failed = false;
    await this.photos.hidden; // at rest unless a face is being hidden in this moment
    // Taken in the same breath as the report: each photo is in the one or in the other.
    const late = this.photos.takeUndrawn();
    try {
      const entry = await live.outbox.save(this.report());
      const ending = this.kept.end();
      void saveLatePhotos(late, this.content.about ?? entry.id, this.content.category);
      await ending;
      return entry.id;
    } catch (error) {
      // Pressed twice, or in another tab: the report is saved, and that is what was wanted.
      if (error instanceof AlreadySaved) return error.entry.id;
      this.failed = true;
      void this.photos.add(late);
      return null;
    } finally {
      this.saving = false;
    }
  }

  /** Throws the draft away, at the person's word. */
  async discard(): Promise<void> {
    await this.kept.end();
    await live.store.discardDraft(this.draft.id);
  }

  /** The screen closes: an untouched draft goes, any other stays. */
  close(): void {
    this.reader.stop();
    this.photos.close();
    if (this.kept.ended) return;
    if (this.isUntouched()) void this.discard();
    else this.kept.leave();
  }

  /** Asked once what is missing; an addition must say something, a report may go without a place. */
  private isReady(): boolean {
    if (this.content.about) {
      this.placeAsked = true;
      return !this.isEmptyNote();
    }
    if (hasPlace(this.content) || this.placeAsked) return true;
    this.placeAsked = true;
    return false;
  }

  private isEmptyNote(): boolean {
    return !!this.content.about && !hasContent(this.content, this.photoCount());
  }

  private photoCount(): number {
    return this.photos.list.length + this.photos.reading;
  }

  /** Nothing to miss: empty, or a correction just opened in which nothing was changed. */
  private isUntouched(): boolean {
    const { createdAt, updatedAt } = this.draft;
    const asOpened = createdAt === updatedAt && this.written() === this.asOpened;
    if (this.content.replaces && asOpened) return true;
    return !hasContent(this.content, this.photoCount());
  }

  /** Everything in the form, to compare. */
  private written(): string {
    const photos = this.photos.list.map(({ id }) => id);
    return JSON.stringify([$state.snapshot(this.content), photos, this.photos.reading]);
  }

  /** Where the phone may read its position without asking, it is proposed without a tap. */
  private async proposePlace(): Promise<void> {
    if (this.content.about || this.content.place !== "none" || !(await PositionReader.isAllowed()))
      return;
    if (this.content.place === "none" && !this.kept.ended) this.useGps();
  }

  private report(): NewReport {
    const { id: draftId, createdAt } = this.draft;
    const content = $state.snapshot(this.content);
    const { author } = live.session;
    const photos = this.photos.list;
    return newReport({ draftId, createdAt, author, content, photos }, words().report);
  }
}
