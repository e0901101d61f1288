// The loop that people write: fetch or axios, a page after the other, records to stdout.
import axios from 'axios';

const [how, url, kind] = process.argv.slice(2);

async function get(address) {
  if (how === 'axios') return (await axios.get(address)).data;
  const response = await fetch(address);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.json();
}

function write(records) {
  for (const record of records) process.stdout.write(`${JSON.stringify(record)}\n`);
}

if (kind === 'single') {
  write((await get(url)).data ?? []);
} else if (kind === 'offset') {
  for (let offset = 0; ; ) {
    const { data } = await get(`${url}?offset=${offset}&limit=2`);
    if (data.length === 0) break;
    write(data);
    offset += data.length;
  }
} else if (kind === 'page') {
  for (let page = 1; ; page += 1) {
    const { data } = await get(`${url}?page=${page}`);
    if (data.length === 0) break;
    write(data);
  }
} else if (kind === 'cursor') {
  let next;
  do {
    const page = await get(next ? `${url}?cursor=${next}` : url);
    write(page.data ?? []);
    next = page.next;
  } while (next);
} else {
  for (let next = url; next; ) {
    const page = await get(new URL(next, url).href);
    write(page.data ?? []);
    next = page.next;
  }
}
