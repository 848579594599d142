// A table wider than its page scrolls in a box of the theme's: this lets the keyboard reach it.
const settle = () => {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
};
addEventListener("load", settle);
addEventListener("resize", settle);
