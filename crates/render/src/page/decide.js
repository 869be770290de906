"use strict";
// Takes decisions about the cards that ask for one, and writes them as a table. Nothing is sent or loaded.
(() => {
  const KEYS = { p: "pass", d: "deep", e: "eyes", l: "leave-out" };
  const cards = [...document.querySelectorAll("article[data-series]")];
  const by = document.getElementById("decide-by");
  const date = document.getElementById("decide-date");
  const say = document.getElementById("decide-say");
  const csv = document.getElementById("decide-csv");
  let at = -1;
  let saved = true;

  const now = new Date();
  const two = (n) => String(n).padStart(2, "0");
  date.value = date.value || `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;

  const field = (card, name) => card.querySelector(`[name="${name}"]`);
  const chosen = (card) => card.querySelector("input[type=radio]:checked")?.value ?? "";
  const same = (card) => cards.filter((other) => other.dataset.series === card.dataset.series);

  // One series can have several cards, by frame of reference; it has one decision.
  const choose = (card, value) => {
    for (const one of same(card)) {
      for (const radio of one.querySelectorAll("input[type=radio]")) radio.checked = radio.value === value;
      one.classList.toggle("decided", value !== "");
      field(one, "eyes").closest("label").hidden = value !== "eyes";
    }
    saved = false;
    count();
  };
  const copy = (card, name) => {
    for (const one of same(card)) if (one !== card) field(one, name).value = field(card, name).value;
    saved = false;
  };
  const count = () => {
    const all = new Set(cards.map((card) => card.dataset.series));
    const done = new Set(cards.filter((card) => chosen(card)).map((card) => card.dataset.series));
    say.textContent = `${done.size} of ${all.size} decided`;
  };
  const go = (to) => {
    if (!cards.length) return;
    at = Math.max(0, Math.min(cards.length - 1, to));
    for (const card of cards) card.classList.toggle("current", card === cards[at]);
    cards[at].focus({ preventScroll: true });
    cards[at].scrollIntoView({ block: "nearest" });
  };
  const stop = (element, text) => {
    say.textContent = text;
    element.focus();
    return null;
  };
  const line = (text) => text.replace(/\p{C}/gu, " ").trim();
  const bad = (text) => !text || text.length > 500 || /^[=+\-@]/.test(text);
  const quoted = (text) => `"${text.replace(/"/g, '""')}"`;

  const table = () => {
    if (bad(line(by.value))) return stop(by, "Who decides? A name that begins with none of = + - @");
    if (!/^\d{4}-\d\d-\d\d([T ][\d:+\-Z]+)?$/.test(date.value)) return stop(date, "When? YYYY-MM-DD");
    const rows = new Map();
    for (const card of cards) {
      const { series, code, by: earlierBy, date: earlierDate } = card.dataset;
      const verdict = chosen(card);
      if (!verdict) continue;
      const reason = line(field(card, "reason").value);
      if (bad(reason)) return stop(field(card, "reason"), "Why? A reason for each decision, that begins with none of = + - @");
      const eyes = verdict === "eyes" ? line(field(card, "eyes").value) : "";
      const numbers = eyes.split(/[\s,;/\\]+/).filter(Boolean).map(Number);
      if (verdict === "eyes" && (numbers.length !== 6 || !numbers.every(Number.isFinite))) {
        return stop(field(card, "eyes"), "Where are the eyes? x y z of one, x y z of the other, LPS in mm");
      }
      const unchanged = card.dataset.decision === verdict && card.dataset.reason === reason
        && (card.dataset.eyes ?? "") === eyes;
      const who = unchanged ? earlierBy : line(by.value);
      const when = unchanged ? earlierDate : date.value;
      const about = verdict === "pass" ? code : "";
      rows.set(`${series} ${about}`, [series, verdict, eyes, quoted(who), when, quoted(reason), about].join(","));
    }
    return ["series,decision,eyes,by,date,reason,code", ...rows.values(), ""].join("\n");
  };
  const save = () => {
    const text = table();
    if (text === null) return;
    csv.textContent = text;
    csv.hidden = false;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = "decisions.csv";
    link.click();
    saved = true;
    say.textContent = "Saved as decisions.csv. Run again with --decisions decisions.csv";
  };

  for (const [index, card] of cards.entries()) {
    card.tabIndex = -1;
    card.addEventListener("focusin", () => {
      at = index;
      for (const other of cards) other.classList.toggle("current", other === card);
    });
    for (const radio of card.querySelectorAll("input[type=radio]")) {
      radio.addEventListener("click", () => choose(card, radio.value));
    }
    for (const name of ["reason", "eyes"]) field(card, name).addEventListener("input", () => copy(card, name));
    field(card, "clear").addEventListener("click", () => choose(card, ""));
    const earlier = card.dataset.decision;
    if (earlier) {
      choose(card, earlier);
      field(card, "reason").value = card.dataset.reason;
      field(card, "eyes").value = card.dataset.eyes ?? "";
    }
  }
  document.getElementById("decide-save").addEventListener("click", save);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input:not([type=radio]), textarea");
    if (typing) {
      if (event.key === "Escape" || event.key === "Enter") go(at);
      return;
    }
    const key = event.key.toLowerCase();
    if (key === "j" || key === "n") go(at + 1);
    else if (key === "k") go(at - 1);
    else if (key === "s") save();
    else if (at >= 0 && KEYS[key]) {
      choose(cards[at], KEYS[key]);
      field(cards[at], key === "e" ? "eyes" : "reason").focus();
    } else if (at >= 0 && (key === "backspace" || key === "u")) choose(cards[at], "");
    else if (at >= 0 && key === "r") field(cards[at], "reason").focus();
    else return;
    event.preventDefault();
  });
  addEventListener("beforeunload", (event) => {
    if (!saved) event.preventDefault();
  });
  saved = true;
  count();
})();
