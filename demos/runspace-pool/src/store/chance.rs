//! Reproducible chance.

/// A number that looks random and depends on nothing but its three inputs (SplitMix64's mixing).
///
/// The purpose keeps apart what is drawn for one server: its services do not follow from its speed.
pub(super) fn draw(seed: u32, server: u32, purpose: u32) -> u64 {
    let mut z = (u64::from(seed) << 32 | u64::from(server)).wrapping_add(u64::from(purpose) << 48);
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
