// Administration pages: after a refusal the keyboard and the screen reader begin at the list of what to mend.
document.getElementById("errors")?.focus();
