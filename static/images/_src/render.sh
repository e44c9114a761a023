#!/usr/bin/env bash
# Draws the pictures again: SVG → PNG by headless Chromium, then fewer colours by pngquant and tighter by optipng.
# Needs node, chromium, pngquant, optipng (Debian packages), and the Inter typeface (fonts-inter) for the card's words.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node duplikate.mjs
draw() { # source, target, width, height
  chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync \
    --hide-scrollbars --default-background-color=00000000 --user-data-dir="$work/profile" --window-size="$3,$4" --screenshot="$work/drawn.png" "file://$PWD/$1" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
  pngquant --force --speed 1 --strip --quality 80-98 --output "$2" "$work/drawn.png"
  optipng -quiet -o5 "$2"
}
draw ps.svg ../ps.PNG 1200 750
draw dog.svg ../dog.PNG 1200 750
draw duplikate.svg ../duplikate.PNG 1200 750
draw card.svg ../card.png 1200 630
draw icon.svg ../../favicon.png 180 180
cp logo.svg ../../favicon.svg
sed '1s/width="32" height="32"/width="28" height="28"/' logo.svg > ../../logo.svg
