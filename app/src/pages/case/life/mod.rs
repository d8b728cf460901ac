//! The tab of the case itself: name and status, team, participants, links,
//! handing over to another municipality, history.

mod divide;
mod history;
mod links;
mod merge;
mod moving;
mod participant_form;
mod participants;
mod preview;
mod status;
mod team;

pub use divide::DividePage;
pub use links::link_word;
pub use merge::MergePage;
pub use moving::moving_declined;

use super::{CaseContext, use_case};
use crate::api::life::{CaseLife, case_life};
use crate::api::moving::{CaseMoving, case_moving};
use crate::components::ErrorNotice;
use crate::error::AppError;
use crate::i18n::{t, use_i18n};
use history::History;
use leptos::prelude::*;
use links::Links;
use moving::MovingSection;
use participants::Participants;
use status::NameAndStatus;
use team::Team;

/// What the parts of the tab share.
#[derive(Clone, Copy)]
struct LifeContext {
    case: CaseContext,
    life: Resource<Result<CaseLife, AppError>>,
    moving: Resource<Result<CaseMoving, AppError>>,
}

impl LifeContext {
    /// What stands on the tab is read anew.
    fn changed(self) {
        self.life.refetch();
    }

    /// What stands around the tab as well: the name, the status, who leads.
    fn changed_around(self) {
        self.changed();
        self.case.front.refetch();
    }
}

fn use_life() -> LifeContext {
    expect_context::<LifeContext>()
}

/// The tab of the case itself.
#[component]
pub fn CaseLifePage() -> impl IntoView {
    let i18n = use_i18n();
    let case = use_case();
    let life = Resource::new(move || (case.id.get(), case.reason.get()), |(id, reason)| case_life(id, reason));
    let moving = Resource::new(move || (case.id.get(), case.reason.get()), |(id, reason)| case_moving(id, reason));
    provide_context(LifeContext { case, life, moving });
    view! {
        <div class="page-body life" data-columns="true">
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match life.await {
                        Ok(life) => view! { <Life life /> }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Life(life: CaseLife) -> impl IntoView {
    let i18n = use_i18n();
    let base = format!("/familier/{}/mappen", life.id);
    let reshape = life.may_reshape.then(|| {
        view! {
            <section class="card stack" aria-labelledby="reshape">
                <h2 class="ds-heading" data-size="xs" id="reshape">{t!(i18n, life.reshape)}</h2>
                <p class="meta">{t!(i18n, life.reshape_lead)}</p>
                <p><a class="ds-link" href=format!("{base}/del")>{t!(i18n, life.divide)}</a></p>
                <p><a class="ds-link" href=format!("{base}/sla-sammen")>{t!(i18n, life.merge)}</a></p>
            </section>
        }
    });
    view! {
        <div class="stack" data-gap="lg">
            <NameAndStatus life=life.clone() />
            <Participants life=life.clone() />
            <MovingSection />
            <History events=life.events.clone() />
        </div>
        <aside class="stack" data-gap="lg">
            <Team life=life.clone() />
            <Links life />
            {reshape}
        </aside>
    }
}
