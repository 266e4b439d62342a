/** Save turns a report into bytes that are never rebuilt (PROMISES R2). */
import { canonicalBytes } from "./canonical";
import type { Entry } from "./entry";
import { toHex, uuid7 } from "./ids";
import type { FrozenEntry, Ports } from "./ports";
import type { NewPhoto, NewReport } from "./types";

type Makers = Pick<Ports, "clock" | "randomness" | "hash">;

/** The fact first, then its photos. Serialised before the first wait: later edits of the form change nothing. */
export async function freeze(report: NewReport, makers: Makers): Promise<FrozenEntry[]> {
  const savedAt = makers.clock.now();
  const id = uuid7(makers);
  const body = JSON.parse(JSON.stringify(report.body)) as Record<string, unknown>;
  const common = { author: { ...report.author }, savedAt, draftId: report.draftId ?? null };
  const photos = await Promise.all(
    (report.photos ?? []).map((photo) => freezePhoto(photo, id, common, makers)),
  );
  const content = await sealed(wireBody(report, body, savedAt, photos));
  const fact = blankEntry({
    ...common,
    id,
    lane: report.lane,
    path: factPath(report, id),
    contentType: content.contentType,
    digest: await hexDigest(content.bytes, makers),
    size: content.bytes.length,
    contentDigest: await hexDigest(canonicalBytes(written(report, body, photos)), makers),
    createdAt: report.createdAt ?? savedAt,
    subjectId: report.subjectId ?? null,
    replaces: report.replaces ?? null,
    label: { ...report.label },
  });
  return [{ entry: fact, bytes: content.bytes }, ...photos];
}

/** SHA-256 in hex. */
export async function hexDigest(
  bytes: Uint8Array<ArrayBuffer>,
  makers: Pick<Ports, "hash">,
): Promise<string> {
  return toHex(await makers.hash.sha256(bytes));
}

/** The seam for sealing: later this encrypts to the municipality's key and says `application/jose`. */
async function sealed(
  body: Record<string, unknown>,
): Promise<{ contentType: string; bytes: Uint8Array<ArrayBuffer> }> {
  return { contentType: "application/json", bytes: canonicalBytes(body) };
}

function wireBody(
  report: NewReport,
  body: Record<string, unknown>,
  savedAt: number,
  photos: FrozenEntry[],
): Record<string, unknown> {
  return {
    v: 1,
    ...body,
    saved_at: new Date(savedAt).toISOString(),
    ...(report.replaces ? { replaces: report.replaces } : {}),
    ...(photos.length ? { attachments: photos.map(declaration) } : {}),
  };
}

function declaration({ entry }: FrozenEntry): Record<string, unknown> {
  return { id: entry.id, sha256: entry.digest, media_type: entry.contentType, size: entry.size };
}

/** What the person wrote, for telling a second tap on Save from a changed report. */
function written(
  report: NewReport,
  body: Record<string, unknown>,
  photos: FrozenEntry[],
): Record<string, unknown> {
  const { resource, subjectId, replaces } = report;
  return { resource, subjectId, replaces, body, photos: photos.map(({ entry }) => entry.digest) };
}

function factPath(report: NewReport, id: string): string {
  return report.subjectId
    ? `/${report.resource}/${report.subjectId}/entries/${id}`
    : `/${report.resource}/${id}`;
}

async function freezePhoto(
  photo: NewPhoto,
  factId: string,
  common: Pick<Entry, "author" | "savedAt">,
  makers: Makers,
): Promise<FrozenEntry> {
  const bytes = Uint8Array.from(photo.bytes);
  const id = uuid7(makers);
  const digest = await hexDigest(bytes, makers);
  const entry = blankEntry({
    id,
    lane: "photo",
    path: `/attachments/${id}`,
    contentType: photo.mediaType,
    digest,
    size: bytes.length,
    contentDigest: digest,
    author: { ...common.author },
    createdAt: common.savedAt,
    savedAt: common.savedAt,
    factId,
  });
  return { entry, bytes };
}

type Fixed =
  | "id"
  | "lane"
  | "path"
  | "contentType"
  | "digest"
  | "size"
  | "contentDigest"
  | "author"
  | "createdAt"
  | "savedAt";

function blankEntry(given: Pick<Entry, Fixed> & Partial<Entry>): Entry {
  return {
    method: "PUT",
    state: "saved",
    failures: 0,
    tries: [],
    nextTryAt: null,
    serverAsked: false,
    urgent: false,
    refusedCredential: null,
    attention: null,
    receipt: null,
    deliveredAt: null,
    completeAt: null,
    factId: null,
    subjectId: null,
    replaces: null,
    replacedBy: null,
    draftId: null,
    label: {},
    ...given,
  };
}
