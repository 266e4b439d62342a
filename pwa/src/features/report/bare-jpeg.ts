/**
 * A JPEG without its metadata, made at once and without decoding: stands in for the shrunk photo
 * when the person presses Save before the phone has drawn it (UX-F6).
 *
 * Segments as in ITU-T T.81 annex B; Exif orientation as in Exif 2.3, tag 0x0112.
 */
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const ADOBE = 0xee;
const COMMENT = 0xfe;

function isMetadata(marker: number): boolean {
  return marker === COMMENT || (marker > APP0 && marker <= 0xef && marker !== ADOBE);
}

/** Orientation 1–8 of an Exif segment's payload, 1 if it says nothing. */
function orientationOf(payload: Uint8Array): number {
  if (payload.length < 20 || String.fromCharCode(...payload.subarray(0, 4)) !== "Exif") return 1;
  const tiff = new DataView(payload.buffer, payload.byteOffset + 6, payload.length - 6);
  const little = tiff.getUint16(0) === 0x4949;
  const directory = tiff.getUint32(4, little);
  if (directory + 2 > tiff.byteLength) return 1;
  const count = tiff.getUint16(directory, little);
  for (let index = 0; index < count; index++) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > tiff.byteLength) return 1;
    if (tiff.getUint16(entry, little) === 0x0112) return tiff.getUint16(entry + 8, little);
  }
  return 1;
}

/** An Exif segment that says the orientation and nothing else. */
function orientationSegment(orientation: number): number[] {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1];
  const entry = [0, orientation, 0, 0, 0, 0, 0, 0];
  const payload = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff, ...entry];
  return [0xff, APP1, 0, payload.length + 2, ...payload];
}

/** End of the compressed data that begins at `from`: the offset of the next real marker. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at + 1 < bytes.length) {
    const next = bytes[at + 1]!;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) break;
    at++;
  }
  return at;
}

/** The picture without metadata and without what trails it; null if the bytes are no whole JPEG. */
export function bareJpeg(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return null;
  const kept: Uint8Array[] = [];
  let orientation = 1;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    let end = at + 2 + length;
    if (marker === APP1)
      orientation = Math.max(orientation, orientationOf(bytes.subarray(at + 4, end)));
    if (marker === SOS) end = endOfScan(bytes, end);
    if (!isMetadata(marker)) kept.push(bytes.subarray(at, end));
    at = end;
    if (bytes[at] === 0xff && bytes[at + 1] === EOI) return joined(kept, orientation);
  }
  return null;
}

function joined(segments: Uint8Array[], orientation: number): Uint8Array<ArrayBuffer> {
  const turned = orientation > 1 && orientation <= 8 ? orientationSegment(orientation) : [];
  const parts = [[0xff, SOI], turned, ...segments, [0xff, EOI]];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
