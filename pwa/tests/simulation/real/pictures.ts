/** Small real photos, every one with bytes of its own. */
import type { NewPhoto } from "../../../src/outbox";

/** A JPEG, base64. */
export type Pictures = string;

/** The picture with a comment (JPEG's COM segment) after its first marker. */
export function picture(pictures: Pictures, comment: string): NewPhoto {
  const jpeg = Buffer.from(pictures, "base64");
  const text = Buffer.from(comment);
  const segment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, text.length + 2]), text]);
  const bytes = Uint8Array.from(Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]));
  return { bytes, mediaType: "image/jpeg" };
}
