//! Encryption of pages that need a password, so that their readers' browsers can open them and nobody else can.
//!
//! A page is sealed with AES-256-GCM (NIST SP 800-38D). The key comes from the project's password by PBKDF2 with
//! HMAC-SHA-256 (RFC 8018), slow on purpose: whoever has the published site can try passwords as fast as their machines
//! allow, and each try costs [`ITERATIONS`] rounds. Both are in every browser's Web Crypto.
//!
//! The same sources have to give the same bytes, so neither salt nor nonce is random:
//!
//! - The **salt** is a digest of the site's name and address. A salt is public and only has to differ from site to site, so
//!   that no table of guesses serves for two. It must not depend on the password: a digest of the password that is quick
//!   to compute would let guesses be tried without the slow derivation.
//! - The **nonce** of a page is a keyed digest (HMAC-SHA-256) of its address and text. AES-GCM breaks when one nonce is used
//!   for two texts under one key; here a nonce repeats only when address and text do, and then the sealed bytes are the
//!   same ones. The digest's own key is derived from the page key, so the nonce says nothing about the text to others.
//!
//! What a sealed page still tells is its length, and when it changed.

use std::fmt;

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// Rounds of the derivation: what OWASP's password storage cheat sheet asks for with HMAC-SHA-256.
pub const ITERATIONS: u32 = 600_000;

/// A project's password. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// The password, unless it is empty.
    pub fn new(text: String) -> Option<Self> {
        Some(Self(text)).filter(|password| !password.0.is_empty())
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Seals the pages of one site.
pub struct Sealer {
    key: [u8; 32],
    salt: [u8; 16],
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(…)")
    }
}

/// A sealed text and what its reader needs beside the password, in Base64.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The salt of the derivation.
    pub salt: String,
    /// The nonce.
    pub nonce: String,
    /// The encrypted text with its authentication tag.
    pub text: String,
}

impl Sealer {
    /// Derives the key of a site, which takes a moment. `site` tells it from all others.
    pub fn new(password: &Password, site: &str) -> Self {
        let digest = Sha256::digest(format!("rasher sealed pages 1\0{site}"));
        let mut salt = [0; 16];
        salt.copy_from_slice(&digest[..16]);
        let key = pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(password.0.as_bytes(), &salt, ITERATIONS);
        Self { key, salt }
    }

    /// Seals the text of the page at `address`. `None` only for a text of more than 64 GB.
    pub fn seal(&self, address: &str, text: &str) -> Option<Sealed> {
        let nonce_key = keyed_digest(&self.key, &[b"rasher nonce"])?;
        let nonce = keyed_digest(&nonce_key, &[address.as_bytes(), b"\0", text.as_bytes()])?;
        let nonce = &nonce[..12];
        let cipher = Aes256Gcm::new(&Key::<Aes256Gcm>::from(self.key));
        let sealed = cipher.encrypt(&Nonce::try_from(nonce).ok()?, text.as_bytes()).ok()?;
        let [salt, nonce, text] = [&self.salt[..], nonce, &sealed[..]].map(|bytes| STANDARD.encode(bytes));
        Some(Sealed { salt, nonce, text })
    }
}

fn keyed_digest(key: &[u8], parts: &[&[u8]]) -> Option<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sealer without the slow derivation.
    fn sealer(key: u8) -> Sealer {
        Sealer { key: [key; 32], salt: [1; 16] }
    }

    fn open(sealer: &Sealer, sealed: &Sealed) -> Option<String> {
        let decode = |text: &str| STANDARD.decode(text).unwrap();
        let nonce = decode(&sealed.nonce);
        let cipher = Aes256Gcm::new(&Key::<Aes256Gcm>::from(sealer.key));
        let text = cipher.decrypt(&Nonce::try_from(&nonce[..]).unwrap(), &decode(&sealed.text)[..]).ok()?;
        String::from_utf8(text).ok()
    }

    #[test]
    fn what_is_sealed_opens_with_its_key_and_no_other() {
        let sealed = sealer(1).seal("/a/", "Grüße").unwrap();
        assert_eq!(open(&sealer(1), &sealed).as_deref(), Some("Grüße"));
        assert_eq!(open(&sealer(2), &sealed), None);
    }

    #[test]
    fn the_same_page_is_sealed_alike_and_any_other_differently() {
        let sealed = |address, text| sealer(1).seal(address, text).unwrap();
        assert_eq!(sealed("/a/", "text"), sealed("/a/", "text"));
        assert_ne!(sealed("/a/", "text").nonce, sealed("/b/", "text").nonce);
        assert_ne!(sealed("/a/", "text").nonce, sealed("/a/", "texT").nonce);
    }

    #[test]
    fn the_key_is_that_of_the_browsers_derivation() {
        // As Python's `hashlib.pbkdf2_hmac` gives it, and every browser's `crypto.subtle.deriveBits`.
        let password = Password::new("bacon".into()).unwrap();
        let key = Sealer::new(&password, "https://example.com/").key;
        let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "dd0bb93720654735313b0ad88a17c7fc91dab272d186562855f2978f353de892");
    }

    #[test]
    fn a_password_is_never_printed() {
        assert_eq!(format!("{:?}", Password::new("bacon".into())), "Some(Password(…))");
        assert_eq!(Password::new(String::new()), None);
    }
}
