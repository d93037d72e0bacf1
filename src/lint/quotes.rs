//! Quotation marks of another region.

use super::found::Found;
use super::row::Row;
use crate::adapt::quote_edits;
use crate::book::Inline;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::geom::WritingMode;
use crate::manuscript::Edition;
use crate::manuscript::QuoteConversion;
use crate::unicode::Region;

/// The direction whose marks the manuscript should have: horizontal where any horizontal edition takes the marks as they are, else
/// vertical where a vertical one does; none where every edition converts them.
pub fn direction_of(editions: &[Edition]) -> Option<WritingMode> {
    let keeps = |edition: &&Edition| match edition.text.quotes {
        QuoteConversion::Keep => true,
        QuoteConversion::Vertical => edition.direction == WritingMode::HorizontalTb,
        QuoteConversion::Region => false,
    };
    let mut directions = editions.iter().filter(keeps).map(|edition| edition.direction).peekable();
    directions.peek()?;
    Some(if directions.any(|direction| direction == WritingMode::HorizontalTb) {
        WritingMode::HorizontalTb
    } else {
        WritingMode::VerticalRl
    })
}

/// Quotation marks that the region does not use (requirement QUO-01), each pair told once.
pub fn foreign_quotes(rows: &[Row], direction: WritingMode, out: &mut Vec<Found>) {
    let mut start = 0;
    while start < rows.len() {
        let (series, region) = (rows[start].series, rows[start].region);
        let length = rows[start..].iter().take_while(|row| row.series == series && row.region == region).count();
        let group = &rows[start..start + length];
        start += length;
        let has_marks = group.iter().any(|row| row.chars.iter().any(|c| matches!(c, '“' | '”' | '‘' | '’' | '「' | '『' | '"' | '\'')));
        if !group[0].is_full_width() || !has_marks {
            continue;
        }
        let contents: Vec<&[Inline]> = group.iter().map(|row| row.content).collect();
        for (row, edits) in group.iter().zip(quote_edits(&contents, region, direction)) {
            let mut open: Vec<(char, usize)> = Vec::new();
            for edit in edits {
                let Some(at) = row.index_of(edit.run, edit.start) else { continue };
                let mark = row.chars[at];
                if is_at_home(mark, region, direction) {
                    continue;
                }
                let closes = matches!(edit.to.as_str(), "」" | "』" | "”" | "’");
                let proposal = row.replace(at..at + 1, edit.to.clone());
                let opener = if closes { edit.to.chars().next().map(partner) } else { None };
                let found = open.iter().rposition(|(to, _)| Some(*to) == opener);
                if let Some((_, index)) = found.map(|index| open.remove(index)) {
                    out[index].proposals.extend(proposal);
                    continue;
                }
                let finding = Diagnostic::new(Code::ForeignQuote).maybe_at(row.span(at..at + 1));
                out.push(Found::with(finding.with("mark", mark).with("right", &edit.to), proposal));
                if let Some(to) = edit.to.chars().next().filter(|_| !closes) {
                    open.push((to, out.len() - 1));
                }
            }
        }
    }
}

fn partner(closing: char) -> char {
    match closing {
        '」' => '「',
        '』' => '『',
        '”' => '“',
        _ => '‘',
    }
}

/// Marks that a region has beside its own: curly ones in Hong Kong's text, and in horizontal Japanese text.
fn is_at_home(mark: char, region: Region, direction: WritingMode) -> bool {
    let curly = matches!(mark, '“' | '”' | '‘' | '’');
    match region {
        Region::HongKong => curly,
        Region::Japan => curly && direction == WritingMode::HorizontalTb,
        Region::Taiwan | Region::Mainland | Region::Korea | Region::Western => false,
    }
}
