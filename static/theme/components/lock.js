// Opens a page that needs a password: AES-256-GCM with a key from the password by PBKDF2, both of the browser's own. The key,
// never the password, is kept until the tab is closed, so that one password opens every page of the site.
"use strict";
{
  const lock = document.querySelector(".lock");
  const form = lock.querySelector("form");
  const field = form.querySelector("input");
  const button = form.querySelector("button");
  const message = form.querySelector(".lock-message");
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const kept = `lock ${lock.dataset.salt}`;

  const derive = async (password) => {
    const material = await crypto.subtle.importKey("raw", new TextEncoder().encode(password), "PBKDF2", false, ["deriveBits"]);
    const { salt, iterations } = lock.dataset;
    const kind = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: Number(iterations) };
    return new Uint8Array(await crypto.subtle.deriveBits(kind, material, 256));
  };

  const open = async (raw) => {
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(lock.dataset.nonce) }, key, bytes(lock.dataset.text));
    return JSON.parse(new TextDecoder().decode(plain));
  };

  const show = (page) => {
    for (const address of page.styles) {
      const style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = address;
      document.head.append(style);
    }
    document.title = page.title;
    const main = lock.closest("main");
    main.innerHTML = page.content;
    main.insertAdjacentHTML("afterend", page.end);
    main.closest(".page").insertAdjacentHTML("afterend", page.toc);
    dispatchEvent(new Event("unlocked"));
    // The scripts find what they work on, since it is there before them.
    for (const address of page.scripts) {
      const script = document.createElement("script");
      script.src = address;
      script.async = false;
      document.head.append(script);
    }
    main.tabIndex = -1;
    main.focus({ preventScroll: true });
    window.rasher.targetOfAddress()?.scrollIntoView();
  };

  const remember = (raw) => {
    try {
      sessionStorage.setItem(kept, btoa(String.fromCharCode(...raw)));
    } catch {
      // The next page asks again.
    }
  };

  const remembered = () => {
    try {
      return sessionStorage.getItem(kept);
    } catch {
      return null;
    }
  };

  const ask = () => {
    form.hidden = false;
    // Only an address with https, this machine, or a file has the browser's cryptography.
    if (!globalThis.crypto?.subtle) {
      message.textContent = lock.dataset.insecure;
      button.disabled = true;
    }
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    message.textContent = "";
    try {
      const raw = await derive(field.value);
      const page = await open(raw);
      remember(raw);
      show(page);
    } catch {
      message.textContent = lock.dataset.wrong;
      field.select();
    } finally {
      button.ariaBusy = "false";
    }
  });

  const key = remembered();
  if (key && globalThis.crypto?.subtle) open(bytes(key)).then(show, ask);
  else ask();
}
