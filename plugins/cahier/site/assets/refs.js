/* What a record is, beside each link to it: shown under the pointer and on keyboard focus, kept
   while the pointer goes into it, gone with Escape. Without this script the links keep their
   titles. What it shows is untrusted: it reaches the page as text. */
(function () {
  'use strict';

  const LINKS = 'a.cahier-ref[title], a[data-told]';
  const GRACE = 250; // ms to go from a link to what is shown of it
  const tip = document.createElement('div');
  const [name, about] = [document.createElement('strong'), document.createElement('span')];
  tip.id = 'cahier-tip';
  tip.className = 'cahier-tip';
  tip.setAttribute('role', 'tooltip');
  tip.hidden = true;
  tip.append(name, about);
  let here = null;
  let timer = 0;

  function show(link) {
    clearTimeout(timer);
    if (link === here) return;
    hide();
    here = link;
    const said = link.getAttribute('title') || link.dataset.told;
    link.dataset.told = said;
    link.removeAttribute('title'); // or the browser would show it too
    [name.textContent, about.textContent] = said.split('\n');
    document.body.append(tip);
    tip.hidden = false;
    link.setAttribute('aria-describedby', tip.id);
    place();
  }

  function place() {
    if (!here) return;
    const gap = 4;
    const link = here.getClientRects()[0];
    if (!link || link.bottom < 0 || link.top > innerHeight) return hide();
    const room = document.documentElement.clientWidth - tip.offsetWidth - gap;
    const under = link.bottom + gap;
    const above = link.top - gap - tip.offsetHeight;
    tip.style.left = `${Math.max(gap, Math.min(link.left, room))}px`;
    tip.style.top = `${under + tip.offsetHeight > innerHeight && above > 0 ? above : under}px`;
  }

  function hide() {
    clearTimeout(timer);
    if (!here) return;
    here.removeAttribute('aria-describedby');
    here = null;
    tip.hidden = true;
  }

  function soon(act) {
    clearTimeout(timer);
    timer = setTimeout(act, GRACE);
  }

  document.addEventListener('pointerover', function (event) {
    if (event.pointerType === 'touch') return;
    const link = event.target.closest(LINKS);
    if (link) link === here ? clearTimeout(timer) : soon(() => show(link));
    else if (tip.contains(event.target)) clearTimeout(timer);
    else if (here || timer) soon(hide);
  });
  document.addEventListener('focusin', function (event) {
    const link = event.target.closest(LINKS);
    if (link && link.matches(':focus-visible')) show(link);
    else hide();
  });
  document.addEventListener('focusout', hide);
  document.addEventListener('keydown', event => event.key === 'Escape' && hide());
  document.documentElement.addEventListener('pointerleave', () => soon(hide));
  document.addEventListener('scroll', place, {capture: true, passive: true});
})();
