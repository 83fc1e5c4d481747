// Asks the server; a token from the address (#token=...) goes with every request and stays in this tab.

const KEY = "thorax-token";

/** What stands behind the address's #: the page's state, which is never sent to the server. */
export function state() {
  return new URLSearchParams(location.hash.slice(1));
}

/** Keeps the page's state in the address, so that it can be copied and survives a reload. */
export function keep(values) {
  const words = String(values);
  history.replaceState(null, "", location.pathname + (words ? `#${words}` : ""));
}

/** Copies the address with its state; says in words what to do where the browser forbids that. */
export async function copyAddress() {
  try {
    await navigator.clipboard.writeText(location.href);
    return "The link is copied.";
  } catch {
    return "Copy the link from the address bar.";
  }
}

const first = state();
if (first.has("token")) {
  sessionStorage.setItem(KEY, first.get("token"));
  first.delete("token");
  keep(first);
}

/** The answer to a request; an Error with the server's words when it has none. */
export async function ask(path, options = {}) {
  const token = sessionStorage.getItem(KEY);
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  let response;
  try {
    response = await fetch(path, { ...options, headers });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("The server does not answer; is it still running?");
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  if (response.status === 401) {
    throw new Error("This server needs its token: open the address that it printed when it started.");
  }
  throw new Error(problem.detail || `The server answered with status ${response.status}.`);
}

export async function askJson(path, options) {
  return (await ask(path, options)).json();
}

/** An element with properties and children. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Lets the browser save something under a name. */
export function save(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
