//! How the scripts of an edition stand beside its Han.

use super::number::Script;
use super::theme::PairingRule;
use crate::font::PairedScript;
use crate::font::Pairing;
use crate::font::Pairings;
use crate::unicode::Language;
use crate::unicode::Region;

/// The pairings of a region: a theme's rows for its language come before those for all.
pub(super) fn pairings(rules: &[PairingRule], region: Region) -> Pairings {
    let region_of = |rule: &PairingRule| rule.language.as_deref().and_then(Language::new).map(|language| language.region());
    let own = rules.iter().filter(|rule| region_of(rule) == Some(region));
    let general = rules.iter().filter(|rule| rule.language.is_none());
    let mut pairings: Vec<Pairing> = Vec::new();
    for rule in own.chain(general) {
        let pairing = pairing(rule, region);
        // A row of the region that changes nothing still stands before a general one.
        if !pairings.iter().any(|known| known.role == pairing.role && known.script == pairing.script) {
            pairings.push(pairing);
        }
    }
    Pairings::new(pairings)
}

fn pairing(rule: &PairingRule, region: Region) -> Pairing {
    let role = rule.role.font(region);
    let script = match rule.script {
        Script::Latin => PairedScript::Latin,
        Script::Kana => PairedScript::Kana,
    };
    Pairing { role, script, family: rule.family.clone(), size: rule.size.to_thousandths(), shift: rule.shift.to_thousandths() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FontRole;
    use crate::geom::WritingMode;
    use crate::style::Role;
    use crate::style::layers::tests::bundled;

    fn rule(language: Option<&str>, size: f64) -> PairingRule {
        let language = language.map(str::to_owned);
        PairingRule { role: Role::Serif, script: Script::Latin, language, family: None, size: size.into(), shift: 0.0.into() }
    }

    /// Proves: LAT-04 [ALL] [HV]: factors are data of the theme, by role and region.
    #[test]
    fn the_row_of_a_region_stands_before_that_for_all() {
        let rules = [rule(None, 1.05), rule(Some("ja"), 1.1), rule(Some("zh-Hans-CN"), 1.0)];
        let size = |region| pairings(&rules, region).of(FontRole::Serif, PairedScript::Latin).map(|pairing| pairing.size);
        assert_eq!(size(Region::Japan), Some(1100));
        assert_eq!(size(Region::Taiwan), Some(1050));
        assert_eq!(size(Region::Mainland), None);
    }

    #[test]
    fn the_bundled_theme_names_every_pair_once() {
        let theme = bundled("article", Region::Taiwan, WritingMode::VerticalRl);
        for rule in &theme.pairing {
            let same = |other: &&PairingRule| (other.role, other.script, &other.language) == (rule.role, rule.script, &rule.language);
            assert_eq!(theme.pairing.iter().filter(same).count(), 1);
            assert!(rule.language.as_deref().is_none_or(|tag| Language::new(tag).is_some()));
        }
    }
}
