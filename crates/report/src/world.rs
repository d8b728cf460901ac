//! What typst is given to read: one text and one drawing, our fonts, no clock,
//! no disk and no network.

use crate::ReportError;
use crate::fonts::fonts;
use std::sync::OnceLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

const TEXT: &str = "sheet.typ";
const DRAWING: &str = "drawing.svg";

/// A desk with one sheet on it.
pub(crate) struct Desk {
    text: Source,
    drawing: (FileId, Bytes),
}

fn library() -> &'static LazyHash<Library> {
    static LIBRARY: OnceLock<LazyHash<Library>> = OnceLock::new();
    LIBRARY.get_or_init(|| LazyHash::new(Library::default()))
}

/// The id of a file beside the text.
fn id(name: &str) -> Result<FileId, ReportError> {
    let path = VirtualPath::new(name).map_err(|fault| ReportError::NotSet(format!("{fault:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl Desk {
    /// Lays a text and its drawing on the desk.
    pub(crate) fn new(text: String, drawing: String) -> Result<Self, ReportError> {
        Ok(Self { text: Source::new(id(TEXT)?, text), drawing: (id(DRAWING)?, Bytes::from_string(drawing)) })
    }

    /// Sets it and writes it as PDF.
    pub(crate) fn print(&self) -> Result<Vec<u8>, ReportError> {
        let told = |all: typst::ecow::EcoVec<SourceDiagnostic>| {
            let words: Vec<String> = all.iter().map(|it| it.message.to_string()).collect();
            ReportError::NotSet(words.join("; "))
        };
        let document = typst::compile::<PagedDocument>(self).output.map_err(told)?;
        let file = typst_pdf::pdf(&document, &PdfOptions::default()).map_err(told);
        // What was remembered of this sheet is of no use to the next, and is somebody's.
        typst::comemo::evict(0);
        file
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &fonts().book
    }

    fn main(&self) -> FileId {
        self.text.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.text.id() { Ok(self.text.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.drawing.0 { Ok(self.drawing.1.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts().fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
