/** A photo's bytes with parts of it hidden: drawn, pixelated and made a JPEG anew. */
import { jpeg, smallEnough } from "./photo";
import { pixelate, type Box } from "./pixelate";

/** Shares (0–1) of the picture's width and height, so that it does not matter how large it is shown. */
export type Share = Box;

/** The new bytes. The earlier ones are kept nowhere. */
export async function blurred(
  bytes: Uint8Array<ArrayBuffer>,
  parts: readonly Share[],
): Promise<Uint8Array<ArrayBuffer>> {
  const picture = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
  const canvas = document.createElement("canvas");
  const { width, height } = picture;
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.drawImage(picture, 0, 0);
  picture.close();
  const pixels = context.getImageData(0, 0, width, height);
  for (const part of parts) {
    const [x, y] = [part.x * width, part.y * height];
    pixelate(pixels, { x, y, width: part.width * width, height: part.height * height });
  }
  context.putImageData(pixels, 0, 0);
  const small = await smallEnough((_edge, quality) => jpeg(canvas, quality));
  canvas.width = canvas.height = 0;
  return new Uint8Array(await small.arrayBuffer());
}
