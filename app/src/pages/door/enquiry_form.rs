//! A new enquiry, out of nothing or out of a telephone note; and its fields.

use super::{DoorHead, UnitAndKeeper, label};
use crate::api::door::enquiry::{BeginEnquiry, EnquiryForm, enquiry_from_call};
use crate::api::door::{DoorSetup, door_setup};
use crate::components::{
    ErrorNotice, Field, FormFault, FormNotice, Submit, TextField, fault_of, said_by, when_done, wrong,
};
use crate::draft::Draft;
use crate::error::AppError;
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};

/// The form of a new enquiry; `?telefon=ID` fills it in from a note.
#[component]
pub fn NewEnquiryPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let note = Memo::new(move |_| query.with(|query| query.get("telefon")));
    let found = Resource::new(
        move || note.get(),
        |note| async move {
            let setup = door_setup().await?;
            let start = match note {
                Some(note) => Some(enquiry_from_call(note).await?),
                None => None,
            };
            Ok::<_, AppError>((setup, start))
        },
    );
    view! {
        <DoorHead title=|i18n| t_string!(i18n, enquiry.new) lead=|i18n| t_string!(i18n, enquiry.new_lead) />
        <div class="page-body" data-width="text">
            <Suspense fallback=move || view! { <p role="status">{t!(i18n, app.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok((setup, start)) => {
                            let start = start.unwrap_or_default();
                            let form = EnquiryForm {
                                who: start.who,
                                contact: start.contact,
                                about: start.about,
                                next_step: start.next_step,
                                ..EnquiryForm::default()
                            };
                            view! { <NewEnquiry setup form unit=start.unit note=note.get_untracked().unwrap_or_default() /> }.into_any()
                        }
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn NewEnquiry(setup: DoorSetup, form: EnquiryForm, unit: String, note: String) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<BeginEnquiry>::new();
    let fault = fault_of(action);
    let navigate = use_navigate();
    let saved = Signal::derive(move || matches!(action.value().get(), Some(Ok(_))));
    when_done(action, move |id| navigate(&format!("/henvendelser/{id}"), Default::default()));
    let me = setup.me.clone();
    view! {
        <ActionForm action attr:class="form card" attr:novalidate=true>
            <Draft name="new-enquiry" saved />
            <FormNotice fault />
            <input type="hidden" name="note" value=note />
            <EnquiryFields form fault />
            <UnitAndKeeper setup name="owner" who=|i18n| t_string!(i18n, enquiry.owner) chosen=me fault unit />
            <div class="form-actions">
                <Submit pending=action.pending() label=label(i18n, |i18n| t_string!(i18n, enquiry.keep)) />
                <a class="ds-button" data-variant="tertiary" href="/henvendelser">{t!(i18n, app.cancel)}</a>
            </div>
        </ActionForm>
    }
}

/// What is known of who asks.
#[component]
pub(super) fn EnquiryFields(form: EnquiryForm, fault: FormFault) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Field name="form[about]" id="enquiry-about".to_owned() label=label(i18n, |i18n| t_string!(i18n, enquiry.about)) fault>
            <textarea class="ds-input" id="enquiry-about" name="form[about]" rows="4" maxlength="2000"
                aria-invalid=wrong(fault, "form[about]") aria-describedby=said_by(fault, "form[about]", "enquiry-about", false)>{form.about}</textarea>
        </Field>
        <TextField name="form[who]" id="enquiry-who" label=label(i18n, |i18n| t_string!(i18n, enquiry.who)) hint=label(i18n, |i18n| t_string!(i18n, enquiry.who_hint)) fault value=form.who maxlength=200 />
        <div class="form-row">
            <TextField name="form[contact]" id="enquiry-contact" label=label(i18n, |i18n| t_string!(i18n, enquiry.contact)) fault value=form.contact maxlength=200 />
            <TextField name="form[language]" id="enquiry-language" label=label(i18n, |i18n| t_string!(i18n, enquiry.language)) fault value=form.language maxlength=60 />
        </div>
        <div class="form-row">
            <TextField name="form[next_step]" id="enquiry-next" label=label(i18n, |i18n| t_string!(i18n, call.next_step)) fault value=form.next_step maxlength=200 />
            <TextField name="form[next_day]" id="enquiry-day" label=label(i18n, |i18n| t_string!(i18n, enquiry.next_day)) fault kind="date" value=form.next_day />
        </div>
    }
}
