//! One's own posts, and the one that is chosen for the day.

use crate::error::AppError;
use crate::wire::Wire;
use casework::role::Role;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::session::safe_next;
#[cfg(feature = "ssr")]
use crate::server::{Visit, visit, with_status};

/// A role in a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostRow {
    /// Id.
    pub id: String,
    /// The unit's name.
    pub unit: String,
    /// The role.
    pub role: Role,
    /// The unit's own name for the role, if it has one.
    pub role_name: Option<String>,
}

/// Posts with what their units call them.
#[cfg(feature = "ssr")]
pub(super) async fn post_rows(visit: &Visit, posts: &[store::Post]) -> Result<Vec<PostRow>, AppError> {
    let mut rows = Vec::with_capacity(posts.len());
    for post in posts {
        let names = visit.site.store.role_names(&post.unit).await?;
        rows.push(PostRow {
            id: post.id.0.clone(),
            unit: post.unit_name.clone(),
            role: post.role,
            role_name: names.into_iter().find(|(role, _)| *role == post.role).map(|(_, name)| name),
        });
    }
    Ok(rows)
}

/// The posts that the caller holds today, and the id of the one that counts.
///
/// # Errors
/// When nobody is signed in.
#[server(name = GetMyPosts, endpoint = "my_posts", output = Wire)]
pub async fn my_posts() -> Result<(Vec<PostRow>, Option<String>), AppError> {
    let visit = visit()?;
    let session = visit.session.as_ref().ok_or(AppError::SignedOut).map_err(with_status)?;
    let counts = session.user.posts.first().map(|post| post.id.0.clone());
    Ok((post_rows(&visit, &session.posts).await?, counts))
}

/// Chooses the post for the rest of the session.
///
/// # Errors
/// [`AppError::NotFound`] when the caller does not hold it today.
#[server(endpoint = "choose_post", output = Wire)]
pub async fn choose_post(post: String, next: Option<String>) -> Result<(), AppError> {
    let visit = visit()?;
    visit.user().map_err(with_status)?;
    let token = visit.token.as_ref().ok_or(AppError::SignedOut)?;
    let done = visit.site.store.choose_post(token, &store::PostId(post)).await;
    done.map_err(AppError::from).map_err(with_status)?;
    leptos_axum::redirect(safe_next(next.as_deref()));
    Ok(())
}
