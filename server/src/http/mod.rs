//! The web server: routes, and what happens around every request.

mod address;
mod assets;
mod feed;
mod forms;
mod group_csv;
mod headers;
mod health;
mod link;
mod live;
mod log_csv;
mod map_file;
mod moving_file;
mod origin;
mod portal;
mod session;
mod version;

use crate::config::{Fault, Serve, Storage};
use crate::demo;
use crate::outbox::Worker;
use ::http::{HeaderName, StatusCode};
use app::api::live::FOLLOW_ADDRESS;
use app::server::Site;
use app::{App, shell};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use leptos::config::LeptosOptions;
use leptos_axum::{LeptosRoutes, generate_route_list};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use store::SecondFactorRule;
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::Level;

/// No request body is larger: a GEDCOM file and the form around it.
const MAX_BODY: usize = app::api::import::MAX_BYTES + 64 * 1024;
/// No answer takes longer.
const TIMEOUT: Duration = Duration::from_secs(60);
/// So often the waiting lists of groups are looked at.
const SETTLE_EVERY: Duration = Duration::from_secs(5 * 60);
/// So often it is looked for what has come near enough to be reminded of.
const REMIND_EVERY: Duration = Duration::from_secs(30 * 60);
static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What the layers need to know.
#[derive(Clone)]
pub struct State {
    /// What the application needs.
    pub site: Site,
    /// Where requests that change something may come from.
    pub origins: Arc<Vec<String>>,
    /// Proxies that are believed.
    pub trusted_proxies: Arc<Vec<std::net::IpAddr>>,
    /// Turns true when the server is told to stop: what would go on for ever ends.
    pub stopping: watch::Receiver<bool>,
}

/// Opens the store and serves until told to stop.
pub async fn serve(storage: &Storage, serve: Serve) -> Result<(), Fault> {
    serve.check()?;
    let store = storage.open_on(if serve.demo { demo::reference_day() } else { None }).await?;
    store.mark_installation(serve.demo).await?;
    let sign_ins = if serve.demo { demo::load(&store).await? } else { Vec::new() };
    fill_search_tokens(store.clone());
    let assets = Arc::new(assets::manifest(&serve.site)?);
    let parts = Arc::new(assets::parts(&serve.site, &assets)?);
    let senders = serve.senders()?;
    let outbox = Worker::new(store.clone(), senders.clone(), serve.origins().into_iter().next().unwrap_or_default());
    let site = Site {
        store,
        demo: serve.demo,
        gedcom_import: serve.demo || serve.gedcom_import,
        assets,
        version: assets::version(&serve.site)?.into(),
        parts,
        zone: storage.zone()?,
        origin: serve.origins().into_iter().next().unwrap_or_default(),
        mailer: serve.mailer()?,
        ways: senders.ways().into(),
        // The demonstration's passwords are public; there one may try it out.
        second_factor: if serve.demo { SecondFactorRule::Optional } else { SecondFactorRule::Required },
    };
    settle_waiting_lists(site.clone());
    write_reminders(site.store.clone());
    let (stop, stopping) = watch::channel(false);
    let state = State {
        site,
        origins: Arc::new(serve.origins()),
        trusted_proxies: Arc::new(serve.trusted_proxies.clone()),
        stopping,
    };
    let listener = tokio::net::TcpListener::bind(serve.listen)
        .await
        .map_err(|error| Fault::Setting(format!("FAMILIEKART_LISTEN: cannot listen on {}: {error}", serve.listen)))?;
    let app = router(&serve, state).into_make_service_with_connect_info::<SocketAddr>();
    demo::announce(listener.local_addr()?.port(), &sign_ins)?;
    tracing::info!(address = %listener.local_addr()?, demo = serve.demo, "listening");
    let told = async move {
        told_to_stop().await;
        let _ = stop.send(true);
    };
    let outbox = outbox.start();
    let served = axum::serve(listener, app).with_graceful_shutdown(told).await;
    outbox.stop().await;
    served?;
    tracing::info!("stopped");
    Ok(())
}

/// Offers of seats in groups lapse and go out also while nobody looks.
fn settle_waiting_lists(site: Site) {
    tokio::spawn(async move {
        let mut every = tokio::time::interval(SETTLE_EVERY);
        loop {
            every.tick().await;
            match site.store.settle_groups(site.moment()).await {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "waiting lists settled"),
                Err(error) => tracing::error!(%error, "waiting lists"),
            }
        }
    });
}

/// Reminders are written while nobody looks, once each.
fn write_reminders(store: store::Store) {
    tokio::spawn(async move {
        let mut every = tokio::time::interval(REMIND_EVERY);
        loop {
            every.tick().await;
            match store.write_reminders().await {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "reminders written"),
                Err(error) => tracing::error!(%error, "reminders"),
            }
        }
    });
}

/// Cases of an older version get their search tokens while the server works.
fn fill_search_tokens(store: store::Store) {
    tokio::spawn(async move {
        match store.fill_search_tokens().await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "search tokens made"),
            Err(error) => tracing::error!(%error, "search tokens"),
        }
    });
}

fn router(serve: &Serve, state: State) -> Router {
    let options = LeptosOptions::builder().output_name("app").site_addr(serve.listen).build();
    let routes = generate_route_list(App);
    let missing = {
        let options = options.clone();
        let page = leptos_axum::render_app_async(move || shell(options.clone()));
        Router::new().fallback(page).layer(from_fn_with_state(state.clone(), session::visit))
    };
    let pages = Router::new()
        .leptos_routes(&options, routes, {
            let options = options.clone();
            move || shell(options.clone())
        })
        .with_state(options)
        .route("/logger/logg.csv", get(log_csv::download))
        .route("/grupper/tall.csv", get(group_csv::year))
        .route("/grupper/{id}/oppmote.csv", get(group_csv::attendance))
        .route("/familier/{id}/kart/fil", get(map_file::download))
        .route("/familier/{id}/flytting/{person}", get(moving_file::download))
        .route(FOLLOW_ADDRESS, get(live::follow).with_state(state.clone()))
        .layer(from_fn(forms::check))
        .layer(from_fn_with_state(state.clone(), version::tell))
        .layer(from_fn_with_state(state.clone(), session::visit));
    Router::new()
        .route("/invitasjon/{token}", get(link::invitation))
        .route("/nytt-passord/{token}", get(link::reset))
        .route("/meldinger/nei/{token}", get(link::stop_messages))
        .route(&format!("{}/{{file}}", link::FEED), get(feed::fetch).with_state(state.site.store.clone()))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready).with_state(state.site.store.clone()))
        .merge(pages)
        .merge(portal::router(&state))
        .fallback_service(assets::service(&serve.site, missing))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(state, origin::check))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, TIMEOUT))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(CatchPanicLayer::new())
        // Around everything that answers, refusals and faults too.
        .layer(from_fn(headers::set))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID.clone()))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(request_span)
                .on_response(DefaultOnResponse::new().level(Level::INFO)),
        )
        .layer(SetRequestIdLayer::new(REQUEST_ID.clone(), MakeRequestUuid))
}

/// What a log line says of a request: no query, no names, no address, no secret.
fn request_span(request: &axum::extract::Request) -> tracing::Span {
    let id = request.headers().get(&REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", id, method = %request.method(), path = link::without_secret(request.uri().path()))
}

/// Resolves when the process is asked to end; open requests finish first.
async fn told_to_stop() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminate = async {
        if let Ok(mut signal) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            signal.recv().await;
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
