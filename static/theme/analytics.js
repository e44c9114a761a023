// Starts Google Analytics and Tag Manager for sites that ask for them; loaded by no other.
{
  const { google, tags } = document.currentScript.dataset;
  window.dataLayer = window.dataLayer || [];
  function gtag() {
    // The services read the arguments object itself.
    window.dataLayer.push(arguments);
  }
  const load = (path) => {
    const script = document.createElement("script");
    script.async = true;
    script.src = `https://www.googletagmanager.com/${path}`;
    document.head.append(script);
  };
  if (google) {
    gtag("js", new Date());
    gtag("config", google);
    load(`gtag/js?id=${encodeURIComponent(google)}`);
  }
  if (tags) {
    window.dataLayer.push({ "gtm.start": Date.now(), event: "gtm.js" });
    load(`gtm.js?id=${encodeURIComponent(tags)}`);
  }
}
