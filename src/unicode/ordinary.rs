//! The ordinary character that a radical or a compatibility ideograph stands for.

use unicode_normalization::UnicodeNormalization;

/// Radicals of the supplement that are a character of their own (Unicode, EquivalentUnifiedIdeograph).
const SUPPLEMENT: &[(char, char)] = &[
    ('⺇', '几'),
    ('⺎', '兀'),
    ('⺒', '巳'),
    ('⺟', '母'),
    ('⺠', '民'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻑', '長'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻧', '卤'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻫', '斉'),
    ('⻬', '齐'),
    ('⻭', '歯'),
    ('⻮', '齿'),
    ('⻯', '竜'),
    ('⻰', '龙'),
    ('⻲', '亀'),
    ('⻳', '龟'),
];

/// The ordinary character that looks the same; none for a radical that is no character of its own.
pub fn ordinary_form(character: char) -> Option<char> {
    if let Some((_, ordinary)) = SUPPLEMENT.iter().find(|(radical, _)| *radical == character) {
        return Some(*ordinary);
    }
    let mut folded = std::iter::once(character).nfkc();
    match (folded.next(), folded.next()) {
        (Some(ordinary), None) if ordinary != character => Some(ordinary),
        _ => None,
    }
}

/// The text with its half-width kana at full width, sound marks put together.
pub fn full_width_kana(text: &str) -> String {
    text.nfkc().collect()
}

/// The composed form of a text (Unicode NFC): systems differ in the form that they give file names.
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_and_compatibility_ideographs_have_their_ordinary_character() {
        assert_eq!(ordinary_form('\u{2F00}'), Some('一'));
        assert_eq!(ordinary_form('\u{F90A}'), Some('金'));
        assert_eq!(ordinary_form('⻑'), Some('長'));
        assert_eq!(ordinary_form('字'), None);
        assert_eq!(full_width_kana("ｶﾞｰﾙ"), "ガール");
    }
}
