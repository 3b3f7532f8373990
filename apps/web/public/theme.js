/* global localStorage, document */
// Runs before the first paint, so that a light page never flashes dark. The application takes over from here.
(function () {
  try {
    const theme = JSON.parse(localStorage.getItem('lenslet:theme') || '"dark"');
    if (theme === 'light' || theme === 'system') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is off or holds something else: the default theme stays.
  }
})();
