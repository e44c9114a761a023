// Tabs: a list of buttons takes the place of the titles. Groups that have a tab of the same title change together, the choice
// is remembered, and an address that ends in an id shows the tab that holds it.
"use strict";
{
  const { targetOfAddress, remembered, remember } = window.rasher;
  const groups = [];
  const chosen = remembered("tabs", []);

  const choose = (title) => {
    for (const group of groups) group.show(group.titles.indexOf(title));
    chosen.splice(0, chosen.length, title, ...chosen.filter((other) => other !== title).slice(0, 19));
    remember("tabs", chosen);
  };

  let unnamed = 0;

  const build = (tabs) => {
    const panes = [...tabs.querySelectorAll(":scope > .tab")];
    const list = document.createElement("div");
    list.className = "tab-list";
    list.dataset.chrome = "";
    list.setAttribute("role", "tablist");
    const buttons = panes.map((pane) => {
      // In a block of another page they have none.
      pane.id ||= `pane:${(unnamed += 1)}`;
      const button = document.createElement("button");
      button.type = "button";
      button.id = `${pane.id}:tab`;
      button.append(...pane.querySelector(":scope > .tab-title").cloneNode(true).childNodes);
      button.setAttribute("role", "tab");
      button.setAttribute("aria-controls", pane.id);
      pane.setAttribute("role", "tabpanel");
      pane.setAttribute("aria-labelledby", button.id);
      pane.addEventListener("beforematch", () => choose(button.textContent.trim()));
      return button;
    });
    const titles = buttons.map((button) => button.textContent.trim());
    const show = (index) => {
      if (index < 0) return;
      for (const [at, button] of buttons.entries()) {
        button.setAttribute("aria-selected", String(at === index));
        button.tabIndex = at === index ? 0 : -1;
        // Hidden so that the browser's own search still finds it.
        if (at === index) panes[at].removeAttribute("hidden");
        else panes[at].setAttribute("hidden", "until-found");
      }
    };
    list.addEventListener("click", (event) => {
      const at = buttons.indexOf(event.target.closest("button"));
      if (at < 0) return;
      choose(titles[at]);
      show(at);
    });
    list.addEventListener("keydown", (event) => {
      const now = buttons.indexOf(document.activeElement);
      const right = getComputedStyle(list).direction === "rtl" ? -1 : 1;
      const to = { ArrowRight: now + right, ArrowLeft: now - right, Home: 0, End: -1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const next = buttons.at(to % buttons.length);
      next.click();
      next.focus();
    });
    list.append(...buttons);
    tabs.prepend(list);
    tabs.classList.add("tabs-ready");
    groups.push({ panes, titles, show });
    const remembered = chosen.map((title) => titles.indexOf(title)).find((index) => index >= 0);
    show(remembered ?? 0);
  };

  const reveal = () => {
    const target = targetOfAddress();
    if (!target?.closest(".tab[hidden]")) return;
    for (const { panes, show } of groups) show(panes.findIndex((pane) => pane.contains(target)));
    target.scrollIntoView();
  };

  for (const tabs of document.querySelectorAll(".tabs")) build(tabs);
  addEventListener("hashchange", reveal);
  reveal();
}
