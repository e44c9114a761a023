// A note is shown beside its number while the pointer rests on it or the keyboard is there. Without script the number leads to it.
"use strict";
{
  const note = document.createElement("div");
  note.className = "footnote-note";
  note.dataset.chrome = "";
  note.setAttribute("popover", "manual");
  note.setAttribute("role", "note");
  let closing;
  const hide = () => note.matches(":popover-open") && note.hidePopover();
  const hideSoon = () => { closing = setTimeout(hide, 200); };
  const stay = () => clearTimeout(closing);
  const show = (link) => {
    const source = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!source) return;
    stay();
    note.replaceChildren(...Array.from(source.childNodes, (node) => node.cloneNode(true)));
    for (const furniture of note.querySelectorAll("[data-chrome], [id]")) {
      if (furniture.hasAttribute("data-chrome")) furniture.remove();
      else furniture.removeAttribute("id");
    }
    if (!note.isConnected) (link.closest("main") ?? document.body).append(note);
    if (!note.matches(":popover-open")) note.showPopover();
    const place = link.getBoundingClientRect();
    const size = note.getBoundingClientRect();
    const left = Math.min(Math.max(16, place.left - size.width / 2), document.documentElement.clientWidth - size.width - 16);
    const fits = place.bottom + 8 + size.height < innerHeight;
    note.style.left = `${left}px`;
    note.style.top = `${fits ? place.bottom + 8 : Math.max(8, place.top - size.height - 8)}px`;
  };
  if ("popover" in note) {
    // In a block of another page the number leads there.
    for (const link of document.querySelectorAll(".footnote-reference[id] a")) {
      link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(link));
      link.addEventListener("pointerleave", hideSoon);
      link.addEventListener("focus", () => link.matches(":focus-visible") && show(link));
      link.addEventListener("blur", hide);
      link.addEventListener("click", hide);
    }
    note.addEventListener("pointerenter", stay);
    note.addEventListener("pointerleave", hideSoon);
    addEventListener("keydown", (event) => event.key === "Escape" && hide());
    addEventListener("scroll", hide, { passive: true });
  }
}
