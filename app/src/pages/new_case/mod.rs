//! A new case in under a minute, or the cases of two parents who live apart.

mod parents;
mod row;

use crate::api::begin::{NewCaseForm, NewCaseSetup, begin_cases, new_case_setup};
use crate::api::door::enquiry::{EnquiryStart, case_from_enquiry};
use crate::components::{Doing, ErrorNotice, FaultNote, PageTitle, declined_text};
use crate::draft::Draft;
use crate::error::AppError;
use crate::i18n::{Locale, t, t_string, use_i18n};
use crate::pages::cases::status_word;
use casework::beginning::{Application, Fault, Which};
use casework::opening::CaseStatus;
use casework::participation::{CaseForm, StaysMentioned};
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use leptos_router::hooks::{use_navigate, use_query_map};
use parents::ParentsPart;
pub use row::consent_word;
use row::{PersonRow, Row};

/// The form, kept in signals so that nothing typed is lost when something is wrong.
#[derive(Clone, Copy)]
struct Form {
    rows: RwSignal<Vec<Row>>,
    next: StoredValue<usize>,
    today: StoredValue<String>,
    live_together: RwSignal<Option<bool>>,
    agree: [RwSignal<bool>; 2],
    child_parts: RwSignal<bool>,
    /// What was typed as a name; an untouched name follows the participants.
    names: RwSignal<Vec<(Which, String)>>,
    /// Somebody has tried to send it: faults show from now on.
    tried: RwSignal<bool>,
}

impl Form {
    fn new(today: &str) -> Self {
        let form = Self {
            rows: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            today: StoredValue::new(today.to_owned()),
            live_together: RwSignal::new(None),
            agree: [RwSignal::new(false), RwSignal::new(false)],
            child_parts: RwSignal::new(true),
            names: RwSignal::new(Vec::new()),
            tried: RwSignal::new(false),
        };
        form.add(false);
        form.add(true);
        form
    }

    /// Adds a row and returns its number.
    fn add(self, is_child: bool) -> usize {
        let key = self.next.get_value();
        self.next.set_value(key + 1);
        let row = Row::new(key, is_child, &self.today.get_value());
        self.rows.update(|rows| rows.push(row));
        key
    }

    /// The rows as a line of text, `a0 c1 a3`: adults and children by their
    /// numbers. By it an unsaved form comes back with as many rows as it had.
    fn shape(self) -> String {
        let row = |row: &Row| format!("{}{}", if row.is_child { 'c' } else { 'a' }, row.key);
        self.rows.with(|rows| rows.iter().map(row).collect::<Vec<_>>().join(" "))
    }

    /// Brings the rows into a shape. Rows that are there already stay as they are.
    fn take_shape(self, shape: &str) {
        let wanted = shape.split(' ').filter_map(|word| {
            let is_child = word.starts_with('c');
            Some((word.trim_start_matches(['a', 'c']).parse::<usize>().ok()?, is_child))
        });
        let old = self.rows.get_untracked();
        let today = self.today.get_value();
        let rows: Vec<Row> = wanted
            .map(|(key, is_child)| {
                let same = old.iter().find(|row| row.key == key && row.is_child == is_child);
                same.copied().unwrap_or_else(|| Row::new(key, is_child, &today))
            })
            .collect();
        self.next.update_value(|next| *next = rows.iter().map(|row| row.key + 1).fold(*next, usize::max));
        self.rows.set(rows);
    }

    fn application(self) -> Application {
        Application {
            people: self.rows.get().iter().map(Row::applicant).collect(),
            live_together: self.live_together.get(),
            agree: self.agree.map(|it| it.get()),
        }
    }

    /// What stands in the way, once somebody has tried.
    fn faults(self) -> Vec<Fault> {
        if self.tried.get() { self.application().plan().err().unwrap_or_default() } else { Vec::new() }
    }

    fn default_name(self, i18n: I18nContext<Locale>, which: Which) -> String {
        let application = self.application();
        let first_word = |at: usize| {
            let name = application.people.get(at).map(|it| it.name.trim()).unwrap_or_default();
            name.split_whitespace().next().unwrap_or_default().to_owned()
        };
        let parents = application.parents();
        let (first, second) =
            parents.map_or_else(|| (first_word(0), String::new()), |[a, b]| (first_word(a), first_word(b)));
        let name = if which == Which::Second { second.clone() } else { first.clone() };
        if name.is_empty() {
            return String::new();
        }
        match which {
            Which::Joint => t_string!(i18n, new_case.default_joint, first = first, second = second),
            _ => t_string!(i18n, new_case.default_name, name = name),
        }
    }

    /// The name as it stands: what was typed, or what follows from the participants.
    fn name(self, i18n: I18nContext<Locale>, which: Which) -> String {
        let typed = self.names.with(|names| names.iter().find(|(it, _)| *it == which).map(|(_, name)| name.clone()));
        typed.unwrap_or_else(|| self.default_name(i18n, which))
    }

    fn cases(self) -> Vec<Which> {
        match self.application().form() {
            CaseForm::One => vec![Which::Only],
            CaseForm::Each => vec![Which::First, Which::Second],
            CaseForm::EachAndJoint => vec![Which::First, Which::Second, Which::Joint],
        }
    }
}

/// What is wrong with a row, in words.
fn row_fault(i18n: I18nContext<Locale>, faults: &[Fault], at: usize) -> Option<&'static str> {
    faults.iter().find_map(|fault| match fault {
        Fault::Child(it, StaysMentioned::NoHolderAgreed) if *it == at => Some(declined_text(i18n, "no_holder_agreed")),
        Fault::Child(it, StaysMentioned::ServiceHasNotConsented) if *it == at => {
            Some(declined_text(i18n, "service_not_consented"))
        }
        Fault::OwnCase(it) if *it == at => Some(declined_text(i18n, "own_case")),
        _ => None,
    })
}

/// A new case.
#[component]
pub fn NewCasePage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let enquiry = Memo::new(move |_| query.with(|query| query.get("henvendelse")).unwrap_or_default());
    let setup = Resource::new(
        move || enquiry.get(),
        |enquiry| async move {
            let setup = new_case_setup().await?;
            let start = if enquiry.is_empty() { None } else { Some(case_from_enquiry(enquiry).await?) };
            Ok::<_, AppError>((setup, start))
        },
    );
    view! {
        <PageTitle text=move || t_string!(i18n, new_case.title).to_owned() />
        <header class="page-head">
            <div class="page-head-text">
                <h1 class="ds-heading" data-size="md">{t!(i18n, new_case.title)}</h1>
                <p class="meta">{t!(i18n, new_case.lead)}</p>
            </div>
        </header>
        <div class="page-body" data-width="text">
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match setup.await {
                        Ok((setup, start)) => view! { <NewCase setup enquiry=enquiry.get_untracked() start /> }.into_any(),
                        Err(AppError::NotAllowed) => view! {
                            <div class="empty">
                                <h2 class="ds-heading" data-size="xs">{t!(i18n, new_case.not_allowed_title)}</h2>
                                <p>{t!(i18n, new_case.not_allowed)}</p>
                            </div>
                        }.into_any(),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn NewCase(setup: NewCaseSetup, enquiry: String, start: Option<EnquiryStart>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new(&setup.today);
    let unit = RwSignal::new(setup.units.first().map(|unit| unit.id.clone()).unwrap_or_default());
    if let Some(start) = &start {
        unit.set(start.unit.clone());
        if let Some(first) = form.rows.with_untracked(|rows| rows.first().copied()) {
            first.name.set(start.who.clone());
        }
    }
    let draft = if enquiry.is_empty() { "new-case".to_owned() } else { format!("new-case:{enquiry}") };
    let status = RwSignal::new(CaseStatus::Open);
    let stand_in = RwSignal::new(String::new());
    let units = StoredValue::new(setup.units.clone());
    let doing = Doing::new();
    let saved = RwSignal::new(false);
    let navigate = use_navigate();
    let colleagues = move || {
        let unit = unit.get();
        units.with_value(|units| {
            units.iter().find(|it| it.id == unit).map(|it| it.colleagues.clone()).unwrap_or_default()
        })
    };
    let missing_name = move |which: Which| form.tried.get() && form.name(i18n, which).trim().is_empty();
    let missing_date = move || form.rows.get().iter().any(|row| row.from.with(String::is_empty));
    let has_fault = Memo::new(move |_| {
        form.tried.get() && (!form.faults().is_empty() || missing_date() || form.cases().into_iter().any(missing_name))
    });
    let send = move || {
        form.tried.set(true);
        if has_fault.get_untracked() {
            return;
        }
        let filled = untrack(|| NewCaseForm {
            unit: unit.get(),
            status: status.get(),
            stand_in: stand_in.get(),
            application: form.application(),
            from: form.rows.get().iter().map(|row| row.from.get()).collect(),
            names: form.cases().into_iter().map(|which| (which, form.name(i18n, which))).collect(),
            child_parts: form.child_parts.get(),
            enquiry: enquiry.clone(),
        });
        let navigate = navigate.clone();
        doing.run(begin_cases(filled), move |begun| {
            saved.set(true);
            let first = begun.first().map(|(_, id)| id.clone()).unwrap_or_default();
            navigate(&format!("/familier/{first}"), Default::default());
        });
    };
    let several_units = setup.units.len() > 1;
    let units_list = setup.units;
    let label = move || {
        let count = form.cases().len();
        if doing.busy.get() {
            t_string!(i18n, new_case.busy).to_owned()
        } else if count > 1 {
            t_string!(i18n, new_case.submit_several, count = count.to_string())
        } else {
            t_string!(i18n, new_case.submit).to_owned()
        }
    };
    view! {
        <form class="form card" id="new-case" on:submit=move |event| { event.prevent_default(); send(); }>
            {start.map(|start| view! { <blockquote class="words">{start.about}</blockquote> })}
            <Draft name=draft saved />
            <input name="rows" type="text" hidden prop:value=move || form.shape()
                on:input=move |event| form.take_shape(&event_target_value(&event)) />
            <FaultNote fault=doing.fault />
            {move || has_fault.get().then(|| view! {
                <div class="ds-alert" data-color="danger" role="alert" id="new-case-error">
                    <p>{move || {
                        let nobody = form.faults().contains(&Fault::Nobody);
                        if nobody { declined_text(i18n, "nobody") } else { t_string!(i18n, new_case.check) }
                    }}</p>
                </div>
            })}
            <fieldset class="ds-fieldset people-rows">
                <legend class="ds-label">{t!(i18n, new_case.people)}</legend>
                <p class="form-hint">{t!(i18n, new_case.people_lead)}</p>
                <For each=move || form.rows.get() key=|row| row.key let:row>
                    <PersonRow row form />
                </For>
                <div class="form-actions">
                    <button class="ds-button" data-variant="secondary" data-size="sm" type="button"
                        on:click=move |_| row::focus(form.add(false))>{t!(i18n, new_case.add_adult)}</button>
                    <button class="ds-button" data-variant="secondary" data-size="sm" type="button"
                        on:click=move |_| row::focus(form.add(true))>{t!(i18n, new_case.add_child)}</button>
                </div>
            </fieldset>
            <ParentsPart form />
            <For each=move || form.cases() key=|which| *which let:which>
                <CaseName form which missing=Signal::derive(move || missing_name(which)) />
            </For>
            <div class="form-row">
                {several_units.then(|| view! {
                    <div class="ds-field">
                        <label class="ds-label" for="unit">{t!(i18n, new_case.unit)}</label>
                        <select class="ds-input" id="unit" prop:value=unit on:change=move |event| { unit.set(event_target_value(&event)); stand_in.set(String::new()); }>
                            {units_list.iter().map(|it| view! { <option value=it.id.clone()>{it.name.clone()}</option> }).collect_view()}
                        </select>
                    </div>
                })}
                <div class="ds-field">
                    <label class="ds-label" for="status">{t!(i18n, new_case.status)}</label>
                    <select class="ds-input" id="status"
                        on:change=move |event| status.set(CaseStatus::from_code(&event_target_value(&event)).unwrap_or(CaseStatus::Open))>
                        <option value="open">{move || status_word(i18n, CaseStatus::Open)}</option>
                        <option value="intake">{move || status_word(i18n, CaseStatus::Intake)}</option>
                    </select>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for="stand-in">{t!(i18n, new_case.stand_in)}</label>
                    <select class="ds-input" id="stand-in" prop:value=stand_in on:change=move |event| stand_in.set(event_target_value(&event))>
                        <option value="">{t!(i18n, new_case.nobody)}</option>
                        {move || colleagues().into_iter().map(|it| view! { <option value=it.id>{it.name}</option> }).collect_view()}
                    </select>
                </div>
            </div>
            <div class="form-actions">
                <button class="ds-button" type="submit" disabled=move || doing.busy.get() aria-busy=move || doing.busy.get().then_some("true")>{label}</button>
                <a class="ds-button" data-variant="tertiary" href="/familier">{t!(i18n, app.cancel)}</a>
            </div>
        </form>
    }
}

#[component]
fn CaseName(form: Form, which: Which, missing: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let (id, error_id) = match which {
        Which::Only => ("case-name", "case-name-error"),
        Which::First => ("case-name-first", "case-name-first-error"),
        Which::Second => ("case-name-second", "case-name-second-error"),
        Which::Joint => ("case-name-joint", "case-name-joint-error"),
    };
    let parent = move |place: usize| {
        let application = form.application();
        let at = application.parents().map(|two| two[place]);
        at.and_then(|at| application.people.get(at).map(|it| it.name.trim().to_owned())).unwrap_or_default()
    };
    let label = move || match which {
        Which::Only => t_string!(i18n, new_case.name_only).to_owned(),
        Which::First => t_string!(i18n, new_case.name_first, name = parent(0)),
        Which::Second => t_string!(i18n, new_case.name_first, name = parent(1)),
        Which::Joint => t_string!(i18n, new_case.name_joint).to_owned(),
    };
    let typed = move |name: String| {
        form.names.update(|names| {
            names.retain(|(it, _)| *it != which);
            // An emptied name follows the participants again.
            if !name.is_empty() {
                names.push((which, name));
            }
        });
    };
    view! {
        <div class="ds-field">
            <label class="ds-label" for=id>{label}</label>
            <input class="ds-input" id=id maxlength="200" autocomplete="off"
                prop:value=move || form.name(i18n, which)
                aria-invalid=move || missing.get().then_some("true")
                aria-describedby=move || missing.get().then_some(error_id)
                on:input=move |event| typed(event_target_value(&event)) />
            {move || missing.get().then(|| view! {
                <p class="ds-validation-message" data-color="danger" id=error_id>{t!(i18n, new_case.name_missing)}</p>
            })}
        </div>
    }
}
