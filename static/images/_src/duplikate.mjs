// One person becoming many at once, each at a till of her own. Writes duplikate.svg.
import { writeFileSync } from "node:fs";
const person = (x, y, s, o, top, till) => `<g transform="translate(${x} ${y}) scale(${s})" opacity="${o}">
<path d="M-62 150V44q0-56 62-56t62 56v106z" fill="${top}"/>
<path d="M-54 60q-60 26-58 84M54 60q60 26 58 84" stroke="${top}" stroke-width="30" stroke-linecap="round" fill="none"/>
<circle cx="-112" cy="148" r="16" fill="#e8b287"/><circle cx="112" cy="148" r="16" fill="#e8b287"/>
<path d="M-16-40h32v40q-16 18-32 0z" fill="#d99c6c"/>
<path d="M-58-92c-6-66 24-96 60-96s64 30 58 96c8 40-8 62-22 66V-90h-76v64c-16-6-28-28-20-66z" fill="#3a2230"/>
<path d="M-42-98q0-48 42-48t42 48q0 62-42 66-42-4-42-66z" fill="#f0c39b"/>
<path d="M-46-96c10-34 40-24 56-40 14 16 30 14 36 42 8-40-8-68-44-68s-56 26-48 66z" fill="#3a2230"/>
<circle cx="-17" cy="-92" r="5.5" fill="#3a2230"/><circle cx="17" cy="-92" r="5.5" fill="#3a2230"/><path d="M-14-66q14 12 28 0" stroke="#b4552d" stroke-width="5" fill="none" stroke-linecap="round"/>
<path d="M-26 0L0 26 26 0" stroke="#fff4e3" stroke-width="9" fill="none" stroke-linejoin="round" stroke-linecap="round"/>
${till ? `<path d="M-150 160h300v96h-300z" fill="#33415c"/><path d="M-164 146h328v24h-328z" fill="#f7c873"/><path d="M-40 84h84l10 62h-104z" fill="#1d2740"/><path d="M-28 96h60l5 30h-70z" fill="#8fd0c0"/><path d="M74 122h44v24H74z" fill="#d9480f"/><path d="M-122 128h40v18h-40z" fill="#8fb7a3"/>` : ""}
</g>`;
const tills = [[170, 470, .74], [385, 520, .86], [815, 520, .86], [1030, 470, .74]];
const ghosts = [[470, 300, .92, .34], [730, 300, .92, .34], [350, 292, .8, .2], [850, 292, .8, .2]];
writeFileSync(new URL("duplikate.svg", import.meta.url), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 750" width="1200" height="750">
<rect width="1200" height="750" fill="#f6e7d3"/>
<circle cx="600" cy="300" r="290" fill="#f9d3a8"/><circle cx="600" cy="300" r="210" fill="#f9c08a"/><circle cx="600" cy="300" r="130" fill="#f7a45c"/>
<g stroke="#d9480f" stroke-width="7" stroke-linecap="round" stroke-dasharray="2 20" fill="none"><path d="M540 350Q400 330 200 350M560 390Q470 380 395 400M660 350Q800 330 1000 350M640 390Q730 380 805 400"/></g>
<rect y="640" width="1200" height="110" fill="#e8cfae"/><rect y="634" width="1200" height="10" fill="#d8b98f"/>
${ghosts.map(([x, y, s, o]) => person(x, y, s, o, "#d9480f", false)).join("\n")}
${tills.filter((_, i) => i % 3 === 0).map(([x, y, s]) => person(x, y, s, 1, "#c2410c", true)).join("\n")}
${tills.filter((_, i) => i % 3 !== 0).map(([x, y, s]) => person(x, y, s, 1, "#c2410c", true)).join("\n")}
${person(600, 330, 1.28, 1, "#d9480f", false)}
<g transform="translate(600 560)"><path d="M-190 30h380v150h-380z" fill="#26324b"/><path d="M-208 8h416v30h-416z" fill="#f59e42"/><path d="M-62-74H62L76 10H-76z" fill="#1d2740"/><path d="M-46-58h92l8 42H-54z" fill="#8fd0c0"/><path d="M-34-46l18 14-18 14M-6-18h30" stroke="#1d2740" stroke-width="7" fill="none" stroke-linecap="round" stroke-linejoin="round"/><path d="M-160-18h58v26h-58z" fill="#8fb7a3"/><path d="M104-28h64V8h-64z" fill="#b83a0e"/></g>
</svg>
`);
