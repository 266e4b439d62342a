/** Something sealed under a PIN: PBKDF2 makes the key and AES-GCM seals, both the browser's own. */

/** OWASP Password Storage Cheat Sheet, PBKDF2-HMAC-SHA256. */
const ITERATIONS = 600_000;

/** How a PIN becomes a key. */
export interface Stretching {
  salt: Uint8Array<ArrayBuffer>;
  iterations: number;
}

export interface Sealed extends Stretching {
  iv: Uint8Array<ArrayBuffer>;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A salt of its own for every PIN that is chosen. */
export function newStretching(): Stretching {
  return { salt: crypto.getRandomValues(new Uint8Array(16)), iterations: ITERATIONS };
}

/** The key of a PIN; no script can read it out again. */
export async function keyOf(pin: string, { salt, iterations }: Stretching): Promise<CryptoKey> {
  const { subtle } = crypto;
  const typed = await subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, [
    "deriveKey",
  ]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  const aes = { name: "AES-GCM", length: 256 };
  return subtle.deriveKey(how, typed, aes, false, ["encrypt", "decrypt"]);
}

/** Seals `content` (JSON) as belonging to `about`, with a fresh nonce each time. */
export async function seal(
  content: unknown,
  key: CryptoKey,
  stretching: Stretching,
  about: string,
): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(content));
  const bytes = await crypto.subtle.encrypt(howOf(iv, about), key, plain);
  return { ...stretching, iv, bytes: new Uint8Array(bytes) };
}

/** What was sealed; null when the key or `about` is another, or a bit was changed. */
export async function unseal<Content>(
  { iv, bytes }: Sealed,
  key: CryptoKey,
  about: string,
): Promise<Content | null> {
  try {
    const plain = await crypto.subtle.decrypt(howOf(iv, about), key, bytes);
    return JSON.parse(new TextDecoder().decode(plain)) as Content;
  } catch {
    return null;
  }
}

function howOf(iv: Uint8Array<ArrayBuffer>, about: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(about) };
}
