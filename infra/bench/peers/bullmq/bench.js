// Measures BullMQ on a Redis of this machine and prints lines of: name value unit.
// 200-byte payloads, processors that do nothing, concurrency 100, defaults otherwise.
//
//   node bench.js PORT throughput TASKS
//   node bench.js PORT lateness TASKS_PER_SECOND SECONDS
import {Queue, Worker} from 'bullmq';

const CALLERS = 50;
const BATCH = 1000;
const payload = 'x'.repeat(200);
const options = {removeOnComplete: true, removeOnFail: true};

const [port, mode, ...amounts] = process.argv.slice(2);
const connection = {host: '127.0.0.1', port: Number(port), maxRetriesPerRequest: null};

if (mode === 'throughput' && amounts.length === 1) {
  await throughput(...amounts.map(number));
} else if (mode === 'lateness' && amounts.length === 2) {
  await lateness(...amounts.map(number));
} else {
  fail('usage: node bench.js PORT throughput TASKS | PORT lateness TASKS_PER_SECOND SECONDS');
}
process.exit(0);

function fail(message) {
  console.error(message);
  process.exit(1);
}

function number(text) {
  const n = Number(text);
  return Number.isInteger(n) && n > 0 ? n : fail(`"${text}" is no positive number`);
}

function perSecond(tasks, began) {
  return (tasks / (performance.now() - began) * 1000).toFixed(0);
}

// Stores tasks from 50 callers, each awaiting its answer; stores as many in bulk; runs them all.
async function throughput(tasks) {
  const queue = new Queue('bench', {connection});
  let left = tasks;
  let began = performance.now();
  await Promise.all(Array.from({length: CALLERS}, async () => {
    while (left-- > 0) await queue.add('noop', payload, options);
  }));
  console.log(`bullmq.enqueue ${perSecond(tasks, began)} tasks/s`);

  began = performance.now();
  for (let i = 0; i < tasks; i += BATCH) {
    const jobs = Array.from({length: Math.min(BATCH, tasks - i)}, () => ({name: 'noop', data: payload, opts: options}));
    await queue.addBulk(jobs);
  }
  console.log(`bullmq.enqueue_bulk ${perSecond(tasks, began)} tasks/s`);

  let ran = 0;
  began = performance.now();
  await new Promise(resolve => {
    new Worker('bench', async () => { if (++ran === 2 * tasks) resolve(); }, {connection, concurrency: 100});
  });
  console.log(`bullmq.process ${perSecond(2 * tasks, began)} tasks/s`);
}

// Stores tasks at a steady pace, each due at a random time one to two seconds later, and measures
// from the due time to the first line of the processor.
async function lateness(rate, seconds) {
  const queue = new Queue('bench', {connection});
  const total = rate * seconds;
  const late = [];
  const done = new Promise(resolve => {
    new Worker('bench', async job => {
      late.push(performance.timeOrigin + performance.now() - job.data.due);
      if (late.length === total) resolve();
    }, {connection, concurrency: 100});
  });
  const began = performance.now();
  const adding = [];
  for (let i = 0; i < total;) {
    const due = Math.min(total, Math.floor((performance.now() - began) / 1000 * rate) + 1);
    for (; i < due; i++) {
      const now = Date.now();
      const delay = 1000 + Math.floor(Math.random() * 1000);
      adding.push(queue.add('timed', {due: now + delay, payload}, {...options, delay, timestamp: now}));
    }
    await new Promise(resolve => setTimeout(resolve, 1));
  }
  await Promise.all(adding);
  await done;
  late.sort((a, b) => a - b);
  console.log(`bullmq.lateness_p50 ${late[total >> 1].toFixed(2)} ms`);
  console.log(`bullmq.lateness_p99 ${late[Math.floor(total * 0.99)].toFixed(2)} ms`);
  console.log(`bullmq.lateness_max ${late[total - 1].toFixed(2)} ms`);
  console.log(`bullmq.early ${late.filter(ms => ms < 0).length} tasks`);
}
