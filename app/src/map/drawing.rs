//! The map while it is drawn: what is drawn shows at once, is sent step by
//! step, and waits where the network is gone. Knows nothing of the page.

mod aside;

pub use aside::{Aside, Keeper, Laid, Laying};

use crate::api::drawing::{Drawn, Easel, OwnSteps, draw_map, go_map};
use crate::api::parties::Parties;
use crate::error::AppError;
use casework::Party;
use casework::audience::propose;
use casework::child::DEFAULT_AGE_LIMITS;
use family_map::away::AwayStep;
use family_map::edit::Edit;
use family_map::effect::Held;
use family_map::kin::{Grown, Kin, alone, grow};
use family_map::message::Message;
use family_map::pending::{Pending, Waiting};
use family_map::record::{Origin, PartyKey, PersonId, Record};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

/// What could not be sent is tried again after this time.
const TRY_AGAIN: Duration = Duration::from_secs(3);
/// A step that the server has done is taken for confirmed after this time, also
/// where the stream does not tell of it.
const TOLD_BY_NOW: Duration = Duration::from_secs(3);
/// Keys of confirmed steps that are remembered.
const TOLD: usize = 50;

/// How it stands with what was drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Saving {
    /// All of it is on the server.
    Kept,
    /// A step is on its way.
    Sending,
    /// The server is not reached; what was drawn waits.
    NoContact,
    /// The server did not take the last step, which is gone from the map.
    Refused(AppError),
    /// The last step was not done, for this reason.
    Declined(Message),
    /// There is no network; it is laid aside.
    Aside(Laying),
}

/// The map of a case in the hands of somebody who draws.
#[derive(Clone, Copy)]
pub(super) struct Drawing {
    case: StoredValue<String>,
    pending: RwSignal<Pending>,
    /// How it stands with what was drawn.
    pub(super) saving: RwSignal<Saving>,
    steps: RwSignal<OwnSteps>,
    /// Who may tell something and who may see it.
    pub(super) parties: StoredValue<Parties>,
    /// Key of the one who draws.
    pub(super) me: StoredValue<String>,
    /// Key of who tells.
    pub(super) teller: RwSignal<String>,
    /// Keys of who may see what is drawn from now on.
    pub(super) audience: RwSignal<BTreeSet<String>>,
    /// Steps through one's own history that wait for what is being sent.
    going: StoredValue<VecDeque<bool>>,
    busy: StoredValue<bool>,
    /// What is confirmed comes by the stream, in order with what others draw.
    followed: StoredValue<bool>,
    /// Steps that the server has done and the stream has not told of yet.
    done: RwSignal<Vec<String>>,
    /// Steps of which the stream has told.
    told: StoredValue<VecDeque<String>>,
    on_draw: StoredValue<Option<Callback<Vec<Edit>>>>,
    /// The family holds the pen.
    pub(super) in_room: StoredValue<bool>,
    /// Who keeps what is drawn where nothing can be sent.
    keeper: StoredValue<Option<Keeper>>,
    /// Steps that were taken back there, the latest last.
    taken_back: RwSignal<Vec<Waiting>>,
}

impl Drawing {
    /// Begins with what the server gave.
    pub(super) fn begin(case: String, pending: RwSignal<Pending>, easel: Easel) -> Self {
        let drawing = Self {
            case: StoredValue::new(case),
            pending,
            saving: RwSignal::new(Saving::Kept),
            steps: RwSignal::new(easel.steps),
            teller: RwSignal::new(easel.me.clone()),
            audience: RwSignal::new(BTreeSet::new()),
            parties: StoredValue::new(easel.parties),
            me: StoredValue::new(easel.me),
            going: StoredValue::new(VecDeque::new()),
            busy: StoredValue::new(false),
            followed: StoredValue::new(false),
            done: RwSignal::new(Vec::new()),
            told: StoredValue::new(VecDeque::new()),
            on_draw: StoredValue::new(None),
            in_room: StoredValue::new(easel.in_room),
            keeper: StoredValue::new(None),
            taken_back: RwSignal::new(Vec::new()),
        };
        drawing.told_by(drawing.me.get_value());
        drawing
    }

    /// What is shown at this moment.
    pub(super) fn with_now<T>(self, read: impl FnOnce(&Record) -> T) -> T {
        self.pending.with_untracked(|pending| read(pending.shown()))
    }

    /// Somebody tells from now on; it is proposed who may see it (R4).
    pub(super) fn told_by(self, key: String) {
        if let Some(teller) = Party::from_key(&key) {
            let proposed = self.parties.with_value(|parties| {
                let born = parties.list.iter().find(|it| it.key == key).and_then(|it| it.child_born);
                // What is said together is for those present.
                let here = parties.list.iter().filter_map(|it| Party::from_key(&it.key));
                let here: Vec<Party> = here.filter(|it| matches!(it, Party::Person(_))).collect();
                let present: &[Party] = if self.in_room.get_value() { &here } else { &[] };
                propose(&teller, present, born, parties.today, DEFAULT_AGE_LIMITS)
            });
            // Staff are in the team; what they tell needs no name of its own.
            let keys = proposed.iter().filter(|it| !matches!(it, Party::User(_))).map(Party::key);
            self.audience.set(keys.collect());
        }
        self.teller.set(key);
    }

    /// Who tells and who may see what is drawn now.
    pub(super) fn origin(self) -> Origin {
        let mut origin = Origin::told(&self.teller.get_untracked(), []);
        origin.audience = self.audience.with_untracked(|keys| keys.iter().map(|key| PartyKey(key.clone())).collect());
        origin
    }

    /// Whether what is drawn is for the team and nobody else.
    pub(super) fn is_for_team(self) -> bool {
        let team = [Party::Team.key(), Party::Lead.key()];
        self.audience.with(|keys| !keys.is_empty() && keys.iter().all(|key| team.contains(key)))
    }

    /// Where the map can be seen as a participant gets it; none for who takes no part.
    pub(super) fn seen_as(self, person: &PersonId) -> Option<String> {
        let key = Party::Person(person.0.clone()).key();
        let takes_part = self.parties.with_value(|parties| parties.list.iter().any(|it| it.key == key));
        (takes_part && !self.in_room.get_value())
            .then(|| format!("/familier/{}/som/{person}/kart", self.case.get_value()))
    }

    /// Adds somebody beside a person. Returns who is to be named.
    pub(super) fn grow(self, of: &PersonId, kin: Kin) -> Option<PersonId> {
        let grown = self.with_now(|record| grow(record, of, kin, &self.origin(), &mut fresh_id))?;
        self.take(grown)
    }

    /// Adds somebody who is tied to nobody yet. The first one on a map is the
    /// one in whose name it is drawn.
    pub(super) fn add_alone(self) -> Option<PersonId> {
        let mut grown = alone(&self.origin(), &mut fresh_id);
        if self.with_now(|record| record.people.is_empty()) {
            grown.edits.extend(grown.people.first().cloned().map(|first| Edit::SetIndex(Some(first))));
        }
        self.take(grown)
    }

    fn take(self, grown: Grown) -> Option<PersonId> {
        let first = grown.people.into_iter().next();
        self.draw(grown.edits);
        first
    }

    /// Does a step: it shows at once, and is sent.
    pub(super) fn draw(self, edits: Vec<Edit>) {
        if edits.is_empty() {
            return;
        }
        if let Some(told) = self.on_draw.get_value() {
            told.run(edits.clone());
        }
        let step = Waiting { key: fresh_id(), edits };
        let keeper = self.keeper.get_value();
        let away = keeper.map(|keeper| (keeper, self.with_now(|record| AwayStep::drawn(record, step.clone()))));
        self.pending.update(|pending| {
            pending.add(step.key, step.edits);
        });
        match away {
            Some((keeper, away)) => self.lay(keeper, away),
            None => self.send(),
        }
    }

    /// Whoever wants to know what is drawn here.
    pub(super) fn on_draw(self, told: Callback<Vec<Edit>>) {
        self.on_draw.set_value(Some(told));
    }

    /// Whether the stream tells of what is confirmed. When it comes back, what
    /// waits is sent at once.
    pub(super) fn is_followed(self, followed: bool) {
        let before = self.followed.get_value();
        self.followed.set_value(followed);
        if followed && !before {
            // What came now is younger than every step that was done.
            let done = self.done.try_update(std::mem::take).unwrap_or_default();
            self.pending.update(|pending| done.iter().for_each(|key| pending.settle(key)));
        }
        if followed && !before && self.saving.with_untracked(|saving| *saving == Saving::NoContact) {
            self.send();
        }
    }

    /// The stream has told of one's own step: it is in what is confirmed.
    pub(super) fn heard(self, key: &str) {
        if self.done.with_untracked(|done| done.iter().any(|it| it == key)) {
            self.settle(key);
            return;
        }
        // The stream was quicker than the answer.
        self.told.update_value(|told| {
            told.push_back(key.to_owned());
            if told.len() > TOLD {
                told.pop_front();
            }
        });
    }

    /// A step waits no more.
    fn settle(self, key: &str) {
        self.done.update(|done| done.retain(|it| it != key));
        self.pending.update(|pending| pending.settle(key));
    }

    /// The server has done a step: it stays on top until the stream has told of
    /// it, so that nothing jumps back meanwhile.
    fn confirm(self, key: &str) {
        if self.told.with_value(|told| told.iter().any(|it| it == key)) {
            self.settle(key);
            return;
        }
        self.done.update(|done| done.push(key.to_owned()));
        let key = key.to_owned();
        set_timeout(
            move || {
                let is_done = self.done.try_get_untracked().is_some_and(|done| done.contains(&key));
                if is_done && self.followed.try_get_value() == Some(true) {
                    self.settle(&key);
                }
            },
            TOLD_BY_NOW,
        );
    }

    /// Takes back one's own latest step, or does again what was taken back.
    pub(super) fn go(self, again: bool) {
        if let Some(keeper) = self.keeper.get_value() {
            return self.go_aside(keeper, again);
        }
        self.going.update_value(|going| going.push_back(again));
        self.send();
    }

    /// Whether there is something to take back.
    pub(super) fn may_undo(self) -> bool {
        match self.keeper.get_value() {
            Some(keeper) => self.latest_aside(keeper).is_some(),
            None => self.steps.get().undo || self.unsent() > 0,
        }
    }

    /// Whether there is something to do again.
    pub(super) fn may_redo(self) -> bool {
        match self.keeper.get_value() {
            Some(_) => self.taken_back.with(|taken| !taken.is_empty()),
            None => self.steps.get().redo && self.unsent() == 0,
        }
    }

    /// Whether something is not on the server yet.
    pub(super) fn is_unsent(self) -> bool {
        match self.keeper.get_value() {
            Some(keeper) => keeper.laying.get_untracked() != Laying::Done,
            None => untrack(|| self.unsent()) > 0,
        }
    }

    fn unsent(self) -> usize {
        let done = self.done.get();
        self.pending.with(|pending| pending.waiting().iter().filter(|step| !done.contains(&step.key)).count())
    }

    /// Sends what waits, the oldest first, one at a time.
    pub(super) fn send(self) {
        if let Some(keeper) = self.keeper.try_get_value().flatten() {
            return keeper.lay.run(Laid::Again);
        }
        if self.busy.try_get_value().unwrap_or(true) {
            return;
        }
        let step = self.pending.with_untracked(|pending| {
            let is_new = |step: &&Waiting| self.done.with_untracked(|done| !done.contains(&step.key));
            pending.waiting().iter().find(is_new).cloned()
        });
        let case = self.case.get_value();
        match step {
            Some(step) => {
                self.begin_sending();
                spawn_local(async move {
                    let text = serde_json::to_string(&step).unwrap_or_default();
                    self.answered(draw_map(case, text).await, Some(&step));
                });
            }
            None => {
                let Some(again) = self.going.try_update_value(VecDeque::pop_front).flatten() else { return };
                self.begin_sending();
                spawn_local(async move {
                    let answer = go_map(case, again).await;
                    if answer == Err(AppError::Network) {
                        self.going.try_update_value(|going| going.push_front(again));
                    }
                    self.answered(answer, None);
                });
            }
        }
    }

    fn begin_sending(self) {
        self.busy.set_value(true);
        if self.saving.with_untracked(|it| *it != Saving::NoContact) {
            self.saving.set(Saving::Sending);
        }
    }

    fn answered(self, answer: Result<Drawn, AppError>, step: Option<&Waiting>) {
        // The page may be gone by now.
        if self.busy.try_set_value(false).is_some() {
            return;
        }
        match answer {
            Ok(drawn) => {
                match step {
                    Some(step) if self.followed.get_value() && drawn.declined.is_none() => self.confirm(&step.key),
                    Some(step) => self.settle(&step.key),
                    None => {}
                }
                if !self.followed.get_value() {
                    self.pending.update(|pending| pending.refresh(Held::new(pending.number(), drawn.record)));
                }
                self.steps.set(drawn.steps);
                self.saving.set(drawn.declined.map_or(Saving::Kept, Saving::Declined));
            }
            Err(AppError::Network) => {
                self.saving.set(Saving::NoContact);
                set_timeout(move || self.send(), TRY_AGAIN);
                return;
            }
            // Whoever signs in again goes on where they were.
            Err(AppError::SignedOut) => {
                self.saving.set(Saving::Refused(AppError::SignedOut));
                return;
            }
            Err(error) => {
                if let Some(step) = step {
                    self.settle(&step.key);
                }
                self.saving.set(Saving::Refused(error));
            }
        }
        self.send();
    }
}

/// A new id that nobody else makes: 32 random characters.
pub(super) fn fresh_id() -> String {
    let mut bytes = [0_u8; 16];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
