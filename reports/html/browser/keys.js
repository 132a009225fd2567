// Keys that every page has. Nothing here is needed to read a report.
(() => {
  const typing = (target) =>
    target instanceof HTMLElement && /^(?:INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === '?') {
      const dialog = document.getElementById('keys');
      if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
    } else if (event.key === '/' && document.getElementById('words') === null) {
      event.preventDefault();
      location.href = 'findings.html#filter';
    }
  });
})();
