//! Every finding that the program can make: one row each. Wording lies in `assets/messages`.

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; the result is as asked for.
    Note,
    /// The result may not be what the author wants.
    Warning,
    /// The edition cannot be made.
    Error,
    /// A stated limit was exceeded; the edition is not made (exit code 4).
    Limit,
    /// A file or folder cannot be read or written (exit code 3).
    Io,
}

macro_rules! catalogue {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $severity:ident, $clause:literal;)*) => {
        /// The code of a finding. Its words are in `assets/messages/*.toml` under [`Code::id`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// All codes in the order of the catalogue.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// The code as printed, such as `LN001`.
            pub const fn id(self) -> &'static str {
                match self { $(Code::$name => $id,)* }
            }

            pub const fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)* }
            }

            /// The clause of a standard that the finding rests on; empty when it is our own rule.
            pub const fn clause(self) -> &'static str {
                match self { $(Code::$name => $clause,)* }
            }
        }
    };
}

catalogue! {
    // Files and folders
    /// A file cannot be read.
    UnreadableFile = "IO001", Io, "";
    /// A file or folder cannot be written.
    UnwritableOutput = "IO002", Io, "";
    /// A manuscript file is not UTF-8.
    InvalidUtf8 = "IO003", Error, "";
    /// A file that the book names does not exist.
    MissingFile = "IO004", Error, "";
    /// A path leads out of the project folder.
    PathOutside = "IO005", Error, "";

    // book.toml
    /// The file is not TOML.
    BrokenToml = "BT001", Error, "TOML 1.0";
    /// A key that no schema knows.
    UnknownKey = "BT002", Error, "";
    /// A value that its key does not take.
    InvalidValue = "BT003", Error, "";
    /// A key that must be there is not.
    MissingKey = "BT004", Error, "";
    /// An edition named on the command line is not in book.toml.
    UnknownEdition = "BT005", Error, "";
    /// Neither the book nor the edition says when it was last changed.
    MissingModified = "BT006", Warning, "EPUB 3.3, 5.5.5";
    /// A page named on the command line that the edition does not have.
    UnknownPage = "BT007", Error, "";

    // References
    /// Two places have the same identifier.
    DuplicateIdentifier = "RF001", Error, "";
    /// A reference or link to an identifier that nothing has.
    UnknownTarget = "RF002", Error, "";

    // The edition's text
    /// A quotation mark has no partner and is left as it is.
    UnpairedQuote = "AD001", Warning, "";

    // Import
    /// A setting that import writes by what the text shows.
    ImportedSetting = "IM001", Warning, "";
    /// A line of the site that import leaves out.
    ImportDropped = "IM002", Warning, "";
    /// People that import takes out of the text into the metadata.
    ImportedCredit = "IM003", Warning, "";
    /// Figures found by import for which no picture was given.
    FiguresWithoutPicture = "IM004", Warning, "";
    /// A picture given to import that no figure of the text takes.
    UnplacedPicture = "IM005", Warning, "";
    /// A file without text.
    NothingToImport = "IM006", Error, "";
    /// A file whose bytes are no text.
    NotText = "IM007", Error, "";
    /// How the bytes of an imported text were read.
    ImportedEncoding = "IM008", Note, "";
    /// Which notation an imported text is read as.
    ImportedFormat = "IM009", Note, "";
    /// Bytes that the encoding does not have.
    UndecodableBytes = "IM010", Warning, "";
    /// A control character or noncharacter in an imported text.
    ImportedControl = "IM011", Warning, "XML 1.0, 2.2";
    /// More places like those listed.
    FurtherFaults = "IM012", Warning, "";
    /// Something that import makes otherwise than it stood.
    ImportChanged = "IM013", Note, "";
    /// What import found in the text.
    ImportedCounts = "IM014", Note, "";
    /// Pictures that the text names and that are nowhere.
    NamedPicturesMissing = "IM015", Warning, "";
    /// An annotation of Aozora's that means nothing known.
    UnknownAnnotation = "IM016", Warning, "";
    /// An annotation without its closing bracket.
    UnclosedAnnotation = "IM017", Warning, "";
    /// A block or range that no annotation ends.
    UnendedAnnotation = "IM018", Warning, "";
    /// An annotation that becomes something less.
    ApproximatedAnnotation = "IM019", Warning, "";
    /// A character that is described without a number.
    DescribedGaiji = "IM020", Warning, "";
    /// A reading that no word stands before.
    ReadingOfNothing = "IM021", Warning, "";
    /// A reading without text.
    EmptyReading = "IM022", Warning, "";
    /// A reading without its closing bracket.
    UnclosedReading = "IM023", Warning, "";
    /// A source that is an archive cannot be read.
    BrokenPackage = "IM040", Error, "";
    /// A part of an archive cannot be read.
    BrokenPart = "IM041", Warning, "";
    /// Text struck in tracked changes.
    DeletedText = "IM042", Warning, "";
    /// Text that a document does not show.
    HiddenText = "IM043", Warning, "";
    /// A comment in a document.
    ImportedComment = "IM044", Warning, "";
    /// A thing of a document that has no place in a manuscript.
    LeftOut = "IM045", Warning, "";
    /// A picture of a document that cannot be shown.
    UnusablePicture = "IM046", Warning, "";
    /// A symbol that only its font knows.
    UnknownSymbol = "IM047", Warning, "";
    /// An equation that became a line of text.
    ImportedEquation = "IM048", Warning, "";
    /// A character of the private area.
    PrivateCharacter = "IM049", Warning, "Unicode 23.5";
    /// A link of a document to nothing that a book can lead to.
    ImportedLink = "IM050", Warning, "";
    /// Something taken for what no style says.
    GuessedRole = "IM051", Warning, "";

    // Import of pages and publications
    /// Where a page has its article.
    ImportedBody = "IW001", Note, "";
    /// A picture of a page that is not there.
    PagePictureMissing = "IW002", Warning, "";
    /// Something that the manuscript says in a simpler way.
    ImportSimplified = "IW003", Note, "";
    /// Something that is no part of the text.
    ImportLeftOut = "IW004", Note, "";
    /// A publication that cannot be read.
    BrokenPublication = "IW005", Error, "EPUB 3.3, 4.2";
    /// A publication, or a part of it, that is encrypted.
    EncryptedPublication = "IW006", Error, "EPUB 3.3, 4.2.6.3.2";
    /// A fault of a publication that import passes over.
    PublicationFault = "IW007", Warning, "";
    /// A content document that is not well formed.
    BrokenDocument = "IW008", Warning, "XML 1.0, 2.1";

    // Manuscript files
    /// A note's mark has no note.
    UnknownNote = "MD001", Error, "";
    /// A note that nothing marks.
    UnusedNote = "MD002", Warning, "";
    /// Two notes have one name.
    DuplicateNote = "MD003", Error, "";
    /// A class or key that means nothing there.
    UnknownAttribute = "MD004", Warning, "";
    /// A value that an attribute does not take.
    InvalidAttribute = "MD005", Warning, "";
    /// A directive's attribute list cannot be read.
    BrokenAttributes = "MD006", Error, "";
    /// An attribute list that belongs to nothing.
    LooseAttributes = "MD007", Warning, "";
    /// A block between colons is not closed.
    UnclosedBlock = "MD008", Error, "";
    /// Colons that close nothing.
    StrayFence = "MD009", Error, "";
    /// A block with a name that nothing has.
    UnknownBlock = "MD010", Warning, "";
    /// Ruby by character has another number of readings than characters.
    RubyCount = "MD011", Warning, "";
    /// Ruby over something else than text.
    RubyOverMarkup = "MD012", Warning, "";
    /// Maths is not supported.
    Maths = "MD013", Warning, "";
    /// An HTML tag without a meaning in a manuscript.
    UnknownHtml = "MD014", Warning, "";
    /// A table row has more cells than columns.
    ExtraCell = "MD015", Error, "";
    /// A file includes itself.
    IncludeCycle = "MD016", Error, "";
    /// Front matter cannot be read.
    BrokenFrontMatter = "MD017", Error, "";
    /// A key of front matter that nothing reads.
    UnknownFrontMatter = "MD018", Warning, "";
    /// A figure whose picture is still wanted.
    PictureWanted = "MD019", Warning, "";
    /// A picture in the line with a caption.
    CaptionInLine = "MD020", Warning, "";
    /// A link that leads to nothing in a book.
    UnusableLink = "MD021", Warning, "";
    /// A figure holds something else than pictures and caption.
    FigureContent = "MD022", Warning, "";
    /// A table block holds something else than a table.
    TableContent = "MD023", Warning, "";
    /// A file of comma-separated values cannot be read.
    BrokenCsv = "MD024", Error, "";
    /// A control character that no format may hold.
    IllegalCharacter = "MD025", Warning, "XML 1.0, 2.2";
    /// A file is read in another notation, since it shows one.
    DetectedDialect = "MD026", Warning, "";

    // Limits
    /// Something is larger, deeper or more than the stated limit.
    LimitExceeded = "LM001", Limit, "";
    /// An archive goes beyond a stated limit.
    ArchiveLimit = "LM002", Limit, "";

    // Lines
    /// A line cannot be adjusted to the measure.
    OverfullLine = "LN001", Warning, "JLREQ 3.8.2";
    /// The line gap is too small for the length of the lines.
    TightLines = "LN002", Warning, "JLREQ 2.4.2";
    /// Lines are too long to be read with ease.
    LongLines = "LN003", Warning, "JLREQ 2.4.2";
    /// A word is longer than a whole line.
    BrokenWord = "LN004", Warning, "CSS Text 3, 5.5";
    /// A justified line has no place to open.
    ShortLine = "LN005", Warning, "JLREQ 3.8.4";
    /// A line ends where a rule forbids it, since nothing else fits the measure.
    RelaxedLineEnd = "LN006", Warning, "JLREQ 3.1.7";
    /// A reading is longer than its line, or far longer than its base.
    LongReading = "RU001", Warning, "JLREQ 3.3.8";
    /// A reading below a line and one above the next stand on each other.
    ReadingsMeet = "RU002", Warning, "JLREQ 4.5.1";
    /// Text in one cell of a vertical line is too wide for it.
    CrowdedCell = "LN020", Warning, "JLREQ 3.2.5";

    // Pages
    /// A page has fewer lines or characters than text needs.
    SmallPage = "PG001", Error, "JLREQ 2.4.1";
    /// A page is too narrow for the columns that are asked for.
    NarrowColumns = "PG002", Warning, "JLREQ 2.4.1";
    /// A page is too narrow for a band of notes beside its text.
    NarrowBand = "PG003", Warning, "JLREQ 4.2.7";
    /// A table is wider than the page in both directions and is set smaller.
    ScaledTable = "PG004", Warning, "";
    /// A table is wider than the page in both directions, however small it is set.
    WideTable = "PG005", Error, "";
    /// Numbers of notes that begin again on each page do not come to rest.
    UnsettledNotes = "PG006", Warning, "JLREQ 4.2.3";

    // Type area and headings
    /// The type area is larger than its page.
    TypeAreaOutside = "PG011", Error, "JLREQ 2.4.1";
    /// A heading is longer than a page.
    LongHeading = "PG012", Warning, "JLREQ 4.1.3";
    /// The imprint of a printed book lacks what its template expects.
    IncompleteImprint = "PG013", Warning, "GB/T 12450";

    // Fonts
    /// No font has a character.
    MissingGlyph = "FT001", Error, "PDF/A-2 6.2.11.8";
    /// A font file cannot be used.
    UnusableFont = "FT002", Error, "";
    /// The bundled fonts were not found.
    NoFonts = "FT003", Error, "";
    /// A family that the book names is not installed.
    MissingFamily = "FT004", Error, "";
    /// The face has no glyph for a variation sequence.
    MissingVariant = "FT005", Warning, "OpenType cmap, format 14";
    /// A variation selector with nothing before it that it could choose a form of.
    LooseSelector = "FT006", Warning, "Unicode 23.4";
    /// A control character, which nothing draws.
    ControlCharacter = "FT007", Warning, "Unicode 23.1";

    // Pictures
    /// A picture file is broken.
    CorruptPicture = "PC001", Error, "";
    /// A picture is in a format that is not read.
    UnsupportedPicture = "PC002", Error, "";
    /// A drawing refers to something outside itself.
    PictureRefersOutside = "PC003", Error, "EPUB 3.3 3.6";

    // The build as a whole
    /// Another date stands in for the date of modification.
    SubstituteModified = "PL001", Note, "EPUB 3.3, 5.5.5";
    /// The caller asked to stop.
    Cancelled = "PL002", Error, "";

    // Checks
    /// A half-width mark stands between Han characters.
    HalfWidthMark = "CK001", Warning, "CLREQ 3.1.1";
    /// A picture has no alternative text.
    MissingAlternative = "CK002", Warning, "WCAG 2.2 1.1.1";
    /// A picture is printed with few pixels.
    LowDensity = "CK003", Warning, "";
    /// A radical or a compatibility ideograph stands where an ordinary character is meant.
    CompatibilityCharacter = "CK004", Warning, "Unicode 18.1";
    /// Quotation marks of another region.
    ForeignQuote = "CK005", Warning, "CLREQ 3.1.1";
    /// An opening quotation mark or bracket without its closing one.
    UnclosedMark = "CK006", Warning, "";
    /// A closing quotation mark or bracket without its opening one.
    UnopenedMark = "CK007", Warning, "";
    /// Dots that are no ellipsis of the region.
    ImproperEllipsis = "CK008", Warning, "CLREQ 3.1.1";
    /// Hyphens or a single dash where two dashes belong.
    ImproperDash = "CK009", Warning, "CLREQ 3.1.1";
    /// A character that looks like the one that is meant.
    LookAlike = "CK010", Warning, "";
    /// A blank between Han characters or beside a mark.
    StraySpace = "CK011", Warning, "JLREQ 3.1.6";
    /// An unseen character in Han text.
    InvisibleCharacter = "CK012", Warning, "Unicode 23.2";
    /// Two marks of which one is too many.
    DoubledMark = "CK013", Warning, "";
    /// Letters or digits of another width than elsewhere.
    MixedWidth = "CK014", Warning, "";
    /// Numbers of one kind written in two ways.
    MixedNumerals = "CK015", Warning, "GB/T 15835 4.1";
    /// A character of another set.
    MixedForms = "CK016", Warning, "";
    /// An alternative text repeats the caption.
    AlternativeIsCaption = "CK017", Warning, "WCAG 2.2 1.1.1";
    /// An alternative text is a file name.
    AlternativeIsName = "CK018", Warning, "WCAG 2.2 F30";
    /// A heading leaves out a level.
    SkippedHeading = "CK019", Warning, "PDF/UA-1 7.4.2";
    /// A heading without text.
    EmptyHeading = "CK020", Warning, "WCAG 2.2 2.4.6";
    /// A paragraph stands twice.
    RepeatedParagraph = "CK021", Warning, "";
    /// A line end written by hand leaves a mark at the head of a line.
    ForbiddenLineStart = "CK022", Warning, "JLREQ 3.1.7";
    /// A line end written by hand leaves an opening mark at the end of a line.
    ForbiddenLineEnd = "CK023", Warning, "JLREQ 3.1.8";
    /// A value of book.toml was never filled in.
    PlaceholderMetadata = "CK024", Warning, "";
    /// Two dates of book.toml contradict each other.
    ContradictoryDates = "CK025", Warning, "";
    /// A language tag that is not what it seems.
    DoubtfulLanguage = "CK026", Warning, "BCP 47";
    /// The text is not in the language that book.toml names.
    ContradictedLanguage = "CK027", Warning, "WCAG 2.2 3.1.1";
    /// A mark of another custom, or a presentation form.
    ForeignMark = "CK028", Warning, "CLREQ 3.1.1";
    /// Commas or stops of two systems in Japanese text.
    MixedCommas = "CK029", Warning, "JLREQ 3.1.1";
    /// A compatibility ideograph that Japanese text has as a form of its own.
    ChosenForm = "CK030", Note, "Unicode 18.1";

    // PDF
    /// A link whose target stands on no page.
    LinkToNothing = "PF001", Warning, "PDF 32000-1 12.3.2";
    /// Characters of private use keep a file from level A.
    PrivateUse = "PF002", Warning, "PDF/A-2 6.2.11.7.3";
    /// A picture without alternative text keeps a file from PDF/UA.
    PictureWithoutWords = "PF003", Warning, "PDF/UA-1 7.3";
    /// Characters of the metadata that no format can say.
    ControlInMetadata = "PF004", Warning, "XML 1.0 2.2";
    /// The finished PDF does not hold what it should.
    UnsoundPdf = "PF005", Error, "";
    /// A font's licence bits forbid its embedding.
    FontForbidsEmbedding = "PF006", Error, "OpenType OS/2 fsType";
    /// A picture's colour profile does not fit the picture.
    UnusableProfile = "PF007", Warning, "PDF/A-2 6.2.4.2";
    /// A file that cannot be looked into.
    NotInspected = "PF008", Error, "";

    // Records
    /// A catalogue record lacks what every catalogue asks for.
    IncompleteRecord = "RE001", Warning, "";

    // Packages for archives
    /// What is to be verified is no bag.
    NotABag = "BG001", Error, "RFC 8493, 2.1";
    /// A path of a bag leads out of it, or what stands there may not be followed.
    UnsafeBagPath = "BG002", Error, "RFC 8493, 5";
    /// A line of a manifest or another tag file cannot be used.
    BrokenManifest = "BG003", Error, "RFC 8493, 2.1.3";
    /// Something about a bag that the standard does not want and that is harmless.
    BagOddity = "BG004", Warning, "RFC 8493, 2";
    /// A listed file is missing.
    BagFileMissing = "BG005", Error, "RFC 8493, 3";
    /// A file that is to be fetched has not been.
    UnfetchedFile = "BG006", Error, "RFC 8493, 2.2.3";
    /// A file that no manifest lists.
    BagFileAdded = "BG007", Error, "RFC 8493, 3";
    /// The payload has another size than the bag says.
    BagSizeDiffers = "BG008", Error, "RFC 8493, 2.2.2";
    /// A file is not what it was.
    BagFileChanged = "BG009", Error, "RFC 8493, 3";
    /// A publication is not whole.
    UnsoundFile = "BG010", Error, "";
    /// The manuscript of a bag gives something else than what is in it.
    RebuildDiffers = "BG011", Error, "";
    /// The manuscript of a bag was not built again, or not compared byte by byte.
    NotRebuilt = "BG012", Note, "";
    /// What may not go into an archive.
    NotArchivable = "BG013", Error, "";

    // EPUB
    /// Nothing says when the publication was last modified.
    NoModifiedDate = "EP001", Error, "EPUB 3.3 5.5.6";
    /// Characters that XML cannot say were left out.
    ForbiddenCharacter = "EP002", Warning, "XML 1.0 2.2";
    /// A font's licence bits forbid its embedding.
    FontNotEmbeddable = "EP003", Warning, "OpenType OS/2 fsType";
    /// The publication cannot be assembled.
    UnassembledPublication = "EP004", Error, "";
    /// A library or store would refuse the publication, and the profile asks for no other.
    ProfileRefuses = "EP006", Error, "";
    /// A store would refuse or complain of the publication.
    ProfileWarns = "EP007", Warning, "";
    /// The finished publication breaks a rule of its format.
    InvalidPublication = "EP005", Error, "EPUB 3.3";
}

#[cfg(test)]
mod tests {
    use super::Code;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_findings_share_a_code() {
        let ids: BTreeSet<_> = Code::ALL.iter().map(|code| code.id()).collect();
        assert_eq!(ids.len(), Code::ALL.len());
    }
}
