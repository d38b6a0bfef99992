"use strict";
// Every text below is set with textContent: what a client sent is never markup.

const POLL_MS = 1000, SHOWN_MAX = 1000, PIECES_MAX = 400;
const WORDS = ["pass", "warn", "fail", "info"];
const TITLES = { all: "all", pass: "right", warn: "with a note", fail: "wrong", info: "right, but refused" };

const list = document.getElementById("requests");
const state = document.getElementById("state");
const older = document.getElementById("older");
const filters = {};
let shown = "all", latest = 0, oldest = 0, kept = 0;

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function add(parent, ...children) {
  for (const child of children) if (child) parent.appendChild(child);
  return parent;
}

// -- base strings ------------------------------------------------------------

function pieces(text) {
  const [method, url, ...rest] = text.split("&");
  const parameters = rest.join("&");
  return [method, url ?? "", ...(parameters ? parameters.split(/%26|&/) : [])];
}

// Pairs of pieces, in order; null where one side has nothing. The longest common
// subsequence keeps what is the same side by side.
function align(a, b) {
  const same = [];
  for (let i = a.length; i >= 0; i--) {
    same[i] = [];
    for (let k = b.length; k >= 0; k--)
      same[i][k] = i === a.length || k === b.length ? 0
        : a[i] === b[k] ? same[i + 1][k + 1] + 1
        : Math.max(same[i + 1][k], same[i][k + 1]);
  }
  const rows = [];
  let left = [], right = [];
  const flush = () => {
    while (left.length || right.length) rows.push([left.shift() ?? null, right.shift() ?? null]);
  };
  let i = 0, k = 0;
  while (i < a.length || k < b.length) {
    if (i < a.length && k < b.length && a[i] === b[k]) {
      flush();
      rows.push([a[i++], b[k++]]);
    } else if (k === b.length || (i < a.length && same[i + 1][k] >= same[i][k + 1])) {
      left.push(a[i++]);
    } else {
      right.push(b[k++]);
    }
  }
  flush();
  return rows;
}

function cell(side, text, from) {
  const td = make("td", "mono");
  td.dataset.side = side;
  if (text === null) {
    td.classList.add("absent");
  } else if (from === null) {
    td.textContent = text;
  } else {
    td.append(text.slice(0, from));
    if (from < text.length) add(td, make("mark", "", text.slice(from, from + 1)));
    td.append(text.slice(from + 1));
  }
  return td;
}

function firstDifference(a, b) {
  if (a === null || b === null) return 0;
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  return i;
}

function comparison(expected, signed) {
  const table = make("table", "compare");
  const head = make("tr");
  add(head, make("th", "", "The server's"), make("th", "", "What the client signed"));
  add(table, add(make("thead"), head));
  const body = make("tbody");
  const a = pieces(expected), b = pieces(signed);
  const rows = a.length > PIECES_MAX || b.length > PIECES_MAX ? [[expected, signed]] : align(a, b);
  let marked = false;
  for (const [left, right] of rows) {
    const differs = left !== right;
    const from = differs && !marked ? firstDifference(left, right) : null;
    const row = make("tr", differs ? (marked ? "differs" : "first") : "same");
    add(row, cell("server", left, from), cell("client", right, from));
    marked = marked || differs;
    add(body, row);
  }
  return add(table, body);
}

// -- one request ---------------------------------------------------------------

function section(parent, title, node, copy) {
  const head = make("div", "head");
  add(head, make("h2", "", title));
  if (copy) {
    const button = make("button", "", "Copy");
    button.type = "button";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(copy);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(node);
        button.textContent = "Selected";
      }
    });
    add(head, button);
  }
  add(parent, head, node);
}

function fields(headers) {
  const dl = make("dl", "fields mono");
  for (const [name, value] of headers) add(dl, make("dt", "", name), make("dd", "", value));
  return dl;
}

function findings(request) {
  const box = make("div");
  for (const mistake of request.mistakes) {
    const p = make("p", "finding");
    add(p, make("b", mistake.noted ? "mono is-warn" : "mono is-fail", mistake.name));
    p.append(" " + mistake.detail);
    add(p, make("span", "fix", mistake.fix));
    add(box, p);
  }
  if (request.equivalent.length)
    add(box, make("p", "finding", "The same bytes: " + request.equivalent.join(", ")));
  return box;
}

function addBaseStrings(body, request) {
  if (request.expected === null) return;
  if (request.signed !== null && request.signed !== request.expected) {
    section(body, "Base strings", comparison(request.expected, request.signed));
    section(body, "Base string of the server", make("pre", "", request.expected), request.expected);
    section(body, "Base string that was signed", make("pre", "", request.signed), request.signed);
  } else {
    const known = request.signed === null ? "Base string of the server (what was signed is not known)"
      : "Base string, the client's and the server's";
    section(body, known, make("pre", "", request.expected), request.expected);
  }
}

function fill(body, request) {
  if (request.mistakes.length) section(body, "What is wrong", findings(request));
  addBaseStrings(body, request);
  if (request.authorization !== null)
    section(body, "Header as it should have been",
      make("pre", "", "Authorization: " + request.authorization), "Authorization: " + request.authorization);
  section(body, "Request headers", fields(request.headers));
  if (request.body !== "") section(body, "Request body", make("pre", "", request.body), request.body);
  section(body, "Send it again", make("pre", "", request.curl), request.curl);
  section(body, "Answer", fields([["status", String(request.status)], ...request.response_headers]));
  if (request.response_body !== "") add(body, make("pre", "", request.response_body));
}

function card(request) {
  const item = make("li");
  item.dataset.verdict = request.verdict;
  item.dataset.number = request.number;
  const details = make("details", "request is-" + request.verdict);
  const summary = make("summary");
  const line = make("div", "line");
  add(line, make("span", "verdict is-" + request.verdict, request.verdict),
    make("span", "mono", String(request.status)),
    make("span", "target mono", request.method + " " + request.target),
    make("time", "when", "#" + request.number + " " + new Date(request.time).toLocaleTimeString()));
  add(summary, line);
  const names = request.mistakes.map((mistake) => mistake.name).join(", ");
  if (names || request.note) {
    const why = make("p", "why");
    if (names) add(why, make("b", "is-" + request.verdict, names));
    if (request.note) why.append((names ? " – " : "") + request.note);
    add(summary, why);
  }
  add(details, summary);
  // Filled when it is opened: a thousand closed requests cost nothing.
  const body = make("div", "body");
  let filled = false;
  const open = () => {
    if (!filled) fill(body, request);
    filled = true;
  };
  details.addEventListener("toggle", open);
  if (request.verdict === "fail" && request.open) {
    open();
    details.open = true;
  }
  add(details, body);
  return add(item, details);
}

// -- the list --------------------------------------------------------------------

function applyFilter() {
  for (const item of list.children)
    item.hidden = shown !== "all" && item.dataset.verdict !== undefined && item.dataset.verdict !== shown;
  for (const [word, button] of Object.entries(filters))
    button.setAttribute("aria-pressed", String(word === shown));
}

function showCounts(counts) {
  let all = 0;
  for (const word of WORDS) all += counts[word];
  filters.all.lastChild.textContent = " " + all;
  for (const word of WORDS) filters[word].lastChild.textContent = " " + counts[word];
  document.getElementById("empty").hidden = all > 0;
}

function gap(count) {
  return make("li", "gap", count + " more requests in between are not shown; reload the page for the latest");
}

function takeNew(news) {
  const requests = news.requests;
  if (latest && requests.length && requests[requests.length - 1].number > latest + 1)
    list.prepend(gap(requests[requests.length - 1].number - latest - 1));
  if (requests.length && requests[0].verdict === "fail") requests[0].open = !latest;
  list.prepend(...requests.map(card));
  if (requests.length) {
    latest = requests[0].number;
    if (!oldest) oldest = requests[requests.length - 1].number;
  }
  while (list.children.length > SHOWN_MAX) list.lastChild.remove();
}

function update(news) {
  if (news.last < latest) { // another run of the server
    list.replaceChildren();
    latest = oldest = 0;
    return;
  }
  kept = news.first;
  takeNew(news);
  showCounts(news.counts);
  older.hidden = !oldest || oldest <= kept;
  applyFilter();
}

async function ask(query) {
  const answer = await fetch("/favspec/requests.json?" + query, { cache: "no-store" });
  if (!answer.ok) throw new Error("status " + answer.status);
  return answer.json();
}

async function poll() {
  if (!document.hidden) {
    try {
      update(await ask("after=" + latest));
      state.textContent = "Live";
      state.className = "";
    } catch {
      state.textContent = "The server does not answer; what it had received until then is below.";
      state.className = "lost";
    }
  }
  setTimeout(poll, POLL_MS);
}

older.addEventListener("click", async () => {
  const news = await ask("before=" + oldest);
  list.append(...news.requests.map(card));
  if (news.requests.length) oldest = news.requests[news.requests.length - 1].number;
  older.hidden = oldest <= news.first || !news.requests.length;
  applyFilter();
});

for (const word of ["all", ...WORDS]) {
  const button = make("button", word === "all" ? "" : "is-" + word, word);
  button.type = "button";
  button.title = TITLES[word];
  add(button, make("span", "", ""));
  button.addEventListener("click", () => {
    shown = word;
    applyFilter();
  });
  filters[word] = button;
  add(document.getElementById("filter"), button);
}

update(JSON.parse(document.getElementById("first").textContent));
poll();
