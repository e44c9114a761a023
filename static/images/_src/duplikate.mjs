// One person becoming many at once, each at a till of her own. Writes duplikate.svg.
import { writeFileSync } from "node:fs";

// Origin: the middle of the counter's top edge. A person is drawn whole; an echo is her outline in one colour.
const hair = "M-64-216c0-62 30-92 68-92s66 30 66 88c0 34 10 44 10 74 0 26-18 40-40 40h-80c-22 0-38-14-38-40 0-28 14-36 14-70z";
const torso = "M-46-98C-92-90-108-64-112-20l-4 24h232l-4-24c-4-44-20-70-66-78z";
const face = "M-48-212c0-34 20-54 50-54s48 20 48 54c0 54-18 84-49 84s-49-30-49-84z";
const fringe = "M-56-196c-6-52 20-84 58-84 36 0 58 26 54 76-20-4-34-18-42-36-12 24-38 40-70 44z";
const echo = (x, y, s, [dark, middle, light]) => `<g transform="translate(${x} ${y}) scale(${s})"><path d="${hair}" fill="${dark}" stroke="#fff1da" stroke-width="10"/><path d="${torso}" fill="${middle}"/><path d="M-116 0h232v110h-232z" fill="${middle}"/><path d="${hair}" fill="${dark}"/><path d="M-24-140h48v44q-24 26-48 0z" fill="${middle}"/><path d="${face}" fill="${light}"/><path d="${fringe}" fill="${dark}"/>
<path d="M-24-190a7 7 0 0 1 12 0M16-190a7 7 0 0 1 12 0" stroke="${dark}" stroke-width="5" stroke-linecap="round" fill="none"/><path d="M-14-160q16 14 32 0" stroke="${dark}" stroke-width="5.5" stroke-linecap="round" fill="none"/></g>`;
const person = `
<path d="${hair}" fill="#1d2746"/>
<path d="M-24-140h48v44q-24 26-48 0z" fill="#cf955d"/>
<path d="${torso}" fill="TOP"/>
<path d="M-30-104q30 40 60 0l14 6q-44 60-88 0z" fill="#fbefdc"/>
<path d="M-60-92l18-4v60h84v-60l18 4V4H-60z" fill="APRON"/>
<path d="${face}" fill="#eab983"/>
<path d="${fringe}" fill="#1d2746"/>
<circle cx="-18" cy="-190" r="6" fill="#1d2746"/><circle cx="22" cy="-190" r="6" fill="#1d2746"/>
<path d="M-28-206q9-8 19-2M14-208q10-6 19 2" fill="none" stroke="#1d2746" stroke-width="4.5" stroke-linecap="round"/>
<path d="M-14-160q16 16 32 0" fill="none" stroke="#a3431a" stroke-width="5.500" stroke-linecap="round"/>
<circle cx="-32" cy="-170" r="8" fill="#ea580c" opacity=".3"/><circle cx="36" cy="-170" r="8" fill="#ea580c" opacity=".3"/>`;
const till = `
<path d="M-82-52q-36 24-33 43t37 15" fill="none" stroke="TOP" stroke-width="40" stroke-linecap="round"/><path d="M82-52q36 24 33 43t-37 15" fill="none" stroke="TOP" stroke-width="40" stroke-linecap="round"/>
<path d="M-78-44q-14 22-4 34M78-44q14 22 4 34" fill="none" stroke="FOLD" stroke-width="5" stroke-linecap="round"/>
<circle cx="-72" cy="0" r="18" fill="#eab983"/><circle cx="72" cy="0" r="18" fill="#eab983"/>
<rect x="-62" y="-62" width="124" height="76" rx="11" fill="#1d2746" stroke="#fffaf1" stroke-width="6"/>
<path d="M-32-42l20 17-20 17" fill="none" stroke="#fb923c" stroke-width="10" stroke-linecap="round" stroke-linejoin="round"/><path d="M2-8h28" stroke="#fffaf1" stroke-width="10" stroke-linecap="round"/>`;
// What is being bought: on the right of each till.
const goods = [
  `<path d="M112 12v-44l8-14h22l8 14v44z" fill="#fffaf1"/><path d="M112-14h38v14h-38z" fill="#fb923c"/><path d="M112-32h38" stroke="#efc596" stroke-width="4"/>`,
  `<path d="M131-22c-8-8-26-2-24 14 2 14 12 22 24 18 12 4 22-4 24-18 2-16-16-22-24-14z" fill="#fffaf1"/><path d="M131-22q0-10 8-16" fill="none" stroke="#c2440a" stroke-width="5" stroke-linecap="round"/>`,
  `<path d="M104 12v-18c-10-24 8-26 30-26s40 2 30 26v18z" fill="#cf955d"/><path d="M118-18l8 12M134-20l8 12" stroke="#f6d9b1" stroke-width="5" stroke-linecap="round"/>`,
  `<path d="M114 12v-34q0-8 8-12v-14h18v14q8 4 8 12v34z" fill="#fffaf1"/><path d="M122-56h18v10h-18z" fill="#1d2746"/><path d="M114-16h34v16h-34z" fill="#c2440a"/>`,
  `<rect x="108" y="-30" width="46" height="42" rx="5" fill="#fffaf1"/><rect x="108" y="-30" width="46" height="14" rx="5" fill="#33406a"/><circle cx="131" cy="-1" r="7" fill="#fb923c"/>`,
];
const counter = (number) => `<rect x="-166" y="10" width="332" height="26" rx="9" fill="#fb923c"/><path d="M-150 36h300v260h-300z" fill="${sides[number - 1]}"/><path d="M-150 36h300v14h-300z" fill="#1d2746" opacity=".45"/><g transform="translate(${[0, -34, 0, 34, 0][number - 1]})"><circle cx="0" cy="102" r="36" fill="#fbefdc"/><text x="0" y="117" text-anchor="middle" font-family="Inter, 'Liberation Sans', sans-serif" font-size="42" font-weight="800" fill="#1d2746">${number}</text></g>`;
const worker = (number, x, y, s, top, fold, apron) =>
  `<g transform="translate(${x} ${y}) scale(${s})">${(person + till).replaceAll("TOP", top).replaceAll("FOLD", fold).replaceAll("APRON", apron) + counter(number) + `<g${number < 3 ? ` transform="scale(-1 1)"` : ""}>${goods[number - 1]}</g>`}</g>`;

const places = [[128, 474, 0.68], [356, 516, 0.86], [600, 566, 1.25], [844, 516, 0.86], [1072, 474, 0.68]];
const sides = ["#44538a", "#384673", "#2b3760", "#384673", "#44538a"];
const echoes = [[364, 436, 0.74, ["#fbd3a6", "#fcdcb6", "#feeed9"]], [150, 476, 0.96, ["#f8b274", "#fbc38d", "#fee3c3"]]];

writeFileSync(new URL("duplikate.svg", import.meta.url), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 750" width="1200" height="750">
<!-- One person becoming many at once, each at a till of her own. Made by duplikate.mjs. -->
<defs><clipPath id="scene"><rect width="1200" height="750" rx="28"/></clipPath></defs>
<g clip-path="url(#scene)">
<rect width="1200" height="750" fill="#fbefdc"/>
<path d="M600 300L1300-150V30zM600 300L1300 140v130zM600 300L940-130H720zM600 300L480-130H260zM600 300L-100-110V60zM600 300L-100 190v140zM600 300L1300 420v150zM600 300L-100 500v160z" fill="#f9e3c3"/>

<circle cx="600" cy="300" r="270" fill="#fddcae"/>
<rect y="664" width="1200" height="86" fill="#efc596"/>
${echoes.flatMap(([dx, y, s, colour]) => [echo(600 - dx, y, s, colour), echo(600 + dx, y, s, colour)]).join("\n")}
${[1, 5, 2, 4].map((number) => worker(number, ...places[number - 1], "#c2440a", "#9c3407", "#2b3760")).join("\n")}
${worker(3, ...places[2], "#ea580c", "#c2440a", "#1d2746")}
</g>
</svg>
`);
