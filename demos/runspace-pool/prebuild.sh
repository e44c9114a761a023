#!/usr/bin/env bash
# Builds what stands in `prebuilt/`: the module, the record, and the digest of the sources they were made from.
#
#   ./prebuild.sh            with the compiler on the path, where `rustup target add wasm32-unknown-unknown` works
#   RASHER_WASM_CARGO=demos/wasm-cargo demos/runspace-pool/prebuild.sh       elsewhere, from the top of the repository
set -euo pipefail

wasm_cargo=${RASHER_WASM_CARGO:-cargo}
[[ $wasm_cargo != */* ]] || wasm_cargo=$(realpath "$wasm_cargo")
cd "$(dirname "$0")"
target=${CARGO_TARGET_DIR:-$(cargo metadata --no-deps --format-version 1 | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')}

# A small module matters more than a fast build.  The generator sets the same.
CARGO_PROFILE_RELEASE_OPT_LEVEL=s CARGO_PROFILE_RELEASE_LTO=fat CARGO_PROFILE_RELEASE_CODEGEN_UNITS=1 \
CARGO_PROFILE_RELEASE_PANIC=abort CARGO_PROFILE_RELEASE_STRIP=symbols \
CARGO_TARGET_DIR=$target/demos "$wasm_cargo" build --package runspace-pool --lib --release --target wasm32-unknown-unknown

mkdir -p prebuilt
cp "$target/demos/wasm32-unknown-unknown/release/runspace_pool.wasm" prebuilt/module.wasm
cargo run --quiet --package runspace-pool -- --record > prebuilt/record.json
RUNSPACE_POOL_DIGEST=write cargo test --quiet --package runspace-pool --test prebuilt
