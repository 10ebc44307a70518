'use strict';
// A click on the head of a column sorts by it.
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.tHead.rows[0].cells];
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent : Number(cell.dataset.value);
  };
  heads.forEach((head, column) => {
    if (!head.textContent) {
      return;
    }
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') !== 'descending';
      heads.forEach(each => each.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const empty = row => row.cells[column].textContent === '';
      const rows = [...table.tBodies[0].rows].sort((one, other) => {
        const a = keyOf(one, column);
        const b = keyOf(other, column);
        const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
        return empty(one) - empty(other) || (down ? -order : order);
      });
      table.tBodies[0].append(...rows);
    });
  });
}
