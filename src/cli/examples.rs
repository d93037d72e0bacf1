//! The examples under `--help`: commands as they are typed.

pub const ALL: &str = "\
Examples:
  fuzi new novel --template novel --lang ja    make a project
  fuzi build novel                             build its editions into novel/dist
  fuzi check novel                             look for what an editor would change
  fuzi build --help                            more about one command";

pub const NEW: &str = "\
Examples:
  fuzi new water                                        an article in Traditional Chinese, Taiwan
  fuzi new magazine --template magazine --lang zh-Hans-CN
  fuzi new yoake --template novel --lang ja
  fuzi new report --template report --lang en

The folder builds as it is: fuzi build water";

pub const BUILD: &str = "\
Examples:
  fuzi build                                  the project in this folder, into dist
  fuzi build water --edition vertical         one edition
  fuzi build water --only epub --out out      its EPUBs, into another folder
  fuzi build water --proof                    with a proof of each PDF's lines
  fuzi build water -q --message-format json   for programs";

pub const IMPORT: &str = "\
Examples:
  fuzi import article.txt --into article --pictures one.jpg two.jpg
  fuzi import neko.txt --into neko                      Aozora Bunko's notation is recognised
  fuzi import old.txt --into old --encoding big5
  fuzi import neko.txt --into neko --again              a corrected text once more";

pub const CHECK: &str = "\
Examples:
  fuzi check water                       what a copy editor would mark
  fuzi check water --lang ja             the same, told in Japanese
  fuzi check water --deny warnings       in a script: exit code 1 when there is any
  fuzi check water --pages               and what only composed pages show
  fuzi check water --format json         one JSON object a line, as docs/diagnostics.schema.json says";

pub const FIX: &str = "\
Examples:
  fuzi fix water                  show what the checks would write instead, as a patch
  fuzi fix water --apply          write it
  fuzi fix water --only CK008     one kind of change alone";

pub const DUMP: &str = "\
Examples:
  fuzi dump text water                                  the text in reading order
  fuzi dump layout water --edition vertical --page 3    what each line of a page is made of
  fuzi dump layout water --format json";

pub const FONTS: &str = "\
Examples:
  fuzi fonts list              the bundled faces
  fuzi fonts list water        and those of a book
  fuzi fonts check water       which face sets which characters, and what no font has";

pub const EXPLAIN: &str = "\
Examples:
  fuzi explain FT001
  fuzi explain CK008 --lang zh-Hant";

pub const ARCHIVE: &str = "\
Examples:
  fuzi archive mybook --out mybook-bag
  fuzi archive mybook --edition vertical --out mybook.zip";

pub const VERIFY: &str = "\
Examples:
  fuzi verify mybook-bag
  fuzi verify mybook.zip
  fuzi verify dist/mybook-vertical.pdf";

pub const INSPECT: &str = "\
Examples:
  fuzi inspect dist/water-vertical.pdf
  fuzi inspect dist/water-vertical.pdf --structure       as a screen reader goes through it
  fuzi inspect dist/water-vertical.epub --format json";

pub const DOCTOR: &str = "\
Examples:
  fuzi doctor                      everything that is there
  fuzi doctor epubcheck verapdf    in a script: exit code 5 when one of them is missing";

pub const SCHEMA: &str = "\
Examples:
  fuzi schema > book.schema.json

The first line of book.toml tells an editor where it is:
  #:schema ./book.schema.json";

pub const COMPLETIONS: &str = "\
Examples:
  fuzi completions bash > ~/.local/share/bash-completion/completions/fuzi
  fuzi completions zsh > ~/.zfunc/_fuzi
  fuzi completions fish > ~/.config/fish/completions/fuzi.fish";

pub const MAN: &str = "\
Examples:
  fuzi man | man -l -
  fuzi man --out ~/.local/share/man/man1";

pub const METADATA: &str = "\
Examples:
  fuzi metadata export --format marcxml > record.xml
  fuzi metadata export mybook --format jsonld --edition horizontal";
