//! PINs of staff: for a copy without network, and for a screen that is in the
//! family's hands.

/// Shortest PIN, in digits.
pub const PIN_MIN: usize = 6;
/// Longest one.
pub const PIN_MAX: usize = 12;
/// So many wrong ones, and what it opens is gone: the copy, or the session.
pub const TRIES: u32 = 5;

/// Why something is no PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinFault {
    /// Not six to twelve digits.
    Digits,
    /// One digit again and again, or digits in a row.
    Easy,
    /// The second time it was another.
    Different,
}

impl PinFault {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Digits => "pin_digits",
            Self::Easy => "pin_easy",
            Self::Different => "pin_different",
        }
    }
}

/// Whether a new PIN will do, written twice.
///
/// # Errors
/// Why not.
pub fn check(pin: &str, again: &str) -> Result<(), PinFault> {
    let digits: Vec<u32> = pin.chars().filter_map(|it| it.to_digit(10)).collect();
    if digits.len() != pin.chars().count() || !(PIN_MIN..=PIN_MAX).contains(&digits.len()) {
        return Err(PinFault::Digits);
    }
    let all = |step: &dyn Fn(u32) -> u32| digits.windows(2).all(|pair| pair[1] == step(pair[0]));
    if all(&|it| it) || all(&|it| (it + 1) % 10) || all(&|it| (it + 9) % 10) {
        return Err(PinFault::Easy);
    }
    if pin == again { Ok(()) } else { Err(PinFault::Different) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_pins() {
        let table = [
            ("394817", "394817", Ok(())),
            ("394817205518", "394817205518", Ok(())),
            ("39481", "39481", Err(PinFault::Digits)),
            ("3948172055181", "3948172055181", Err(PinFault::Digits)),
            ("39481a", "39481a", Err(PinFault::Digits)),
            ("394 817", "394 817", Err(PinFault::Digits)),
            ("", "", Err(PinFault::Digits)),
            ("000000", "000000", Err(PinFault::Easy)),
            ("123456", "123456", Err(PinFault::Easy)),
            ("7890123", "7890123", Err(PinFault::Easy)),
            ("654321", "654321", Err(PinFault::Easy)),
            ("394817", "394818", Err(PinFault::Different)),
        ];
        for (pin, again, expected) in table {
            assert_eq!(check(pin, again), expected, "{pin}");
        }
    }
}
