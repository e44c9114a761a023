// The search: a dialog that looks words up in the index under /search/. Loaded when a reader first asks for it.
"use strict";

(() => {
  const button = document.querySelector(".search-button");
  const label = button.getAttribute("aria-label");
  const { remembered, remember } = window.rasher;
  const { root, max, min, placeholder = label, none, failed, result, results, close, shortcuts } = button.dataset;

  // Every file of the index is a script that hands its data over: scripts load from disk, too, where nothing else does. The head is never
  // taken from what the browser kept, and says the version of the others, so that all are of one state of the site.
  const waiting = new Map();
  window.rasherSearch = (name, data) => waiting.get(name)?.resolve(data);
  const load = (name, version) => {
    if (!waiting.has(name)) {
      const promise = Promise.withResolvers?.() ?? (() => {
        const pending = {};
        pending.promise = new Promise((resolve, reject) => Object.assign(pending, { resolve, reject }));
        return pending;
      })();
      waiting.set(name, promise);
      const script = document.createElement("script");
      script.src = `${root}search/${name}.js?${version}`;
      script.onerror = () => {
        waiting.delete(name);
        promise.reject(new Error(script.src));
      };
      document.head.append(script);
    }
    return waiting.get(name).promise;
  };

  const loadHead = () => load("head", Date.now());

  // Text to words, as `words.rs` does it.
  const unspaced = "\\u0e00-\\u0eff\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff\\u{20000}-\\u{2ffff}";
  const pairs = new RegExp(`[${unspaced}]`, "u");
  const pieces = new RegExp(`[${unspaced}]+|[^${unspaced}]+`, "gu");
  const runs = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").match(/[\p{Alphabetic}\p{N}]+/gu) ?? [];
  // Greek has another small sigma at the end of a word.
  const lower = (text) => text.toLowerCase().replaceAll("ς", "σ");
  const longest = 40;
  const words = (text) => {
    const found = [];
    for (const piece of runs(text).flatMap((run) => lower(run).match(pieces))) {
      const all = [...piece];
      if (!pairs.test(piece)) found.push(all.slice(0, longest).join(""));
      else for (let at = 0; at + 1 < all.length; at++) found.push(all[at] + all[at + 1]);
    }
    return found;
  };
  // Names are found by what is behind their first part, too: `pool` is in `RunspacePool`. What is longer than any word is none: a key
  // has as many capitals as it likes.
  const inner = /(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/;
  const tails = (run) => run.length > longest ? [run] : run.split(inner).map((_, at, parts) => parts.slice(at).join(""));
  const begins = (text) => runs(text).flatMap((run) => tails(run).map(lower));
  const partOf = (word, parts) => {
    const [first, second] = [...word];
    return ((first.codePointAt(0) * 31) + (second?.codePointAt(0) ?? 0)) % parts;
  };

  // Whether one slip (a letter too many, too few, wrong, or two swapped) leads from what was typed to the start of a word.
  const isSlip = (typed, word) => {
    let at = 0;
    while (at < typed.length && typed[at] === word[at]) at++;
    const rest = typed.slice(at);
    const starts = (tail) => word.slice(at).startsWith(tail);
    return starts(rest.slice(1)) || word.slice(at + 1).startsWith(rest) || word.slice(at + 1).startsWith(rest.slice(1))
      || starts((rest[1] ?? "") + (rest[0] ?? "") + rest.slice(2));
  };

  // Numbers as `postings.rs` writes them: digits of five bits, the lowest first, 32 higher when others follow.
  const digits = Object.fromEntries([..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].map((digit, value) => [digit, value]));
  const numbers = (text) => {
    const found = [];
    let number = 0;
    let worth = 1;
    for (const sign of text) {
      const digit = digits[sign];
      number += digit % 32 * worth;
      worth *= 32;
      if (digit < 32) {
        found.push(number);
        number = 0;
        worth = 1;
      }
    }
    return found;
  };

  // The sections in which a word stands, with what that is worth.
  const lookUp = (part, typed, sections) => {
    const found = new Map();
    const take = (word, closeness) => {
      const postings = numbers(part[word]);
      const rarity = Math.log(1 + sections / postings.length);
      let section = 0;
      for (const posting of postings) {
        section += posting >> 2;
        const worth = [1, 2, 6, 12][posting & 3] * closeness * rarity;
        found.set(section, Math.max(found.get(section) ?? 0, worth));
      }
    };
    for (const word in part) if (word.startsWith(typed)) take(word, word === typed ? 1 : .4 + .4 * typed.length / word.length);
    if (!found.size && typed.length > 3) for (const word in part) if (isSlip(typed, word)) take(word, .3);
    return found;
  };

  // How a section says what was typed: how often for its length, and whether in its text. The index only knows that it does.
  const hitsIn = ([, , text, code], typed) => {
    const isHit = (word) => typed.some((one) => word.startsWith(one));
    const inText = words(text);
    const all = [...inText, ...words(code)];
    const hits = all.filter(isHit).length;
    return { density: hits / (hits + 1 + all.length / 100), inText: inText.some(isHit) || begins(text).some(isHit) };
  };

  // The best sections for a query, best first. All words count; where no section has all, any.
  const search = async (query) => {
    const typed = [...new Set(words(query))];
    const [parts, starts, sections, version] = await loadHead();
    const found = await Promise.all(typed.map(async (word) => lookUp(await load(`part-${partOf(word, parts)}`, version), word, sections)));
    const scores = new Map();
    for (const one of found) for (const [section, worth] of one) {
      const [count, sum] = scores.get(section) ?? [0, 0];
      scores.set(section, [count + 1, sum + worth]);
    }
    const wanted = Math.max(0, ...[...scores.values()].map(([count]) => count));
    const all = [...scores].filter(([, [count]]) => count === wanted).sort((a, b) => b[1][1] - a[1][1] || a[0] - b[0]);
    const best = all.slice(0, Number(max));
    const pages = await Promise.all(best.map(async ([section, [, worth]]) => {
      // Sections count from 1.
      const chunk = starts.findLastIndex((start) => start < section);
      let number = section - starts[chunk] - 1;
      const page = (await load(`chunk-${chunk}`, version)).find((entry) => number < entry[3].length || (number -= entry[3].length, false));
      return { address: page[0], title: page[1], trail: page[2], section: page[3][number], worth, ...hitsIn(page[3][number], typed) };
    }));
    pages.sort((a, b) => b.worth - a.worth || b.density - a.density);
    return { typed, pages, count: best.length < all.length ? `${best.length}+` : best.length };
  };

  // A piece of text around the first hit, with every hit marked.
  const snippet = (text, typed) => {
    // Where no spaces are set, browsers know most words.
    const words = pairs.test(text) && Intl.Segmenter
      ? Array.from(new Intl.Segmenter(undefined, { granularity: "word" }).segment(text), ({ segment }) => segment)
      : text.split(/(?<=\s)/u);
    const isHit = (word) => begins(word).some((piece) => typed.some((one) => piece.startsWith(one)));
    const first = Math.max(0, words.findIndex(isHit));
    const from = Math.max(0, first - 8);
    const nodes = [from ? "… " : ""];
    for (const word of words.slice(from, from + 28)) {
      if (isHit(word)) {
        const mark = document.createElement("mark");
        mark.textContent = word.trimEnd();
        nodes.push(mark, word.slice(word.trimEnd().length));
      } else nodes.push(word);
    }
    return nodes;
  };

  const make = (tag, name, ...children) => {
    const element = document.createElement(tag);
    element.className = name;
    element.append(...children);
    return element;
  };

  const dialog = make("dialog", "search");
  const field = make("input", "search-field");
  field.type = "search";
  field.placeholder = placeholder;
  field.autocomplete = "off";
  field.spellcheck = false;
  const list = make("div", "search-results");
  list.id = "search:results";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-label": label, "aria-controls": list.id, "aria-expanded": "false", "aria-autocomplete": "list" })) field.setAttribute(name, value);
  const status = make("p", "search-status");
  status.setAttribute("role", "status");
  const leave = make("button", "search-close", close);
  leave.type = "button";
  leave.addEventListener("click", () => dialog.close());
  const keys = document.createElement("input");
  keys.type = "checkbox";
  keys.checked = remembered("shortcuts", true);
  keys.addEventListener("change", () => remember("shortcuts", keys.checked));
  dialog.setAttribute("aria-label", label);
  dialog.append(make("div", "search-bar", field, leave), status, list, make("label", "search-keys", keys, shortcuts));
  document.body.append(dialog);

  const option = ({ address, title, trail, section: [id, heading, text, code], inText }, typed, number) => {
    const link = make("a", "search-result");
    link.href = `${root}${address}${id && `#${id}`}` || "./";
    link.tabIndex = -1;
    link.id = `search:result:${number}`;
    link.setAttribute("role", "option");
    link.append(make("span", "search-trail", [...trail, ...(heading ? [title] : [])].join(" › ")), make("span", "search-title", ...snippet(heading || title, typed)));
    if (text && (inText || !code)) link.append(make("span", "search-text", ...snippet(text, typed)));
    else if (code) link.append(make("code", "search-text", ...snippet(code, typed)));
    return link;
  };

  let chosen = -1;
  const choose = (to) => {
    const items = [...list.children];
    chosen = items.length ? (to + items.length) % items.length : -1;
    for (const [number, item] of items.entries()) item.setAttribute("aria-selected", String(number === chosen));
    if (chosen >= 0) field.setAttribute("aria-activedescendant", items[chosen].id);
    else field.removeAttribute("aria-activedescendant");
    items[chosen]?.scrollIntoView({ block: "nearest" });
  };

  let turn = 0;
  const update = async () => {
    const mine = ++turn;
    const query = field.value.trim();
    const show = (items, text) => {
      if (mine !== turn) return;
      list.replaceChildren(...items);
      status.textContent = text;
      field.setAttribute("aria-expanded", String(items.length > 0));
      choose(items.length ? 0 : -1);
    };
    if (query.length < Number(min)) return show([], "");
    try {
      const { typed, pages, count } = await search(query);
      const told = count === 1 ? result : results;
      show(pages.map((page, number) => option(page, typed, number)), count ? told.replace("{0}", count) : none);
    } catch {
      show([], failed);
    }
  };

  field.addEventListener("input", update);
  dialog.addEventListener("keydown", (event) => {
    // In Chinese, Japanese and Korean these keys choose what is typed.
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      choose(chosen + step);
    } else if (event.key === "Enter" && event.target === field) {
      event.preventDefault();
      list.children[chosen]?.click();
    }
  });
  // A click beside the box, or on a result that leads to this very page, closes it.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("a")) dialog.close();
  });

  window.rasher.openSearch = () => {
    if (dialog.open) return;
    dialog.showModal();
    field.select();
    loadHead().catch(() => {});
  };
})();
