/* Says that the values of a page are old when a refresh failed, or when none has come for a while. */
(() => {
  'use strict';
  const LONGEST_MILLIS = 15000;
  const CHECK_MILLIS = 1000;
  const live = document.querySelector('[hx-get]');
  const mark = document.getElementById('stale');
  if (!live || !mark) {
    return;
  }
  let refreshed = Date.now();

  function old() {
    if (mark.hidden) {
      mark.textContent = 'The values on this page are old: no refresh has succeeded since '
        + new Date(refreshed).toISOString().substring(11, 19) + ' UTC. batch-service or the network does not answer.';
      mark.hidden = false;
    }
  }

  live.addEventListener('htmx:afterRequest', event => {
    if (event.detail.successful) {
      refreshed = Date.now();
      mark.hidden = true;
      mark.textContent = '';
    } else {
      old();
    }
  });
  setInterval(() => {
    if (Date.now() - refreshed > LONGEST_MILLIS) {
      old();
    }
  }, CHECK_MILLIS);
})();
