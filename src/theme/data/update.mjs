// Makes `octicons.tsv` and `emoji.tsv` from their npm packages:  node update.mjs
// Both are sorted by name, bytewise, since `symbols.rs` searches them where they lie.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "rasher-data-"));
const packages = { "@primer/octicons": "19.42.0", "emoji-datasource": "16.0.0" };
const wanted = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
execFileSync("npm", ["install", "--prefix", folder, "--no-save", "--ignore-scripts", ...wanted], { stdio: "inherit" });
const read = (path) => JSON.parse(readFileSync(join(folder, "node_modules", path), "utf8"));

const write = (file, rows) => {
  const bytes = (text) => Buffer.from(text, "utf8");
  const lines = [...rows].sort(([a], [b]) => Buffer.compare(bytes(a), bytes(b))).map((row) => row.join("\t"));
  writeFileSync(new URL(file, import.meta.url), lines.join("\n") + "\n");
  console.log(`${file}: ${lines.length} names`);
};

// The drawing for 24 pixels, or the largest where there is none. A drawing that is wider than high is scaled into the square.
const icons = Object.entries(read("@primer/octicons/build/data.json")).map(([name, icon]) => {
  const size = icon.heights["24"] ? "24" : Object.keys(icon.heights).sort((a, b) => b - a)[0];
  const { width, path } = icon.heights[size];
  const markup = path.replace(/\s+/g, " ");
  const scale = size / width;
  const fitted = `<g transform="translate(0 ${((size - size * scale) / 2).toFixed(2)}) scale(${scale.toFixed(4)})">${markup}</g>`;
  return [name, size, width > size ? fitted : markup];
});
write("octicons.tsv", icons);

// Every short name of every emoji; the first to claim a name keeps it.
const text = (unified) => String.fromCodePoint(...unified.split("-").map((code) => parseInt(code, 16)));
const emoji = new Map();
for (const entry of read("emoji-datasource/emoji.json")) {
  for (const name of entry.short_names) if (!emoji.has(name)) emoji.set(name, text(entry.unified));
}
write("emoji.tsv", emoji.entries());
