// Paper is white: a page that is dark on the screen goes to the printer in its
// light dress, code and notes too, and is dark again afterwards.
(() => {
  const paper = matchMedia("print");
  const root = document.documentElement;
  let worn = null;
  const dress = () => {
    if (paper.matches && worn === null) {
      worn = root.dataset.theme ?? "";
      root.dataset.theme = "light";
    } else if (!paper.matches && worn !== null) {
      if (worn) root.dataset.theme = worn;
      worn = null;
    }
  };
  paper.addEventListener("change", dress);
})();
