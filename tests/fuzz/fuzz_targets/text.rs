#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzi_fuzz::imported("a.txt", bytes, None));
