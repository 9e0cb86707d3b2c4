"""When a page of the built book is awake; screenshots and tests wait for it.

For playwright: page.wait_for_function(AWAKE).
"""

# Formulas set, doors alive, fonts there, and the theme has looked which
# blocks of code scroll (it gives each a tab stop or takes it away).
AWAKE = """async () => {
  const live = document.querySelector('script[src*="live.js"]');
  if (live && document.documentElement.dataset.doors !== 'alive') return false;
  if (window.MathJax && !window.MathJax.startup?.promise) return false;
  await window.MathJax?.startup.promise;
  await document.fonts.ready;
  return [...document.querySelectorAll('.bd-article pre')].every(
    (box) => box.hasAttribute('tabindex'));
}"""
