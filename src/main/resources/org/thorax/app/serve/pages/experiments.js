import { askJson, copyAddress, element, keep, state } from "./api.js";
import { chart, colour } from "./chart.js";

const $ = (id) => document.getElementById(id);
const MOST = 6;
const COLUMNS = [
  ["name", "Experiment"], ["test_auc", "Test AUC", "number"], ["val_auc", "Val. AUC", "number"], ["date", "Date"],
  ["architecture", "Network"], ["loss", "Loss"], ["optimizer", "Optimizer"], ["classes", "Classes", "number"], ["epochs", "Epochs", "number"],
];

let rows = [];
let order = { key: "date", up: false };
const chosen = new Map();

function shownNumber(key, value) {
  if (value === null || value === undefined) return "";
  return key.endsWith("auc") ? value.toFixed(4) : String(value);
}

// Long names may break behind their underscores.
function breakable(words) {
  return words.split(/(?<=_)/).flatMap((part) => [part, element("wbr")]);
}

function compare(a, b) {
  const [one, other] = [a[order.key], b[order.key]];
  // What is missing comes last, whichever way is sorted.
  if ((one ?? "") === "" || (other ?? "") === "") return ((one ?? "") === "") - ((other ?? "") === "");
  const result = typeof one === "number" ? one - other : String(one).localeCompare(String(other));
  return order.up ? result : -result;
}

function drawTable() {
  const words = $("find").value.toLowerCase().split(/\s+/).filter(Boolean);
  const visible = rows.filter((row) => words.every((word) => JSON.stringify(row).toLowerCase().includes(word)));
  visible.sort(compare);
  $("count").textContent = `${visible.length} of ${rows.length}`;
  $("none").hidden = visible.length > 0;
  $("none").textContent = rows.length ? "No experiment has all these words." : "There are no experiments in the logs yet: ./thorax quickstart makes one.";
  $("table").tBodies[0].replaceChildren(...visible.map((row) => {
    const box = element("input", { type: "checkbox", checked: chosen.has(row.key), ariaLabel: `Show ${row.name}`,
      onchange: (event) => toggle(row, event.target.checked) });
    const line = element("tr", { className: chosen.has(row.key) ? "is-chosen" : "" }, element("td", {}, box));
    COLUMNS.forEach(([key, , kind]) => line.append(element("td", { className: `${key} ${kind ?? ""}` },
      ...(kind ? [shownNumber(key, row[key])] : breakable(row[key] ?? "")))));
    line.addEventListener("click", (event) => { if (event.target !== box) box.click(); });
    return line;
  }));
  document.querySelectorAll("#table th[data-key]").forEach((head) => {
    const sorted = head.dataset.key === order.key;
    head.ariaSort = sorted ? (order.up ? "ascending" : "descending") : "none";
    head.querySelector("span").textContent = sorted ? (order.up ? " ▲" : " ▼") : "";
  });
}

// What is shown, into the address.
function remember() {
  const values = new URLSearchParams([...chosen.keys()].map((key) => ["run", key]));
  if ($("find").value) values.append("find", $("find").value);
  if (order.key !== "date" || order.up) values.append("sort", (order.up ? "+" : "-") + order.key);
  keep(values);
}

async function restore() {
  const values = state();
  $("find").value = values.get("find") ?? "";
  const key = values.get("sort")?.slice(1);
  if (COLUMNS.some(([name]) => name === key)) order = { key, up: values.get("sort").startsWith("+") };
  chosen.clear();
  for (const wanted of values.getAll("run").slice(0, MOST)) {
    const row = rows.find((each) => each.key === wanted);
    if (row) await choose(row);
    else problem(`The link's experiment is not in the logs: ${wanted}.`);
  }
  drawTable();
  drawDetails();
}

async function choose(row) {
  try {
    chosen.set(row.key, await askJson(`/api/v1/experiments/${encodeURIComponent(row.key)}`));
  } catch (error) {
    problem(error.message);
  }
}

function drawHead() {
  const head = element("tr", {}, element("th", {}, element("span", { className: "hidden" }, "Chosen")));
  COLUMNS.forEach(([key, title, kind]) => {
    const cell = element("th", { scope: "col", className: kind ?? "" }, element("button", { type: "button", onclick: () => {
      order = { key, up: order.key === key ? !order.up : !kind && key !== "date" };
      drawTable();
      remember();
    } }, title, element("span", { ariaHidden: "true" })));
    cell.dataset.key = key;
    head.append(cell);
  });
  $("table").tHead.replaceChildren(head);
}

async function toggle(row, wanted) {
  $("problem").hidden = true;
  if (!wanted) {
    chosen.delete(row.key);
  } else if (chosen.size >= MOST) {
    problem(`At most ${MOST} experiments are compared.`);
  } else {
    await choose(row);
  }
  drawTable();
  drawDetails();
  remember();
}

function problem(words) {
  $("problem").textContent = words;
  $("problem").hidden = false;
}

function drawDetails() {
  const entries = [...chosen.values()];
  $("hint").hidden = entries.length > 0 || !rows.length;
  $("chosen").hidden = entries.length === 0;
  if (entries.length === 1) $("chosen").replaceChildren(...single(entries[0]));
  if (entries.length > 1) $("chosen").replaceChildren(...comparison(entries));
}

function single(entry) {
  const facts = element("div", { className: "facts" });
  const curves = curveChooser([entry]);
  if (curves) facts.append(element("div", {}, element("h3", {}, "Learning curves"), curves));
  if (entry.roc?.length) facts.append(element("div", {}, element("h3", {}, "ROC, test set"), roc(entry.roc)));
  const parts = [element("h2", {}, entry.name), element("p", {}, entry.description), ...issues(entry), facts];
  if (entry.roc_problem) parts.push(element("p", { className: "quiet" }, `No ROC curves: ${entry.roc_problem}`));
  if (entry.unavailable) parts.push(element("p", { className: "quiet" }, `The model cannot be used: ${entry.unavailable}`));
  if (entry.card) parts.push(element("h3", {}, "Model card"), facts2(entry.card));
  parts.push(element("h3", {}, "Test set"), byClass(entry.test ?? {}), folded("All figures", scores([entry])));
  if (entry.classification_report) {
    const doubts = (entry.oddities ?? []).filter(({ kind }) => kind === "wrong-report" || kind === "report-disagrees");
    parts.push(folded("Classification report", element("div", {},
      ...doubts.map(({ text }) => element("p", { className: "warning" }, `Not to be trusted: ${text}.`)),
      element("pre", {}, entry.classification_report))));
  }
  if (entry.benchmark) parts.push(folded("Benchmark", facts2(entry.benchmark)));
  return parts;
}

// What a reader should know before the figures: warnings and faults at once, notes on request.
function issues(entry) {
  const points = (found) => element("ul", {}, ...found.map(({ severity, text }) => element("li", {}, `${severity}: ${text}`)));
  const all = entry.oddities ?? [];
  const grave = all.filter(({ severity }) => severity !== "note");
  const notes = all.filter(({ severity }) => severity === "note");
  const parts = [];
  if (grave.length) parts.push(element("div", { className: "warning", id: "issues" }, element("h3", {}, "Issues"), points(grave)));
  if (notes.length) parts.push(folded(`Notes (${notes.length})`, points(notes)));
  return parts;
}

function comparison(entries) {
  const facts = element("div", { className: "facts" });
  const curves = curveChooser(entries);
  if (curves) facts.append(element("div", {}, element("h3", {}, "Learning curves"), curves));
  facts.append(element("div", {}, element("h3", {}, "Differences"), differences(entries)));
  const oddities = entries.flatMap((entry) => (entry.oddities ?? []).filter(({ severity }) => severity !== "note")
    .map(({ severity, text }) => element("li", {}, `${short(entry)}: ${severity}: ${text}`)));
  const known = oddities.length ? [element("div", { className: "warning", id: "issues" }, element("h3", {}, "Issues"), element("ul", {}, ...oddities))] : [];
  return [element("h2", {}, `${entries.length} experiments`), ...known, facts, element("h3", {}, "Test set"), scores(entries)];
}

function folded(title, content) {
  return element("details", {}, element("summary", {}, title), content);
}

function facts2(facts) {
  const list = element("dl");
  Object.entries(facts).forEach(([key, value]) => list.append(element("dt", {}, key.replaceAll("_", " ")),
    element("dd", {}, typeof value === "string" ? value : JSON.stringify(value))));
  return list;
}

// One metric over the epochs: training dashed, validation solid.
function curveChooser(entries) {
  const keys = [...new Set(entries.flatMap((entry) => Object.keys(entry.history)))]
    .filter((key) => !key.startsWith("val_") && !key.startsWith("no_"));
  if (!keys.length) return null;
  const select = element("select", { ariaLabel: "Metric" }, ...keys.map((key) => element("option", { value: key }, key.replaceAll("_", " "))));
  const place = element("div");
  const drawn = () => {
    const key = select.value;
    const line = (values) => (values ?? []).map((value, i) => [i + 1, value]);
    const series = entries.flatMap((entry, i) => {
      const name = entries.length > 1 ? short(entry) : "";
      return [
        { name: `${name} training`, points: line(entry.history[key]), colour: colour(entries.length > 1 ? i : 0), dashed: true },
        { name: `${name} validation`, points: line(entry.history[`val_${key}`]), colour: colour(entries.length > 1 ? i : 1) },
      ].filter(({ points }) => points.length);
    });
    place.replaceChildren(chart({ title: `${key} over the epochs`, x: "epoch", y: key.replaceAll("_", " "), series }));
  };
  select.addEventListener("change", drawn);
  drawn();
  return element("div", {}, select, place);
}

function roc(curves) {
  const series = curves.map(({ name, auc, points }, i) => ({ name: `${name} ${auc.toFixed(3)}`, points, colour: colour(i), dashed: i >= 6 }));
  series.push({ name: "", points: [[0, 0], [1, 1]], colour: "#8886", dashed: true });
  return chart({ title: "ROC curves", x: "false positive rate", y: "true positive rate", series, square: true });
}

function short(entry) {
  const row = rows.find(({ key }) => key === entry.key);
  return row ? `${row.date} ${row.architecture ?? ""} ${row.loss ?? ""}` : entry.name;
}

// A row for each class, a column for each metric.
function byClass(test) {
  const classes = Object.keys(test).filter((key) => key.startsWith("auc_")).map((key) => key.slice(4));
  const metrics = ["auc", "precision", "recall", "f2_score", "accuracy"]
    .filter((metric) => classes.some((name) => `${metric}_${name}` in test) || metric in test);
  const text = (value) => (typeof value === "number" ? value.toFixed(4) : "");
  const row = (title, values) => element("tr", {}, element("th", { scope: "row" }, title),
    ...values.map((value) => element("td", { className: "number" }, text(value))));
  const body = classes.map((name) => row(name.replaceAll("_", " "), metrics.map((metric) => test[`${metric}_${name}`])));
  body.push(row("all", metrics.map((metric) => test[metric] ?? test[`binary_${metric}`])));
  const head = element("tr", {}, element("th", {}, "Class"),
    ...metrics.map((metric) => element("th", { scope: "col", className: "number" }, metric.replaceAll("_", " "))));
  return element("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: "Figures by class" },
    element("table", {}, element("thead", {}, head), element("tbody", {}, ...body)));
}

// A row for each figure, a column for each experiment; the best in bold.
function scores(entries) {
  const keys = [...new Set(entries.flatMap((entry) => Object.keys(entry.test ?? {})))];
  if (!keys.length) return element("p", { className: "quiet" }, "Not evaluated.");
  const body = keys.map((key) => {
    const values = entries.map((entry) => entry.test?.[key]);
    const known = values.filter((value) => typeof value === "number");
    const best = key === "loss" ? Math.min(...known) : Math.max(...known);
    return element("tr", {}, element("th", { scope: "row" }, key.replaceAll("_", " ")), ...values.map((value) =>
      element("td", { className: entries.length > 1 && value === best ? "number best" : "number" },
        typeof value === "number" ? value.toFixed(4) : "")));
  });
  const head = element("tr", {}, element("th", {}, "Figure"),
    ...entries.map((entry) => element("th", { scope: "col", className: "number" }, entries.length > 1 ? short(entry) : "Value")));
  const region = element("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: "Figures on the test set" },
    element("table", {}, element("thead", {}, head), element("tbody", {}, ...body)));
  return region;
}

// What the benchmarks do not share.
function differences(entries) {
  const keys = [...new Set(entries.flatMap((entry) => Object.keys(entry.benchmark ?? {})))];
  const text = (entry, key) => JSON.stringify(entry.benchmark?.[key] ?? null);
  const shown = (entry, key) => {
    const value = entry.benchmark?.[key] ?? "";
    return breakable((typeof value === "string" ? value : JSON.stringify(value)).slice(0, 120));
  };
  const apart = keys.filter((key) => entries.some((entry) => text(entry, key) !== text(entries[0], key)));
  if (!apart.length) return element("p", { className: "quiet" }, "The benchmarks are the same.");
  const table = element("table", {}, element("tbody", {}, ...apart.map((key) => element("tr", {},
    element("th", { scope: "row" }, key.replaceAll("_", " ")), ...entries.map((entry) => element("td", {}, ...shown(entry, key)))))));
  return element("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: "Differences" }, table);
}

$("find").addEventListener("input", () => { drawTable(); remember(); });
$("copy-link").addEventListener("click", async () => {
  $("copied").textContent = await copyAddress();
  setTimeout(() => { $("copied").textContent = ""; }, 6000);
});
drawHead();
askJson("/api/v1/experiments").then((answer) => {
  rows = answer.experiments;
  $("hint").hidden = !rows.length;
  return restore();
}).catch((error) => problem(error.message));
window.addEventListener("hashchange", restore);
