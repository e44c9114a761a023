//! Numbers for people, in whole-number arithmetic: it keeps the code for printing floats out of the module.

use crate::schedule::Millis;

/// `3.21 s`.
pub(super) fn seconds(time: Millis) -> String {
    let hundredths = (time + 5) / 10;
    format!("{}.{:02} s", hundredths / 100, hundredths % 100)
}

/// `0`, `0.05 s`, `2 s`: as few digits as the number needs.
pub(super) fn round_seconds(time: Millis) -> String {
    let (seconds, hundredths) = (time / 1000, time % 1000 / 10);
    match (seconds, hundredths / 10, hundredths % 10) {
        (0, 0, 0) => "0".to_owned(),
        (_, 0, 0) => format!("{seconds} s"),
        (_, tenths, 0) => format!("{seconds}.{tenths} s"),
        _ => format!("{seconds}.{hundredths:02} s"),
    }
}

/// `3.7×` for 37 tenths.
pub(super) fn times_as_fast(tenths: u64) -> String {
    format!("{}.{}×", tenths / 10, tenths % 10)
}

/// `1 till`, `5 tills`.
pub(super) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_they_need() {
        assert_eq!([0, 50, 500, 2000, 12_340].map(round_seconds), ["0", "0.05 s", "0.5 s", "2 s", "12.34 s"]);
        assert_eq!([0, 4, 5, 3_214].map(seconds), ["0.00 s", "0.00 s", "0.01 s", "3.21 s"]);
        assert_eq!((times_as_fast(37), counted(1, "till", "tills")), ("3.7×".to_owned(), "1 till".to_owned()));
    }
}
