//! The pages of those who take part, under the same roof as the staff's.

use super::{State, address};
use axum::Router;
use axum::extract::{self, ConnectInfo, Request};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use portal::CallerAddress;
use std::net::SocketAddr;

/// The portal's router, told from where each request comes.
pub fn router(state: &State) -> Router {
    portal::router(state.site.clone()).layer(from_fn_with_state(state.clone(), caller))
}

async fn caller(
    extract::State(state): extract::State<State>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let address = address::caller(peer.ip(), request.headers(), &state.trusted_proxies).to_string();
    request.extensions_mut().insert(CallerAddress(address));
    next.run(request).await
}
