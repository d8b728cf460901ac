//! Bringing in a family tree from a GEDCOM file: first a look, then a new case.

use crate::error::AppError;
use crate::wire::Wire;
use family_map::message::{Message, Severity};
use leptos::prelude::*;
use leptos::server_fn::codec::{MultipartData, MultipartFormData};
use serde::{Deserialize, Serialize};

/// The largest file, in bytes.
pub const MAX_BYTES: usize = 20_000_000;

/// What a file holds, before anything is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// People, couples, ties between child and parent, twins.
    pub counts: [u32; 4],
    /// What the reader has to say, by line.
    pub notes: Vec<(u32, Severity, Message)>,
    /// How many more notes there were.
    pub notes_left_out: u32,
    /// What is not brought along, with how often.
    pub not_carried: Vec<(String, u32)>,
}

#[cfg(feature = "ssr")]
mod on_server {
    use super::{AppError, MAX_BYTES, MultipartData, Preview};
    use crate::server::{Visit, visit, with_status};
    use casework::Party;
    use casework::role::Role;
    use family_map::check::check;
    use family_map::gedcom::{Import, Limits, read};
    use family_map::record::{Origin, Source};
    use store::{Unit, UnitId};

    pub(super) struct Upload {
        pub(super) visit: Visit,
        pub(super) unit: Unit,
        pub(super) bytes: Vec<u8>,
        pub(super) name: String,
    }

    /// Reads the form, stops what is too large before it is all here, and
    /// stops whoever may not import.
    pub(super) async fn receive(data: MultipartData) -> Result<Upload, AppError> {
        let visit = visit()?;
        let user = visit.user().map_err(with_status)?;
        let post = user.posts.iter().find(|post| Role::may_create_case(post.role));
        let Some(post) = post.filter(|_| visit.site.gedcom_import) else {
            return Err(with_status(AppError::NotAllowed));
        };
        let unit = Unit { id: UnitId(post.unit.0.clone()), name: post.unit_name.clone() };
        let (mut bytes, mut name) = (Vec::new(), String::new());
        let mut form = data.into_inner().ok_or(AppError::Internal)?;
        // A form that breaks off in the middle is no form: half a family tree
        // must not be taken for a whole one.
        let broken = |_| with_status(AppError::Missing("file".into()));
        while let Some(mut field) = form.next_field().await.map_err(broken)? {
            let field_name = field.name().unwrap_or_default().to_owned();
            let limit = if field_name == "file" { MAX_BYTES } else { 1_000 };
            let mut content = Vec::new();
            while let Some(chunk) = field.chunk().await.map_err(broken)? {
                content.extend_from_slice(&chunk);
                if content.len() > limit {
                    break;
                }
            }
            match field_name.as_str() {
                "file" => bytes = content,
                "name" => name = String::from_utf8_lossy(&content).trim().to_owned(),
                _ => {}
            }
        }
        if bytes.is_empty() {
            return Err(with_status(AppError::Missing("file".into())));
        }
        Ok(Upload { visit, unit, bytes, name })
    }

    /// Reads the file away from the threads that serve requests. Contradictions
    /// that the record's own check finds stand among the notes.
    pub(super) async fn parse(upload: Upload) -> Result<(Upload, Import), AppError> {
        // Who brings the file in answers for it. The team is nobody in particular: it can be left out again.
        let importer = upload.visit.user().map_err(with_status)?.id.0.clone();
        tokio::task::spawn_blocking(move || {
            let origin = Origin {
                teller: Party::User(importer).key().as_str().into(),
                audience: [Party::Team.key().as_str().into()].into(),
                source: Source::Document,
            };
            let limits = Limits { bytes: MAX_BYTES, ..Limits::default() };
            let store = upload.visit.site.store.clone();
            match read(&upload.bytes, &limits, &origin, &mut || store.new_id()) {
                Ok(import) => Ok((upload, import)),
                Err(unreadable) => Err(AppError::Unreadable(Box::new(unreadable.message))),
            }
        })
        .await
        .map_err(|_| AppError::Internal)?
    }

    pub(super) fn preview(import: Import) -> Preview {
        let findings = check(&import.record);
        let mut notes: Vec<_> = import.notes.into_iter().map(|it| (it.line, it.severity, it.message)).collect();
        notes.extend(findings.into_iter().take(100).map(|it| (0, it.severity, it.message)));
        let count = import.counts;
        Preview {
            counts: [count.people, count.couples, count.parent_ties, count.twins],
            notes,
            notes_left_out: u32::try_from(import.notes_left_out).unwrap_or(u32::MAX),
            not_carried: import.not_carried.into_iter().collect(),
        }
    }
}

/// What is in the file. Keeps nothing.
///
/// # Errors
/// [`AppError::Unreadable`] when nothing can be read; [`AppError::NotAllowed`]
/// when the caller may not import.
#[server(endpoint = "preview_gedcom", input = MultipartFormData, output = Wire)]
pub async fn preview_gedcom(data: MultipartData) -> Result<Preview, AppError> {
    let upload = on_server::receive(data).await?;
    let (_, import) = on_server::parse(upload).await.map_err(crate::server::with_status)?;
    Ok(on_server::preview(import))
}

/// Makes a new case with the file's people; returns the case's id.
///
/// # Errors
/// As [`preview_gedcom`]; [`AppError::Missing`] when the case has no name.
#[server(endpoint = "import_gedcom", input = MultipartFormData, output = Wire)]
pub async fn import_gedcom(data: MultipartData) -> Result<String, AppError> {
    use crate::server::with_status;
    let upload = on_server::receive(data).await?;
    if upload.name.is_empty() {
        return Err(with_status(AppError::Missing("name".into())));
    }
    let (upload, import) = on_server::parse(upload).await.map_err(with_status)?;
    let store = &upload.visit.site.store;
    let user = upload.visit.user()?.id.clone();
    let new = store::NewCase { unit: &upload.unit.id, name: &upload.name, status: casework::opening::CaseStatus::Open };
    let case = store.create_case_with(&user, &new, &family_map::edit::building(&import.record)).await?;
    Ok(case.0)
}
