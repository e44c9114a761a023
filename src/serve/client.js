// Listens for what the preview server tells an open page: to reload, to take files anew, what is wrong.
// Loaded by a line that `rasher serve` sends behind a page; no part of what `rasher build` writes.
(() => {
  "use strict";
  const { base, shown, moment } = document.currentScript.dataset;
  const events = () => {
    const query = new URLSearchParams({ page: location.pathname, shown, moment: seen });
    return `${base}.rasher/events?${query}`;
  };
  let seen = moment;
  let source = null;

  /** What outlives a reload of this tab. */
  const memory = {
    get(name) {
      try {
        return JSON.parse(sessionStorage.getItem(`rasher-preview-${name}`));
      } catch {
        return null;
      }
    },
    set(name, value) {
      try {
        sessionStorage.setItem(`rasher-preview-${name}`, JSON.stringify(value));
      } catch {
        // Without storage the browser's own memory has to do.
      }
    },
  };

  // --- listening -------------------------------------------------------------------------------------------------------

  function listen() {
    if (source || document.hidden) return;
    source = new EventSource(events());
    for (const name of ["reload", "news"]) source.addEventListener(name, (event) => take(JSON.parse(event.data)));
    source.onopen = () => overlay.lost(false);
    source.onerror = () => {
      overlay.lost(true);
      // The browser itself comes back after a connection that broke, but not after a refusal, such as that there is no room.
      if (source?.readyState !== EventSource.CLOSED) return;
      source = null;
      setTimeout(listen, 1000);
    };
  }

  // A browser opens six connections to a host. A page that nobody sees gives its own up, and asks what it missed when it is
  // seen again.
  let leaving;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(leaving);
    if (!document.hidden) return listen();
    leaving = setTimeout(() => {
      source?.close();
      source = null;
    }, 3000);
  });
  addEventListener("pagehide", () => {
    source?.close();
    source = null;
  });
  addEventListener("pageshow", listen);

  function take(news) {
    seen = news.moment;
    if (news.reload) return reload();
    if (news.files.some(takeAnew)) return reload();
    overlay.show(news.findings);
  }

  // --- files in place --------------------------------------------------------------------------------------------------

  const pathOf = (address) => decodeURI(new URL(address, document.baseURI).pathname);
  const fresh = (address) => {
    const url = new URL(address, document.baseURI);
    url.searchParams.set("moment", seen);
    return url.href;
  };

  /** Takes a changed file anew where the page shows it. Returns whether only a reload can do that. */
  function takeAnew(path) {
    const shows = (element, attribute) => element[attribute] && pathOf(element[attribute]) === path;
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      if (shows(link, "href")) exchange(link);
    }
    for (const image of document.querySelectorAll("img, video, audio, source")) {
      if (shows(image, "src")) image.src = fresh(image.src);
    }
    return [...document.scripts].some((script) => shows(script, "src"));
  }

  /** The old style stays until the new one is there, so that the page never stands without. */
  function exchange(link) {
    const next = link.cloneNode();
    next.href = fresh(link.href);
    next.onload = next.onerror = () => link.remove();
    link.after(next);
  }

  // --- position --------------------------------------------------------------------------------------------------------

  /** The last heading above the top of the window: what is read now, even if the text above it grows. */
  function landmark() {
    const above = [...document.querySelectorAll("main [id]")].filter((element) => element.getBoundingClientRect().top < 1);
    const last = above.at(-1);
    return last ? { id: last.id, offset: last.getBoundingClientRect().top } : {};
  }

  function reload() {
    const position = { path: location.pathname, x: scrollX, y: scrollY, ...landmark() };
    memory.set("position", position);
    location.reload();
  }

  function restore() {
    const position = memory.get("position");
    memory.set("position", null);
    if (position?.path !== location.pathname) return;
    const mark = position.id && document.getElementById(position.id);
    const top = mark ? mark.getBoundingClientRect().top + scrollY - position.offset : position.y;
    scrollTo({ left: position.x, top, behavior: "instant" });
  }

  // --- findings --------------------------------------------------------------------------------------------------------

  const style = `
    :host { all: initial; color-scheme: light dark; }
    * { box-sizing: border-box; }
    .frame { position: fixed; inset: auto 0 0; z-index: 2147483647; display: grid; justify-items: end; pointer-events: none;
      font: 14px/1.5 ui-sans-serif, system-ui, sans-serif; color: light-dark(#1f2328, #e6edf3); }
    .frame > * { pointer-events: auto; }
    button { font: inherit; color: inherit; background: none; border: 0; padding: 4px 10px; border-radius: 6px; cursor: pointer; }
    button:focus-visible, a:focus-visible { outline: 2px solid light-dark(#0969da, #58a6ff); outline-offset: 1px; }
    .chip { margin: 0 12px 12px; background: light-dark(#fff, #161b22); border: 1px solid light-dark(#d0d7de, #3d444d);
      box-shadow: 0 2px 8px #0003; }
    .live { max-width: 100%; min-width: min(100%, 32rem); }
    .panel { width: 100%; max-height: 45vh; overflow: auto; background: light-dark(#fff, #161b22);
      border-top: 3px solid light-dark(#bf5600, #d29922); box-shadow: 0 -4px 16px #0003; }
    .panel.error { border-color: light-dark(#cf222e, #f85149); }
    header { position: sticky; top: 0; display: flex; align-items: center; gap: 8px; padding: 8px 16px; background: inherit; }
    h2 { flex: 1; margin: 0; font-size: 14px; font-weight: 600; }
    ul { list-style: none; margin: 0; padding: 0 16px 12px; }
    li { padding: 8px 0; border-top: 1px solid light-dark(#d0d7de80, #3d444d80); overflow-wrap: anywhere; }
    p { margin: 0; }
    b { font-weight: 600; } .error b { color: light-dark(#cf222e, #f85149); } .warning b { color: light-dark(#9a6700, #d29922); }
    a { color: light-dark(#0969da, #58a6ff); }
    pre { margin: 4px 0; overflow-x: auto; white-space: pre; font: 13px/1.5 ui-monospace, monospace; }
    .hint { color: light-dark(#59636e, #9198a1); }
    [hidden] { display: none; }
  `;

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children.filter(Boolean));
    return made;
  };

  const overlay = (() => {
    const host = element("rasher-preview", { lang: "en" });
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    const title = element("h2", { id: "title" });
    const list = element("ul");
    const close = element("button", { type: "button", textContent: "Close", title: "Close (Escape)" });
    const panel = element("section", { className: "panel", hidden: true, tabIndex: -1 }, element("header", {}, title, close), list);
    panel.setAttribute("aria-labelledby", "title");
    const chip = element("button", { type: "button", className: "chip", hidden: true });
    const status = element("div", { className: "chip", hidden: true, textContent: " The preview server has gone. " });
    status.setAttribute("role", "status");
    const live = element("div", { className: "live" });
    live.setAttribute("aria-live", "polite");
    live.append(panel);
    root.append(element("div", { className: "frame" }, status, chip, live));

    let current = "";
    const dismiss = () => {
      memory.set("dismissed", current);
      panel.hidden = true;
      chip.hidden = false;
      if (root.activeElement) chip.focus();
    };
    close.addEventListener("click", dismiss);
    root.addEventListener("keydown", (event) => event.key === "Escape" && dismiss());
    chip.addEventListener("click", () => {
      memory.set("dismissed", "");
      panel.hidden = false;
      chip.hidden = true;
      panel.focus();
    });

    const place = ({ file, line, column, text, editor }) => {
      const name = `${file}:${line}:${column}`;
      const where = editor ? element("a", { href: editor, textContent: name, title: "Open in the editor" }) : name;
      return [element("p", {}, where), text.trim() && element("pre", { textContent: text, tabIndex: 0 })];
    };
    const item = ({ severity, code, message, hints, place: at }) =>
      element("li", { className: severity },
        element("p", {}, element("b", { textContent: code ? `${severity}[${code}]` : severity }), `: ${message}`),
        ...(at ? place(at) : []),
        ...hints.map((hint) => element("p", { className: "hint", textContent: `help: ${hint}` })));

    function show({ failure, here, elsewhere, more }) {
      const broken = failure && { severity: "error", message: failure.message, hints: failure.hint ? [failure.hint] : [] };
      const all = [broken, ...here, ...elsewhere].filter(Boolean);
      const count = (severity) => all.filter((finding) => finding.severity === severity).length;
      const named = (number, word) => number && `${number} ${word}${number === 1 ? "" : "s"}`;
      const counts = [named(count("error"), "error"), named(count("warning"), "warning"), named(count("note"), "note")];
      const summary = [...counts, more && `${more} more in the terminal`].filter(Boolean).join(", ");
      // What is wrong on other pages waits until it is asked for, unless it is an error. The same findings, once closed, stay
      // closed, wherever they move in the file.
      const errors = elsewhere.filter(({ severity }) => severity === "error");
      const urgent = [broken, ...here.filter(({ severity }) => severity !== "note"), ...errors].filter(Boolean);
      current = JSON.stringify(urgent.map(({ code, message, place: at }) => [code, message, at?.file]));
      title.textContent = failure ? "The last good state is shown" : summary;
      chip.textContent = summary;
      panel.classList.toggle("error", count("error") > 0);
      list.replaceChildren(...all.map(item));
      const opens = urgent.length > 0 && current !== memory.get("dismissed");
      panel.hidden = !opens;
      chip.hidden = opens || all.length === 0;
      if (all.length && !host.isConnected) document.documentElement.append(host);
    }

    function lost(isLost) {
      status.hidden = !isLost;
      if (isLost && !host.isConnected) document.documentElement.append(host);
    }
    return { show, lost };
  })();

  restore();
  listen();
})();
