// What the phone form's page is made of, and the receipt that follows its verdict; form.js comes after this in one file.
// ES5 and XMLHttpRequest, so that a phone of ten years ago runs it; no library, nothing built. Everything shown is put in
// as text.
window.naadam = (function () {
  'use strict';

  var SLIPS = 'naadam-form-receipts';
  var VERDICTS = { accepted: '通过', needs_evidence: '待补充材料', refused: '不予受理', returned: '退回修改' };
  var ADVICE = { accepted: '审核通过。抽签结果出来后会发短信，也可在这里查看。', needs_evidence: '请按下面的说明向代表队补充材料。',
    refused: '按比赛通知不能参赛，依据如下。有异议可向代表队提出。', returned: '请按下面的说明更正后重新提交。' };
  var RULES = { document: '证件', mobile: '手机号码', event_group: '赛项与组别', team: '团体队伍', employer_code: '信用代码',
    age_min: '最低年龄', retirement: '退休年龄', region_basis: '参赛依据', former_winner: '往届获奖', window: '报名时间' };

  var followTimer = 0, followed = '';  // the receipt that is looked at

  function at(id) { return document.getElementById(id); }
  function show(element, shown) { element.hidden = !shown; }
  function empty(element) { while (element.firstChild) element.removeChild(element.firstChild); }
  function make(name, text, kind) {
    var element = document.createElement(name);
    if (text !== undefined && text !== null) element.textContent = String(text);
    if (kind) element.className = kind;
    return element;
  }
  function add(parent) {
    for (var i = 1; i < arguments.length; ++i) parent.appendChild(arguments[i]);
    return parent;
  }
  function when(iso) { return iso ? iso.slice(0, 16).replace('T', ' ') : ''; }

  // On the phone; where it keeps nothing (a private window), in this page alone.
  var memory = {};
  function load(name) {
    var text = memory[name] || null;
    try { text = window.localStorage.getItem(name) || text; } catch (refused) { /* as said */ }
    try { return text ? JSON.parse(text) : null; } catch (damaged) { return null; }
  }
  function keep(name, value) {
    if (value === null) delete memory[name]; else memory[name] = JSON.stringify(value);
    try {
      if (value === null) window.localStorage.removeItem(name); else window.localStorage.setItem(name, memory[name]);
    } catch (refused) { /* as said */ }
  }

  function newId() {
    var bytes = [], i, id = '';
    if (window.crypto && window.crypto.getRandomValues) {
      bytes = window.crypto.getRandomValues(new Uint8Array(16));
    } else {
      for (i = 0; i < 16; ++i) bytes.push(Math.floor(Math.random() * 256));
    }
    for (i = 0; i < 16; ++i) id += (bytes[i] + 256).toString(16).slice(1);
    return id;
  }

  // done(answer), or failed(text, status, code); status 0: no answer came.
  function ask(method, path, body, key, done, failed) {
    var request = new XMLHttpRequest();
    request.open(method, path);
    request.timeout = 20000;
    if (key) request.setRequestHeader('Idempotency-Key', key);
    if (body !== null) request.setRequestHeader('Content-Type', 'application/json');
    request.onload = function () {
      var answer = null;
      try { answer = JSON.parse(request.responseText); } catch (unreadable) { /* below */ }
      if (answer && request.status >= 200 && request.status < 300) return done(answer);
      failed(answer && answer.detail || '系统没有正常应答（' + request.status + '），请稍后重试。', request.status,
        answer && answer.code || '');
    };
    request.onerror = request.ontimeout = function () { failed('连不上系统，请检查网络。', 0, ''); };
    request.send(body);
  }
  function mayPass(status) { return status === 0 || status === 429 || status >= 500; }

  function say(id, text) {
    at(id).textContent = text || '';
    show(at(id), !!text);
  }
  // Which of the three there is to see.
  function view(name) {
    show(at('form'), name === 'form');
    show(at('receipt'), name === 'receipt');
    show(at('slips'), name === 'slips');
    show(at('look-up'), name !== 'receipt');
    if (name !== 'receipt') followed = '';
    window.scrollTo(0, 0);
  }

  // The receipt --------------------------------------------------------------------------------------------------------

  function spaced(receipt) { return receipt.replace(/(.{8})(?=.)/g, '$1 '); }
  function slipOf(receipt) {
    return (load(SLIPS) || []).filter(function (one) { return one.receipt === receipt; })[0] || null;
  }
  function openReceipt(receipt, fresh) {
    view('receipt');
    followed = receipt;
    at('kept-word').textContent = fresh ? '已收到' : '报名结果';
    at('receipt-id').textContent = spaced(receipt);
    at('verdict').textContent = '正在审核……';
    at('verdict').className = '';
    say('verdict-text', '');
    empty(at('facts'));
    empty(at('findings'));
    empty(at('passes'));
    show(at('passes'), false);
    show(at('passes-show'), false);
    show(at('receipt-mend'), !!slipOf(receipt));
    show(at('receipt-more'), !!slipOf(receipt));
    try { window.history.replaceState(null, '', '#' + receipt); } catch (old) { window.location.hash = receipt; }
    follow(receipt, 500);
  }
  function follow(receipt, wait) {
    window.clearTimeout(followTimer);
    ask('GET', '/api/v1/forms/' + receipt, null, '', function (answer) {
      if (followed !== receipt) return;
      say('offline', '');
      showStanding(answer);
      if (answer.stage === 'judged' || answer.overtaken) return;
      followTimer = window.setTimeout(function () { follow(receipt, Math.min(wait * 1.5, 15000)); }, wait);
    }, function (text, status) {
      if (followed !== receipt) return;
      if (!mayPass(status)) {
        at('verdict').textContent = '没有找到';
        return say('verdict-text', text);
      }
      say('offline', text + '正在重试……');
      followTimer = window.setTimeout(function () { follow(receipt, Math.min(wait * 2, 15000)); }, wait);
    });
  }
  function fact(name, value) { if (value) add(at('facts'), make('dt', name), make('dd', value)); }
  function lineOf(finding) {
    return add(make('li', RULES[finding.rule] + '：' + finding.text, finding.result), make('small', '依据：' + finding.clause));
  }
  function showStanding(told) {
    empty(at('facts'));
    empty(at('findings'));
    empty(at('passes'));
    fact('姓名', told.name);
    fact('证件号码', told.document_number);
    fact('参赛项目', told.event_name);
    fact('组别', told.group_name);
    fact('代表队', told.delegation_name);
    fact('收到时间', when(told.accepted_at) + (told.training ? '（演练）' : ''));
    if (told.seat) fact('抽签', '第 ' + told.seat.heat + ' 场，工位 ' + told.seat.station);
    if (told.result && told.result.rank > 0) fact('成绩', '第 ' + told.result.rank + ' 名，总分 ' + told.result.total);
    if (told.finals && told.finals.kind === 'named') fact('决赛', '入选');
    if (told.finals && told.finals.kind === 'substitute') fact('决赛', '第 ' + told.finals.order + ' 替补');
    if (told.overtaken) {
      at('verdict').textContent = '已被更正';
      return say('verdict-text', '您后来又提交过这项报名，以最后一次提交的为准，请查看那一次的回执。');
    }
    if (told.stage !== 'judged') return;
    at('verdict').textContent = VERDICTS[told.verdict] || told.verdict;
    at('verdict').className = told.verdict;
    at('receipt-mend').className = told.verdict === 'accepted' ? 'plain' : '';
    say('verdict-text', told.conflict ? '单位或学校也为您报了这个赛项，但有信息不一致。请与单位核对，改成一致后由填错的一方重新提交。' :
      ADVICE[told.verdict] || '');
    var passed = 0;
    told.findings.forEach(function (one) {
      var open = one.result === 'fail' || one.result === 'needs_evidence';
      if (!open) ++passed;
      add(at(open ? 'findings' : 'passes'), lineOf(one));
    });
    at('passes-show').textContent = '查看其余 ' + passed + ' 条规则的依据';
    show(at('passes-show'), passed > 0 && at('passes').hidden);
  }

  return { at: at, show: show, empty: empty, make: make, add: add, when: when, load: load, keep: keep, newId: newId, ask: ask,
    mayPass: mayPass, say: say, view: view, SLIPS: SLIPS, slipOf: slipOf, openReceipt: openReceipt,
    followed: function () { return followed; },
    followAgain: function () { if (followed) follow(followed, 500); } };
}());
