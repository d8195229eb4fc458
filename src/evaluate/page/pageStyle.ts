import { fontFamily } from '../../plot/picture/fontFamily.js';
import { colourVariables } from './adaptiveColours.js';

/** The look of the page: light or dark as the reader's system, and light on paper. */
export const pageStyle: string = `
:root{color-scheme:light dark;${colourVariables('light')}--good:#00664a;--slight:#7a5200;--bad:#a63f00}
@media screen and (prefers-color-scheme:dark){:root{${colourVariables('dark')}--good:#3ecf9f;--slight:#f0b13c;--bad:#ff9357}}
*{box-sizing:border-box}
body{margin:0 auto;padding:24px 20px 48px;max-width:1064px;font:15px/1.5 ${fontFamily.replaceAll('"', "'")};background:var(--background);color:var(--text)}
h1{font-size:26px;line-height:1.2;margin:0 0 4px}
h2{font-size:19px;margin:32px 0 8px}
p{margin:8px 0;max-width:80ch}
header p,caption{color:var(--muted)}
nav{display:flex;flex-wrap:wrap;gap:0 14px}
nav a{color:inherit}
ul{padding-left:20px;max-width:84ch}
li{margin:4px 0}
.answer{font-size:18px;font-weight:bold}
.findings{list-style:none;padding:0}
.findings b{display:inline-block;min-width:100px}
.good b{color:var(--good)}.slight b{color:var(--slight)}.bad b{color:var(--bad)}
figure{margin:20px 0}
figure>svg{display:block;max-width:100%;height:auto;overflow:visible}
.table{overflow-x:auto;margin:12px 0}
table{border-collapse:collapse;font-size:14px;min-width:240px}
caption{text-align:left;padding:4px 0}
th,td{padding:3px 14px 3px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
thead th{font-weight:normal;color:var(--muted);white-space:nowrap}
tbody th{font-weight:normal}
td.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.columns{display:flex;flex-wrap:wrap;gap:0 48px}
.columns>*{max-width:100%}
@page{margin:14mm}
@media print{
body{padding:0;max-width:none;font-size:10.5pt}
nav{display:none}
table{font-size:9.5pt}
h2{break-after:avoid}
figure,tr,li{break-inside:avoid}
.table{overflow:visible}
}`;
