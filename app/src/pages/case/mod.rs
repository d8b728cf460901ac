//! One case: the frame with its tabs, and a page per tab.

mod contact;
mod emergency;
mod guests;
mod hand_over;
mod life;
mod log;
mod map;
mod map_out;
mod map_switch;
mod messages;
mod network;
mod offline;
mod overview;
mod people;
mod person;
mod plan;
mod print;
mod reason;
mod seen;
mod sharing;
mod talks;
mod typed;

pub use contact::CaseContactPage;
pub use hand_over::HandOverPage;
pub use life::{CaseLifePage, DividePage, MergePage, moving_declined};
pub use log::CaseLogPage;
pub use map::CaseMapPage;
pub use map_out::CaseMapOutPage;
pub use messages::CaseMessagesPage;
pub use network::{CaseEcomapPage, CaseNetworkPage, SeenEcomapPage, SeenNetworkPage};
pub use offline::CaseOfflinePage;
pub use overview::{CaseOverviewPage, function_word};
pub use people::CasePeoplePage;
pub use person::CasePersonPage;
pub use plan::{CasePlanPage, PlanLetterPage, SeenPlanPage, plan_declined};
pub use seen::{SeenFrontPage, SeenMapPage, SeenPage, SeenPeoplePage};
pub use sharing::CaseSharingPage;
pub use talks::{CaseTalkPage, CaseTalksPage};

use emergency::EmergencyBanner;
use reason::{ReasonForm, reason_name};

use crate::api::cases::{CaseFront, case_front};
use crate::components::{ErrorNotice, PageTitle};
use crate::draft::Drafts;
use crate::error::AppError;
use crate::i18n::{t, use_i18n};
use crate::map::PastOf;
use crate::pages::cases::{status_color, status_word};
use casework::role::CaseFunction;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_params_map};

/// What the tabs of a case share.
#[derive(Clone, Copy)]
struct CaseContext {
    id: Memo<String>,
    /// Why a leader opens the case; empty for everyone else.
    reason: RwSignal<Option<String>>,
    front: Resource<Result<CaseFront, AppError>>,
}

impl CaseContext {
    /// The past of its maps, through one's own eyes or a participant's.
    fn past(self, person: Option<String>) -> PastOf {
        PastOf { case: self.id.get_untracked(), person, reason: self.reason.get_untracked() }
    }
}

fn use_case() -> CaseContext {
    expect_context::<CaseContext>()
}

/// The frame of a case: name, responsible, tabs.
#[component]
pub fn CasePage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let reason = RwSignal::new(None::<String>);
    let front = Resource::new(move || (id.get(), reason.get()), |(id, reason)| case_front(id, reason));
    let context = CaseContext { id, reason, front };
    provide_context(context);
    let drafts = use_context::<Drafts>();
    view! {
        <Suspense fallback=move || view! { <p class="page-body" role="status">{t!(i18n, app.loading)}</p> }>
            {move || Suspend::new(async move {
                match front.await {
                    Ok(front) => {
                        // The reason is in the log now.
                        if let Some(drafts) = drafts.filter(|_| reason.get_untracked().is_some()) {
                            drafts.forget(&reason_name(&front.id));
                        }
                        let emergency = front.emergency.clone();
                        view! {
                            {emergency.map(|(until, left_ms)| view! { <EmergencyBanner case=context until left_ms /> })}
                            <CaseHead front />
                            <Outlet />
                        }.into_any()
                    }
                    Err(AppError::ReasonNeeded) => view! { <ReasonForm id=id.get_untracked() reason /> }.into_any(),
                    Err(error) => view! { <div class="page-body"><ErrorNotice error /></div> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn CaseHead(front: CaseFront) -> impl IntoView {
    let i18n = use_i18n();
    let path = use_location().pathname;
    let base = format!("/familier/{}", front.id);
    let with =
        |function| front.team.iter().find(|member| member.function == function).map(|member| member.name.clone());
    let (lead, stand_in) = (with(CaseFunction::Lead), with(CaseFunction::StandIn));
    let status = front.status;
    let tab = move |end: &str, label: AnyView| {
        let href = format!("{base}{end}");
        let here = href.clone();
        // Pages below a tab belong to it.
        let is_first = end.is_empty();
        let current = move || {
            let path = path.get();
            match path.trim_end_matches('/').strip_prefix(here.as_str()) {
                Some("") => Some("page"),
                Some(below) if !is_first && below.starts_with('/') => Some("true"),
                _ => None,
            }
        };
        view! { <a href=href aria-current=current>{label}</a> }
    };
    let title = front.name.clone();
    view! {
        <PageTitle text=move || title.clone() />
        <header class="page-head">
            <div class="page-head-text">
                <h1 class="ds-heading" data-size="md">{front.name}</h1>
                <p class="meta cluster">
                    <span>{front.number}</span>
                    <span class="ds-tag" data-size="sm" data-color=status_color(status)>{move || status_word(i18n, status)}</span>
                    {lead.map(|name| view! { <span>{t!(i18n, case.contact, name = name.clone())}</span> })}
                    {stand_in.map(|name| view! { <span>{t!(i18n, case.stand_in, name = name.clone())}</span> })}
                    {(!front.may_edit).then(|| view! { <span>{t!(i18n, case.read_only)}</span> })}
                </p>
            </div>
        </header>
        <nav class="page-tabs" aria-label=t!(i18n, case.tabs)>
            {tab("", t!(i18n, case.overview).into_any())}
            {front.plan.then(|| tab("/plan", t!(i18n, plan.tab).into_any()))}
            {front.whole.then(|| view! {
                {tab("/kart", t!(i18n, case.map).into_any())}
                {tab("/personer", t!(i18n, case.people).into_any())}
                {tab("/samtaler", t!(i18n, talk.tab).into_any())}
                {tab("/kontakt", t!(i18n, door.tab).into_any())}
                {tab("/mappen", t!(i18n, life.tab).into_any())}
                {tab("/meldinger", t!(i18n, message.title).into_any())}
                {tab("/deling", t!(i18n, case.sharing).into_any())}
                {tab("/innsyn", t!(i18n, case.log).into_any())}
            })}
        </nav>
    }
}
