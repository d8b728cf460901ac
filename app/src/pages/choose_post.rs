//! Who holds several posts chooses the one for the day.

use crate::api::post::{ChoosePost, PostRow, my_posts};
use crate::components::{ErrorNotice, PageTitle, post_words};
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

/// The posts, each with a button.
#[component]
pub fn ChoosePostPage() -> impl IntoView {
    let i18n = use_i18n();
    let posts = Resource::new(|| (), |()| my_posts());
    view! {
        <PageTitle text=move || t_string!(i18n, post.title).to_owned() />
        <header class="page-head">
            <div class="page-head-text">
                <h1 class="ds-heading" data-size="md">{t!(i18n, post.title)}</h1>
                <p class="meta">{t!(i18n, post.lead)}</p>
            </div>
        </header>
        <div class="page-body" data-width="text">
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match posts.await {
                        Ok((posts, counts)) => view! { <Posts posts counts /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Posts(posts: Vec<PostRow>, counts: Option<String>) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let next = move || query.with(|query| query.get("til")).unwrap_or_default();
    let none = posts.is_empty();
    let row = move |post: PostRow| {
        let is_current = counts.as_ref() == Some(&post.id);
        let id = post.id.clone();
        view! {
            <li>
                <button class="post-choice" type="submit" name="post" value=id aria-current=is_current.then_some("true")>
                    <strong>{move || post_words(i18n, &post)}</strong>
                    {is_current.then(|| view! { <span class="ds-tag" data-size="sm" data-color="success">{t!(i18n, post.current)}</span> })}
                </button>
            </li>
        }
    };
    view! {
        {none.then(|| view! { <div class="empty"><p>{t!(i18n, post.none)}</p></div> })}
        // A form of the browser's own: what stands around the page changes too.
        <form method="post" action=ChoosePost::url()>
            <input type="hidden" name="next" value=next />
            <ul class="post-choices">{posts.into_iter().map(row).collect_view()}</ul>
        </form>
    }
}
