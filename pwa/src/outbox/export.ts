/** An entry as a file a person can carry away: exact bytes as base64, and readable beside them. */
import { toBase64 } from "./ids";
import type { FrozenEntry } from "./ports";
import type { ExportFile } from "./types";
import { isObject, parsed } from "./verdict";

/** `entries`: the report first, then its photos; bytes are null where only the receipt is left. */
export function exportFile(
  entries: { entry: FrozenEntry["entry"]; bytes: Uint8Array | null }[],
  exportedAt: number,
): ExportFile {
  const [report, ...photos] = entries;
  const content = {
    format: "ledljus-entry/1",
    exported_at: new Date(exportedAt).toISOString(),
    report: exported(report!),
    body: readableBody(report!),
    photos: photos.map(exported),
  };
  return {
    name: `ledljus-${report!.entry.id}.json`,
    mediaType: "application/json",
    text: `${JSON.stringify(content, null, 2)}\n`,
  };
}

/** The JSON body, or null when it is sealed, purged or no object. */
export function readableBody(one: {
  entry: FrozenEntry["entry"];
  bytes: Uint8Array | null;
}): Record<string, unknown> | null {
  if (!one.bytes || one.entry.contentType !== "application/json") return null;
  const body = parsed(new TextDecoder().decode(one.bytes));
  return isObject(body) ? body : null;
}

function exported({ entry, bytes }: { entry: FrozenEntry["entry"]; bytes: Uint8Array | null }) {
  return {
    id: entry.id,
    path: entry.path,
    content_type: entry.contentType,
    sha256: entry.digest,
    author: entry.author,
    saved_at: new Date(entry.savedAt).toISOString(),
    state: entry.state,
    receipt: entry.receipt,
    tries: entry.tries,
    bytes_base64: bytes && toBase64(bytes),
  };
}
