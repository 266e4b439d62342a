/** The photos of an open report: usable at once, made small as soon as the phone has drawn them. */
import type { Draft } from "../../storage/types";
import { newId } from "../../session/ids";
import { bareJpeg } from "./bare-jpeg";
import { MOST_BYTES, MOST_PHOTOS, shrink } from "./photo";

type Kept = Draft["photos"][number];

export interface FormPhoto extends Kept {
  /** For the thumbnail; freed when the form closes. */
  url: string;
  working: boolean;
}

const isLarge = (photo: Kept) => photo.bytes.length > MOST_BYTES;

export class FormPhotos {
  list: FormPhoto[] = $state.raw([]);
  /** Files still being read that are not in the list yet, and files that could not be read. */
  reading = $state(0);
  unreadable = $state(false);

  constructor(
    kept: readonly Kept[],
    private readonly changed: () => void,
    private readonly shrinkFile: (file: Blob) => Promise<Blob> = shrink,
  ) {
    this.list = kept.map((photo) => this.shown(photo, isLarge(photo)));
    // The page was closed before these were drawn.
    for (const photo of kept.filter(isLarge)) void this.finish(photo);
  }

  get full(): boolean {
    return this.list.length + this.reading >= MOST_PHOTOS;
  }

  /** Takes pictures from the camera; those beyond the sixth are left out. */
  async add(files: readonly File[]): Promise<void> {
    this.unreadable = false;
    const room = MOST_PHOTOS - this.list.length - this.reading;
    await Promise.all(files.slice(0, room).map((file) => this.take(file)));
  }

  remove(id: string): void {
    const gone = this.list.find((photo) => photo.id === id);
    if (gone) URL.revokeObjectURL(gone.url);
    this.list = this.list.filter((photo) => photo.id !== id);
    this.changed();
  }

  /** Frees the thumbnails. */
  close(): void {
    this.list.forEach((photo) => URL.revokeObjectURL(photo.url));
  }

  private async take(file: File): Promise<void> {
    const id = newId();
    this.reading++;
    try {
      const bare = bareJpeg(new Uint8Array(await file.arrayBuffer()));
      if (bare) this.put({ id, mediaType: "image/jpeg", bytes: bare }, true);
      const bytes = await this.small(file);
      // Removed by the person meanwhile: then it stays removed.
      const wanted = !bare || this.list.some((photo) => photo.id === id);
      if (wanted) this.put({ id, mediaType: "image/jpeg", bytes }, false);
    } catch {
      this.unreadable = true;
      this.remove(id);
    } finally {
      this.reading--;
    }
  }

  private async finish(photo: Kept): Promise<void> {
    const file = new Blob([photo.bytes], { type: photo.mediaType });
    const bytes = await this.small(file).catch(() => null);
    if (bytes && this.list.some(({ id }) => id === photo.id)) {
      this.put({ id: photo.id, mediaType: "image/jpeg", bytes }, false);
    }
  }

  private async small(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await (await this.shrinkFile(file)).arrayBuffer());
  }

  private put(photo: Kept, working: boolean): void {
    const before = this.list.find((candidate) => candidate.id === photo.id);
    if (before) URL.revokeObjectURL(before.url);
    const shown = this.shown(photo, working);
    this.list = before
      ? this.list.map((candidate) => (candidate === before ? shown : candidate))
      : [...this.list, shown];
    this.changed();
  }

  private shown(photo: Kept, working: boolean): FormPhoto {
    const url = URL.createObjectURL(new Blob([photo.bytes], { type: photo.mediaType }));
    return { ...photo, url, working };
  }
}
