#!/usr/bin/env bash
# Draws the pictures of the post again: SVG → PNG by headless Chromium, then fewer colours by pngquant.
set -euo pipefail
cd "$(dirname "$0")"
node duplikate.mjs
draw() { # source, target, width, height
  chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync \
    --hide-scrollbars --default-background-color=00000000 --user-data-dir="$(mktemp -d)" --window-size="$3,$4" --screenshot="$PWD/drawn.png" "file://$PWD/$1" 2>/dev/null
  pngquant --force --speed 1 --quality 70-95 --output "$2" drawn.png
  optipng -quiet -o5 "$2"
  rm drawn.png
}
draw ps.svg ../ps.PNG 1200 750
draw dog.svg ../dog.PNG 1200 750
draw duplikate.svg ../duplikate.PNG 1200 750
cp logo.svg ../../favicon.svg
cp logo.svg ../../logo.svg
