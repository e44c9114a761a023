#!/usr/bin/env bash
# Fetches the copy of mermaid (MIT) that the theme embeds, from the npm registry. It is too large for the repository; a binary that
# is built without it shows diagrams as text.
set -euo pipefail
version=11.17.2
cd "$(dirname "$0")/../../../static/theme/components/mermaid"
[ -f mermaid.min.js ] && head -c 200 mermaid.version 2>/dev/null | grep -qx "$version" && exit 0
npm pack --silent "mermaid@$version" >/dev/null
tar -xzf "mermaid-$version.tgz" --strip-components=2 package/dist/mermaid.min.js
tar -xzf "mermaid-$version.tgz" --strip-components=1 package/LICENSE
mv LICENSE mermaid.license
rm "mermaid-$version.tgz"
echo "$version" >mermaid.version
