//! The boxes that wait for a page: a queue that can be set back to where it stood.

use super::sheet::NotePart;
use crate::book::NodeId;
use crate::flow::Slab;
use crate::flow::SlabKind;
use std::collections::BTreeSet;
use std::collections::VecDeque;

/// All boxes, by number, and the order in which they wait.
pub(super) struct Stock {
    slabs: Vec<Option<Slab>>,
    /// How many of them are the column; others were made later.
    column: usize,
    waiting: Waiting,
    /// Notes that have their place, in order; a note may be marked twice.
    seen: BTreeSet<NodeId>,
    order: Vec<NodeId>,
}

/// What waits: cheap to copy, so that a page can be begun again.
#[derive(Clone, Debug, Default)]
pub(super) struct Waiting {
    /// Boxes before the rest of the column, the next one last.
    front: Vec<usize>,
    /// The next box of the column itself.
    next: usize,
    /// Figures that did not fit, in order.
    pub floats: VecDeque<usize>,
    /// The rest of notes that did not fit at the end of the page.
    pub carried: Vec<NotePart>,
    /// The rest of notes that did not fit in the band.
    pub band: Vec<NotePart>,
    seen: usize,
}

impl Stock {
    pub fn new(slabs: Vec<Slab>) -> Stock {
        let column = slabs.len();
        let slabs = slabs.into_iter().map(Some).collect();
        Stock { slabs, column, waiting: Waiting::default(), seen: BTreeSet::new(), order: Vec::new() }
    }

    pub fn slab(&self, number: usize) -> &Slab {
        self.slabs[number].as_ref().expect("a box that waits has not been taken out")
    }

    /// A box that no page needs any more as waiting.
    pub fn take_out(&mut self, number: usize) -> Slab {
        self.slabs[number].take().expect("each box is placed once")
    }

    /// A further box, which waits nowhere.
    pub fn add(&mut self, slab: Slab) -> usize {
        self.slabs.push(Some(slab));
        self.slabs.len() - 1
    }

    /// The number of the box that is `ahead` places from the next.
    pub fn peek(&self, ahead: usize) -> Option<usize> {
        let front = &self.waiting.front;
        match ahead.checked_sub(front.len()) {
            None => Some(front[front.len() - 1 - ahead]),
            Some(ahead) => Some(self.waiting.next + ahead).filter(|&number| number < self.column),
        }
    }

    pub fn pop(&mut self) -> Option<usize> {
        if let Some(number) = self.waiting.front.pop() {
            return Some(number);
        }
        let number = self.waiting.next;
        (number < self.column).then(|| {
            self.waiting.next += 1;
            number
        })
    }

    pub fn push_front(&mut self, number: usize) {
        self.waiting.front.push(number);
    }

    /// Whether nothing but blank lines waits in the column.
    pub fn is_done(&self) -> bool {
        let mut ahead = 0;
        while let Some(number) = self.peek(ahead) {
            if self.slab(number).kind != SlabKind::Space {
                return false;
            }
            ahead += 1;
        }
        true
    }

    pub fn waiting(&mut self) -> &mut Waiting {
        &mut self.waiting
    }

    pub fn floats(&self) -> &VecDeque<usize> {
        &self.waiting.floats
    }

    pub fn carried(&self) -> &[NotePart] {
        &self.waiting.carried
    }

    pub fn band(&self) -> &[NotePart] {
        &self.waiting.band
    }

    pub fn is_seen(&self, note: NodeId) -> bool {
        self.seen.contains(&note)
    }

    /// Remembers that a note has its place; says whether it had none.
    pub fn see(&mut self, note: NodeId) -> bool {
        let fresh = self.seen.insert(note);
        if fresh {
            self.order.push(note);
            self.waiting.seen += 1;
        }
        fresh
    }

    pub fn mark(&self) -> Waiting {
        self.waiting.clone()
    }

    /// Whether the column and its figures stand where they stood.
    pub fn stands_as(&self, mark: &Waiting) -> bool {
        let Waiting { front, next, floats, .. } = &self.waiting;
        (front, next, floats) == (&mark.front, &mark.next, &mark.floats)
    }

    /// Sets everything back to where it stood.
    pub fn reset(&mut self, mark: Waiting) {
        for note in self.order.drain(mark.seen..) {
            self.seen.remove(&note);
        }
        self.waiting = mark;
    }
}
