// Leads from index.html#RUN/PAGE to that page where it is built, and else to the run in the list.
(() => {
  const [, run, page] = location.hash.match(/^#(.+)\/(.+)$/) ?? [];
  if (!run) return;
  try {
    const row = document.getElementById("run-" + decodeURIComponent(run));
    if (row) location.replace(row.dataset.pages.split(" ").includes(decodeURIComponent(page)) ? `${run}/${page}.html` : "#run-" + run);
  } catch { /* no address of ours */ }
})();
