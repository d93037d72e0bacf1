//! Numbers in Han characters.

const HAN_DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// A number with tens and hundreds, as counted: 一, 十, 十二, 二十, 一百零三.
pub fn han_number(number: u64) -> String {
    let digit = |value: u64| HAN_DIGITS[value as usize];
    match number {
        0..=9 => digit(number).to_string(),
        10..=99 => {
            let mut text = String::new();
            if number >= 20 {
                text.push(digit(number / 10));
            }
            text.push('十');
            if !number.is_multiple_of(10) {
                text.push(digit(number % 10));
            }
            text
        }
        100..=999 => {
            let mut text = format!("{}百", digit(number / 100));
            match number % 100 {
                0 => {}
                rest @ 1..=9 => text.extend(['零', digit(rest)]),
                rest @ 10..=19 => text.push_str(&format!("一{}", han_number(rest))),
                rest => text.push_str(&han_number(rest)),
            }
            text
        }
        _ => number.to_string().bytes().map(|byte| digit(u64::from(byte - b'0'))).collect(),
    }
}

/// A number digit by digit, as years are: 二〇二〇.
pub fn han_digits(number: u64) -> String {
    number.to_string().bytes().map(|byte| HAN_DIGITS[usize::from(byte - b'0')]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_numbers_are_counted() {
        for (number, text) in
            [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (103, "一百零三"), (115, "一百一十五"), (2020, "二〇二〇")]
        {
            assert_eq!(han_number(number), text);
        }
    }
}
