// Page actions: links to "#action=ID" run the steps of that action. The site's own actions come with the script's tag.
{
  const own = JSON.parse(document.currentScript.dataset.actions || "{}");
  const content = (selector, attribute) => document.querySelector(selector)?.getAttribute(attribute) ?? "";
  const markdown = () => document.querySelector('link[rel="alternate"][type="text/markdown"]')?.href ?? "";
  const here = () => location.href.replace(/#action=.*$/, "");

  const builtIn = {
    "copy-page-link": () => [{ handler: "clipboard" }],
    "copy-page-markdown": () => [{ handler: "fetch", with: { url: markdown() } }, { handler: "clipboard" }],
    "copy-to-clipboard": () => [{ handler: "clipboard" }],
    "print-page": () => [{ handler: "print" }],
    "scroll-to-top": () => [{ handler: "scroll" }],
    "share-page": () => [{ handler: "share" }],
    "view-page-markdown": () => [{ handler: "open", with: { url: markdown() } }],
  };

  const first = (input, ...names) => names.map((name) => input[name]).find((value) => value !== undefined && value !== "");
  const handlers = {
    clipboard: async (input) => {
      const text = String(first(input, "value", "content", "text", "url", "href", "link", "target") ?? here());
      await navigator.clipboard.writeText(text);
      return { value: text };
    },
    fetch: async (input) => {
      const address = first(input, "url", "href", "link", "target", "value") ?? here();
      const response = await fetch(new URL(address, document.baseURI));
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      return { content: await response.text(), url: response.url };
    },
    open: async (input) => {
      const address = first(input, "url", "link", "href");
      // What a page says of itself may stand in it, and is not to run.
      const to = address && new URL(address, document.baseURI);
      if (to && to.protocol !== "javascript:") location.href = to;
    },
    print: async () => print(),
    scroll: async (input) => {
      const quick = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const behavior = quick ? "instant" : input.behavior || "smooth";
      const target = input.target && document.querySelector(input.target);
      if (target) target.scrollIntoView({ behavior });
      else scrollTo({ top: 0, behavior });
    },
    share: async (input) => {
      const shared = { title: input.title || document.title, text: input.text, url: input.url || here() };
      if (navigator.share) await navigator.share(shared);
      else await navigator.clipboard.writeText(shared.url);
    },
  };

  // `{{ page.title }}` and its like in what an author wrote for a step.
  const fill = (value, names) =>
    typeof value === "string"
      ? value.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (_, path) => path.split(".").reduce((at, name) => at?.[name], names) ?? "")
      : value;

  const run = async (id) => {
    const steps = own[id]?.steps ?? builtIn[id]?.() ?? [];
    const page = { url: here(), title: content('meta[property="og:title"]', "content"), description: content('meta[name="description"]', "content") };
    const names = { ...own[id]?.data, page, project: { title: content('meta[property="og:site_name"]', "content") }, inputs: own[id]?.inputs ?? {}, steps: {} };
    let output = {};
    for (const step of steps) {
      if (step.action) {
        output = await run(step.action);
      } else {
        const given = step.with && Object.fromEntries(Object.entries(step.with).map(([name, value]) => [name, fill(value, names)]));
        const handler = step.handler ?? (given?.link ? "open" : "");
        output = (await handlers[handler]?.(given ?? output)) ?? {};
      }
      if (step.id) names.steps[step.id] = { outputs: output };
    }
    return output;
  };

  const name = () => {
    for (const link of document.querySelectorAll('a[href^="#action="]')) link.setAttribute("role", "button");
  };
  name();
  addEventListener("unlocked", name);
  addEventListener("keydown", (event) => {
    if (!["Enter", " "].includes(event.key) || !event.target.matches?.("[data-action], a[href^='#action=']")) return;
    event.preventDefault();
    event.target.click();
  });
  addEventListener("click", async (event) => {
    const link = event.target.closest?.("[data-action], a[href^='#action=']");
    if (!link) return;
    event.preventDefault();
    try {
      await run(link.dataset.action ?? decodeURIComponent(link.hash.slice("#action=".length)));
      link.classList.add("done");
      setTimeout(() => link.classList.remove("done"), 1500);
    } catch (error) {
      // A reader who closes the share dialog has not met a mistake.
      if (error.name !== "AbortError") console.error(error);
    }
  });
}
