// Filter of the controls; its state lives in the address, so that it can be sent.
(() => {
  const byId = (id) => document.getElementById(id);
  const rows = Array.from(document.querySelectorAll('table.controls tr[data-states]'));
  const bodies = Array.from(document.querySelectorAll('table.controls tbody'));
  const buttons = Array.from(document.querySelectorAll('#filter [data-state]'));
  const number = new Intl.NumberFormat('en-US');
  let own = '';

  const readState = () => {
    const params = new URLSearchParams(location.hash.slice(1));
    return {
      words: params.get('q') ?? '',
      states: (params.get('state') ?? '').split(',').filter((state) => state !== ''),
    };
  };
  const pressed = () =>
    buttons
      .filter((button) => button.getAttribute('aria-pressed') === 'true')
      .map((button) => button.dataset.state);

  const draw = () => {
    const words = byId('words')
      .value.toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const states = pressed();
    let shown = 0;
    for (const row of rows) {
      const is =
        words.every((word) => row.dataset.words.includes(word)) &&
        (states.length === 0 || states.some((state) => row.dataset.states.split(' ').includes(state)));
      row.hidden = !is;
      if (is) shown += 1;
    }
    for (const body of bodies) body.hidden = !body.querySelector('tr[data-states]:not([hidden])');
    byId('shown').textContent = `${number.format(shown)} shown of ${number.format(rows.length)} controls`;
  };
  const remember = () => {
    const params = new URLSearchParams();
    const words = byId('words').value.trim();
    if (words !== '') params.set('q', words);
    if (pressed().length > 0) params.set('state', pressed().join(','));
    own = params.size === 0 ? '' : `#${params.toString().replaceAll('%2C', ',')}`;
    history.replaceState(null, '', own === '' ? location.pathname : own);
    draw();
  };
  const follow = () => {
    // An address of a section is no filter.
    if (location.hash !== '' && !/^#(?:q|state)=/.test(location.hash)) return;
    if (location.hash === own) return;
    const state = readState();
    byId('words').value = state.words;
    for (const button of buttons) {
      button.setAttribute('aria-pressed', String(state.states.includes(button.dataset.state)));
    }
    draw();
  };

  byId('filter').hidden = false;
  byId('filter').addEventListener('submit', (event) => event.preventDefault());
  byId('words').addEventListener('input', remember);
  for (const button of buttons) {
    button.addEventListener('click', () => {
      button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
      remember();
    });
  }
  byId('clear').addEventListener('click', () => {
    byId('words').value = '';
    for (const button of buttons) button.setAttribute('aria-pressed', 'false');
    remember();
  });
  document.addEventListener('keydown', (event) => {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      byId('words').focus();
    } else if (event.key === 'Escape' && typing) byId('clear').click();
  });
  window.addEventListener('hashchange', follow);
  follow();
  draw();
})();
