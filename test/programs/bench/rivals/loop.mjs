// The yardstick: a bare loop with fetch or axios that does none of penstock's work, one write a page.
//   node loop.mjs fetch|axios <url> cursor|offset
import { once } from 'node:events';

const [how, url, paging] = process.argv.slice(2);
const axios = how === 'axios' ? (await import('axios')).default : undefined;

async function get(address) {
  if (axios !== undefined) return (await axios.get(address)).data;
  return JSON.parse(await (await fetch(address)).text());
}

async function write(records) {
  let text = '';
  for (const record of records) text += `${JSON.stringify(record)}\n`;
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

if (paging === 'offset') {
  for (let offset = 0; ; ) {
    const { data } = await get(`${url}?offset=${offset}&limit=100`);
    if (data.length === 0) break;
    await write(data);
    offset += data.length;
  }
} else {
  for (let next = null; ; ) {
    const page = await get(next === null ? url : `${url}?cursor=${next}`);
    await write(page.data);
    if (page.next === null) break;
    next = page.next;
  }
}
