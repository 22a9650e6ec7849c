'use strict';
// What the centre does with one message, chosen by the last five digits of its number. A plan is an object of
//
//   answer    'take', 'silence' (takes it, never answers), 'cut' (takes it, drops the line unanswered), or the name of
//             an SMPP error status: refused with it
//   first     do so for the first N tries of a number only, then take it (0 = always)
//   receipts  what the carrier reports afterwards, in this order: DELIVRD, UNDELIV, EXPIRED, REJECTD
//   early     the receipts go out before the answer does, which waits for the last of them to be acknowledged
//
// A field left out has the value of `ordinary`. PUT /plans on the control port adds to the table or changes it.

const ordinary = { answer: 'take', first: 0, receipts: ['DELIVRD'], early: false };

const bySuffix = {
  99001: { answer: 'ESME_RINVDSTADR' },
  99002: { answer: 'ESME_RTHROTTLED', first: 2 },
  99003: { answer: 'silence', first: 1 },
  99004: { answer: 'cut', first: 1 },
  99011: { receipts: ['UNDELIV'] },
  99012: { receipts: ['EXPIRED'] },
  99013: { receipts: ['REJECTD'] },
  99014: { receipts: [] },
  99015: { receipts: ['DELIVRD', 'DELIVRD'] },
  99016: { early: true },
};

class Plans {
  constructor() {
    this.table = { ...bySuffix };
    this.tries = new Map(); // number -> how often it came
  }

  change(plans) {
    for (const [suffix, plan] of Object.entries(plans)) {
      if (!/^\d{5}$/.test(suffix)) throw new Error(`not five digits: ${suffix}`);
      for (const key of Object.keys(plan)) if (!(key in ordinary)) throw new Error(`no such field: ${key}`);
      this.table[suffix] = plan;
    }
  }

  // The plan for this try; counts it.
  next(number) {
    const plan = { ...ordinary, ...this.table[number.slice(-5)] };
    const n = (this.tries.get(number) || 0) + 1;
    this.tries.set(number, n);
    if (plan.first > 0 && n > plan.first) plan.answer = 'take';
    return plan;
  }
}

module.exports = { Plans };
