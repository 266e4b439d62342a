// Reads codes drawn as rows of 0 and 1 on standard input (JSON), with a reader that is not ours.
const jsQR = require("../../peers/node_modules/jsqr");
const SCALE = 8;

function read(rows) {
  const side = rows.length * SCALE;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      if (rows[Math.floor(y / SCALE)][Math.floor(x / SCALE)])
        pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
  return jsQR(pixels, side, side)?.data ?? null;
}

const codes = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(codes.map(read)));
