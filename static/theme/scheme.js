// Runs before the first paint, so that the page never flashes in the wrong scheme, and what `theme.js` adds finds its room.
{
  const page = document.documentElement;
  const adopt = () => {
    try {
      page.dataset.scheme = JSON.parse(localStorage.getItem("scheme")) ?? page.dataset.scheme;
    } catch {
      // Without storage the site's own default stands.
    }
  };
  adopt();
  // A page to which a reader comes back, or that is open beside, has not seen what was chosen on another.
  addEventListener("pageshow", adopt);
  addEventListener("storage", adopt);
  try {
    if (Object.keys(localStorage).some((key) => key.startsWith("history:"))) page.dataset.returning = "";
  } catch {
    // There is no history either.
  }
}
