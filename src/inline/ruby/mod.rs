//! Bases with readings: ruby and romanization beside the line, bopomofo in a strip at the right of each character.

mod bopomofo;
mod jukugo;
mod meeting;
mod overhang;
mod reading;
mod settle;
mod shape;
mod solve;
#[cfg(test)]
mod tests;
mod unit;

pub(super) use bopomofo::is_annotated;
pub(super) use bopomofo::with_strips;
pub use meeting::meeting_readings;
pub(super) use settle::settle;
pub(super) use unit::RubyUnit;
