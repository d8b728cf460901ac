// Lays out large maps beside the page's own thread (app/src/map/arranging): the program that the page runs is started
// here once more, without a page, and answers for nothing else. The page's first message tells where its program lies.
const begin = async ({ data: [script, wasm] }) => {
  const { default: start, arrange_apart } = await import(script);
  await start({ module_or_path: wasm });
  await arrange_apart();
};
self.addEventListener("message", begin, { once: true });

// A promise that fails is no error of a worker; thrown it is one, and the page hears of it.
self.addEventListener("unhandledrejection", ({ reason }) => {
  throw reason;
});
