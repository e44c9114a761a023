// A dark twin of an image follows the chosen scheme, not only the system's.
"use strict";
{
  const twins = document.querySelectorAll('picture > source[media="(prefers-color-scheme: dark)"]');
  const show = () => {
    const chosen = document.documentElement.dataset.scheme;
    const media = { dark: "all", light: "not all" }[chosen] ?? "(prefers-color-scheme: dark)";
    for (const twin of twins) twin.media = media;
  };
  if (twins.length) {
    show();
    new MutationObserver(show).observe(document.documentElement, { attributeFilter: ["data-scheme"] });
  }
}
