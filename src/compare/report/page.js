"use strict";
// One state (the part of the address after #) -> one view. Whatever stands in a document is set as textContent.
const data = JSON.parse(document.getElementById("data").textContent);
const $ = (selector) => document.querySelector(selector);
const list = $("#list"), detail = $("#detail"), main = $("#main"), form = $("#filters");
const plans = data.plans, themes = data.themes, words = data.words;
const planAt = new Map(plans.map((plan, n) => [plan.id, n]));
const themeAt = new Map(themes.map((theme, n) => [theme.name, n]));
const TABS = ["themes", "search", "targets", "reuse", "about"];
const FILTERS = ["q", "only", "place", "year", "with", "verdict", "group", "kind"];
const KEYS = ["tab", ...FILTERS, "plan", "theme", "clause", "row"];
const STEP = 50; // entries shown before "more"
let state = {}, opener = null;

// ---- texts: Python counts code points, JavaScript UTF-16 units; they differ only beyond the basic plane
const points = (text) => (/[\ud800-\udfff]/.test(text) ? Array.from(text) : text);
const cut = (text, start, end) => { const part = text.slice(start, end); return typeof part === "string" ? part : part.join(""); };

function clausesOf(plan) { // [{no, kind, start, end, text, ...}], made when first asked for
  if (plan.clauses) return plan.clauses;
  plan.points = points(plan.text);
  let start = 0;
  plan.clauses = plan.spans.map((span, n) => {
    const first = start + plan.leads[n], given = plan.texts[n + 1];
    const clause = { no: n + 1, kind: plan.kinds[n], counted: plan.counted[n] === "1", start, end: start + span,
      text: given === undefined ? cut(plan.points, first, first + plan.sizes[n]) : given,
      section: plan.sections[n], item: plan.items[n] };
    start += span;
    return clause;
  });
  return plan.clauses;
}
const quote = (plan, start, end) => { clausesOf(plan); return cut(plan.points, start, end); };

// ---- building the page
function h(tag, properties, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(properties || {})) {
    if (key === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (key in node && key !== "list") node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}
function marked(text, spans) { // text with [start, end) spans marked; spans may overlap
  const chars = points(text), out = [];
  let at = 0;
  for (const [start, end] of spans.slice().sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (end <= at) continue;
    if (start > at) out.push(cut(chars, at, start));
    out.push(h("mark", {}, cut(chars, Math.max(at, start), end)));
    at = end;
  }
  out.push(cut(chars, at, chars.length));
  return h("span", { className: "words" }, out);
}
function shown(found, entry, place) { // entries STEP by STEP
  let at = 0;
  const more = h("button", { type: "button", on: { click: add } });
  function add() {
    place.append(...found.slice(at, at + STEP).map(entry));
    at = Math.min(at + STEP, found.length);
    more.textContent = `再显示（已显示 ${at}，共 ${found.length}）`;
    more.hidden = at >= found.length;
  }
  add();
  return more;
}
const link = (to, text, label) => h("a", { href: address(to), "aria-label": label || text, on: { click: (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault(); go(to, event.currentTarget); } } }, text);

// ---- state and address
function address(to) {
  const wanted = new URLSearchParams();
  for (const key of KEYS) if (to[key] && !(key === "tab" && to[key] === "themes")) wanted.set(key, to[key]);
  return "#" + wanted.toString().replaceAll("+", "%20"); // a space; a plus of a name is %2B
}
const cited = (to) => { // the address as people read it, where it means the same so
  const plain = "#" + KEYS.filter((key) => to[key]).map((key) => `${key}=${to[key]}`).join("&");
  return Object.values(to).some((value) => /[&%#\s]/.test(value)) ? address(to) : plain;
};
function parsed() {
  const given = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B")), found = {}; // typed by hand, + is a plus
  for (const key of KEYS) if (given.get(key)) found[key] = given.get(key).normalize("NFC");
  if (!TABS.includes(found.tab)) found.tab = found.q ? "search" : "themes";
  return found;
}
const filters = () => Object.fromEntries(FILTERS.map((key) => [key, state[key]]));
function go(to, from, quiet) {
  opener = from || opener;
  const hash = address(to);
  if (hash !== location.hash) history[quiet ? "replaceState" : "pushState"](null, "", hash);
  render(parsed());
  if (!quiet) reach();
}
function reach() { // take the reader to what was opened
  if (detail.hidden) return;
  detail.focus({ preventScroll: true });
  if (!matchMedia("(min-width: 70rem)").matches) (detail.querySelector(".read .here") || detail).scrollIntoView();
}
function close() {
  const back = opener;
  go({ ...filters(), tab: state.tab });
  const cell = back && back.dataset.cell ? list.querySelector(`[data-cell="${back.dataset.cell}"]`) : back;
  if (cell && cell.isConnected) cell.focus();
}
addEventListener("popstate", () => render(parsed()));
addEventListener("hashchange", () => render(parsed()));

// ---- filters
const inPlace = (plan) => (!state.place || plan.place === state.place) && (!state.year || String(plan.year) === state.year);
function judged(p, t) { // verdict on a cell: of the corpus, or beside the plan chosen; null for that plan itself
  const other = planAt.get(state.with);
  if (other === undefined) return themes[t].verdict;
  if (other === p) return null;
  const [i, j] = p < other ? [p, other] : [other, p], n = plans.length;
  return Number(data.pairs.matrices[data.pairs.of[t]][i * n - i * (i + 1) / 2 + j - i - 1]);
}
const fits = (p, t) => !state.verdict || judged(p, t) === null || data.verdicts[judged(p, t)] === state.verdict;
const columns = () => themes.map((_, t) => t).filter((t) => !state.only || themes[t].name === state.only);
const codedIn = (p, no) => !state.only || !themeAt.has(state.only)
  || plans[p].cells[themeAt.get(state.only)].clauses.some((row) => row[0] === no);
function setFilters() {
  for (const key of FILTERS) { const field = form.elements[key]; if (field.value !== (state[key] || "")) field.value = state[key] || ""; }
  for (const label of form.querySelectorAll("label[class]")) label.classList.toggle("off", !label.classList.contains(state.tab));
}

// ---- views
let drawn = "";
function render(wanted) {
  state = wanted;
  setFilters();
  for (const button of document.querySelectorAll("nav button")) {
    if (button.dataset.tab === state.tab) button.setAttribute("aria-current", "page"); else button.removeAttribute("aria-current");
  }
  const view = JSON.stringify([state.tab, filters()]); // the list is drawn anew only where it changes
  if (view !== drawn) { drawn = view; list.replaceChildren(...VIEWS[state.tab]()); }
  const open = opened();
  detail.hidden = !open;
  main.classList.toggle("two", Boolean(open) || state.tab === "themes"); // its table keeps its width: to lay out 300 rows takes longer than a click may
  detail.replaceChildren(...(open || []));
  for (const button of list.querySelectorAll(".here")) button.classList.remove("here");
  const cell = list.querySelector(`[data-cell="${planAt.get(state.plan)}-${themeAt.get(state.theme)}"]`);
  if (cell) { cell.classList.add("here"); roam(cell); }
  const here = detail.querySelector(".read .here");
  if (here) here.scrollIntoView({ block: "center" });
}
function opened() {
  if (state.row && state.tab === "reuse" && data.reuse[Number(state.row) - 1]) return sideBySide(Number(state.row) - 1);
  const p = planAt.get(state.plan), t = themeAt.get(state.theme);
  if ((state.plan && p === undefined) || (state.plan && state.theme && t === undefined)) return lost();
  if (p === undefined) return null;
  if (state.clause) return reading(p, Number(state.clause));
  return t === undefined ? reading(p, 0) : evidence(p, t);
}
const closer = () => h("button", { type: "button", className: "close", on: { click: close } }, "关闭（Esc）");

const lost = () => [closer(), h("h2", {}, "本页没有这一格"), // a footnote of another run, or of a plan that was renamed
  h("p", { className: "words" }, `地址所指的“${[state.plan, state.theme].filter(Boolean).join(" · ")}”不在本页的文件与主题里：可能改了名、未选入，或出自另一次运行。`)];
const sourceOf = (plan) => [plan.title, plan.issuer, plan.doc_number, plan.issued_on, plan.source_url].filter(Boolean).join("，");

const VIEWS = { themes: heatmap, search, targets, reuse: reuseList, about };

function heatmap() {
  const shownThemes = columns(), body = h("tbody");
  let first = true;
  plans.forEach((plan, p) => {
    if (!inPlace(plan) || !shownThemes.some((t) => fits(p, t))) return;
    const row = h("tr", {}, h("th", { scope: "row" }, link({ ...filters(), plan: plan.id }, plan.label)));
    for (const t of shownThemes) {
      const cell = plan.cells[t], level = judged(p, t), verdict = level === null ? "" : data.verdicts[level];
      const box = h("td", { className: `s${cell.shade}` });
      if (fits(p, t)) {
        const said = `${plan.label}，${themes[t].label}：${cell.words}，${cell.of} 句中 ${cell.n} 句${verdict ? "，" + verdict : ""}`;
        const button = h("button", { type: "button", tabIndex: first ? 0 : -1, "aria-label": said, title: cell.interval,
          on: { click: (event) => go({ ...filters(), plan: plan.id, theme: themes[t].name }, event.currentTarget) } },
        cell.words, state.with && verdict ? h("small", {}, verdict) : null);
        button.dataset.cell = `${p}-${t}`;
        box.append(button);
        first = false;
      }
      row.append(box);
    }
    body.append(row);
  });
  const heads = shownThemes.map((t) => h("th", { scope: "col", title: themes[t].definition }, themes[t].label,
    h("br"), h("small", {}, data.verdicts[themes[t].verdict])));
  const table = h("table", { className: "heat", on: { keydown: arrows } },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "文件"), heads)), body);
  return [h("h2", {}, "各文件中编码到各主题的句子所占比例"),
    h("p", { className: "soft" }, "点开一格，看它的句子；方向键在格间移动，回车打开，Esc 关闭。主题名下是整个语料在该主题上的可比性。"),
    first ? h("p", {}, "没有符合筛选条件的格子。") : h("div", { className: "wide" }, table)];
}
function roam(cell) { // one cell of the table is in the order of the tabulator, the others are reached by arrows
  for (const other of list.querySelectorAll('.heat button[tabindex="0"]')) other.tabIndex = -1;
  cell.tabIndex = 0;
}
function arrows(event) {
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, 1], End: [0, -1] };
  const step = steps[event.key], cell = event.target.closest("[data-cell]");
  if (!step || !cell) return;
  event.preventDefault();
  const rows = [...list.querySelectorAll(".heat tbody tr")].map((row) => [...row.cells].slice(1).map((box) => box.firstElementChild));
  let r = rows.findIndex((row) => row.includes(cell)), c = rows[r].indexOf(cell);
  if (event.key === "Home") c = -1;
  if (event.key === "End") c = rows[r].length;
  do { r += step[0]; c += step[1]; } while (rows[r] && c >= 0 && c < rows[r].length && !rows[r][c]); // filtered cells are passed over
  const next = rows[r] && rows[r][c];
  if (next) { roam(next); next.focus(); }
}

function heading(plan, clause) {
  const all = clausesOf(plan);
  return [clause.section, clause.item].filter((no) => no && no !== clause.no).map((no) => all[no - 1].text.trim()).join(" › ");
}
function entry(p, clause, spans, extra) {
  const plan = plans[p], above = heading(plan, clause);
  const node = h("article", {}, above ? h("small", { className: "words" }, above) : null, h("div", {}, marked(clause.text, spans)),
    h("small", {}, `${plan.label}，第 ${clause.no} 句，原文第 ${clause.start}–${clause.end} 字；`, extra || "",
      " ", link({ ...filters(), tab: state.tab, plan: plan.id, clause: String(clause.no) }, "看上下文", `在原文中看第 ${clause.no} 句`)));
  node.dataset.plan = plan.id;
  node.dataset.clause = clause.no;
  return node;
}
function pairsOf(row, from) {
  const spans = [];
  for (let n = from; n < row.length; n += 2) spans.push([row[n], row[n + 1]]);
  return spans;
}
function evidence(p, t) {
  const plan = plans[p], cell = plan.cells[t], all = clausesOf(plan), place = h("div", { className: "clauses" }), other = planAt.get(state.with);
  const more = shown(cell.clauses, (row) => {
    const clause = all[row[0] - 1];
    const lent = row[2] ? `；主题出自第 ${row[2]} 句“${all[row[2] - 1].text.trim()}”` : "";
    return entry(p, clause, pairsOf(row, 3), `规则：${data.rules[row[1]]}${lent}`);
  }, place);
  const level = judged(p, t);
  return [closer(), h("h2", {}, `${plan.label} · ${themes[t].label}`),
    h("p", {}, `${cell.of} 句中 ${cell.n} 句：${cell.words}${cell.interval ? "，" + cell.interval : ""}。${cell.note}`),
    h("p", { className: "soft" }, other === undefined ? `可比性（整个语料）：${data.verdicts[level]}。${themes[t].reasons}`
      : level === null ? "" : `与 ${plans[other].label} 相比：${data.verdicts[level]}（理由见表 comparability、contrasts）`),
    h("p", { className: "soft" }, "此格的地址：", link({ plan: plan.id, theme: themes[t].name }, cited({ plan: plan.id, theme: themes[t].name }), "此格的地址")),
    sourceOf(plan) ? h("p", { className: "soft words" }, `出处：${sourceOf(plan)}`) : null,
    cell.clauses.length ? place : h("p", {}, "没有编码到的句子。"), more];
}
function reading(p, no) {
  const plan = plans[p], all = clausesOf(plan);
  const rows = all.filter((clause) => clause.text.trim()).map((clause) => {
    const mark = { s: "h3", t: "h3" }[clause.kind] || "p";
    return h(mark, { className: (clause.no === no ? "here " : "") + (clause.counted ? "" : "away") + " words", title: `第 ${clause.no} 句，原文第 ${clause.start}–${clause.end} 字` }, clause.text.trim());
  });
  return [closer(), h("h2", {}, no ? `${plan.label} · 第 ${no} 句` : plan.label), h("p", { className: "soft words" }, sourceOf(plan)),
    h("p", { className: "soft" }, "灰字不计数（标题、责任单位）。原文 SHA-256：" + String(plan.sha256).slice(0, 16)), h("div", { className: "read" }, rows)];
}

const terms = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);
function finds(text, wanted) { // spans (in code points) of all wanted words, or null where one is missing
  const low = text.toLowerCase(), spans = [];
  for (const term of wanted) {
    let at = low.indexOf(term);
    if (at < 0) return null;
    for (; at >= 0; at = low.indexOf(term, at + term.length)) {
      const start = Array.from(low.slice(0, at)).length;
      spans.push([start, start + Array.from(term).length]);
    }
  }
  return spans;
}
function tally(found) { // sentences found in each plan, in the plans' order; nothing is ranked
  const counts = new Map();
  for (const [p, clause] of found) { const own = counts.get(p) || [0, 0]; own[0] += 1; own[1] += clause.counted; counts.set(p, own); }
  if (!counts.size) return null;
  const rows = [...counts].map(([p, [all, counted]]) => h("tr", {}, h("th", { scope: "row" }, plans[p].label), h("td", {}, String(all)),
    h("td", {}, `${counted} / ${plans[p].cells.length ? plans[p].cells[0].of : 0}`)));
  const heads = ["文件", "找到的句子", "其中计数的句子 / 全文计数的句子"].map((name) => h("th", { scope: "col" }, name));
  return h("details", {}, h("summary", {}, "各文件的句数"), h("div", { className: "wide" }, h("table", { className: "few" }, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, rows))));
}
function search() {
  const wanted = terms(state.q || ""), found = [];
  if (wanted.length) {
    plans.forEach((plan, p) => {
      if (!inPlace(plan)) return;
      for (const clause of clausesOf(plan)) {
        if (!clause.text) continue;
        const spans = finds(clause.text, wanted);
        if (spans && codedIn(p, clause.no)) found.push([p, clause, spans]);
      }
    });
  }
  const place = h("div", { className: "clauses" }), inPlans = new Set(found.map((row) => row[0])).size;
  const more = shown(found, ([p, clause, spans]) => entry(p, clause, spans), place);
  return [h("h2", {}, "检索所有句子"), h("p", { role: "status" }, wanted.length ? `${inPlans} 份文件的 ${found.length} 句` : "在上面的检索框里输入词语。"), tally(found), place, more];
}

function targets() {
  const body = h("tbody");
  const found = data.targets.filter(([p, no, , , , , , , group]) => inPlace(plans[p]) && codedIn(p, no) && (!state.group || group === state.group));
  const more = shown(found, ([p, no, start, end, indicator, value, deadline, responsible, group]) => {
    const clause = clausesOf(plans[p])[no - 1];
    const row = h("tr", {}, h("th", { scope: "row" }, plans[p].label), h("td", {}, indicator), h("td", {}, value), h("td", {}, deadline),
      h("td", {}, responsible), h("td", {}, group), h("td", {}, marked(clause.text, [[start, end]]), " ",
        link({ ...filters(), tab: "targets", plan: plans[p].id, clause: String(no) }, `第 ${no} 句`, `在 ${plans[p].label} 的原文中看第 ${no} 句`)));
    row.dataset.plan = plans[p].id;
    row.dataset.clause = no;
    return row;
  }, body);
  const heads = ["文件", "指标", "数值（+ 增 − 减）", "期限", "责任单位", "指标组", "出处"].map((name) => h("th", { scope: "col" }, name));
  return [h("h2", {}, "量化目标"), h("p", { role: "status" }, `${found.length} 个。选“指标组”可把各文件的同类目标放在一起。`),
    h("div", { className: "wide" }, h("table", {}, h("thead", {}, h("tr", {}, heads)), body)), more];
}

const nameOf = (other) => (other < plans.length ? plans[other].label : data.references[other - plans.length].label);
const quotes = (row) => [row[15] || quote(plans[row[4]], row[6], row[7]), quote(plans[row[0]], row[2], row[3])];
function reuseList() {
  const fitting = (row) => inPlace(plans[row[0]]) || (row[4] < plans.length && inPlace(plans[row[4]]));
  const found = data.reuse.map((row, n) => [row, n]).filter(([row]) => fitting(row) && (!state.kind || words[row[8]] === state.kind));
  found.sort(([a, i], [b, j]) => b[12] - a[12] || i - j);
  const body = h("tbody");
  const more = shown(found, ([row, n]) => {
    const text = points(quotes(row)[1]), button = link({ ...filters(), tab: "reuse", row: String(n + 1) }, "并排看", `并排看第 ${n + 1} 段`);
    button.dataset.cell = `reuse-${n}`;
    return h("tr", {}, h("th", { scope: "row" }, plans[row[0]].label), h("td", {}, nameOf(row[4])), h("td", {}, words[row[8]]),
      h("td", {}, `${row[12]} / ${row[11]}`), h("td", {}, words[row[9]]),
      h("td", {}, h("span", { className: "words" }, cut(text, 0, 60) + (text.length > 60 ? "…" : "")), " ", button));
  }, body);
  const heads = ["文件", "对方", "类别", "套话外字数 / 相同字数", "方向（推测）", "相同的文字"].map((name) => h("th", { scope: "col" }, name));
  return [h("h2", {}, "文件之间相同的文字"), h("p", { role: "status" }, `${found.length} 段，套话外字数多的在前。方向只是按日期与层级的推测。${data.left_out ? `另有 ${data.left_out} 段较短的套话不列，见表 reuse。` : ""}`),
    h("div", { className: "wide" }, h("table", {}, h("thead", {}, h("tr", {}, heads)), body)), more];
}
function sideBySide(n) {
  const row = data.reuse[n], [theirs, ours] = quotes(row).map(points), segments = row[14].length ? row[14] : [1, theirs.length, ours.length];
  const left = h("span", { className: "words" }), right = h("span", { className: "words" });
  let a = 0, b = 0;
  for (let s = 0; s < segments.length; s += 3) {
    const [same, x, y] = segments.slice(s, s + 3);
    for (const [side, chars, at, size] of [[left, theirs, a, x], [right, ours, b, y]]) {
      if (size) side.append(same ? cut(chars, at, at + size) : h("span", { className: "only" }, cut(chars, at, at + size)));
    }
    a += x; b += y;
  }
  const source = (p, no, start, end) => h("small", {}, `原文第 ${start}–${end} 字 `, p < plans.length
    ? link({ ...filters(), tab: "reuse", plan: plans[p].id, clause: String(no) }, `第 ${no} 句`, `在 ${nameOf(p)} 的原文中看第 ${no} 句`) : `第 ${no} 句（参考文件）`);
  return [closer(), h("h2", {}, `${nameOf(row[4])} ｜ ${nameOf(row[0])}`),
    h("p", {}, `${words[row[8]]}；相同 ${row[11]} 字，其中套话外 ${row[12]} 字；相似度 ${row[13]}%；方向：${words[row[9]]}（${words[row[10]]}）。画线处两边不同。`),
    h("div", { className: "pair" }, h("div", {}, h("h3", {}, nameOf(row[4])), left, h("div", {}, source(row[4], row[5], row[6], row[7]))),
      h("div", {}, h("h3", {}, nameOf(row[0])), right, h("div", {}, source(row[0], row[1], row[2], row[3]))))];
}

function about() {
  const reasons = data.reasons.map((reason) => h("li", {}, reason));
  return [h("h2", {}, "说明"), h("p", {}, data.caption), h("ul", {}, reasons),
    h("h3", {}, "主题"), h("dl", {}, themes.map((theme) => [h("dt", {}, `${theme.label}（${data.verdicts[theme.verdict]}）`), h("dd", {}, theme.definition)])),
    h("h3", {}, "怎样引用一格"), h("p", {}, "打开一格后，地址栏中 # 之后的部分就是它的地址，可以放进脚注；换了文件夹也有效，只要附上本文件。"),
    h("h3", {}, "怎样读"), h("p", {}, "占比是编码到该主题的句子除以计数的句子；区间按条目整条重抽样得出，只说明这份文本。“0（≤x）”是没有编码到，x 为区间上限；“早于政策”的文件不按零计。起止字数从 0 数起，按原文的字符计。")];
}

// ---- start
const options = (name, values) => form.elements[name].append(...values.map(([value, text]) => h("option", { value }, text)));
const distinct = (values) => [...new Set(values)].filter((value) => value !== null && value !== "").sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
$("#verdict").textContent = data.caption;
options("only", themes.map((theme) => [theme.name, theme.label]));
options("place", distinct(plans.map((plan) => plan.place)).map((place) => [place, place]));
options("year", distinct(plans.map((plan) => plan.year)).map((year) => [String(year), String(year)]));
options("with", plans.map((plan) => [plan.id, plan.label]));
options("verdict", data.verdicts.map((verdict) => [verdict, verdict]));
options("group", distinct(data.targets.map((row) => row[8])).map((group) => [group, group]));
options("kind", distinct(data.reuse.map((row) => words[row[8]])).map((kind) => [kind, kind]));
function fromForm() {
  const wanted = Object.fromEntries(FILTERS.map((key) => [key, form.elements[key].value.trim()]));
  return { ...wanted, tab: state.tab, plan: state.plan, theme: state.theme, clause: state.clause };
}
let timer = 0;
form.addEventListener("input", (event) => {
  clearTimeout(timer);
  const typing = event.target.name === "q";
  timer = setTimeout(() => go({ ...fromForm(), ...(typing ? { tab: "search" } : {}) }, null, true), typing ? 150 : 0);
});
form.addEventListener("submit", (event) => { event.preventDefault(); go({ ...fromForm(), tab: form.elements.q.value.trim() ? "search" : state.tab }, null, true); });
form.addEventListener("reset", (event) => { event.preventDefault(); go({ tab: state.tab }, null, true); });
for (const button of document.querySelectorAll("nav button")) {
  button.addEventListener("click", () => go({ ...filters(), tab: button.dataset.tab }));
}
addEventListener("keydown", (event) => { if (event.key === "Escape" && !detail.hidden) { event.preventDefault(); close(); } });
render(parsed());
reach();
