//! The stream of what is drawn: server-sent events. One browser has one, for
//! all the cases that it follows. Its opening and its end stand in each case's
//! log; it is no sign of life, serves staff and guests of a sitting, asks for its rights again whenever something
//! changed, and closes the moment a session or a right ends.

use super::State;
use ::http::{HeaderMap, HeaderValue, StatusCode};
use app::api::live::{Beside, FOLLOW_CASE, LiveEvent, LiveMessage};
use app::server::Visit;
use axum::Extension;
use axum::extract::{self, Query};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;
use store::{
    AccessRequest, Action, CaseId, Cursor, Following, OpenError, PRESENCE_EVERY_MS, Signal, Signals, StoreError, Who,
};
use tokio::sync::{mpsc, watch};
use tokio::time::{MissedTickBehavior, interval};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

/// Cases that one browser follows at most.
const CASES: usize = 12;
/// Events that may wait for a slow browser; then it has to come back.
const ROOM: usize = 256;
/// A browser that lost the stream comes back after this time.
const COME_BACK: Duration = Duration::from_secs(1);
const LAST_EVENT: &str = "last-event-id";

/// Opens the stream.
pub async fn follow(
    extract::State(state): extract::State<State>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    let from_here = headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin");
    let who = match (&visit.guest, visit.user()) {
        (Some(guest), _) => Who::Participant(guest.person().to_owned()),
        (None, Ok(user)) => Who::Staff(user.id.clone()),
        (None, Err(_)) => return StatusCode::UNAUTHORIZED.into_response(),
    };
    if !from_here {
        return StatusCode::FORBIDDEN.into_response();
    }
    let last = headers.get(LAST_EVENT).and_then(|id| id.to_str().ok()).unwrap_or_default();
    let mut cases = cases_of(asked.iter().filter(|(name, _)| name == FOLLOW_CASE).map(|(_, value)| value.as_str()));
    for (case, cursor) in cases_of(last.split(',')) {
        cases.entry(case).and_modify(|known| *known = cursor);
    }
    // A guest has come to one map.
    if let Some(guest) = &visit.guest {
        cases.retain(|case, _| *case == guest.seat.case.0);
    }
    match Stream::open(&state, visit, who, cases).await {
        Ok(stream) => stream,
        Err(refused) => refused.into_response(),
    }
}

/// The cases with how far the browser has come, out of `ID~CURSOR`.
fn cases_of<'a>(words: impl Iterator<Item = &'a str>) -> BTreeMap<String, Cursor> {
    let split = |word: &'a str| word.split_once('~').unwrap_or((word, ""));
    let cases = words.filter(|word| !word.is_empty()).map(split);
    cases.take(CASES).map(|(case, cursor)| (case.to_owned(), Cursor::read(cursor))).collect()
}

/// A browser that follows.
struct Stream {
    state: State,
    visit: Visit,
    followed: Vec<Following>,
    /// How far the browser has come with each case by what was sent.
    sent: BTreeMap<String, Cursor>,
    /// Who was there by what was sent: the same is not said again, since that somebody moved whom one does not see is
    /// not told.
    present: BTreeMap<String, Vec<Beside>>,
    signals: Signals,
    out: mpsc::Sender<Event>,
    stopping: watch::Receiver<bool>,
}

/// Why a stream stops before anybody has gone.
enum Stop {
    /// Nobody listens any more, or too slowly.
    Gone,
    Fault(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Fault(error)
    }
}

impl Stream {
    async fn open(
        state: &State,
        visit: Visit,
        who: Who,
        cases: BTreeMap<String, Cursor>,
    ) -> Result<Response, StatusCode> {
        let fault = |error: StoreError| {
            tracing::error!(%error, "following");
            StatusCode::SERVICE_UNAVAILABLE
        };
        let store = visit.site.store.clone();
        // From here on nothing is missed.
        let signals = store.signals().await.map_err(fault)?;
        let (out, events) = mpsc::channel(ROOM);
        let stopping = state.stopping.clone();
        let mut stream = Self {
            state: state.clone(),
            visit,
            followed: Vec::new(),
            sent: BTreeMap::new(),
            present: BTreeMap::new(),
            signals,
            out,
            stopping,
        };
        let (mut first, mut refused) = (Vec::new(), StatusCode::NOT_FOUND);
        for (case, cursor) in cases {
            let asked = AccessRequest { action: Action::Follow, ..AccessRequest::reading("map") };
            let opened = store.open_case_as_usual(&who, &CaseId(case.clone()), &asked).await;
            let begun = match opened {
                Ok(access) => {
                    let hand = stream.visit.guest.as_ref().map(|guest| guest.seat.hand.as_str());
                    access.in_hand(hand).begin_following(&cursor).await
                }
                Err(OpenError::Store(error)) => return Err(fault(error)),
                Err(error) => {
                    refused = if matches!(error, OpenError::ReasonNeeded) { StatusCode::FORBIDDEN } else { refused };
                    first.push((case, LiveEvent::Ended));
                    continue;
                }
            };
            match begun {
                Ok((following, update)) => {
                    following.appear().await.map_err(fault)?;
                    stream.sent.insert(case.clone(), following.cursor().map_err(fault)?);
                    if update.is_some() {
                        first.push((case, LiveEvent::Update { update, by: None, own: None }));
                    }
                    stream.followed.push(following);
                }
                Err(StoreError::NotAllowed(_)) => {
                    refused = StatusCode::FORBIDDEN;
                    first.push((case, LiveEvent::Ended));
                }
                Err(error) => return Err(fault(error)),
            }
        }
        if stream.followed.is_empty() {
            return Err(refused);
        }
        tokio::spawn(stream.run(first));
        let events = ReceiverStream::new(events).map(Ok::<_, Infallible>);
        let mut response = Sse::new(events).keep_alive(KeepAlive::default()).into_response();
        // A proxy that collects answers would hold it back.
        response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
        Ok(response)
    }

    async fn run(mut self, first: Vec<(String, LiveEvent)>) {
        if let Err(Stop::Fault(error)) = self.follow(first).await {
            tracing::warn!(%error, "following");
        }
        // The answer ends with `out`: not before the log tells of it.
        for following in self.followed {
            if let Err(error) = following.end().await {
                tracing::error!(%error, "end of following");
            }
        }
    }

    async fn follow(&mut self, first: Vec<(String, LiveEvent)>) -> Result<(), Stop> {
        for (case, event) in first {
            self.send(&case, event)?;
        }
        for at in 0..self.followed.len() {
            self.tell_who_is_there(at).await?;
        }
        let mut time = interval(Duration::from_millis(PRESENCE_EVERY_MS));
        time.set_missed_tick_behavior(MissedTickBehavior::Delay);
        time.tick().await;
        while !self.followed.is_empty() {
            let mut signals = tokio::select! {
                signal = self.signals.next() => vec![signal],
                _ = time.tick() => vec![Signal::Everything],
                () = self.out.closed() => return Ok(()),
                _ = self.stopping.changed() => return Ok(()),
            };
            while let Some(signal) = self.signals.waiting() {
                signals.push(signal);
            }
            self.look(&signals).await?;
            if signals.contains(&Signal::Everything) {
                for following in &self.followed {
                    following.still_here().await?;
                }
            }
        }
        Ok(())
    }

    /// Looks at every case that the signals concern.
    async fn look(&mut self, signals: &[Signal]) -> Result<(), Stop> {
        let concerned = |following: &Following| signals.iter().any(|signal| signal.concerns(following.case()));
        if !self.followed.iter().any(concerned) {
            return Ok(());
        }
        let holds = self.session_holds().await?;
        let mut at = 0;
        while let Some(following) = self.followed.get_mut(at) {
            let case = following.case().clone();
            let mine = || signals.iter().filter(|signal| signal.concerns(&case));
            if mine().next().is_none() {
                at += 1;
                continue;
            }
            let heard = if !holds {
                None
            } else if mine().all(|signal| matches!(signal, Signal::Presence(_))) {
                Some(Vec::new())
            } else {
                following.catch_up().await?.ok()
            };
            let Some(heard) = heard else {
                self.send(&case.0, LiveEvent::Ended)?;
                self.sent.remove(&case.0);
                self.followed.remove(at).end().await?;
                continue;
            };
            for it in heard {
                self.sent.insert(case.0.clone(), it.cursor);
                self.send(&case.0, LiveEvent::Update { update: it.update, by: it.by, own: it.own })?;
            }
            if mine().any(|signal| !matches!(signal, Signal::Case(_))) {
                self.tell_who_is_there(at).await?;
            }
            at += 1;
        }
        Ok(())
    }

    /// Whether the session is in force, in the same post as when it began, and in its owner's hands; for a guest,
    /// whether they still are one.
    async fn session_holds(&self) -> Result<bool, StoreError> {
        if let Some(guest) = &self.visit.guest {
            return Ok(self.state.site.store.guest(&guest.token).await?.is_some());
        }
        let (Some(token), Some(began)) = (&self.visit.token, &self.visit.session) else { return Ok(false) };
        let now = self.state.site.store.session(token, false).await?;
        Ok(now.is_some_and(|now| {
            now.user.id == began.user.id && now.user.posts == began.user.posts && now.handed.is_none()
        }))
    }

    async fn tell_who_is_there(&mut self, at: usize) -> Result<(), Stop> {
        let Some(following) = self.followed.get(at) else { return Ok(()) };
        let (case, stream) = (following.case().0.clone(), following.id().to_owned());
        let others = following.others().await?.into_iter();
        let others: Vec<Beside> =
            others.map(|it| Beside { name: it.name, colour: it.colour, person: it.person }).collect();
        if self.present.get(&case) == Some(&others) {
            return Ok(());
        }
        self.present.insert(case.clone(), others.clone());
        self.send(&case, LiveEvent::Present { stream, others })
    }

    /// Sends one event; its id says how far the browser has come with all
    /// cases, so that it goes on from there when it comes back.
    fn send(&self, case: &str, event: LiveEvent) -> Result<(), Stop> {
        let cursor = self.sent.get(case).map(ToString::to_string).unwrap_or_default();
        let message = LiveMessage { case: case.to_owned(), cursor, event };
        let id: Vec<String> = self.sent.iter().map(|(case, cursor)| format!("{case}~{cursor}")).collect();
        let data = serde_json::to_string(&message).map_err(|_| StoreError::Unreadable("live event"))?;
        let event = Event::default().id(id.join(",")).retry(COME_BACK).data(data);
        self.out.try_send(event).map_err(|_| Stop::Gone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_names_cases_and_how_far_one_has_come() {
        let mark = "0123456789abcdef0123456789abcdef";
        let word = format!("b~7.{mark}");
        let cases = cases_of(["a", &word, "", "c~x"].into_iter());
        assert_eq!(cases.keys().collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(cases["b"], Cursor { number: 7, mark: mark.into() });
        assert_eq!([&cases["a"], &cases["c"]], [&Cursor::default(), &Cursor::default()]);
        let many: Vec<String> = (0..40).map(|number| number.to_string()).collect();
        assert_eq!(cases_of(many.iter().map(String::as_str)).len(), CASES);
    }
}
