// Embeds load when the reader asks for them, and not before.
"use strict";
for (const embed of document.querySelectorAll(".embed[data-src]")) {
  embed.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || embed.querySelector("iframe")) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    const address = new URL(embed.dataset.src, location.href);
    // An author's own HTML may look like an embed, and its address would be ours to run.
    if (address.protocol === "javascript:") return;
    if ("autoplay" in embed.dataset) address.searchParams.set("autoplay", "1");
    frame.src = address.href;
    frame.title = embed.dataset.title || embed.textContent.trim();
    frame.allow = `autoplay; encrypted-media; picture-in-picture${embed.dataset.fullscreen === "false" ? "" : "; fullscreen"}`;
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation allow-forms");
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    embed.replaceChildren(frame);
    frame.focus();
  });
}
