// Lines in SVG, for curves over epochs and ROC curves.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 420;
const HEIGHT = 260;
const EDGE = { left: 46, right: 10, top: 10, bottom: 34 };
/** Told apart by those who see no red or green, and on light and dark. */
const COLOURS = ["#2f7de1", "#d97c10", "#12936f", "#b0559b", "#7a7d85", "#a88600"];

function svg(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  if (text !== undefined) made.textContent = text;
  return made;
}

export function colour(index) {
  return COLOURS[index % COLOURS.length];
}

// About five round numbers between two values.
function ticks(low, high) {
  const rough = (high - low) / 4 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough * 0.99);
  const list = [];
  for (let value = Math.ceil(low / step - 1e-9) * step; value <= high + step * 1e-9; value += step) list.push(value);
  return list;
}

function text(value) {
  const size = Math.abs(value);
  if (value === 0) return "0";
  return size >= 1e5 || size < 1e-3 ? value.toExponential(0) : String(Number(value.toPrecision(3)));
}

/**
 * A chart.
 * series: [{name, points: [[x, y]], colour, dashed}]; title for those who cannot see it; x and y are words at the axes.
 */
export function chart({ title, x, y, series, square }) {
  const points = series.flatMap((each) => each.points).filter(([, value]) => Number.isFinite(value));
  const figure = document.createElement("figure");
  figure.className = "chart";
  if (!points.length) {
    figure.textContent = "No values.";
    return figure;
  }
  const range = (at) => {
    const values = points.map((point) => point[at]);
    const low = Math.min(...values);
    const high = Math.max(...values);
    return square ? [0, 1] : low === high ? [low - 0.5, high + 0.5] : [low, high];
  };
  const [[left, right], [low, high]] = [range(0), range(1)];
  const height = square ? WIDTH * 0.8 : HEIGHT;
  const across = (value) => EDGE.left + (value - left) / (right - left) * (WIDTH - EDGE.left - EDGE.right);
  const up = (value) => height - EDGE.bottom - (value - low) / (high - low) * (height - EDGE.top - EDGE.bottom);
  const root = svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": title });
  for (const value of ticks(low, high)) {
    root.append(svg("line", { class: "grid", x1: EDGE.left, x2: WIDTH - EDGE.right, y1: up(value), y2: up(value) }));
    root.append(svg("text", { x: EDGE.left - 6, y: up(value) + 4, "text-anchor": "end" }, text(value)));
  }
  const whole = (value) => square || Number.isInteger(value);
  for (const value of ticks(left, right).filter(whole)) {
    root.append(svg("text", { x: across(value), y: height - EDGE.bottom + 15, "text-anchor": "middle" }, text(value)));
  }
  root.append(svg("text", { x: (EDGE.left + WIDTH - EDGE.right) / 2, y: height - 4, "text-anchor": "middle" }, x));
  if (y) root.append(svg("text", { x: 12, y: height / 2, "text-anchor": "middle", transform: `rotate(-90 12 ${height / 2})` }, y));
  for (const each of series) {
    const shown = each.points.filter(([, value]) => Number.isFinite(value));
    const line = shown.map(([px, py], i) => `${i ? "L" : "M"}${across(px).toFixed(1)} ${up(py).toFixed(1)}`).join("");
    root.append(svg("path", { d: line, stroke: each.colour, "stroke-dasharray": each.dashed ? "6 4" : "none" }));
    if (shown.length < 12) {
      shown.forEach(([px, py]) => root.append(svg("circle", { cx: across(px), cy: up(py), r: 2.5, fill: each.colour })));
    }
  }
  const legend = document.createElement("ul");
  legend.className = "legend";
  series.filter((each) => each.name).forEach((each) => {
    const item = document.createElement("li");
    item.textContent = each.name;
    item.style.setProperty("--series", each.colour);
    item.classList.toggle("dashed", Boolean(each.dashed));
    legend.append(item);
  });
  figure.append(root, legend);
  return figure;
}
