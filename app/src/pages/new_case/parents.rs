//! Two parents: whether they live together, who agrees to what, and what will
//! come of it, in words (rule R2).

use super::Form;
use crate::components::declined_text;
use crate::i18n::{t, t_string, use_i18n};
use casework::beginning::Fault;
use casework::participation::CaseForm;
use leptos::prelude::*;

#[component]
pub(super) fn ParentsPart(form: Form) -> impl IntoView {
    let i18n = use_i18n();
    let names = Memo::new(move |_| {
        let application = form.application();
        let two = application.parents()?;
        Some(two.map(|at| application.people.get(at).map(|it| it.name.trim().to_owned()).unwrap_or_default()))
    });
    let has_two = Memo::new(move |_| names.with(Option::is_some));
    let name = move |at: usize| names.get().map(|two| two[at].clone()).unwrap_or_default();
    let unanswered = move || form.faults().contains(&Fault::LiveTogether);
    let answered = Memo::new(move |_| form.live_together.get().is_some());
    let consequence = move || match form.application().form() {
        CaseForm::One => t_string!(i18n, new_case.one, first = name(0), second = name(1)),
        CaseForm::Each => t_string!(i18n, new_case.each, first = name(0), second = name(1)),
        CaseForm::EachAndJoint => {
            let each = t_string!(i18n, new_case.each, first = name(0), second = name(1));
            format!("{each} {}", t_string!(i18n, new_case.joint))
        }
    };
    let shares_children = Memo::new(move |_| !form.application().children_in_both().is_empty());
    let answer = move |together: bool| {
        let id = if together { "together-yes" } else { "together-no" };
        view! {
            <div class="ds-field">
                <input class="ds-input" type="radio" name="together" id=id
                    prop:checked=move || form.live_together.get() == Some(together)
                    aria-describedby=move || unanswered().then_some("together-error")
                    on:change=move |_| form.live_together.set(Some(together)) />
                <label class="ds-label" data-weight="regular" for=id>
                    {move || if together { t_string!(i18n, new_case.yes) } else { t_string!(i18n, new_case.no) }}
                </label>
            </div>
        }
    };
    view! {
        <Show when=move || has_two.get()>
            <fieldset class="ds-fieldset">
                <legend class="ds-label">{t!(i18n, new_case.live_together)}</legend>
                {answer(true)}
                {answer(false)}
                {move || unanswered().then(|| view! {
                    <p class="ds-validation-message" data-color="danger" id="together-error">{declined_text(i18n, "live_together")}</p>
                })}
            </fieldset>
            <Show when=move || answered.get()>
                <fieldset class="ds-fieldset">
                    <legend class="ds-label">{t!(i18n, new_case.agree_lead)}</legend>
                    {[0, 1].map(|at| {
                        let id = format!("agree-{at}");
                        view! {
                            <div class="ds-field">
                                <input class="ds-input" type="checkbox" id=id.clone() prop:checked=form.agree[at]
                                    on:change=move |event| form.agree[at].set(event_target_checked(&event)) />
                                <label class="ds-label" data-weight="regular" for=id>{move || t_string!(i18n, new_case.agree, name = name(at))}</label>
                            </div>
                        }
                    }).collect_view()}
                </fieldset>
                <div class="ds-alert" data-color="info" role="status" id="consequence"><p>{consequence}</p></div>
                <Show when=move || shares_children.get()>
                    <div class="ds-field">
                        <input class="ds-input" type="checkbox" id="child-parts" prop:checked=form.child_parts
                            on:change=move |event| form.child_parts.set(event_target_checked(&event)) />
                        <label class="ds-label" data-weight="regular" for="child-parts">{t!(i18n, new_case.child_parts)}</label>
                    </div>
                </Show>
            </Show>
        </Show>
    }
}
