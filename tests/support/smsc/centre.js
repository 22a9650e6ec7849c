#!/usr/bin/env node
'use strict';
// A message centre for tests: the carrier's side of SMPP 3.4, on loopback.
//
//   node centre.js [--smpp-port 0] [--control-port 0] [--receipt-ms 20]
//
// Port 0 is any free one. When both listen, one line goes to stdout: {"smpp":40001,"control":40002}.
// It ends at SIGTERM or SIGINT.
//
// Control port (HTTP, JSON):
//   GET  /messages[?to=N]  every submit it took: [{id, to, text, part, parts, at_ms}]; two with one text = doubled
//   GET  /counts           {binds, bound, taken, refused, unanswered, receipts, receipts_waiting}
//   PUT  /plans            {"12345": {"answer": "cut", "first": 1}}, see plans.js
//   POST /cut              drops every line

const http = require('http');
const smpp = require('smpp');
const { Plans } = require('./plans');

const kHost = '127.0.0.1';
const kReceiptWaitMs = 5000; // for the gateway's acknowledgement of a receipt, before it goes out again
const kStates = { DELIVRD: 2, EXPIRED: 3, UNDELIV: 5, REJECTD: 8 }; // SMPP 3.4, 5.2.28

const options = { 'smpp-port': 0, 'control-port': 0, 'receipt-ms': 20 };
for (let i = 2; i < process.argv.length; i += 2) {
  const name = process.argv[i].replace(/^--/, '');
  const value = Number(process.argv[i + 1]);
  if (!(name in options) || !Number.isInteger(value) || value < 0) {
    process.stderr.write(`centre.js: bad option or value: ${process.argv[i]}\n`);
    process.exit(2);
  }
  options[name] = value;
}

const plans = new Plans();
const messages = [];
const counts = { binds: 0, taken: 0, refused: 0, unanswered: 0, receipts: 0 };
const receivers = []; // sessions that take receipts, the next one first
let waiting = [];     // receipts that found no receiver

function part_of(pdu) {
  const { message, udh } = pdu.short_message;
  // 3GPP TS 23.040, 9.2.3.24.1: element 00, length 3: reference, parts, number of this part.
  const join = [].concat(udh || []).find((element) => element[0] === 0x00 && element[1] === 3);
  const text = Buffer.isBuffer(message) ? Buffer.from(message).swap16().toString('utf16le') : message;
  return { text, parts: join ? join[3] : 1, part: join ? join[4] : 1 };
}

function report(message, status, acknowledged = () => {}) {
  const session = receivers.shift();
  if (!session) {
    waiting.push([message, status, acknowledged]);
    return;
  }
  receivers.push(session);
  let open = true;
  const again = () => {
    if (!open) return;
    open = false;
    report(message, status, acknowledged);
  };
  const timer = setTimeout(again, kReceiptWaitMs);
  session.once('close', () => { clearTimeout(timer); again(); });
  session.deliver_sm({
    esm_class: 0x04, // a receipt
    source_addr: message.to,
    destination_addr: message.from,
    short_message: `id:${message.id} sub:001 dlvrd:001 submit date:2106200900 done date:2106200901 stat:${status} err:000`,
    receipted_message_id: message.id,
    message_state: kStates[status],
  }, () => {
    if (!open) return;
    open = false;
    clearTimeout(timer);
    counts.receipts += 1;
    acknowledged();
  });
}

function submit(session, pdu) {
  const to = pdu.destination_addr;
  const plan = plans.next(to);
  if (plan.answer.startsWith('ESME_')) {
    counts.refused += 1;
    session.send(pdu.response({ command_status: smpp[plan.answer] }));
    return;
  }
  const id = `${process.pid}-${messages.length + 1}`;
  const message = { id, to, from: pdu.source_addr, ...part_of(pdu), at_ms: Date.now() };
  messages.push(message);
  counts.taken += 1;

  const answer = () => {
    if (plan.answer === 'take') { session.send(pdu.response({ message_id: id })); return; }
    counts.unanswered += 1;
    if (plan.answer === 'cut') session.destroy();
  };
  const report_from = (i, then) => {
    if (i === plan.receipts.length) then();
    else report(message, plan.receipts[i], () => report_from(i + 1, then));
  };
  const receipts_wanted = (pdu.registered_delivery & 3) === 1;
  if (receipts_wanted && plan.early) {
    report_from(0, answer);
    return;
  }
  answer();
  if (receipts_wanted) setTimeout(() => report_from(0, () => {}), options['receipt-ms']);
}

function bound(session) {
  counts.binds += 1;
  receivers.push(session);
  const held = waiting;
  waiting = [];
  setImmediate(() => held.forEach((receipt) => report(...receipt)));
}

const centre = smpp.createServer((session) => {
  session.socket.setNoDelay(true);
  session.setMaxListeners(0); // one for each receipt on its way
  session.on('bind_transceiver', (pdu) => { session.send(pdu.response()); bound(session); });
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => { session.send(pdu.response()); session.close(); });
  session.on('submit_sm', (pdu) => submit(session, pdu));
  session.on('close', () => {
    const at = receivers.indexOf(session);
    if (at >= 0) receivers.splice(at, 1);
  });
  session.on('error', () => session.destroy());
});

async function body_of(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString() || '{}');
}

const controls = {
  'GET /messages': (url) => messages.filter((m) => [null, m.to].includes(url.searchParams.get('to'))),
  'GET /counts': () => ({ ...counts, bound: receivers.length, receipts_waiting: waiting.length }),
  'PUT /plans': (url, body) => { plans.change(body); return {}; },
  'POST /cut': () => { centre.sessions.slice().forEach((session) => session.destroy()); return {}; },
};

const control = http.createServer(async (request, response) => {
  const url = new URL(request.url, `http://${kHost}`);
  const answer = (code, value) => {
    const text = JSON.stringify(value);
    response.writeHead(code, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  };
  const act = controls[`${request.method} ${url.pathname}`];
  if (!act) { answer(404, { error: 'no such control' }); return; }
  try {
    answer(200, act(url, request.method === 'GET' ? {} : await body_of(request)));
  } catch (error) {
    answer(400, { error: error.message });
  }
});

const end = () => process.exit(0);
const failed = (error) => { process.stderr.write(`centre.js: ${error.message}\n`); process.exit(1); };
process.on('SIGTERM', end);
process.on('SIGINT', end);
centre.on('error', failed);
control.on('error', failed);
centre.listen(options['smpp-port'], kHost, () => {
  control.listen(options['control-port'], kHost, () => {
    process.stdout.write(`${JSON.stringify({ smpp: centre.address().port, control: control.address().port })}\n`);
  });
});
