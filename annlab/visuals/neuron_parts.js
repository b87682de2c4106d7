// The neuron's parts, named twice: pointing at one dims everything but it and its counterpart.

const figure = live((view) => {
  const box = el("div", { class: "an-parts", role: "img", "aria-label": view.setup.alt });
  box.innerHTML = view.setup.svg;
  const picture = box.querySelector("svg");
  attr(picture, { width: null, height: null, "aria-hidden": "true", style: "width:100%;height:auto" });
  const point = (part) => {
    for (const node of box.querySelectorAll("[data-part]")) node.classList.toggle("an-dim", Boolean(part) && node.dataset.part !== part);
  };
  box.addEventListener("pointerover", (event) => point(event.target.closest("[data-part]")?.dataset.part));
  box.addEventListener("pointerleave", () => point(null));
  view.stage.append(box);
  return { frame: () => ({ words: view.setup.alt }), draw() {} };
});
export default figure;
