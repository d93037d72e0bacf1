//! Media types (EPUB 3.3, 3.2).

/// Whether reading systems must support it, so that no fallback is needed.
pub fn is_core(media_type: &str) -> bool {
    let kind = media_type.split(';').next().unwrap_or_default().trim();
    is_image(kind)
        || is_content_document(kind)
        || is_font(kind)
        || matches!(kind, "audio/mpeg" | "audio/mp4" | "audio/ogg" | "text/css")
        || is_script(kind)
        || matches!(kind, "application/x-dtbncx+xml" | "application/smil+xml" | "application/pls+xml" | "text/vtt")
}

pub fn is_image(kind: &str) -> bool {
    matches!(kind, "image/gif" | "image/jpeg" | "image/png" | "image/svg+xml" | "image/webp")
}

pub fn is_content_document(kind: &str) -> bool {
    matches!(kind, "application/xhtml+xml" | "image/svg+xml")
}

pub fn is_font(kind: &str) -> bool {
    kind.starts_with("font/")
        || matches!(
            kind,
            "application/font-sfnt"
                | "application/vnd.ms-opentype"
                | "application/font-woff"
                | "application/x-font-ttf"
                | "application/x-font-truetype"
                | "application/x-font-opentype"
                | "application/x-font-woff"
        )
}

pub fn is_script(kind: &str) -> bool {
    matches!(kind, "text/javascript" | "application/javascript" | "application/ecmascript" | "application/x-javascript")
}

/// Whether a resource of the type may lie outside the container (EPUB 3.3, 3.6).
pub fn may_be_remote(kind: &str) -> bool {
    kind.starts_with("audio/") || kind.starts_with("video/") || is_font(kind)
}

/// The type that the first bytes of a bitmap say; none for what is no known bitmap.
pub fn sniff(data: &[u8]) -> Option<&'static str> {
    match data {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}
