//! Characters that stand for the vertical form of another.

/// The character of which this one is a vertical presentation form (Unicode, blocks Vertical Forms and CJK Compatibility Forms);
/// the font draws that form in vertical lines and the plain one in horizontal ones (requirement VRT-03).
pub fn plain_form(character: char) -> Option<char> {
    Some(match character {
        '︐' => '，',
        '︑' => '、',
        '︒' => '。',
        '︓' => '：',
        '︔' => '；',
        '︕' => '！',
        '︖' => '？',
        '︗' => '〖',
        '︘' => '〗',
        '︙' => '…',
        '︰' => '‥',
        '︱' => '—',
        '︲' => '–',
        '︳' => '＿',
        '︴' => '﹏',
        '︵' => '（',
        '︶' => '）',
        '︷' => '｛',
        '︸' => '｝',
        '︹' => '〔',
        '︺' => '〕',
        '︻' => '【',
        '︼' => '】',
        '︽' => '《',
        '︾' => '》',
        '︿' => '〈',
        '﹀' => '〉',
        '﹁' => '「',
        '﹂' => '」',
        '﹃' => '『',
        '﹄' => '』',
        '﹇' => '［',
        '﹈' => '］',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::plain_form;

    #[test]
    fn every_vertical_form_has_its_plain_character() {
        let forms = ('\u{FE10}'..='\u{FE19}').chain('\u{FE30}'..='\u{FE44}').chain('\u{FE47}'..='\u{FE48}');
        for form in forms {
            assert!(plain_form(form).is_some_and(|plain| plain_form(plain).is_none()), "{form}");
        }
        assert_eq!(plain_form('字'), None);
    }
}
