// Draws maps and boxes from the values that the server sent, so that sliders need no server.

/** The original project's colours by class index. */
const CLASS_COLOURS = ["#F79F1F", "#A3CB38", "#1289A7", "#D980FA", "#B53471", "#EE5A24", "#009432", "#0652DD",
  "#9980FA", "#EA2027", "#5758BB", "#ED4C67"];
// The smallest box of a class, as a share of the image's side: the original's 25 of 256 pixels.
const LEAST_SIDE = 25 / 256;
// Smaller parts are left out.
const LEAST_SHARE = 1 / 400;
// matplotlib's inferno at even steps.
const INFERNO = [[0, 0, 4], [20, 11, 53], [58, 9, 99], [96, 19, 110], [133, 33, 107], [169, 46, 94], [203, 65, 73],
  [230, 93, 47], [247, 131, 17], [252, 173, 18], [245, 219, 75], [252, 255, 164]];
const OPACITY = 0.6;

export function classColour(index) {
  return CLASS_COLOURS[index] || `hsl(${(index * 137) % 360} 70% 60%)`;
}

export function bytes(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** A map of bytes 0..255 from base64. */
export function decoded(base64, width, height) {
  return { width, height, values: bytes(base64) };
}

function inferno(share) {
  const at = share * (INFERNO.length - 1);
  const low = Math.min(Math.floor(at), INFERNO.length - 2);
  return INFERNO[low].map((from, i) => from + (at - low) * (INFERNO[low + 1][i] - from));
}

// OpenCV's JET in its order (blue, green, red), inverted, then read as red, green, blue: so the original looked.
function originalHeat(value) {
  const jet = (shift) => 255 * Math.min(1, Math.max(0, 1.5 - Math.abs(4 * value / 255 - shift)));
  return [255 - jet(1), 255 - jet(2), 255 - jet(3)];
}

/** The colour ramp into a canvas of 256 x 1. */
export function drawRamp(canvas, colours) {
  const context = canvas.getContext("2d");
  const image = context.createImageData(256, 1);
  for (let i = 0; i < 256; i++) {
    image.data.set([...(colours === "original" ? originalHeat(i) : inferno(i / 255)), 255], 4 * i);
  }
  context.putImageData(image, 0, 0);
}

// Smooth before the threshold cuts, or the cut shows the coarse map's steps. Half-pixel centres, edges repeated.
function enlarged(map) {
  const factor = Math.ceil(256 / Math.max(map.width, map.height));
  if (factor < 2) return map;
  const [width, height] = [map.width * factor, map.height * factor];
  const values = new Float32Array(width * height);
  const taps = (size, count) => Array.from({ length: count }, (_, i) => {
    const at = (i + 0.5) / factor - 0.5;
    const low = Math.floor(at);
    const inside = (index) => Math.min(Math.max(index, 0), size - 1);
    return [inside(low), inside(low + 1), at - low];
  });
  const columns = taps(map.width, width);
  taps(map.height, height).forEach(([above, below, down], y) => columns.forEach(([left, right, across], x) => {
    const row = (at) => map.values[at * map.width + left] * (1 - across) + map.values[at * map.width + right] * across;
    values[y * width + x] = row(above) * (1 - down) + row(below) * down;
  }));
  return { width, height, values };
}

// At least this large, so that lines and letters over a small image are sharp.
const LEAST_PIXELS = 512;

function fresh(canvas, picture) {
  const scale = Math.max(1, LEAST_PIXELS / Math.max(picture.width, picture.height));
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return context;
}

export function drawPicture(canvas, picture) {
  fresh(canvas, picture);
}

/** The map over the picture; values below the threshold show nothing. */
export function drawMap(canvas, picture, coarse, threshold, colours) {
  const map = enlarged(coarse);
  const context = fresh(canvas, picture);
  const layer = new OffscreenCanvas(map.width, map.height);
  const small = layer.getContext("2d");
  if (colours === "original") {
    small.drawImage(picture, 0, 0, map.width, map.height);
    small.putImageData(asOriginal(small.getImageData(0, 0, map.width, map.height), map, threshold), 0, 0);
  } else {
    const image = small.createImageData(map.width, map.height);
    map.values.forEach((value, i) => {
      if (value >= 255 * threshold && value > 0) {
        image.data.set([...inferno(value / 255), 255 * OPACITY * Math.min(1, 0.35 + value / 255)], 4 * i);
      }
    });
    small.putImageData(image, 0, 0);
  }
  context.imageSmoothingQuality = "high";
  context.drawImage(layer, 0, 0, canvas.width, canvas.height);
}

// 0.8 of the heat plus the image, divided by the largest.
function asOriginal(image, map, threshold) {
  const sums = new Float32Array(image.data.length);
  let largest = 1;
  map.values.forEach((value, i) => {
    const heat = value >= 255 * threshold ? originalHeat(value) : [0, 0, 0];
    for (let c = 0; c < 3; c++) {
      sums[4 * i + c] = 0.8 * heat[c] + image.data[4 * i + c];
      largest = Math.max(largest, sums[4 * i + c]);
    }
  });
  for (let i = 0; i < sums.length; i++) image.data[i] = i % 4 === 3 ? 255 : 255 * sums[i] / largest;
  return image;
}

/** Boxes around what hangs together above the threshold (4 neighbours), half open, strongest first. */
export function boxes(map, threshold) {
  const { width, height, values } = map;
  const seen = new Uint8Array(values.length);
  const inside = (at) => !seen[at] && values[at] > 255 * threshold;
  const found = [];
  for (let start = 0; start < values.length; start++) {
    if (!inside(start)) continue;
    const box = { x0: width, y0: height, x1: 0, y1: 0, value: 0, area: 0 };
    const open = [start];
    seen[start] = 1;
    while (open.length) {
      const at = open.pop();
      const x = at % width;
      const y = (at - x) / width;
      Object.assign(box, { x0: Math.min(box.x0, x), y0: Math.min(box.y0, y), x1: Math.max(box.x1, x + 1),
        y1: Math.max(box.y1, y + 1), value: Math.max(box.value, values[at] / 255), area: box.area + 1 });
      for (const [next, there] of [[at - 1, x > 0], [at + 1, x < width - 1], [at - width, y > 0], [at + width, y < height - 1]]) {
        if (there && inside(next)) {
          seen[next] = 1;
          open.push(next);
        }
      }
    }
    if (box.area >= LEAST_SHARE * values.length) found.push(box);
  }
  return found.sort((a, b) => b.value - a.value);
}

export function largeEnough(box, map) {
  return box.x1 - box.x0 > LEAST_SIDE * map.width && box.y1 - box.y0 > LEAST_SIDE * map.height;
}

/** Boxes with their words: [{box, map, colour, name, value}]. */
export function drawBoxes(canvas, picture, marked) {
  const context = fresh(canvas, picture);
  const unit = Math.min(canvas.width, 1.5 * canvas.height) / 340;
  for (const { box, map, colour } of marked) {
    const at = placed(box, map, canvas);
    for (const [style, line] of [["#000b", 4], [colour, 2]]) {
      context.strokeStyle = style;
      context.lineWidth = line * unit;
      context.strokeRect(at.x, at.y, at.width, at.height);
    }
  }
  const taken = [];
  for (const { box, map, colour, name, value } of marked) {
    label(context, placed(box, map, canvas), unit, colour, value === undefined ? name : `${name} ${value.toFixed(2)}`, taken);
  }
}

function placed(box, map, canvas) {
  const across = canvas.width / map.width;
  const down = canvas.height / map.height;
  return { x: box.x0 * across, y: box.y0 * down, width: (box.x1 - box.x0) * across, height: (box.y1 - box.y0) * down };
}

// At the box's upper left, moved down until it covers no other label.
function label(context, at, unit, colour, words, taken) {
  if (!words) return;
  const size = 12 * unit;
  context.font = `600 ${size}px system-ui, sans-serif`;
  const width = context.measureText(words).width + 6 * unit;
  const height = size * 1.35;
  const x = Math.max(0, Math.min(at.x, context.canvas.width - width));
  let y = Math.max(0, at.y);
  while (taken.some((other) => x < other.x + other.width && other.x < x + width && y < other.y + height && other.y < y + height)) {
    y += height;
  }
  taken.push({ x, y, width });
  context.fillStyle = "#000c";
  context.fillRect(x, y, width, height);
  context.fillStyle = colour;
  context.fillRect(x, y, 3 * unit, height);
  context.fillStyle = "#fff";
  context.textBaseline = "middle";
  context.fillText(words, x + 4.5 * unit, y + height / 2);
}

/** The three canvases side by side with captions, as one canvas. */
export function composed(canvases, captions, notice) {
  const side = 512;
  const all = document.createElement("canvas");
  const scale = Math.min(...canvases.map((canvas) => Math.min(side / canvas.width, 1.5 * side / canvas.height)));
  const tallest = Math.max(...canvases.map((canvas) => canvas.height * scale));
  all.width = canvases.length * (side + 16) + 16;
  all.height = Math.ceil(tallest) + 80;
  const context = all.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, all.width, all.height);
  context.font = "16px system-ui, sans-serif";
  canvases.forEach((canvas, i) => {
    const x = 16 + i * (side + 16);
    context.drawImage(canvas, x, 16, canvas.width * scale, canvas.height * scale);
    context.fillStyle = "#1d1d1b";
    context.fillText(captions[i], x, tallest + 40, side);
  });
  context.fillStyle = "#5f5e5a";
  context.fillText(notice, 16, tallest + 68);
  return all;
}
