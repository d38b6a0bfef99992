"use strict";
// The report is complete without this: it filters, and shows messages in a form that is easier
// to read. What the subject sent is only ever set as text.

const DEPTH_MAX = 60, LINE_MAX = 72;
const main = document.querySelector("main");
const cases = [...main.querySelectorAll("details.case")];
const bar = main.querySelector("nav.filter");
const search = bar.querySelector("input");
const count = bar.querySelector("output");
const verdicts = [...bar.querySelectorAll("button[data-verdict]")];
let verdict = "";

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

// -- JSON, token by token, so that a number is shown as it was sent -----------

const TOKEN = /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\]|\\.)*")|([-+.\w]+))/y;

function tokens(text) {
  const found = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (!match) return null;
    found.push(match[1] ?? match[2] ?? match[3]);
  }
  return found;
}

function parse(list, at, depth) {
  const token = list[at];
  if (depth > DEPTH_MAX || token === undefined || ",:]}".includes(token)) return null;
  if (token !== "{" && token !== "[") return { token, next: at + 1 };
  const close = token === "{" ? "}" : "]", items = [];
  at++;
  while (list[at] !== close) {
    let name = null;
    if (close === "}") {
      name = list[at];
      if (name?.[0] !== "\"" || list[at + 1] !== ":") return null;
      at += 2;
    }
    const value = parse(list, at, depth + 1);
    if (!value) return null;
    items.push({ name, value });
    at = value.next;
    if (list[at] === ",") at++;
    else if (list[at] !== close) return null;
  }
  return { open: token, close, items, next: at + 1 };
}

function flat(value) {
  if (!value.items) return value.token;
  return value.open + value.items.map((item) => (item.name ? item.name + ": " : "") + flat(item.value)).join(", ") +
    value.close;
}

function short(value) {
  return !value.items?.length || (value.items.every((item) => !item.value.items) && flat(value).length <= LINE_MAX &&
    value.open === "[");
}

const KINDS = { "\"": "string", t: "word", f: "word", n: "word" };

function addValue(line, value) {
  if (value.items) line.append(flat(value));
  else line.append(make("span", KINDS[value.token[0]] ?? "number", value.token));
}

// One line a member; `wrong` are the JSON pointers that the verdict is about.
function addLines(parent, value, name, tail, depth, pointer, wrong) {
  const line = make("span", "line");
  const marked = wrong.has(pointer);
  const into = marked ? line.appendChild(make("mark")) : line;
  line.prepend("  ".repeat(depth));
  if (name) into.append(make("span", "name", name), ": ");
  parent.append(line);
  if (short(value)) {
    addValue(into, value);
    line.append(tail, "\n");
    return;
  }
  into.append(value.open);
  line.append("\n");
  value.items.forEach((item, i) => {
    const step = item.name ? item.name.slice(1, -1).replaceAll("~", "~0").replaceAll("/", "~1") : String(i);
    addLines(parent, item.value, item.name, i + 1 < value.items.length ? "," : "", depth + 1,
      pointer + "/" + step, wrong);
  });
  parent.append(make("span", "line", "  ".repeat(depth) + value.close + tail + "\n"));
}

function prettyJson(text, wrong) {
  const list = tokens(text);
  const value = list?.length ? parse(list, 0, 0) : null;
  if (!value?.items || value.next !== list.length) return null;
  const pre = make("pre", "json");
  addLines(pre, value, null, "", 0, "", wrong);
  return pre;
}

// -- messages --------------------------------------------------------------------

function decoded(text) {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function addField(list, name, value, className) {
  list.append(make("dt", className, name), make("dd", className, value));
}

function addPairs(list, text, className) {
  for (const pair of text.split("&").filter(Boolean)) {
    const at = pair.indexOf("=");
    addField(list, decoded(at < 0 ? pair : pair.slice(0, at)), at < 0 ? "" : decoded(pair.slice(at + 1)), className);
  }
}

function addHeader(list, line) {
  const at = line.indexOf(":"), name = line.slice(0, at), value = line.slice(at + 1).trim();
  if (at < 0) return addField(list, line, "", "header");
  addField(list, name, value, "header");
  if (name.toLowerCase() === "authorization" && /^oauth /i.test(value)) {
    list.lastChild.textContent = "OAuth";
    for (const part of value.slice(6).split(/,\s*/)) {
      const equals = part.indexOf("=");
      addField(list, part.slice(0, equals), part.slice(equals + 1).replaceAll("\"", ""), "oauth");
    }
  }
}

function addFirstLine(box, line, kind, wrong) {
  const head = box.appendChild(make("p", "first"));
  const status = /^(HTTP\/\S+ )(\d{3})(.*)$/.exec(line);
  if (kind === "response" && status && wrong.has(status[2]))
    head.append(status[1], make("mark", "", status[2]), status[3]);
  else
    head.textContent = line;
}

function prettyMessage(pre, wrong) {
  const text = pre.textContent, kind = pre.dataset.kind;
  const end = text.search(/\n\r?\n/);
  const [first, ...headers] = (end < 0 ? text : text.slice(0, end)).split("\n");
  const body = end < 0 ? "" : text.slice(end).trim();
  const box = make("div", "pretty");
  addFirstLine(box, first, kind, wrong);
  const list = box.appendChild(make("dl"));
  const query = kind === "request" ? /\?(\S*)/.exec(first)?.[1] : "";
  if (query) addPairs(list, query, "query");
  for (const line of headers) addHeader(list, line);
  if (!body) return box;
  const form = /^content-type:\s*application\/x-www-form-urlencoded/im.test(headers.join("\n"));
  if (form) addPairs(list, body, "form");
  else box.append(prettyJson(body, kind === "response" ? wrong : new Set()) ?? make("pre", "", body));
  return box;
}

// What the verdict points at: "/id_str: …" is a member, "401 with code 32" a status.
function pointedAt(exchange) {
  const got = exchange.closest(".case").querySelector(":scope > .body > .compare > .got p")?.textContent ?? "";
  const wrong = new Set();
  const pointer = /^(\/[^\s:]*):/.exec(got), status = /^(\d{3})\b/.exec(got);
  if (pointer) wrong.add(pointer[1]);
  if (status) wrong.add(status[1]);
  return wrong;
}

function toggleRaw(exchange, button) {
  const raw = exchange.classList.toggle("raw");
  button.textContent = raw ? "pretty" : "raw";
}

function dress(exchange) {
  if (exchange.dataset.dressed) return;
  exchange.dataset.dressed = "yes";
  const wrong = pointedAt(exchange);
  for (const pre of exchange.querySelectorAll("pre[data-kind]")) pre.before(prettyMessage(pre, wrong));
  for (const mark of exchange.querySelectorAll(".json mark")) {
    const pre = mark.closest("pre");
    pre.scrollTop = mark.getBoundingClientRect().top - pre.getBoundingClientRect().top - pre.clientHeight / 3;
  }
  const button = make("button", "small", "raw");
  button.type = "button";
  button.addEventListener("click", () => toggleRaw(exchange, button));
  exchange.querySelector("summary").after(button);
}

main.addEventListener("toggle", (event) => {
  const node = event.target;
  if (!node.open) return;
  if (node.matches("details.exchange")) dress(node);
  for (const inner of node.matches("details.case") ? node.querySelectorAll("details.exchange[open]") : []) dress(inner);
}, true);

// -- filter -----------------------------------------------------------------------

const texts = new Map(cases.map((one) => [one, [one.id, one.querySelector(".title").textContent,
  one.querySelector(".cites").textContent, ...[...one.querySelectorAll(".body > p, .compare p")].map((p) => p.textContent)]
  .join("\n").toLowerCase()]));

function show() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const one of cases) {
    const text = texts.get(one);
    one.hidden = (verdict && one.dataset.verdict !== verdict) || !words.every((word) => text.includes(word));
    shown += one.hidden ? 0 : 1;
  }
  for (const button of verdicts) button.setAttribute("aria-pressed", String(button.dataset.verdict === verdict));
  count.textContent = shown === cases.length ? "" : `${shown} of ${cases.length}`;
  main.querySelector(".nothing").hidden = shown > 0;
}

function pick(text) {
  verdict = "";
  search.value = text;
  show();
  bar.scrollIntoView();
}

function openAll(open) {
  for (const one of cases) if (!one.hidden) one.open = open;
}

function openNamed() {
  const one = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!one?.matches("details.case")) return;
  if (one.hidden) pick("");
  one.open = true;
  one.scrollIntoView();
}

for (const button of verdicts)
  button.addEventListener("click", () => {
    verdict = button.dataset.verdict;
    show();
  });
for (const button of main.querySelectorAll("button.pick")) button.addEventListener("click", () => pick(button.dataset.pick));
for (const button of bar.querySelectorAll("button[data-do]"))
  button.addEventListener("click", () => openAll(button.dataset.do === "open"));
search.addEventListener("input", show);
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target === search || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  search.focus();
});
addEventListener("hashchange", openNamed);

for (const one of cases.filter((node) => node.open)) one.querySelectorAll("details.exchange[open]").forEach(dress);
for (const code of main.querySelectorAll(".replay code")) {
  const button = make("button", "small", "copy");
  button.type = "button";
  button.addEventListener("click", () => {
    navigator.clipboard?.writeText(code.textContent).then(() => (button.textContent = "copied"), () => {});
  });
  code.after(" ", button);
}
bar.hidden = false;
show();
openNamed();
