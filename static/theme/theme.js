// What a reader gains with script. Without it, everything can be read and followed.
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// Colour scheme: light, as the system says, or dark; remembered.
const scheme = document.querySelector(".scheme");
if (scheme) {
  const show = () => {
    const now = document.documentElement.dataset.scheme;
    for (const button of all("button", scheme)) button.setAttribute("aria-pressed", String(button.dataset.setScheme === now));
  };
  scheme.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    document.documentElement.dataset.scheme = button.dataset.setScheme;
    try {
      localStorage.setItem("scheme", button.dataset.setScheme);
    } catch {
      // The choice lasts until the page is left.
    }
    show();
  });
  scheme.hidden = false;
  show();
}

// A dark twin of an image follows the chosen scheme, not only the system's.
const dark = matchMedia("(prefers-color-scheme: dark)");
const showTwins = () => {
  const chosen = document.documentElement.dataset.scheme;
  const media = chosen === "dark" ? "all" : chosen === "light" ? "not all" : "(prefers-color-scheme: dark)";
  for (const source of all("picture > source[srcset]")) source.media = media;
};
if (document.querySelector("picture")) {
  showTwins();
  dark.addEventListener("change", showTwins);
  scheme?.addEventListener("click", showTwins);
}

// Copy buttons on code. Line numbers are counters and stay behind.
const copyIcon = '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M0 6.75C0 5.784.784 5 1.75 5h1.5a.75.75 0 0 1 0 1.5h-1.5a.25.25 0 0 0-.25.25v7.5c0 .138.112.25.25.25h7.5a.25.25 0 0 0 .25-.25v-1.5a.75.75 0 0 1 1.5 0v1.5A1.75 1.75 0 0 1 9.25 16h-7.5A1.75 1.75 0 0 1 0 14.25Z"/><path d="M5 1.75C5 .784 5.784 0 6.75 0h7.5C15.216 0 16 .784 16 1.75v7.5A1.75 1.75 0 0 1 14.25 11h-7.5A1.75 1.75 0 0 1 5 9.25Zm1.75-.25a.25.25 0 0 0-.25.25v7.5c0 .138.112.25.25.25h7.5a.25.25 0 0 0 .25-.25v-7.5a.25.25 0 0 0-.25-.25Z"/></svg>';
if (navigator.clipboard) {
  for (const figure of all("figure.code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.dataset.chrome = "";
    button.setAttribute("aria-label", "Copy code");
    button.innerHTML = copyIcon;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(figure.querySelector("code").textContent);
      button.classList.add("copied");
      button.setAttribute("aria-label", "Copied");
      setTimeout(() => {
        button.classList.remove("copied");
        button.setAttribute("aria-label", "Copy code");
      }, 1500);
    });
    figure.append(button);
  }
}

// Embeds load when the reader asks for them, and not before.
for (const embed of all(".embed[data-src]")) {
  embed.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || embed.querySelector("iframe")) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    const address = new URL(embed.dataset.src);
    address.searchParams.set("autoplay", "1");
    frame.src = address.href;
    frame.title = embed.dataset.title || "Embedded page";
    frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation allow-forms");
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    embed.replaceChildren(frame);
    frame.focus();
  });
}

// The contents follow the reader.
const entries = new Map(all(".toc a").map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
if (entries.size) {
  const headings = [...entries.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let current;
  const follow = () => {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < 120);
    const end = scrollY > 0 && innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const link = entries.get((end ? headings.at(-1) : passed.at(-1) || headings[0])?.id);
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    current = link;
  };
  addEventListener("scroll", () => requestAnimationFrame(follow), { passive: true });
  follow();
  document.getElementById("toc").addEventListener("click", (event) => {
    if (event.target.closest("a")) event.currentTarget.hidePopover?.();
  });
}

// Tabs: a list of buttons takes the place of the titles; groups with the same titles change together.
for (const tabs of all(".tabs")) {
  const panes = all(":scope > .tab", tabs);
  const list = document.createElement("div");
  list.className = "tab-list";
  list.dataset.chrome = "";
  list.setAttribute("role", "tablist");
  const buttons = panes.map((pane) => {
    const button = document.createElement("button");
    button.type = "button";
    button.id = `${pane.id}-tab`;
    button.append(...pane.querySelector(":scope > .tab-title").cloneNode(true).childNodes);
    button.setAttribute("role", "tab");
    button.setAttribute("aria-controls", pane.id);
    pane.setAttribute("role", "tabpanel");
    pane.setAttribute("aria-labelledby", button.id);
    return button;
  });
  const select = (chosen) => {
    for (const [index, button] of buttons.entries()) {
      button.setAttribute("aria-selected", String(index === chosen));
      button.tabIndex = index === chosen ? 0 : -1;
      panes[index].hidden = index !== chosen;
    }
  };
  tabs.selectTab = (title) => {
    const chosen = buttons.findIndex((button) => button.textContent.trim() === title);
    if (chosen >= 0) select(chosen);
  };
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) for (const other of all(".tabs")) other.selectTab?.(button.textContent.trim());
  });
  list.addEventListener("keydown", (event) => {
    const now = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = buttons.at(to % buttons.length);
    next.click();
    next.focus();
  });
  list.append(...buttons);
  tabs.prepend(list);
  tabs.classList.add("tabs-ready");
  select(0);
}

// A link to something inside a closed block opens it.
const reveal = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let block = target?.closest("details:not([open])"); block; block = block.parentElement.closest("details:not([open])")) block.open = true;
  for (let pane = target?.closest(".tab[hidden]"); pane; pane = pane.parentElement.closest(".tab[hidden]")) {
    pane.closest(".tabs").selectTab(pane.querySelector(".tab-title").textContent.trim());
  }
  target?.scrollIntoView?.();
};
addEventListener("hashchange", reveal);
if (location.hash) reveal();

// A heading's mark also copies the address of its section.
addEventListener("click", (event) => {
  const anchor = event.target.closest?.(".heading-anchor");
  if (anchor) navigator.clipboard?.writeText(anchor.href).catch(() => {});
});

// A filter above the site's tree: what does not match steps aside, and branches that hold a match open.
const tree = document.querySelector(".nav:has(> ul > li:nth-child(8), > ul details) > ul");
if (tree) {
  const box = document.createElement("input");
  box.type = "search";
  box.className = "nav-filter";
  box.placeholder = "Filter pages";
  box.setAttribute("aria-label", "Filter pages");
  const folds = new Map(all("details", tree).map((fold) => [fold, fold.open]));
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLowerCase();
    const match = (item) => !wanted || item.textContent.toLowerCase().includes(wanted);
    for (const item of all("li", tree)) item.hidden = !match(item);
    for (const [fold, open] of folds) fold.open = wanted ? true : open;
  });
  tree.before(box);
}

// Keys: [ and ] turn the page.
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
  const rel = { "[": "prev", "]": "next" }[event.key];
  const link = rel && document.querySelector(`a[rel="${rel}"]`);
  if (link) location.href = link.href;
});

// The current entry of a long navigation is in view.
document.querySelector('.nav [aria-current="page"]')?.scrollIntoView({ block: "nearest" });
