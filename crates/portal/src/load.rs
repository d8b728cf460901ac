//! Who helps the reader now, and how many appointments a week that is: numbers
//! and names, without a word of what is too much.

use crate::i18n::td_string;
use crate::inside::Inside;
use crate::page::section;
use leptos::prelude::*;
use store::PersonLoad;

/// The card on the front page.
pub(crate) fn card(inside: &Inside, carried: &PersonLoad) -> AnyView {
    let locale = inside.locale;
    let helpers = carried.helper_names();
    let count = helpers.len();
    let busiest = carried.load.busiest();
    let lead = match count {
        0 => td_string!(locale, load.nobody).to_owned(),
        _ => td_string!(locale, load.lead, count = count),
    };
    let weeks = carried.load.weeks.iter().map(|it| {
        let words = td_string!(locale, load.week, week = it.week.week, count = it.meetings);
        view! { <li>{words}</li> }
    });
    let weeks: Vec<_> = weeks.collect();
    let meetings = match busiest {
        None => view! { <p>{td_string!(locale, load.none)}</p> }.into_any(),
        Some(most) => view! {
            <h3 class="ds-heading" data-size="xs">{td_string!(locale, load.meetings)}</h3>
            <ul class="plain-list">{weeks}</ul>
            <p class="meta">{td_string!(locale, load.most, week = most.week.week)}</p>
        }
        .into_any(),
    };
    let names = helpers.into_iter().map(|name| view! { <li><bdi>{name}</bdi></li> }).collect_view();
    section(
        td_string!(locale, load.title),
        "load",
        view! {
            <p>{lead}</p>
            {(count > 0).then(|| view! { <ul>{names}</ul> })}
            {meetings}
            <p>{td_string!(locale, load.much)} " " <a class="ds-link" href="#words">{td_string!(locale, load.write)}</a></p>
        },
    )
}
