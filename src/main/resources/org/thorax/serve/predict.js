import { ask, askJson, element, save } from "./api.js";
import * as maps from "./maps.js";

const $ = (id) => document.getElementById(id);
const SLIDERS = ["found-from", "map-from", "boxes-from"];
const ONE = { "found-from": 0.3, "map-from": 0.3, "boxes-from": 0.6 };
const SEVERAL = { "found-from": 0.4, "map-from": 0.25, "boxes-from": 0.55 };
const NOTICE = "Thorax. For research use. Not a medical device.";

// What is asked about, and the answer that is shown.
let image = null;
let shown = null;
let running = null;
let limits = {};
const touched = new Set();

function models() {
  return [...document.querySelectorAll("#models input:checked")].map((box) => box.value);
}

function problem(words) {
  $("problem").textContent = words;
  $("problem").hidden = !words;
}

async function explain() {
  if (!image) return;
  running?.abort();
  running = new AbortController();
  const mine = running;
  problem("");
  if (!models().length) return problem("Choose at least one model.");
  $("status").textContent = `Asking about ${image.name} ...`;
  const query = new URLSearchParams(models().map((id) => ["model", id]));
  query.append("method", $("method").value);
  if (image.sample) query.append("sample", image.sample);
  try {
    const answer = await askJson(`/api/v1/explain?${query}`,
      { method: "POST", body: image.file ?? new Blob([]), signal: mine.signal });
    await show(answer);
    const count = answer.models.length;
    $("status").textContent = `${image.name}: ${answer.image.width} x ${answer.image.height} pixels, `
      + (count > 1 ? `mean of ${count} models.` : "one model.");
  } catch (error) {
    if (error.name === "AbortError") return;
    shown = null;
    $("found").hidden = true;
    $("status").textContent = "No result.";
    problem(error.message);
  }
}

async function show(answer) {
  const picture = await createImageBitmap(new Blob([maps.bytes(answer.picture)], { type: "image/png" }));
  const { width, height } = answer.maps;
  const byClass = Object.fromEntries(
    Object.entries(answer.maps.classes).map(([name, text]) => [name, maps.decoded(text, width, height)]));
  const before = shown?.selected;
  const classes = Object.entries(answer.probabilities).map(([name, value], index) => ({ name, value, index }));
  classes.sort((a, b) => b.value - a.value);
  shown = { answer, picture, byClass, combined: maps.decoded(answer.maps.combined, width, height), classes,
    selected: classes.some(({ name }) => name === before) ? before : "" };
  defaults();
  listClasses();
  $("remarks").replaceChildren(...answer.remarks.map((words) => element("li", {}, words)));
  $("found").hidden = false;
  draw();
}

// The original's values, which differ for ensembles, until somebody moves the slider.
function defaults() {
  const values = models().length > 1 ? SEVERAL : ONE;
  SLIDERS.filter((id) => !touched.has(id)).forEach((id) => { $(id).value = values[id]; });
}

function listClasses() {
  const rows = [{ name: "", value: null }, ...shown.classes].map(({ name, value, index }) => {
    const radio = element("input", { type: "radio", name: "class", value: name, checked: shown.selected === name });
    const chip = element("span", { className: "chip" });
    if (name) chip.style.background = maps.classColour(index);
    const row = element("label", {}, radio,
      element("span", { className: "name" }, chip, name || "All classes together"),
      element("span", { className: "value" }, name ? value.toFixed(3) : ""));
    if (name) {
      const fill = element("div", { className: "fill" });
      fill.style.width = `${100 * value}%`;
      row.append(element("div", { className: "track" }, fill, element("div", { className: "mark" })));
    }
    return row;
  });
  $("classes").replaceChildren(...rows);
}

function draw() {
  SLIDERS.forEach((id) => { $(`${id}-value`).textContent = Number($(id).value).toFixed(2); });
  maps.drawRamp($("ramp"), $("colours").value);
  if (!shown) return;
  const [foundFrom, mapFrom, boxesFrom] = SLIDERS.map((id) => Number($(id).value));
  const { picture, selected } = shown;
  const map = selected ? shown.byClass[selected] : shown.combined;
  maps.drawPicture($("original"), picture);
  maps.drawMap($("map"), picture, map, mapFrom, $("colours").value);
  const marked = selected ? ofClass(selected, boxesFrom) : ofAll(foundFrom, boxesFrom);
  maps.drawBoxes($("boxes"), picture, marked);
  $("map-caption").textContent = `${$("method").selectedOptions[0].text}: ${selected || "all classes together"}`;
  const found = shown.classes.filter(({ value }) => value >= foundFrom).length;
  $("boxes-caption").textContent = selected ? `${plural(marked.length, "box")} of ${selected}`
    : `${plural(marked.length, "box")} of ${found} found ${found === 1 ? "class" : "classes"}`;
  document.querySelectorAll("#classes label").forEach((row) => {
    const value = shown.answer.probabilities[row.querySelector("input").value];
    row.classList.toggle("is-found", value >= foundFrom);
    const mark = row.querySelector(".mark");
    if (mark) mark.style.left = `${100 * foundFrom}%`;
  });
  shown.marked = marked;
}

function plural(count, word) {
  return `${count} ${word}${count === 1 ? "" : "es"}`;
}

function ofClass(name, from) {
  const { index, value } = shown.classes.find((each) => each.name === name);
  const map = shown.byClass[name];
  return maps.boxes(map, from).map((box, i) => ({ box, map, colour: maps.classColour(index), name: i ? "" : name, value: i ? undefined : value }));
}

function ofAll(foundFrom, from) {
  return shown.classes.filter(({ value }) => value >= foundFrom)
    .flatMap(({ name }) => ofClass(name, from).filter(({ box, map }) => maps.largeEnough(box, map)));
}

function choose(chosen) {
  image = chosen;
  document.querySelectorAll("#samples button").forEach((button) => {
    button.ariaPressed = String(button.value === chosen.sample);
  });
  explain();
}

function chooseFile(file) {
  if (!file) return;
  if (file.size > limits.most_bytes) {
    return problem(`${file.name} has ${(file.size / 2 ** 20).toFixed(0)} MB; at most ${limits.most_bytes / 2 ** 20} MB are read.`);
  }
  choose({ name: file.name, file });
}

async function listSamples() {
  const { samples } = await askJson("/api/v1/samples");
  $("samples").replaceChildren(...samples.map(({ name, title }) => {
    const picture = element("img", { alt: "", width: 96, height: 96 });
    ask(`/api/v1/samples/${name}`).then((response) => response.blob())
      .then((blob) => { picture.src = URL.createObjectURL(blob); });
    return element("button", { type: "button", value: name, ariaPressed: "false",
      onclick: () => choose({ name: `Sample '${title}'`, sample: name }) }, picture, title);
  }));
}

async function listModels() {
  limits = await askJson("/api/v1/models");
  const list = limits.models;
  if (!list.length) return problem("This server has no models yet: train one, or start it with --models DIR.");
  $("find-model").hidden = list.length < 6;
  $("models").replaceChildren(...list.map((model, i) => {
    const box = element("input", { type: "checkbox", value: model.id, checked: i === 0, onchange: chosenChanged });
    const kind = model.members.length ? `ensemble of ${model.members.length}` : model.architecture;
    const about = `${kind}, ${model.classes.length} classes, ${model.width ?? "?"} pixels`;
    return element("label", {}, box, element("span", {}, model.id, element("br"), element("span", { className: "quiet" }, about)));
  }));
  chosenChanged();
}

function chosenChanged() {
  const count = models().length;
  $("chosen").textContent = count > 1 ? `(mean of ${count})` : "";
  document.querySelectorAll("#models input:not(:checked)").forEach((box) => { box.disabled = count >= limits.most_members; });
  explain();
}

$("file").addEventListener("change", () => { chooseFile($("file").files[0]); $("file").value = ""; });
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    $("drop").classList.toggle("over", kind === "dragover");
    if (kind === "drop") chooseFile(event.dataTransfer.files[0]);
  });
}
$("find-model").addEventListener("input", () => {
  const words = $("find-model").value.toLowerCase().split(/\s+/);
  document.querySelectorAll("#models label").forEach((row) => {
    row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
  });
});
$("method").addEventListener("change", explain);
$("colours").addEventListener("change", draw);
SLIDERS.forEach((id) => $(id).addEventListener("input", () => { touched.add(id); draw(); }));
$("classes").addEventListener("change", (event) => { shown.selected = event.target.value; draw(); });
$("save-png").addEventListener("click", () => {
  const captions = [image.name, $("map-caption").textContent, $("boxes-caption").textContent];
  maps.composed([$("original"), $("map"), $("boxes")], captions, NOTICE).toBlob((blob) => save(blob, "thorax.png"));
});
$("save-json").addEventListener("click", () => {
  const settings = Object.fromEntries(SLIDERS.map((id) => [id, Number($(id).value)]));
  const marked = shown.marked.map(({ box, name }) => ({ ...box, name }));
  const whole = { ...shown.answer, name: image.name, shown: shown.selected || "all classes together", settings, marked };
  save(new Blob([JSON.stringify(whole, null, 2)], { type: "application/json" }), "thorax.json");
});

defaults();
draw();
Promise.all([listModels(), listSamples()]).catch((error) => problem(error.message));
