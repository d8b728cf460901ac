//! What pages say, from the compiled catalogue (`app/locales/nb.json`).

pub use crate::compiled::i18n::{I18nContextProvider, Locale, t_string, td_string, use_i18n};

use std::sync::Arc;

/// Words that follow the reader's language, in a view or an attribute.
///
/// One type for all of them: of every closure in a view the browser would load code of its own for showing it, taking
/// it over and changing it, and there are two thousand words.
pub type Words = Arc<dyn Fn() -> &'static str + Send + Sync>;

/// Words in a view or an attribute: `{t!(i18n, case.overview)}`, `aria-label=t!(i18n, case.tabs)`; in a view also with
/// what stands in them: `{t!(i18n, case.contact, name = name)}`.
macro_rules! t {
    ($i18n:expr, $($key:ident).+ $(,)?) => {{
        let i18n = $i18n;
        let words: $crate::i18n::Words = ::std::sync::Arc::new(move || ::leptos_i18n::t_string!(i18n, $($key).+));
        words
    }};
    ($($what:tt)*) => { ::leptos_i18n::t!($($what)*) };
}
pub(crate) use t;
