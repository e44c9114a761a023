// Draws diagrams in the reader's browser, in the reader's scheme, with the copy of mermaid that is published beside this script.
// It is loaded when the first diagram comes near; until then, and where it cannot be had, the diagram's text stands there.
"use strict";
{
  const library = new URL("mermaid/mermaid.min.js", document.currentScript.src).href.replace(/\?.*/, "") + new URL(document.currentScript.src).search;
  const diagrams = [...document.querySelectorAll("figure.diagram:has(> pre)")];
  const system = matchMedia("(prefers-color-scheme: dark)");
  const drawn = new Set();
  let loading;

  const load = () =>
    (loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = library;
      script.onload = () => resolve(window.mermaid);
      script.onerror = reject;
      document.head.append(script);
    }));

  // mermaid reckons with colours, so it is told what the theme's variables come to.
  const colours = (dark) => {
    const probe = document.body.appendChild(document.createElement("i"));
    const colour = (name) => {
      probe.style.color = `var(${name})`;
      return getComputedStyle(probe).color;
    };
    const [background, surface, text, line, accent] = ["--bg", "--surface", "--fg", "--muted", "--accent-soft"].map(colour);
    probe.remove();
    return { darkMode: dark, background, primaryColor: surface, primaryTextColor: text, primaryBorderColor: line, lineColor: line, secondaryColor: accent, tertiaryColor: background, textColor: text, edgeLabelBackground: background, noteBkgColor: accent, noteTextColor: text };
  };

  const draw = async (figure) => {
    const source = figure.querySelector(":scope > pre");
    try {
      const mermaid = await load();
      const chosen = document.documentElement.dataset.scheme;
      const dark = chosen === "dark" || (chosen !== "light" && system.matches);
      mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: "base", themeVariables: colours(dark), fontFamily: "inherit" });
      const { svg } = await mermaid.render(`diagram-${diagrams.indexOf(figure) + 1}`, source.textContent);
      let drawing = figure.querySelector(":scope > .drawing");
      if (!drawing) {
        drawing = document.createElement("div");
        drawing.className = "drawing";
        drawing.setAttribute("role", "img");
        drawing.setAttribute("aria-label", figure.querySelector("figcaption")?.textContent || figure.dataset.label);
        figure.prepend(drawing);
      }
      drawing.innerHTML = svg;
      source.hidden = true;
      drawn.add(figure);
    } catch {
      // The text is readable, too.
    }
  };

  // One at a time: mermaid keeps the scheme for all.
  let queue = Promise.resolve();
  const enqueue = (figure) => (queue = queue.then(() => draw(figure)));
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((entry) => entry.isIntersecting)) {
      near.unobserve(entry.target);
      enqueue(entry.target);
    }
  }, { rootMargin: "600px" });
  for (const figure of diagrams) near.observe(figure);
  const again = () => [...drawn].forEach(enqueue);
  system.addEventListener("change", again);
  new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-scheme"] });
}
