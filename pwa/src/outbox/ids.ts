/** UUID version 7 (RFC 9562, 5.7): 48 bits of clock, 74 bits of chance. Never read back as a time. */
import type { Clock, Randomness } from "./ports";

/** A new id, lower case. Two made in the same millisecond differ by chance only; nothing sorts by them. */
export function uuid7(ports: { clock: Clock; randomness: Randomness }): string {
  const bytes = new Uint8Array(16);
  bytes.set(ports.randomness.bytes(10), 6);
  // A clock before 1970 or beyond year 10889 must not stop a report from being saved.
  let milliseconds = Math.min(Math.max(Math.trunc(ports.clock.now()), 0), 2 ** 48 - 1);
  for (let index = 5; index >= 0; index--) {
    bytes[index] = milliseconds % 256;
    milliseconds = Math.trunc(milliseconds / 256);
  }
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = toHex(bytes);
  return [8, 12, 16, 20, 32].map((end, part) => hex.slice([0, 8, 12, 16, 20][part], end)).join("-");
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** Base64 of bytes of any length; chunked, since a spread of 400 kB overflows the stack of a phone. */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(binary);
}
