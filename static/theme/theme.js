// What a reader gains with script. Without it, everything can be read and followed.
"use strict";

// In a block of its own: scripts of authors may use the same names.
{
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // What is remembered stays in this browser; where it may not be, it is forgotten when the page is left.
  const ofThisPage = {};
  const remembered = (key, otherwise) => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? otherwise;
    } catch {
      return ofThisPage[key] ?? otherwise;
    }
  };
  const remember = (key, value) => {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      ofThisPage[key] = value;
    }
  };

  // What the address leads to: nothing where its end is none, such as `#50%`.
  const targetOfAddress = () => {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null;
    }
  };

  // For the scripts that come by need.
  window.rasher = { remembered, remember, targetOfAddress };

  // Keys without a modifier are in the way of readers who speak to their computer: a switch in the search turns them off (WCAG 2.1.4).
  const isShortcut = (event) =>
    !event.ctrlKey && !event.metaKey && !event.altKey
    && !event.target.closest("input, textarea, select, [contenteditable], dialog") && remembered("shortcuts", true);

  // What is shown is told by the buttons, and to stylesheets of authors, which ask for `html.dark`.
  {
    const page = document.documentElement;
    const dusk = matchMedia("(prefers-color-scheme: dark)");
    const tell = () => {
      const chosen = page.dataset.scheme;
      page.classList.toggle("dark", chosen === "dark" || (chosen === "system" && dusk.matches));
      for (const button of all(".scheme button")) button.setAttribute("aria-pressed", String(button.dataset.setScheme === chosen));
    };
    dusk.addEventListener("change", tell);
    new MutationObserver(tell).observe(page, { attributeFilter: ["data-scheme"] });
    tell();
  }

  // Colour scheme: light, as the system says, or dark; remembered.
  const scheme = document.querySelector(".scheme");
  if (scheme) {
    scheme.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      document.documentElement.dataset.scheme = button.dataset.setScheme;
      remember("scheme", button.dataset.setScheme);
    });
    // On a phone the header has no room for it.
    const header = scheme.parentElement;
    const phone = matchMedia("(max-width: 56rem)");
    const place = () => (phone.matches ? document.getElementById("page:nav") : header)?.append(scheme);
    phone.addEventListener("change", place);
    place();
    scheme.hidden = false;
  }

  // The search is loaded when it is first asked for.
  const searchButton = document.querySelector(".search-button");
  if (searchButton) {
    let loading;
    const loadSearch = () => (loading ??= new Promise((resolve) => {
      const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: searchButton.dataset.style });
      const script = Object.assign(document.createElement("script"), { src: searchButton.dataset.script, onload: resolve, onerror: () => (loading = undefined) });
      style.onload = style.onerror = () => document.head.append(script);
      document.head.append(style);
    }));
    const openSearch = () => loadSearch().then(() => window.rasher.openSearch());
    searchButton.addEventListener("click", openSearch);
    searchButton.addEventListener("pointerenter", loadSearch, { once: true });
    const hotkeys = [...(searchButton.getAttribute("aria-keyshortcuts") ?? "").split(" "), "/"];
    addEventListener("keydown", (event) => {
      const withControl = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
      if (!withControl && !(hotkeys.includes(event.key) && isShortcut(event))) return;
      event.preventDefault();
      openSearch();
    });
    searchButton.hidden = false;
    if ("preload" in searchButton.dataset) loadSearch();
  }

  // The contents follow the reader.
  const followContents = () => {
    const entries = new Map(all(".toc ul a").map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
    if (!entries.size) return;
    const headings = [...entries.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    const contents = document.getElementById("page:toc");
    let current;
    // Where they are longer than the window, the current entry stays in sight.
    const keepInSight = () => {
      if (!current) return;
      const [box, entry] = [contents, current].map((element) => element.getBoundingClientRect());
      if (entry.top < box.top + 40 || entry.bottom > box.bottom - 40) contents.scrollTop += entry.top - box.top - box.height / 3;
    };
    const follow = () => {
      // Those of a closed tab or panel are nowhere, and so above all others.
      const shown = headings.filter((heading) => heading.checkVisibility?.() ?? true);
      const passed = shown.filter((heading) => heading.getBoundingClientRect().top < 120);
      const end = scrollY > 0 && innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
      const link = entries.get((end ? shown.at(-1) : passed.at(-1) || shown[0])?.id);
      if (link === current) return;
      current?.removeAttribute("aria-current");
      link?.setAttribute("aria-current", "true");
      current = link;
      keepInSight();
    };
    addEventListener("scroll", () => requestAnimationFrame(follow), { passive: true });
    follow();
    contents.addEventListener("toggle", keepInSight);
    contents.addEventListener("click", (event) => {
      if (event.target.closest("a")) contents.hidePopover?.();
    });
  };
  followContents();
  // A page that needs a password has contents once it is open.
  addEventListener("unlocked", followContents);

  // A link to something inside a closed block opens it. To all else the browser leads by itself, and readers who come back to where they were.
  const reveal = () => {
    const closed = "details:not([open])";
    let block = targetOfAddress()?.closest(closed);
    if (!block) return;
    for (; block; block = block.parentElement.closest(closed)) block.open = true;
    targetOfAddress().scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  addEventListener("unlocked", reveal);
  if (location.hash) reveal();

  // A heading's mark also copies the address of its section.
  addEventListener("click", (event) => {
    const anchor = event.target.closest?.(".heading-anchor");
    if (anchor) navigator.clipboard?.writeText(anchor.href).catch(() => {});
  });

  // Folders of the navigation stay as the reader left them. A folder is known by where its first link leads.
  const nav = document.getElementById("page:nav");
  const folders = remembered("folders", {});
  const keyOf = (fold) => fold.parentElement.querySelector("a")?.pathname;
  const rememberFolds = (tree) => {
    for (const fold of all("details", tree)) {
      const open = folders[keyOf(fold)];
      if (open !== undefined && !fold.querySelector('[aria-current="page"]')) fold.open = open;
      fold.querySelector(":scope > summary").addEventListener("click", () => {
        folders[keyOf(fold)] = !fold.open;
        remember("folders", folders);
      });
    }
  };

  // The whole tree of a large site is a file of its own, fetched when a reader first looks for something in it.
  const wholeTree = async (tree) => {
    const { tree: address, root } = nav.dataset;
    const response = await fetch(address).catch(() => null);
    if (!response?.ok) return;
    tree.innerHTML = await response.text();
    for (const link of all("a", tree)) {
      const href = link.getAttribute("href");
      if (!/^(\/|[a-z+.-]+:)/i.test(href)) link.setAttribute("href", root + href);
      if (link.pathname === location.pathname) link.setAttribute("aria-current", "page");
    }
  };

  // A filter above the tree: what does not match steps aside, and branches that hold a match open.
  const tree = nav?.querySelector(":scope > ul:not(.nav-links)");
  if (tree) rememberFolds(tree);
  if (tree && nav.matches("[data-filter]:has(> ul > li:nth-child(8), > ul .nav-folder)")) {
    const box = document.createElement("input");
    box.type = "search";
    box.className = "nav-filter";
    box.placeholder = nav.dataset.filter;
    box.setAttribute("aria-label", nav.dataset.filter);
    let folds;
    const filter = () => {
      folds ??= new Map(all("details", tree).map((fold) => [fold, fold.open]));
      // As in the search, accents do not matter.
      const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
      const wanted = plain(box.value.trim());
      const says = (element) => plain(element.textContent).includes(wanted);
      // What a folder's own name says brings all that is in it.
      const isIn = (item) => item && (says(item.querySelector("a, summary, p")) || isIn(item.parentElement.closest("li")));
      for (const item of all("li", tree)) item.hidden = !says(item) && !isIn(item);
      for (const [fold, open] of folds) fold.open = wanted ? true : open;
    };
    box.addEventListener("input", filter);
    if (nav.dataset.tree) {
      const fetchTree = async () => {
        await wholeTree(tree);
        folds = undefined;
        rememberFolds(tree);
        filter();
      };
      box.addEventListener("focus", fetchTree, { once: true });
    }
    tree.before(box);
  }

  // A page that was changed within a month says how many days ago.
  const changed = document.querySelector(".updated time");
  if (changed) {
    const now = new Date();
    const days = (Date.parse(changed.dateTime) - Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())) / 86_400_000;
    if (days <= 0 && days > -31) {
      changed.title = changed.textContent;
      changed.textContent = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" }).format(days, "day");
      changed.previousSibling?.remove();
      changed.before(changed.dataset.ago);
    }
  }

  // The pages that the reader saw last: fifteen of them, and nobody else knows.
  const visited = document.querySelector(".history");
  if (visited) {
    const key = `history:${document.querySelector(".brand").pathname}`;
    const words = [...(document.querySelector("main h1")?.childNodes ?? [])].filter((node) => !node.matches?.(".badge")).map((node) => node.textContent);
    const here = { path: location.pathname, title: words.join("").trim() || document.title };
    const others = remembered(key, []).filter((page) => page.path !== here.path);
    if (!document.querySelector("main.lost")) remember(key, [here, ...others].slice(0, 15));
    const list = visited.querySelector("ul");
    for (const { path, title } of others) {
      const item = document.createElement("li");
      const link = Object.assign(document.createElement("a"), { href: path, textContent: title });
      item.append(link);
      list.append(item);
    }
    visited.hidden = !others.length;
    visited.querySelector(".history-clear").addEventListener("click", () => {
      remember(key, []);
      visited.hidden = true;
    });
  }

  // A menu closes when the reader turns to something else, with the pointer or with the keyboard.
  for (const turn of ["click", "focusin"]) {
    addEventListener(turn, ({ target }) => {
      for (const menu of all(".menu[open]")) if (!menu.contains(target) || (turn === "click" && target.closest(".menu-panel a"))) menu.open = false;
    });
  }
  addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector(".menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // Keys: [ and ] turn the page, g and then h leads home.
  let before = "";
  addEventListener("keydown", (event) => {
    if (!isShortcut(event)) return;
    const rel = { "[": "prev", "]": "next" }[event.key];
    const link = before === "g" && event.key === "h" ? document.querySelector(".brand") : rel && document.querySelector(`a[rel="${rel}"]`);
    before = event.key;
    if (link) location.href = link.href;
  });

  // The current entry of a long navigation is in view, on a phone when it opens.
  const showCurrent = () => nav?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest" });
  nav?.addEventListener("toggle", showCurrent);
  showCurrent();
}
