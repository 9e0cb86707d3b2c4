// Hides each quiz's answers until the reader has chosen one and asks.
for (const form of document.querySelectorAll("form.quiz")) {
  const fieldset = form.querySelector("fieldset");
  const answers = form.querySelector(".quiz-answers");
  const hint = document.createElement("p");
  hint.textContent = "Choose an answer first.";
  hint.className = "quiz-hint";
  answers.append(hint);
  const lines = [...answers.querySelectorAll(".quiz-answer, .quiz-hint")];
  const show = (wanted) => lines.forEach((p) => (p.hidden = p !== wanted));
  show(null);
  // A live region: what appears in it is read aloud.
  answers.setAttribute("role", "status");
  form.classList.add("quiz-live");

  const check = document.createElement("button");
  check.type = "submit";
  check.textContent = "Check";
  fieldset.append(check);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = form.querySelector("input:checked");
    const letter = chosen && chosen.value;
    show(lines.find((p) => p.dataset.letter === letter) || hint);
  });
  form.addEventListener("change", () => show(null));
}
