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

function jpeg(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const done = (blob: Blob | null) => (blob ? resolve(blob) : reject(new Error("no picture")));
    canvas.toBlob(done, "image/jpeg", quality);
  });
}

/** A new JPEG of the picture, the right way up; throws if the phone cannot read the file. */
export async function shrink(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const canvas = document.createElement("canvas");
  try {
    return await smallEnough((edge, quality) => {
      [canvas.width, canvas.height] = fit(picture.width, picture.height, edge);
      const context = canvas.getContext("2d")!;
      context.drawImage(picture, 0, 0, canvas.width, canvas.height);
      return jpeg(canvas, quality);
    });
  } finally {
    picture.close();
    // Phones keep a canvas' memory until it is emptied.
    canvas.width = canvas.height = 0;
  }
}
