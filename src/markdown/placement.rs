//! Where paragraphs stand on their lines, as attributes of a `div`.

use super::attributes::Attributes;
use super::read::Reader;
use crate::book::Edge;
use crate::book::PageBreak;
use crate::book::Placement;

/// The attributes that place paragraphs.
pub(super) const KEYS: &[&str] = &["indent", "end", "first", "measure", "align"];

impl Reader<'_> {
    /// Takes the attributes that place paragraphs out of the list; none when it has none of them.
    pub fn placement(&mut self, list: &mut Attributes) -> Option<Placement> {
        let mut placement = Placement::default();
        let mut found = false;
        for key in KEYS {
            let Some((value, place)) = list.take(key) else { continue };
            let taken = match *key {
                "indent" => value.parse().map(|em| placement.start = em).is_ok(),
                "end" => value.parse().map(|em| placement.end = em).is_ok(),
                "first" => value.parse().map(|em| placement.first = Some(em)).is_ok(),
                "measure" => value.parse().map(|em| placement.measure = Some(em)).is_ok() && value != "0",
                _ => EDGES.iter().find(|(name, _)| *name == value).map(|(_, edge)| placement.edge = *edge).is_some(),
            };
            found |= taken;
            if !taken {
                let hint = if *key == "align" { "write start, center or end" } else { "write a whole number of characters" };
                self.invalid_attribute(key, &value, place, hint);
            }
        }
        found.then_some(placement)
    }

    /// The empty lines of a break; none when it breaks the page.
    pub fn empty_lines(&mut self, list: &mut Attributes) -> Option<PageBreak> {
        let (value, place) = list.take("lines")?;
        let lines = value.parse().ok().filter(|lines| *lines > 0).map(PageBreak::Lines);
        if lines.is_none() {
            self.invalid_attribute("lines", &value, place, "write a number of lines from 1 to 255");
        }
        lines
    }
}

const EDGES: &[(&str, Edge)] = &[("start", Edge::Start), ("center", Edge::Center), ("end", Edge::End)];

/// The attributes that say it, each as it is written; one at least.
pub(super) fn written(placement: &Placement) -> Vec<String> {
    let mut list = Vec::new();
    if placement.start > 0 || *placement == Placement::default() {
        list.push(format!("indent={}", placement.start));
    }
    if placement.end > 0 {
        list.push(format!("end={}", placement.end));
    }
    list.extend(placement.first.map(|first| format!("first={first}")));
    list.extend(placement.measure.map(|measure| format!("measure={measure}")));
    let edge = EDGES.iter().find(|(_, edge)| *edge == placement.edge && *edge != Edge::Start);
    list.extend(edge.map(|(name, _)| format!("align={name}")));
    list
}
