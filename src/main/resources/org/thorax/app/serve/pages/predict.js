import { ask, askJson, copyAddress, element, keep, save, state } from "./api.js";
import * as maps from "./maps.js";

const $ = (id) => document.getElementById(id);
const SLIDERS = ["found-from", "map-from", "boxes-from"];
const ONE = { "found-from": 0.3, "map-from": 0.3, "boxes-from": 0.6 };
const SEVERAL = { "found-from": 0.4, "map-from": 0.25, "boxes-from": 0.55 };
const IN_LINK = { "found-from": "found", "map-from": "map", "boxes-from": "boxes" };
// Wider images stand one below the other.
const WIDE = 1.8;
// Delay before the reason for waiting is shown.
const LONG = 1500;
const NO_MODELS = "This server has no models yet: train one (./thorax quickstart), or start it with --models DIR.";
const NOTICE = "Thorax. For research use. Not a medical device.";

// The current image and the response that is shown.
let image = null;
let shown = null;
let running = null;
let waiting = null;
let wantedClass = null;
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
  if (!models().length) return nothing(limits.models?.length ? "Choose at least one model." : NO_MODELS);
  busy(`Asking about ${image.name} ...`);
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
    remember();
  } catch (error) {
    if (error.name === "AbortError") return;
    nothing(error.message);
    // A model may have gone, or have turned out to be damaged.
    listModels().catch(() => {});
  } finally {
    if (mine === running) idle();
  }
}

// An earlier image's result must not stand under words about another one.
function nothing(words) {
  shown = null;
  idle();
  $("found").hidden = true;
  $("status").textContent = "No result.";
  problem(words);
}

function busy(words) {
  clearTimeout(waiting);
  $("status").textContent = words;
  $("progress").hidden = false;
  $("results").ariaBusy = "true";
  waiting = setTimeout(() => { $("status").textContent = `${words} A model's first answer takes longer, as it is loaded.`; }, LONG);
}

function idle() {
  clearTimeout(waiting);
  $("progress").hidden = true;
  $("results").ariaBusy = "false";
}

// The whole state but the image itself, which no address can hold.
function remember() {
  const values = new URLSearchParams(models().map((id) => ["model", id]));
  if (image?.sample) values.append("sample", image.sample);
  if (shown?.selected) values.append("class", shown.selected);
  for (const id of ["method", "colours"]) {
    if ($(id).selectedIndex) values.append(id, $(id).value);
  }
  touched.forEach((id) => values.append(IN_LINK[id], $(id).value));
  keep(values);
}

// Sets everything as the address says, and asks.
function restore() {
  const values = state();
  const wanted = values.getAll("model");
  const boxes = [...document.querySelectorAll("#models input")];
  const there = wanted.filter((id) => boxes.some((box) => box.value === id));
  if (there.length) boxes.forEach((box) => { box.checked = there.includes(box.value); });
  for (const id of ["method", "colours"]) {
    if ([...$(id).options].some(({ value }) => value === values.get(id))) $(id).value = values.get(id);
  }
  for (const [id, key] of Object.entries(IN_LINK)) {
    if (!values.has(key)) continue;
    $(id).value = values.get(key);
    touched.add(id);
  }
  wantedClass = values.get("class");
  limitMembers();
  defaults();
  draw();
  const gone = wanted.filter((id) => !there.includes(id));
  if (gone.length) return nothing(`The link's model is not on this server: ${gone.join(", ")}.`);
  [...document.querySelectorAll("#samples button")].find(({ value }) => value === values.get("sample"))?.click();
}

async function show(answer) {
  const picture = await createImageBitmap(new Blob([maps.bytes(answer.picture)], { type: "image/png" }));
  const { width, height } = answer.maps;
  const byClass = Object.fromEntries(
    Object.entries(answer.maps.classes).map(([name, text]) => [name, maps.decoded(text, width, height)]));
  const before = wantedClass ?? shown?.selected;
  wantedClass = null;
  const classes = Object.entries(answer.probabilities).map(([name, value], index) => ({ name, value, index }));
  classes.sort((a, b) => b.value - a.value);
  shown = { answer, picture, byClass, combined: maps.decoded(answer.maps.combined, width, height), classes,
    selected: classes.some(({ name }) => name === before) ? before : "" };
  document.querySelector(".panels").classList.toggle("is-wide", picture.width > WIDE * picture.height);
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
    : found ? `${plural(marked.length, "box")} of ${found} found ${found === 1 ? "class" : "classes"}`
      : `No box: no class reaches ${foundFrom.toFixed(2)}`;
  document.querySelectorAll("#classes label").forEach((row) => {
    const value = shown.answer.probabilities[row.querySelector("input").value];
    row.classList.toggle("is-found", value >= foundFrom);
    const mark = row.querySelector(".mark");
    if (mark) mark.style.left = `${100 * foundFrom}%`;
  });
  shown.marked = marked;
}

// Long names may break behind their underscores.
function breakable(words) {
  return words.split(/(?<=_)/).flatMap((part) => [part, element("wbr")]);
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
  const before = models();
  limits = await askJson("/api/v1/models");
  const list = limits.models;
  const still = before.filter((id) => list.some((model) => model.id === id));
  $("find-model").hidden = list.length < 6;
  $("models").replaceChildren(...list.map((model, i) => {
    const checked = before.length ? still.includes(model.id) : i === 0;
    const box = element("input", { type: "checkbox", value: model.id, checked, onchange: () => { limitMembers(); explain(); remember(); } });
    const kind = model.members.length ? `ensemble of ${model.members.length}` : model.architecture;
    const about = `${kind}, ${model.classes.length} classes, ${model.width ?? "?"} pixels`
      + (model.classes_from === "log" ? "; classes from the log" : "");
    return element("label", {}, box,
      element("span", {}, ...breakable(model.id), element("br"), element("span", { className: "quiet" }, about)));
  }));
  if (!list.length) $("models").textContent = "None yet.";
  const missing = limits.unavailable;
  $("unavailable").hidden = !missing.length;
  $("unavailable").querySelector("summary").textContent = `${missing.length} not available`;
  $("unavailable").querySelector("dl").replaceChildren(...missing.flatMap(({ id, reason }) =>
    [element("dt", {}, ...breakable(id)), element("dd", {}, reason)]));
  limitMembers();
  if (!list.length) problem(NO_MODELS);
}

function limitMembers() {
  const count = models().length;
  $("chosen").textContent = count > 1 ? `(mean of ${count})` : "";
  document.querySelectorAll("#models input:not(:checked)").forEach((box) => { box.disabled = count >= limits.most_members; });
}

$("file").addEventListener("change", () => { chooseFile($("file").files[0]); $("file").value = ""; });
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    document.body.classList.toggle("over", kind === "dragover");
    if (kind !== "drop") return;
    if (!event.dataTransfer.files.length) return problem("That was no file; drop an image file.");
    chooseFile(event.dataTransfer.files[0]);
  });
}
document.addEventListener("paste", (event) => {
  const file = [...event.clipboardData.files].at(0);
  if (file) chooseFile(file);
});
$("find-model").addEventListener("input", () => {
  const words = $("find-model").value.toLowerCase().split(/\s+/);
  document.querySelectorAll("#models label").forEach((row) => {
    row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
  });
});
$("method").addEventListener("change", () => { explain(); remember(); });
$("colours").addEventListener("change", () => { draw(); remember(); });
SLIDERS.forEach((id) => {
  $(id).addEventListener("input", () => { touched.add(id); draw(); });
  $(id).addEventListener("change", remember);
});
$("classes").addEventListener("change", (event) => { shown.selected = event.target.value; draw(); remember(); });
$("copy-link").addEventListener("click", async () => {
  remember();
  const own = image.sample ? "" : " It has the settings, not your image.";
  $("copied").textContent = await copyAddress() + own;
  setTimeout(() => { $("copied").textContent = ""; }, 6000);
});
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
Promise.all([listModels(), listSamples()]).then(restore).catch((error) => problem(error.message));
window.addEventListener("hashchange", restore);
