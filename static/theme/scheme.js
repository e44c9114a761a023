// Runs before the first paint, so that the page never flashes in the wrong scheme, and what `theme.js` adds finds its room.
try {
  const chosen = localStorage.getItem("scheme");
  if (chosen) document.documentElement.dataset.scheme = chosen;
  if (Object.keys(localStorage).some((key) => key.startsWith("history:"))) document.documentElement.dataset.returning = "";
} catch {
  // Without storage the site's own default stands.
}
