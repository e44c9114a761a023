// Copy buttons on code. Line numbers are counters and stay behind.
"use strict";
if (navigator.clipboard) {
  const icon = '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M0 6.75C0 5.784.784 5 1.75 5h1.5a.75.75 0 0 1 0 1.5h-1.5a.25.25 0 0 0-.25.25v7.5c0 .138.112.25.25.25h7.5a.25.25 0 0 0 .25-.25v-1.5a.75.75 0 0 1 1.5 0v1.5A1.75 1.75 0 0 1 9.25 16h-7.5A1.75 1.75 0 0 1 0 14.25Z"/><path d="M5 1.75C5 .784 5.784 0 6.75 0h7.5C15.216 0 16 .784 16 1.75v7.5A1.75 1.75 0 0 1 14.25 11h-7.5A1.75 1.75 0 0 1 5 9.25Zm1.75-.25a.25.25 0 0 0-.25.25v7.5c0 .138.112.25.25.25h7.5a.25.25 0 0 0 .25-.25v-7.5a.25.25 0 0 0-.25-.25Z"/></svg>';
  for (const figure of document.querySelectorAll("figure.code")) {
    const button = document.createElement("button");
    const label = (text) => button.setAttribute("aria-label", text);
    button.type = "button";
    button.className = "copy";
    button.dataset.chrome = "";
    button.innerHTML = icon;
    label(document.body.dataset.copy);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(figure.querySelector("code").textContent);
      button.classList.add("copied");
      label(document.body.dataset.copied);
      setTimeout(() => {
        button.classList.remove("copied");
        label(document.body.dataset.copy);
      }, 1500);
    });
    figure.append(button);
  }
}
