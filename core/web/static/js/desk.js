// Administration pages: after a refusal the keyboard and the screen reader begin at the list of what to mend.
// That list stands on top of the page, so nothing has to scroll.
document.getElementById("errors")?.focus({ preventScroll: true });
