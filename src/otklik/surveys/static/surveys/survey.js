// Where the page itself can open the field under a low score, it need not be asked for again.
if (CSS.supports("selector(:has(*))")) {
  for (const field of document.querySelectorAll("input[data-asked]")) field.value = "yes";
}
