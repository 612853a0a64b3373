// The arrow keys move between the cells of a matrix that lead somewhere; Tab goes on working as ever.

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** Find the next cell with a link in a direction; nothing at the edge. */
function next(link, [down, across]) {
  const cell = link.closest("td, th");
  const rows = [...cell.closest("table").rows];
  let [row, column] = [rows.indexOf(cell.parentElement) + down, cell.cellIndex + across];
  for (let found; (found = rows[row]?.cells[column]); row += down, column += across) {
    const target = found.querySelector("a");
    if (target) return target;
  }
  return null;
}

for (const table of document.querySelectorAll("table.cross")) {
  table.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const link = event.target.closest("td a");
    if (!step || !link || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = next(link, step);
    if (!target) return;
    event.preventDefault();
    target.focus();
  });
}
document.querySelector("[data-hint]")?.removeAttribute("hidden");
