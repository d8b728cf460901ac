//! Consents to share with other services: asked for, given, refused and
//! withdrawn, each by one who decides for themselves or for a child. What a
//! service reads follows from them ([`casework::consent`]).

use super::{CaseAccess, Who, birthday, day_text};
use crate::crypto::Place;
use crate::error::StoreError;
use crate::portal::{NewWord, WORD_LIMIT, WordKind};
use crate::user::period_of;
use casework::child::{AgeLimits, DEFAULT_AGE_LIMITS, limits_on};
use casework::consent::{ConsentScope, ConsentState, Decides, is_in_force, service_reads};
use casework::day::Period;
use casework::plan::{Approver, Part};
use casework::{Day, Party};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// A consent that staff write down, or ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewConsent {
    /// To which service, by id.
    pub service: String,
    /// Who decides.
    pub giver: Approver,
    /// To what.
    pub scope: ConsentScope,
    /// Asked, given or refused.
    pub state: ConsentState,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Option<Day>,
    /// What for, in words that the giver reads.
    pub why: String,
}

/// A consent as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptConsent {
    /// Id.
    pub id: String,
    /// The service: id and name.
    pub service: (String, String),
    /// Who decides.
    pub giver: Approver,
    /// To what.
    pub scope: ConsentScope,
    /// How far it has come.
    pub state: ConsentState,
    /// When it holds.
    pub period: Period,
    /// What for.
    pub why: String,
    /// When it was asked for or written down, milliseconds since 1970, and by
    /// whom of the staff; no name for the giver's own hand.
    pub written: (i64, String),
    /// When it was answered, and who of the staff wrote that down.
    pub answered: Option<(i64, String)>,
    /// When it was withdrawn, and who of the staff wrote that down.
    pub withdrawn: Option<(i64, String)>,
}

impl KeptConsent {
    /// Whether it opens anything on a day.
    #[must_use]
    pub fn is_in_force(&self, today: Day) -> bool {
        is_in_force(self.state, self.period, today)
    }
}

/// What services read of the plan, for whoever looks as a service does.
pub(crate) struct ServiceSight {
    all: Vec<Decides>,
    /// Who has said yes, by service.
    said_yes: BTreeMap<String, BTreeSet<Approver>>,
    today: Day,
    limits: AgeLimits,
}

impl ServiceSight {
    /// Whether a service reads a part: it is for the service, and everybody whom
    /// it concerns has said yes.
    pub(crate) fn reads(&self, part: &Part, concerns: &BTreeSet<&str>) -> bool {
        self.said_yes.iter().any(|(service, said_yes)| {
            let is_for = part.audience.contains(&Party::Service(service.clone()).key());
            is_for && service_reads(&self.all, concerns, said_yes, self.today, self.limits)
        })
    }
}

const fn why_place(id: &str) -> Place<'_> {
    Place { table: "consent", column: "why_sealed", row: id }
}

/// A consent in force on the day `$2` in the case `$1`: a yes of somebody who takes part then.
pub(super) const IN_FORCE: &str = "consent.case_id = $1 AND consent.state = 'given' AND consent.withdrawn_at IS NULL
    AND consent.from_day <= $2 AND (consent.to_day IS NULL OR consent.to_day >= $2)
    AND EXISTS (SELECT 1 FROM participant WHERE participant.case_id = consent.case_id
      AND participant.person_id = consent.giver_person
      AND (participant.from_day IS NULL OR participant.from_day <= $2)
      AND (participant.to_day IS NULL OR participant.to_day >= $2))";

fn approver_of(row: &AnyRow) -> Result<Option<Approver>, StoreError> {
    Ok(Approver::from_key(&row.try_get::<String, _>("giver")?))
}

impl CaseAccess {
    /// The ages at which something changes, as of today.
    fn ages(&self) -> AgeLimits {
        limits_on(self.store.today(), &[DEFAULT_AGE_LIMITS])
    }

    /// Everybody who takes part today, as far as deciding about sharing goes,
    /// whoever looks. It is told to nobody.
    async fn all_who_decide(&self, tx: &mut Transaction<'static, Any>) -> Result<Vec<Decides>, StoreError> {
        let record = super::record_on(tx, self.id(), &self.key).await?;
        let today = self.store.today();
        let rows = self.current_rows(tx).await?;
        let current = rows.into_iter().filter(|it| it.period.holds(today));
        Ok(current
            .map(|it| Decides {
                born: record.people.get(&it.person.as_str().into()).and_then(birthday),
                ground: it.is_child.then_some(it.consent),
                is_child: it.is_child,
                holds: it.has_responsibility,
                person: it.person,
            })
            .collect())
    }

    /// What the services as which this viewer looks may read of the plan;
    /// `None` for whoever does not look as a service.
    pub(crate) async fn service_sight(&self) -> Result<Option<ServiceSight>, StoreError> {
        let own: BTreeSet<String> = self.own_services().map(str::to_owned).collect();
        if own.is_empty() {
            return Ok(None);
        }
        let mut tx = self.store.db().pool().begin().await?;
        let today = self.store.today();
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT service_id, giver FROM consent WHERE {IN_FORCE} AND consent.scope = $3"
        )))
        .bind(&self.id().0)
        .bind(day_text(today))
        .bind(ConsentScope::SharedPlan.code())
        .fetch_all(&mut *tx)
        .await?;
        let mut said_yes: BTreeMap<String, BTreeSet<Approver>> = BTreeMap::new();
        for row in &rows {
            let service: String = row.try_get("service_id")?;
            if let Some(giver) = approver_of(row)?.filter(|_| own.contains(&service)) {
                said_yes.entry(service).or_default().insert(giver);
            }
        }
        let all = self.all_who_decide(&mut tx).await?;
        Ok(Some(ServiceSight { all, said_yes, today, limits: self.ages() }))
    }

    /// Who may decide about sharing, as far as this viewer knows of them.
    ///
    /// # Errors
    /// When this viewer is not shown the whole case.
    pub async fn who_decides(&self) -> Result<Vec<Approver>, StoreError> {
        self.must_see_whole()?;
        let participants = self.participants().await?;
        self.plan_approvers(&participants, self.ages()).await
    }

    /// The services of the unit that may be named in a consent: ids and names.
    ///
    /// # Errors
    /// When this viewer is not shown the whole case.
    pub async fn services_around(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.must_see_whole()?;
        let rows =
            sqlx::query("SELECT id, name FROM service WHERE unit_id = $1 AND retired_at IS NULL ORDER BY name, id")
                .bind(&self.unit().0)
                .fetch_all(self.store.db().pool())
                .await?;
        rows.iter().map(|row| Ok((row.try_get("id")?, row.try_get("name")?))).collect()
    }

    /// Writes down that a consent was asked for, given or refused; returns its
    /// id. What was said before about the same stays and is over.
    ///
    /// # Errors
    /// When the case may not be changed; `not_asked` for somebody who does not
    /// decide here; `consent_dates` for a period that ends before it begins;
    /// `too_long`; [`StoreError::NotFound`] for a service that is not there.
    pub async fn write_consent(&self, new: &NewConsent) -> Result<String, StoreError> {
        self.must_see_whole()?;
        let by = self.staff()?.0.clone();
        if !self.who_decides().await?.contains(&new.giver) {
            return Err(StoreError::NotAllowed("not_asked"));
        }
        if !self.services_around().await?.iter().any(|(id, _)| *id == new.service) {
            return Err(StoreError::NotFound);
        }
        let mut write = self.change().await?;
        let id = self.keep_consent(&mut write.tx, new, Some(&by)).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Keeps a consent; what the same giver said about the same before is over.
    async fn keep_consent(
        &self,
        tx: &mut Transaction<'static, Any>,
        new: &NewConsent,
        by: Option<&str>,
    ) -> Result<String, StoreError> {
        if new.to.is_some_and(|to| to < new.from) {
            return Err(StoreError::NotAllowed("consent_dates"));
        }
        if new.why.chars().count() > WORD_LIMIT {
            return Err(StoreError::NotAllowed("too_long"));
        }
        let now = self.store.now();
        sqlx::query(
            "UPDATE consent SET withdrawn_at = $5, withdrawn_by = $6 WHERE case_id = $1 AND service_id = $2
             AND giver = $3 AND scope = $4 AND withdrawn_at IS NULL",
        )
        .bind(&self.id().0)
        .bind(&new.service)
        .bind(new.giver.key())
        .bind(new.scope.code())
        .bind(now)
        .bind(by)
        .execute(&mut **tx)
        .await?;
        let id = self.store.new_id();
        let answered = (new.state != ConsentState::Asked).then_some(now);
        sqlx::query(
            "INSERT INTO consent (id, case_id, service_id, scope, from_day, to_day, giver, giver_person, state,
               why_sealed, written_at, written_by, answered_at, answered_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        )
        .bind(&id)
        .bind(&self.id().0)
        .bind(&new.service)
        .bind(new.scope.code())
        .bind(day_text(new.from))
        .bind(new.to.map(day_text))
        .bind(new.giver.key())
        .bind(new.giver.person())
        .bind(new.state.code())
        .bind(self.key.seal(why_place(&id), new.why.trim())?)
        .bind(now)
        .bind(by)
        .bind(answered)
        .bind(answered.and(by))
        .execute(&mut **tx)
        .await?;
        Ok(id)
    }

    /// What was asked, said and withdrawn, newest first: all of whom the viewer
    /// knows for staff, a participant's own for themselves.
    ///
    /// # Errors
    /// When this viewer is not shown the whole case.
    pub async fn consents(&self) -> Result<Vec<KeptConsent>, StoreError> {
        self.must_see_whole()?;
        let known = self.who_is_told().await?;
        let rows = sqlx::query(
            "SELECT consent.id, consent.service_id, service.name, consent.scope, consent.from_day, consent.to_day,
               consent.giver, consent.state, consent.why_sealed, consent.written_at, consent.answered_at,
               consent.withdrawn_at, wrote.name AS wrote, answer.name AS answered, withdrew.name AS withdrew
             FROM consent JOIN service ON service.id = consent.service_id
             LEFT JOIN staff_user AS wrote ON wrote.id = consent.written_by
             LEFT JOIN staff_user AS answer ON answer.id = consent.answered_by
             LEFT JOIN staff_user AS withdrew ON withdrew.id = consent.withdrawn_by
             WHERE consent.case_id = $1 ORDER BY consent.written_at DESC, consent.id DESC",
        )
        .bind(&self.id().0)
        .fetch_all(self.store.db().pool())
        .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let Some(giver) = approver_of(row)?.filter(|it| known(it)) else { continue };
            found.push(self.kept_consent(row, giver)?);
        }
        Ok(found)
    }

    /// Whose consents this viewer hears of.
    async fn who_is_told(&self) -> Result<impl Fn(&Approver) -> bool, StoreError> {
        let (own, people) = match self.who() {
            Who::Participant(person) => (Some(Approver::Person(person.clone())), BTreeSet::new()),
            Who::Staff(_) => (None, self.participants().await?.into_iter().map(|it| it.person).collect()),
        };
        Ok(move |giver: &Approver| own.as_ref().map_or_else(|| people.contains(giver.person()), |own| own == giver))
    }

    fn kept_consent(&self, row: &AnyRow, giver: Approver) -> Result<KeptConsent, StoreError> {
        let id: String = row.try_get("id")?;
        let unreadable = || StoreError::Unreadable("consent");
        let state = ConsentState::from_code(&row.try_get::<String, _>("state")?).ok_or_else(unreadable)?;
        let name = |column| Ok::<_, StoreError>(row.try_get::<Option<String>, _>(column)?.unwrap_or_default());
        let at = |column: &str, by| Ok::<_, StoreError>(row.try_get::<Option<i64>, _>(column)?.map(|at| (at, by)));
        let why = row.try_get::<Option<String>, _>("why_sealed")?;
        let withdrawn = at("withdrawn_at", name("withdrew")?)?;
        Ok(KeptConsent {
            service: (row.try_get("service_id")?, row.try_get("name")?),
            giver,
            scope: ConsentScope::from_code(&row.try_get::<String, _>("scope")?).ok_or_else(unreadable)?,
            state: if withdrawn.is_some() { ConsentState::Withdrawn } else { state },
            period: period_of(row)?,
            why: why.map(|sealed| self.key.unseal(why_place(&id), &sealed)).transpose()?.unwrap_or_default(),
            written: (row.try_get("written_at")?, name("wrote")?),
            answered: at("answered_at", name("answered")?)?,
            withdrawn,
            id,
        })
    }

    /// The services that hold a consent in force today, with their names.
    ///
    /// # Errors
    /// When this viewer is not shown the whole case.
    pub async fn consented_services(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.must_see_whole()?;
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT DISTINCT service.id, service.name FROM consent JOIN service ON service.id = consent.service_id
             WHERE {IN_FORCE} AND consent.scope = $3 ORDER BY service.name, service.id"
        )))
        .bind(&self.id().0)
        .bind(day_text(self.store.today()))
        .bind(ConsentScope::SharedPlan.code())
        .fetch_all(self.store.db().pool())
        .await?;
        let read = |row: &AnyRow| Ok((row.try_get("id")?, row.try_get("name")?));
        rows.iter().map(read).collect()
    }

    /// Writes down that somebody withdraws a consent, which holds at once, or
    /// that what was asked is asked no longer.
    ///
    /// # Errors
    /// When the case may not be changed; [`StoreError::NotFound`] for what is not
    /// there, hidden, or over.
    pub async fn withdraw_consent(&self, consent: &str) -> Result<(), StoreError> {
        let by = self.staff()?.0.clone();
        self.must_know_consent(consent, |_| true).await?;
        let mut write = self.change().await?;
        self.end_consent(&mut write.tx, consent, Some(&by)).await?;
        write.commit().await
    }

    /// One's own consent, by one's own hand. Staff hear of it as of any word.
    ///
    /// # Errors
    /// As [`Self::withdraw_consent`], for whoever is no participant.
    pub async fn withdraw_own_consent(&self, consent: &str) -> Result<(), StoreError> {
        self.participant()?;
        let found = self.must_know_consent(consent, |it| it.state == ConsentState::Given).await?;
        let (person, mut write) = self.change_own().await?;
        self.end_consent(&mut write.tx, consent, None).await?;
        self.tell_of_consent(&mut write.tx, &person, &found).await?;
        write.commit().await
    }

    /// What this participant says to a consent that was asked for, or anew to one
    /// that they refused or withdrew.
    ///
    /// # Errors
    /// As [`Self::withdraw_own_consent`]; `consent_over` where the time that was
    /// asked for is over.
    pub async fn answer_consent(&self, consent: &str, yes: bool) -> Result<(), StoreError> {
        self.participant()?;
        let found = self.must_know_consent(consent, |it| it.state != ConsentState::Given).await?;
        let today = self.store.today();
        if found.period.to.is_some_and(|to| to < today) {
            return Err(StoreError::NotAllowed("consent_over"));
        }
        let state = if yes { ConsentState::Given } else { ConsentState::Refused };
        let new = NewConsent {
            service: found.service.0.clone(),
            giver: found.giver.clone(),
            scope: found.scope,
            state,
            from: found.period.from.map_or(today, |from| from.max(today)),
            to: found.period.to,
            why: found.why.clone(),
        };
        let (person, mut write) = self.change_own().await?;
        if found.state == ConsentState::Asked {
            let done = sqlx::query(
                "UPDATE consent SET state = $3, answered_at = $4 WHERE id = $1 AND case_id = $2
                 AND state = 'asked' AND withdrawn_at IS NULL",
            )
            .bind(consent)
            .bind(&self.id().0)
            .bind(state.code())
            .bind(self.store.now())
            .execute(&mut *write.tx)
            .await?;
            if done.rows_affected() == 0 {
                return Err(StoreError::NotFound);
            }
        } else {
            self.keep_consent(&mut write.tx, &new, None).await?;
        }
        self.tell_of_consent(&mut write.tx, &person, &found).await?;
        write.commit().await
    }

    async fn must_know_consent(
        &self,
        id: &str,
        fits: impl Fn(&KeptConsent) -> bool,
    ) -> Result<KeptConsent, StoreError> {
        let all = self.consents().await?;
        let Some(at) = all.iter().position(|it| it.id == id) else { return Err(StoreError::NotFound) };
        // The newest of the same is the one that stands.
        let same = |it: &&KeptConsent| {
            it.service.0 == all[at].service.0 && it.giver == all[at].giver && it.scope == all[at].scope
        };
        let stands = all.iter().find(same).is_some_and(|it| it.id == id);
        if stands && fits(&all[at]) { Ok(all[at].clone()) } else { Err(StoreError::NotFound) }
    }

    async fn end_consent(
        &self,
        tx: &mut Transaction<'static, Any>,
        consent: &str,
        by: Option<&str>,
    ) -> Result<(), StoreError> {
        let done = sqlx::query(
            "UPDATE consent SET withdrawn_at = $3, withdrawn_by = $4
             WHERE id = $1 AND case_id = $2 AND withdrawn_at IS NULL",
        )
        .bind(consent)
        .bind(&self.id().0)
        .bind(self.store.now())
        .bind(by)
        .execute(&mut **tx)
        .await?;
        if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }

    /// Staff hear that somebody has decided about a service.
    async fn tell_of_consent(
        &self,
        tx: &mut Transaction<'static, Any>,
        person: &str,
        about: &KeptConsent,
    ) -> Result<(), StoreError> {
        let word = NewWord { kind: WordKind::Consent, about: about.service.1.clone(), words: String::new() };
        self.keep_word(tx, person, &word).await.map(drop)
    }
}
