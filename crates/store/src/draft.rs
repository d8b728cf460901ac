//! The keys with which unsaved text lies sealed in the users' browsers. Made from
//! the master key, so that nothing of them is stored and they outlast sessions.

use crate::Store;
use crate::user::UserId;

impl Store {
    /// The key of one user: 32 bytes, hexadecimal. For that user alone.
    #[must_use]
    pub fn draft_key(&self, user: &UserId) -> String {
        self.secrets().of_user::<32>(&user.0, "key")
    }

    /// The name under which the user's texts lie. Tells neither who it is nor
    /// the key.
    #[must_use]
    pub fn draft_tag(&self, user: &UserId) -> String {
        self.secrets().of_user::<8>(&user.0, "tag")
    }
}
