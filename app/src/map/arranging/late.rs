//! Whoever is to be shown and has no place yet is shown when they have one.

use crate::map::stage::Stage;
use leptos::prelude::*;

impl Stage {
    /// Brings whoever was sought in vain into view once the layout has come for which they waited.
    pub(in crate::map) fn show_late(self, behind: Memo<bool>) {
        Effect::new(move |_| {
            let behind = behind.get();
            let sought = self.sought.try_update_value(Option::take).flatten();
            if let Some(id) = sought.filter(|_| !behind) {
                request_animation_frame(move || self.show(&id));
            }
        });
    }
}
