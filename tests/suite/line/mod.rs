//! The line: every requirement on it that a finished PDF can show, asserted from the PDF by the independent reader.

mod adjustment;
mod composed;
mod corpus;
mod interlinear;
mod kinsoku;
mod marks;
mod markup;
mod oracle;
mod overhang;
mod presets;
mod random;
mod readings;
mod spacing;
mod stages;
mod vertical;
mod warichu;
