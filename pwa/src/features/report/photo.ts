/** Photos made small and bare before they are kept: ≤ 1,600 px, ≤ 400 kB, no EXIF (UX-F14). */

export const MOST_PHOTOS = 6;
export const MOST_BYTES = 400_000;

/** Longest edge in pixels and JPEG quality, tried in order until the result is small enough. */
const STEPS: readonly (readonly [edge: number, quality: number])[] = [
  [1600, 0.82],
  [1600, 0.68],
  [1600, 0.52],
  [1280, 0.5],
  [1024, 0.45],
  [800, 0.4],
];

export type Render = (edge: number, quality: number) => Promise<Blob>;

/** Width and height in pixels within `edge`, never larger than the picture itself. */
export function fit(width: number, height: number, edge: number): [number, number] {
  const scale = Math.min(1, edge / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** The first rendering of at most `MOST_BYTES`; the smallest step even if it is larger. */
export async function smallEnough(render: Render): Promise<Blob> {
  let blob: Blob | undefined;
  for (const [edge, quality] of STEPS) {
    blob = await render(edge, quality);
    if (blob.size <= MOST_BYTES) break;
  }
  return blob!;
}

/** The drawing as a JPEG; throws if the phone cannot make one. */
export function jpeg(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const done = (blob: Blob | null) => (blob ? resolve(blob) : reject(new Error("no picture")));
    canvas.toBlob(done, "image/jpeg", quality);
  });
}

function drawn(from: CanvasImageSource, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  canvas.getContext("2d")!.drawImage(from, 0, 0, width, height);
  return canvas;
}

/** Phones keep a canvas' memory until it is emptied. */
function empty(canvas: HTMLCanvasElement): void {
  canvas.width = canvas.height = 0;
}

/** The picture at its largest allowed size, the right way up. */
async function largest(file: Blob): Promise<HTMLCanvasElement> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const canvas = drawn(picture, ...fit(picture.width, picture.height, STEPS[0]![0]));
  picture.close();
  return canvas;
}

/** A new JPEG of the picture; throws if the phone cannot read the file. */
export async function shrink(file: Blob): Promise<Blob> {
  const whole = await largest(file);
  try {
    return await smallEnough(async (edge, quality) => {
      const [width, height] = fit(whole.width, whole.height, edge);
      if (width === whole.width) return jpeg(whole, quality);
      const smaller = drawn(whole, width, height);
      const blob = await jpeg(smaller, quality);
      empty(smaller);
      return blob;
    });
  } finally {
    empty(whole);
  }
}
