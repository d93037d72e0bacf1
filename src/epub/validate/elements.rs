//! What elements of XHTML may hold, where they may stand and which attributes they take (HTML, 4; EPUB 3.3, 6.1).

/// What an element may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    Flow,
    Phrasing,
    /// What its parent may hold.
    Transparent,
    Nothing,
    Text,
    /// These elements and no text.
    Only(&'static [&'static str]),
    /// Flow, with these elements besides.
    FlowAnd(&'static [&'static str]),
    /// Phrasing, with these elements besides.
    PhrasingAnd(&'static [&'static str]),
}

/// Where an element may stand, its parent's own list apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where flow content may.
    Flow,
    /// Where phrasing content may, and so where flow content may.
    Phrasing,
    /// Only where its parent names it.
    Named,
}

/// An element of XHTML.
#[derive(Clone, Copy, Debug)]
pub struct Element {
    pub name: &'static str,
    pub place: Place,
    pub content: Content,
    /// Beside those that every element takes.
    pub attributes: &'static [&'static str],
    pub required: &'static [&'static str],
}

const fn row(name: &'static str, place: Place, content: Content) -> Element {
    Element { name, place, content, attributes: &[], required: &[] }
}

const fn with(mut element: Element, attributes: &'static [&'static str]) -> Element {
    element.attributes = attributes;
    element
}

const fn needs(mut element: Element, required: &'static [&'static str]) -> Element {
    element.required = required;
    element
}

use Content::Flow;
use Content::FlowAnd;
use Content::Nothing;
use Content::Only;
use Content::Phrasing;
use Content::PhrasingAnd;
use Content::Text;
use Content::Transparent;

const METADATA: &[&str] = &["base", "link", "meta", "noscript", "script", "style", "template", "title"];
const ROWS: &[&str] = &["tr", "script", "template"];
const SOURCES: &[&str] = &["source", "track"];
const LINK: &[&str] =
    &["href", "target", "download", "ping", "rel", "rev", "hreflang", "type", "referrerpolicy", "charset", "coords", "shape", "name"];
const MEDIA: &[&str] =
    &["src", "crossorigin", "preload", "autoplay", "loop", "muted", "controls", "width", "height", "poster", "playsinline"];
const CELL: &[&str] = &["colspan", "rowspan", "headers", "scope", "abbr"];
const FIELD: &[&str] = &[
    "accept",
    "alt",
    "autocomplete",
    "checked",
    "cols",
    "dirname",
    "disabled",
    "for",
    "form",
    "formaction",
    "formenctype",
    "formmethod",
    "formnovalidate",
    "formtarget",
    "height",
    "high",
    "label",
    "list",
    "low",
    "max",
    "maxlength",
    "min",
    "minlength",
    "multiple",
    "name",
    "optimum",
    "pattern",
    "placeholder",
    "readonly",
    "required",
    "rows",
    "selected",
    "size",
    "src",
    "step",
    "type",
    "value",
    "width",
    "wrap",
];
const FRAME: &[&str] = &["src", "srcdoc", "name", "sandbox", "allow", "allowfullscreen", "width", "height", "referrerpolicy", "loading"];

/// In alphabetical order.
const ELEMENTS: &[Element] = &[
    with(row("a", Place::Phrasing, Transparent), LINK),
    row("abbr", Place::Phrasing, Phrasing),
    row("address", Place::Flow, Flow),
    needs(
        with(
            row("area", Place::Phrasing, Nothing),
            &["alt", "coords", "shape", "href", "target", "download", "ping", "rel", "hreflang", "type", "referrerpolicy"],
        ),
        &[],
    ),
    row("article", Place::Flow, Flow),
    row("aside", Place::Flow, Flow),
    with(row("audio", Place::Phrasing, FlowAnd(SOURCES)), MEDIA),
    row("b", Place::Phrasing, Phrasing),
    with(row("base", Place::Named, Nothing), &["href", "target"]),
    row("bdi", Place::Phrasing, Phrasing),
    needs(row("bdo", Place::Phrasing, Phrasing), &["dir"]),
    with(row("blockquote", Place::Flow, Flow), &["cite"]),
    row("body", Place::Named, Flow),
    row("br", Place::Phrasing, Nothing),
    with(row("button", Place::Phrasing, Phrasing), FIELD),
    with(row("canvas", Place::Phrasing, Transparent), &["width", "height"]),
    row("caption", Place::Named, Flow),
    row("cite", Place::Phrasing, Phrasing),
    row("code", Place::Phrasing, Phrasing),
    with(row("col", Place::Named, Nothing), &["span"]),
    with(row("colgroup", Place::Named, Only(&["col", "template"])), &["span"]),
    needs(with(row("data", Place::Phrasing, Phrasing), &["value"]), &["value"]),
    row("datalist", Place::Phrasing, PhrasingAnd(&["option"])),
    row("dd", Place::Named, Flow),
    with(row("del", Place::Phrasing, Transparent), &["cite", "datetime"]),
    with(row("details", Place::Flow, FlowAnd(&["summary"])), &["open", "name"]),
    row("dfn", Place::Phrasing, Phrasing),
    with(row("dialog", Place::Flow, Flow), &["open"]),
    row("div", Place::Flow, FlowAnd(&["dt", "dd"])),
    row("dl", Place::Flow, Only(&["dt", "dd", "div", "script", "template"])),
    row("dt", Place::Named, Flow),
    row("em", Place::Phrasing, Phrasing),
    with(row("embed", Place::Phrasing, Nothing), &["src", "type", "width", "height"]),
    with(row("fieldset", Place::Flow, FlowAnd(&["legend"])), &["disabled", "form", "name"]),
    row("figcaption", Place::Named, Flow),
    row("figure", Place::Flow, FlowAnd(&["figcaption"])),
    row("footer", Place::Flow, Flow),
    with(
        row("form", Place::Flow, Flow),
        &["accept-charset", "action", "autocomplete", "enctype", "method", "name", "novalidate", "target", "rel"],
    ),
    row("h1", Place::Flow, Phrasing),
    row("h2", Place::Flow, Phrasing),
    row("h3", Place::Flow, Phrasing),
    row("h4", Place::Flow, Phrasing),
    row("h5", Place::Flow, Phrasing),
    row("h6", Place::Flow, Phrasing),
    row("head", Place::Named, Only(METADATA)),
    row("header", Place::Flow, Flow),
    row("hgroup", Place::Flow, Only(&["h1", "h2", "h3", "h4", "h5", "h6", "p", "script", "template"])),
    row("hr", Place::Flow, Nothing),
    with(row("html", Place::Named, Only(&["head", "body"])), &["version", "manifest"]),
    row("i", Place::Phrasing, Phrasing),
    with(row("iframe", Place::Phrasing, Text), FRAME),
    needs(
        with(
            row("img", Place::Phrasing, Nothing),
            &[
                "alt",
                "src",
                "srcset",
                "sizes",
                "crossorigin",
                "usemap",
                "ismap",
                "width",
                "height",
                "decoding",
                "loading",
                "referrerpolicy",
                "fetchpriority",
            ],
        ),
        &["src"],
    ),
    with(row("input", Place::Phrasing, Nothing), FIELD),
    with(row("ins", Place::Phrasing, Transparent), &["cite", "datetime"]),
    row("kbd", Place::Phrasing, Phrasing),
    with(row("label", Place::Phrasing, Phrasing), &["for", "form"]),
    row("legend", Place::Named, PhrasingAnd(&["h1", "h2", "h3", "h4", "h5", "h6"])),
    with(row("li", Place::Named, Flow), &["value"]),
    with(
        row("link", Place::Phrasing, Nothing),
        &[
            "href",
            "crossorigin",
            "rel",
            "as",
            "media",
            "hreflang",
            "type",
            "sizes",
            "imagesrcset",
            "imagesizes",
            "referrerpolicy",
            "integrity",
            "color",
            "disabled",
            "fetchpriority",
        ],
    ),
    row("main", Place::Flow, Flow),
    needs(with(row("map", Place::Phrasing, Transparent), &["name"]), &["name"]),
    row("mark", Place::Phrasing, Phrasing),
    row("menu", Place::Flow, Only(&["li", "script", "template"])),
    with(row("meta", Place::Phrasing, Nothing), &["name", "http-equiv", "content", "charset", "media", "property"]),
    with(row("meter", Place::Phrasing, Phrasing), FIELD),
    row("nav", Place::Flow, Flow),
    row("noscript", Place::Phrasing, Flow),
    with(row("object", Place::Phrasing, FlowAnd(&["param"])), &["data", "type", "name", "usemap", "form", "width", "height"]),
    with(row("ol", Place::Flow, Only(&["li", "script", "template"])), &["reversed", "start", "type"]),
    with(row("optgroup", Place::Named, Only(&["option", "script", "template"])), FIELD),
    with(row("option", Place::Named, Text), FIELD),
    with(row("output", Place::Phrasing, Phrasing), FIELD),
    row("p", Place::Flow, Phrasing),
    with(row("param", Place::Named, Nothing), &["name", "value"]),
    row("picture", Place::Phrasing, Only(&["source", "img", "script", "template"])),
    row("pre", Place::Flow, Phrasing),
    with(row("progress", Place::Phrasing, Phrasing), FIELD),
    with(row("q", Place::Phrasing, Phrasing), &["cite"]),
    row("rb", Place::Named, Phrasing),
    row("rp", Place::Named, Phrasing),
    row("rt", Place::Named, Phrasing),
    row("rtc", Place::Named, PhrasingAnd(&["rt", "rp"])),
    row("ruby", Place::Phrasing, PhrasingAnd(&["rb", "rt", "rp", "rtc"])),
    row("s", Place::Phrasing, Phrasing),
    row("samp", Place::Phrasing, Phrasing),
    with(
        row("script", Place::Phrasing, Text),
        &["src", "type", "async", "defer", "crossorigin", "integrity", "nomodule", "referrerpolicy", "charset"],
    ),
    row("search", Place::Flow, Flow),
    row("section", Place::Flow, Flow),
    with(row("select", Place::Phrasing, Only(&["option", "optgroup", "hr", "script", "template"])), FIELD),
    with(row("slot", Place::Phrasing, Transparent), &["name"]),
    row("small", Place::Phrasing, Phrasing),
    with(row("source", Place::Named, Nothing), &["src", "type", "srcset", "sizes", "media", "width", "height"]),
    row("span", Place::Phrasing, Phrasing),
    row("strong", Place::Phrasing, Phrasing),
    with(row("style", Place::Named, Text), &["media", "type"]),
    row("sub", Place::Phrasing, Phrasing),
    row("summary", Place::Named, PhrasingAnd(&["h1", "h2", "h3", "h4", "h5", "h6"])),
    row("sup", Place::Phrasing, Phrasing),
    with(row("table", Place::Flow, Only(&["caption", "colgroup", "thead", "tbody", "tfoot", "tr", "script", "template"])), &["border"]),
    row("tbody", Place::Named, Only(ROWS)),
    with(row("td", Place::Named, Flow), CELL),
    row("template", Place::Phrasing, Flow),
    with(row("textarea", Place::Phrasing, Text), FIELD),
    row("tfoot", Place::Named, Only(ROWS)),
    with(row("th", Place::Named, Flow), CELL),
    row("thead", Place::Named, Only(ROWS)),
    with(row("time", Place::Phrasing, Phrasing), &["datetime"]),
    row("title", Place::Named, Text),
    row("tr", Place::Named, Only(&["td", "th", "script", "template"])),
    needs(with(row("track", Place::Named, Nothing), &["default", "kind", "label", "src", "srclang"]), &["src"]),
    row("u", Place::Phrasing, Phrasing),
    row("ul", Place::Flow, Only(&["li", "script", "template"])),
    row("var", Place::Phrasing, Phrasing),
    with(row("video", Place::Phrasing, FlowAnd(SOURCES)), MEDIA),
    row("wbr", Place::Phrasing, Nothing),
];

/// Attributes that every element takes.
const COMMON: &[&str] = &[
    "accesskey",
    "autocapitalize",
    "autofocus",
    "class",
    "contenteditable",
    "dir",
    "draggable",
    "enterkeyhint",
    "hidden",
    "id",
    "inert",
    "inputmode",
    "is",
    "itemid",
    "itemprop",
    "itemref",
    "itemscope",
    "itemtype",
    "lang",
    "nonce",
    "role",
    "slot",
    "spellcheck",
    "style",
    "tabindex",
    "title",
    "translate",
    "xmlns",
    "popover",
    "about",
    "content",
    "datatype",
    "inlist",
    "prefix",
    "property",
    "rel",
    "resource",
    "rev",
    "typeof",
    "vocab",
];

/// WAI-ARIA 1.2, 6.6, without the prefix `aria-`.
const ARIA: &[&str] = &[
    "activedescendant",
    "atomic",
    "autocomplete",
    "braillelabel",
    "brailleroledescription",
    "busy",
    "checked",
    "colcount",
    "colindex",
    "colindextext",
    "colspan",
    "controls",
    "current",
    "describedby",
    "description",
    "details",
    "disabled",
    "dropeffect",
    "errormessage",
    "expanded",
    "flowto",
    "grabbed",
    "haspopup",
    "hidden",
    "invalid",
    "keyshortcuts",
    "label",
    "labelledby",
    "level",
    "live",
    "modal",
    "multiline",
    "multiselectable",
    "orientation",
    "owns",
    "placeholder",
    "posinset",
    "pressed",
    "readonly",
    "relevant",
    "required",
    "roledescription",
    "rowcount",
    "rowindex",
    "rowindextext",
    "rowspan",
    "selected",
    "setsize",
    "sort",
    "valuemax",
    "valuemin",
    "valuenow",
    "valuetext",
];

/// The element of this name; none when XHTML has no such element.
pub fn element(name: &str) -> Option<&'static Element> {
    ELEMENTS.binary_search_by(|element| element.name.cmp(name)).ok().map(|index| &ELEMENTS[index])
}

impl Element {
    /// Whether it takes the attribute; those with a prefix are asked of elsewhere.
    pub fn takes(&self, attribute: &str) -> bool {
        COMMON.contains(&attribute)
            || self.attributes.contains(&attribute)
            || self.required.contains(&attribute)
            || attribute.strip_prefix("aria-").is_some_and(|name| ARIA.contains(&name))
            || attribute.starts_with("data-")
            || attribute.starts_with("on")
    }
}

#[cfg(test)]
mod tests {
    use super::ELEMENTS;
    use super::element;

    #[test]
    fn elements_are_in_order_so_that_each_is_found() {
        assert!(ELEMENTS.is_sorted_by_key(|element| element.name));
        assert!(ELEMENTS.iter().all(|row| element(row.name).is_some()));
        assert!(element("keygen").is_none());
    }
}
