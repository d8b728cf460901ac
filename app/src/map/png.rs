//! A picture in points, made by the browser from the one in lines.

use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;

/// Points for each unit of the drawing.
const SCALE: f64 = 2.0;
/// Browsers make no wider canvas everywhere.
const WIDEST: f64 = 8000.0;

/// Fetches an SVG file, draws it, and lets the browser save it as PNG. None
/// where something of that does not work.
pub async fn save_as_png(from: &str, name: &str) -> Option<()> {
    let text =
        gloo_net::http::Request::get(from).send().await.ok().filter(gloo_net::http::Response::ok)?.text().await.ok()?;
    let image = web_sys::HtmlImageElement::new().ok()?;
    image.set_src(&format!("data:image/svg+xml;charset=utf-8,{}", js_sys::encode_uri_component(&text)));
    JsFuture::from(image.decode()).await.ok()?;
    let (width, height) = (f64::from(image.natural_width()), f64::from(image.natural_height()));
    let scale = SCALE.min(WIDEST / width.max(height).max(1.0));
    let canvas: web_sys::HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "no picture is wider than a canvas")]
    let points = |length: f64| (length * scale).ceil() as u32;
    canvas.set_width(points(width));
    canvas.set_height(points(height));
    let pen: web_sys::CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    pen.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width * scale, height * scale).ok()?;
    let blob = blob_of(&canvas).await?;
    let address = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    web_sys::Url::revoke_object_url(&address).ok()
}

/// The canvas as a file.
async fn blob_of(canvas: &web_sys::HtmlCanvasElement) -> Option<web_sys::Blob> {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let given = Closure::once_into_js(move |blob: wasm_bindgen::JsValue| {
            let _ = resolve.call1(&wasm_bindgen::JsValue::NULL, &blob);
        });
        let _ = canvas.to_blob(given.unchecked_ref());
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}
