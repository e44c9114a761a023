// Runs before the first paint, so that the page never flashes in the wrong scheme.
try {
  const chosen = localStorage.getItem("scheme");
  if (chosen) document.documentElement.dataset.scheme = chosen;
} catch {
  // Without storage the site's own default stands.
}
