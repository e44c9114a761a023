//! Numbers in as few bytes as they need, for what waits in memory: seven bits in each, the lowest first (LEB128; DWARF 5 §7.6).

/// Appends a number.
pub fn push(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number from the front. None when the bytes end before it does, or it has more than 64 bits.
pub fn take(bytes: &mut &[u8]) -> Option<u64> {
    // Most numbers are small.
    if let Some((byte @ 0..0x80, behind)) = bytes.split_first() {
        *bytes = behind;
        return Some(u64::from(*byte));
    }
    let mut number = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let (byte, behind) = bytes.split_first()?;
        *bytes = behind;
        number |= u64::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pushed_is_taken() {
        let numbers = [0, 1, 0x7f, 0x80, 0x3fff, 0x4000, u64::from(u32::MAX), u64::MAX];
        let mut bytes = Vec::new();
        numbers.iter().for_each(|number| push(&mut bytes, *number));
        let mut rest = bytes.as_slice();
        assert_eq!(numbers.map(|_| take(&mut rest)), numbers.map(Some));
        assert_eq!(take(&mut rest), None);
        assert_eq!(take(&mut &[0x80][..]), None, "cut");
        assert_eq!(take(&mut &[0xff; 11][..]), None, "too long");
    }
}
