"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.reportStyle = void 0;
/** How the report is set: one column to read, numbers in line, light and dark pages, and paper. */
exports.reportStyle = `
:root { color-scheme: light dark; --ground: #fdfdfc; --ink: #1d2026; --faint: #5f6670; --rule: #d9dce1; --wash: #f3f4f2; --warning: #b3441e; --mark: #fff3bf; }
@media (prefers-color-scheme: dark) { :root { --ground: #16181c; --ink: #e4e6ea; --faint: #9aa1ab; --rule: #363b44; --wash: #1f2228; --warning: #ff9d76; --mark: #4d4415; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 17px/1.55 Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif; }
main { max-width: 58rem; margin: 0 auto; padding: 3rem 1.5rem 5rem; }
h1 { font-size: 2.1rem; line-height: 1.2; margin: 0 0 0.3rem; text-wrap: balance; }
h2 { font-size: 1.35rem; margin: 3rem 0 0.8rem; padding-top: 1rem; border-top: 1px solid var(--rule); }
.subtitle, .note, figcaption, caption { color: var(--faint); font: 0.86rem/1.5 system-ui, sans-serif; }
.subtitle { margin: 0 0 1.6rem; }
.note, figcaption { margin: 0.6rem 0 0; max-width: 46rem; }
.verdict { background: var(--wash); border-radius: 0 6px 6px 0; margin: 1.5rem 0; }
.claim > p { font-size: 1.1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.2rem; margin: 0.8rem 0; font: 0.9rem/1.5 system-ui, sans-serif; }
dt { color: var(--faint); } dd { margin: 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font: 0.88rem/1.4 system-ui, sans-serif; font-variant-numeric: tabular-nums; margin: 1.2rem 0 0; min-width: 60%; }
caption { padding-bottom: 0.4rem; font-weight: 600; color: var(--ink); }
th, td { padding: 0.32rem 0.75rem; border-bottom: 1px solid var(--rule); vertical-align: top; }
th { font-weight: 600; border-bottom: 2px solid var(--faint); }
th:first-child, td:first-child { padding-left: 0; }
td.warning { color: var(--warning); }
td[data-runs], .verdict[data-runs] { cursor: pointer; }
td[data-runs]:hover { background: var(--wash); }
tr.shown td { background: var(--mark); }
.receipts table, .environment table { font-size: 0.78rem; }
.environment td { max-width: 32rem; overflow-wrap: anywhere; }
figure { margin: 1.6rem 0; }
figure svg { max-width: 100%; height: auto; }
.drawn .still { display: none; }
pre { background: var(--wash); padding: 0.8rem 1rem; border-radius: 6px; overflow-x: auto; font-size: 0.85rem; line-height: 1.5; }
@media print {
  :root { --ground: #fff; --ink: #000; --faint: #444; --rule: #bbb; --wash: #f4f4f4; }
  @page { margin: 18mm 16mm; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  .live { display: none; }
  .drawn .still { display: block; }
  .wide { overflow: visible; }
  table { font-size: 8pt; min-width: 0; }
  th, td { padding: 0.2rem 0.45rem; }
  .receipts table, .environment table { font-size: 7pt; }
  h2 { break-after: avoid; margin-top: 1.6rem; }
  figure, tr, table, .verdict, .claim { break-inside: avoid; }
  .receipts table, .environment table { break-inside: auto; }
  pre { white-space: pre-wrap; }
}
`;
//# sourceMappingURL=reportStyle.js.map