//! What the author is told when a file cannot be all that was asked for.

use std::collections::BTreeSet;

use crate::book::Book;
use crate::book::Owner;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;

/// Links whose target is on no page.
pub(super) fn links_to_nothing(book: &Book, owners: &BTreeSet<Owner>, report: &mut Report) {
    if owners.is_empty() {
        return;
    }
    let nodes: BTreeSet<_> = owners.iter().filter_map(|owner| if let Owner::Node(node, _) = owner { Some(*node) } else { None }).collect();
    book.walk_inlines(&mut |inline| {
        if nodes.contains(&inline.id) {
            report.add(Diagnostic::new(Code::LinkToNothing).maybe_at(inline.span));
        }
    });
}
