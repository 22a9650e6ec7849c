// The phone form: typing, faults, sending (form_page.js has the page and the receipt). It holds no rule: what is wrong
// with a field is what the services say.
//
// A registration has an id, made once and kept on the phone with its draft until the receipt is there: so a double tap,
// a retry, a reload and a second tab all are one registration. What was sent is kept as it was sent, and is sent again
// as it was until an answer comes; only then may it be changed.
(function () {
  'use strict';

  var DRAFT = 'naadam-form-draft', TERMS = 'naadam-form-terms';
  var TEXTS = ['delegation', 'event', 'group', 'name', 'document_type', 'document_number', 'sex', 'birth_date', 'mobile',
    'employer', 'employer_code', 'post', 'address'];
  var BASES = [['work', '工作'], ['study', '学习'], ['live', '居住']];
  var DOCUMENTS = ['居民身份证', '港澳台居民居住证', '外国人永久居留身份证', '护照', '港澳居民来往内地通行证', '台湾居民来往大陆通行证'];
  var CHECK_MS = 600, SAVE_MS = 200;

  var terms = null;          // what the edition offers
  var draft = null;          // {id, fields, basis, consent_at, guardian..., sent}
  var touched = {};          // fields that were left once: only those are complained about
  var told = null;           // the last check
  var checks = 0, checkTimer = 0, saveTimer = 0, sendTimer = 0;
  var checked = '';          // what was in the form at the last check that was answered
  var insisted = '';         // what was in the form when its faults had been shown
  var page = window.naadam, SLIPS = page.SLIPS, at = page.at, show = page.show, empty = page.empty, make = page.make,
    add = page.add, when = page.when, load = page.load, keep = page.keep, newId = page.newId, ask = page.ask,
    mayPass = page.mayPass, say = page.say, view = page.view, slipOf = page.slipOf, openReceipt = page.openReceipt;

  // What the edition offers ----------------------------------------------------------------------------------------

  function option(value, text, disabled) {
    var one = make('option', text);
    one.value = value;
    one.disabled = !!disabled;
    return one;
  }
  function fillTerms() {
    say('edition', terms.edition_name);
    show(at('training'), terms.training);
    empty(at('delegation'));
    add(at('delegation'), option('', '请选择'));
    terms.delegations.forEach(function (one) { add(at('delegation'), option(one.delegation, one.delegation_name)); });
    empty(at('event'));
    add(at('event'), option('', '请选择'));
    var category = null, box = null;
    terms.events.forEach(function (one) {
      if (one.category !== category) {
        category = one.category;
        box = make('optgroup');
        box.label = category;
        add(at('event'), box);
      }
      add(box, option(one.event, one.event_name + (one.team_size > 1 ? '（团体，由单位报）' : ''), one.team_size > 1));
    });
    say('consent-title', terms.consent.title);
    empty(at('consent-text'));
    terms.consent.paragraphs.forEach(function (text) { add(at('consent-text'), make('p', text)); });
    at('consent-version').textContent = '（第 ' + terms.consent.version + ' 版）';
    at('guardian-text').textContent = terms.consent.guardian;
    fillGroups();
    sayClosed();
  }
  // Those of the chosen event.
  function fillGroups() {
    var chosen = draft ? draft.fields.group : '', event = at('event').value, groups = null;
    terms.events.forEach(function (one) { if (one.event === event) groups = one.groups; });
    empty(at('group'));
    add(at('group'), option('', '请选择'));
    terms.groups.forEach(function (one) {
      if (!groups || groups.indexOf(one.group) >= 0) add(at('group'), option(one.group, one.group_name));
    });
    at('group').value = chosen;
    if (at('group').selectedIndex < 0) at('group').value = '';
  }
  // The services decide; this only spares somebody the typing.
  function sayClosed() {
    var closes = terms.closes, now = Date.parse(terms.now) + (Date.now() - terms.read_at), text = '';
    terms.delegations.forEach(function (one) { if (one.delegation === at('delegation').value) closes = one.closes; });
    if (now < Date.parse(terms.opens)) text = '报名还没有开始，' + when(terms.opens) + ' 起可以报名。可以先填写，内容会留在这部手机上。';
    if (now > Date.parse(closes)) text = '报名已经截止（' + when(closes) + '）。如有疑问，请联系所在代表队。';
    say('closed', text);
    if (!draft || !draft.sent) at('go').disabled = !!text;
  }
  function loadTerms(wait) {
    ask('GET', '/api/v1/edition', null, '', function (answer) {
      terms = answer;
      terms.read_at = Date.now();
      keep(TERMS, terms);
      say('offline', '');
      fillTerms();
      if (draft) fillForm();
    }, function (text) {
      say('offline', text + (terms ? '可以继续填写，恢复后再提交。' : '正在重试……'));
      window.setTimeout(function () { loadTerms(Math.min(wait * 2, 30000)); }, wait);
    });
  }

  // The draft --------------------------------------------------------------------------------------------------------

  function freshDraft(fields) {
    return { id: newId(), fields: fields || { document_type: DOCUMENTS[0] }, consent_at: '', consent_version: '',
      guardian_name: '', guardian_phone: '', guardian_agreed: false, sent: '', mends: '' };
  }
  function fillForm() {
    TEXTS.forEach(function (name) { if (name !== 'group') at(name).value = draft.fields[name] || ''; });
    if (at('document_type').selectedIndex < 0) at('document_type').value = DOCUMENTS[0];
    if (terms) fillGroups();
    BASES.forEach(function (one) { at('basis-' + one[0]).checked = (draft.fields.basis || '').indexOf(one[1]) >= 0; });
    at('consent').checked = !!draft.consent_at;
    at('guardian_name').value = draft.guardian_name;
    at('guardian_phone').value = draft.guardian_phone;
    at('guardian_agreed').checked = draft.guardian_agreed;
    say('mending', draft.mends ? '更正后重新提交，以最后一次提交的为准。' : '');
    arrange();
    lock(!!draft.sent);
  }
  // Fields that the chosen words make needless are not shown.
  function arrange() {
    var basis = {};
    BASES.forEach(function (one) { basis[one[0]] = at('basis-' + one[0]).checked; });
    show(at('not-in-number'), at('document_type').value !== DOCUMENTS[0]);
    show(at('employer_code-field'), basis.work);
    show(at('post-field'), basis.work);
    show(at('address-field'), basis.live);
    show(at('guardian'), !!(told && told.guardian_wanted || draft && draft.guardian_name));
  }
  function readForm() {
    if (!draft || draft.sent) return;
    TEXTS.forEach(function (name) { draft.fields[name] = at(name).value.trim(); });
    if (at('document_type').value === DOCUMENTS[0]) draft.fields.sex = draft.fields.birth_date = '';
    draft.fields.basis = BASES.filter(function (one) { return at('basis-' + one[0]).checked; })
      .map(function (one) { return one[1]; }).join('、');
    if (draft.fields.basis.indexOf('工作') < 0) draft.fields.employer_code = draft.fields.post = '';
    if (draft.fields.basis.indexOf('居住') < 0) draft.fields.address = '';
    if (!at('consent').checked) draft.consent_at = draft.consent_version = '';
    else if (!draft.consent_at) {
      draft.consent_at = new Date().toISOString();
      draft.consent_version = terms ? terms.consent.version : '';
    }
    draft.guardian_name = at('guardian_name').value.trim();
    draft.guardian_phone = at('guardian_phone').value.trim();
    draft.guardian_agreed = at('guardian_agreed').checked;
  }
  function saveSoon() {
    window.clearTimeout(saveTimer);
    saveTimer = window.setTimeout(function () { if (draft) keep(DRAFT, draft); }, SAVE_MS);
  }
  function bodyOf() {
    var body = { fields: draft.fields };
    if (draft.consent_at) body.consent = { version: draft.consent_version, agreed_at: draft.consent_at };
    if (told && told.guardian_wanted) {
      body.guardian = { name: draft.guardian_name, phone: draft.guardian_phone, agreed: draft.guardian_agreed };
    }
    return JSON.stringify(body);
  }

  // Faults, as the rules say them ------------------------------------------------------------------------------------

  // Where a fault of a field is shown.
  function boxOf(field) {
    if (field === 'basis' || field === 'consent' || field === 'guardian') return at(field + '-field');
    return at(field) ? at(field).parentNode : null;
  }
  function isShown(element) { return element && element.offsetParent !== null; }
  // [{field, text, clause, kind, hard}]: hard ones are not taken at all, the others would come back with a verdict.
  function faultsTold() {
    var list = [], seen = {};
    told.faults.forEach(function (one) {
      seen[one.field] = true;
      list.push({ field: one.field, text: one.text, clause: '', kind: 'fail', hard: true });
    });
    told.findings.forEach(function (one) {
      if (one.result !== 'fail' && one.result !== 'needs_evidence' || seen[one.field]) return;
      list.push({ field: one.field, text: one.text, clause: one.clause, kind: one.result, hard: false });
    });
    return list;
  }
  function showFaults(all) {
    var old = document.querySelectorAll('.fault'), i, first = null, loose = [];
    for (i = 0; i < old.length; ++i) old[i].parentNode.removeChild(old[i]);
    old = document.querySelectorAll('.wrong');
    for (i = 0; i < old.length; ++i) old[i].className = 'field';
    if (!told) return null;
    faultsTold().forEach(function (one) {
      var box = boxOf(one.field);
      if (!isShown(box)) {
        if (all || one.field === '') loose.push(one.text);
        return;
      }
      if (!all && !touched[one.field]) return;
      if (one.kind === 'fail') {
        box.className = 'field wrong';
        first = first || box;
      }
      var line = make('p', one.text, 'fault' + (one.kind === 'fail' ? '' : ' evidence'));
      if (one.clause) add(line, make('small', '依据：' + one.clause));
      add(box, line);
    });
    if (loose.length) say('problem', loose.join(' '));
    return first;
  }
  function check(done) {
    var mine = ++checks, content;
    readForm();
    content = JSON.stringify(draft);
    ask('POST', '/api/v1/forms/check', bodyOf(), newId(), function (answer) {
      if (mine !== checks) return;
      say('offline', '');
      told = answer;
      checked = content;
      arrange();
      if (done) done(); else showFaults(false);
    }, function (text, status) {
      if (mine !== checks) return;
      if (mayPass(status)) say('offline', text + '已填的内容不会丢失。');
      if (done) done(text, status);
    });
  }
  function checkSoon() {
    window.clearTimeout(checkTimer);
    checkTimer = window.setTimeout(function () { if (draft && !draft.sent) check(); }, CHECK_MS);
  }

  // Sending, until there is an answer --------------------------------------------------------------------------------

  function lock(locked) {
    at('fields').disabled = locked;
    at('go').disabled = locked;
    at('go').textContent = locked ? '正在提交……' : draft && draft.mends ? '提交更正' : '提交报名';
    show(at('drop'), !locked);
  }
  function submit() {
    var names = TEXTS.concat(['basis', 'consent', 'guardian', 'guardian_name', 'guardian_phone']);
    if (!draft || draft.sent) return;
    say('problem', '');
    names.forEach(function (name) { touched[name] = true; });
    window.clearTimeout(checkTimer);
    lock(true);
    check(function (text, status) {
      lock(false);
      // Without a network it may go all the same if nothing was changed since it was looked at: it is sent later.
      if (text && !(mayPass(status) && checked === JSON.stringify(draft))) return say('problem', text + '请稍后再点提交。');
      var first = showFaults(true), content = bodyOf();
      var failing = faultsTold().filter(function (one) { return one.kind === 'fail'; });
      var hard = failing.some(function (one) { return one.hard; });
      if (failing.length && (hard || insisted !== content)) {
        insisted = content;
        say('problem', (at('problem').textContent + ' 有 ' + failing.length + ' 处不符合要求，已在上面标出，请改正。' +
          (hard ? '' : '确认无误的，可再点一次提交，由审核给出结果。')).trim());
        if (first) first.scrollIntoView();
        return;
      }
      draft.sent = content;
      draft.event_name = at('event').selectedIndex > 0 ? at('event').options[at('event').selectedIndex].text : '';
      keep(DRAFT, draft);
      send(2000);
    });
  }
  function send(wait) {
    var mine = draft;
    window.clearTimeout(sendTimer);
    lock(true);
    ask('POST', '/api/v1/forms', mine.sent, mine.id, function (answer) {
      if (draft !== mine) return;
      say('offline', '');
      took(answer);
    }, function (text, status, code) {
      if (draft !== mine) return;
      if (mayPass(status) || code === 'idempotency_key_in_flight') {
        say('offline', '还没有收到回执（' + text + '）正在自动重发，不会重复报名；也可以关掉本页，以后再打开。');
        sendTimer = window.setTimeout(function () { send(Math.min(wait * 2, 30000)); }, wait);
        return;
      }
      say('offline', '');
      mine.sent = '';
      if (code === 'idempotency_key_reused') mine.id = newId();
      keep(DRAFT, mine);
      lock(false);
      say('problem', text);
      sayClosed();
    });
  }
  function took(answer) {
    var slips = load(SLIPS) || [];
    slips = slips.filter(function (one) { return one.receipt !== answer.receipt; });
    slips.unshift({ receipt: answer.receipt, at: answer.accepted_at, event: draft.event_name || '', fields: draft.fields });
    keep(SLIPS, slips.slice(0, 20));
    keep(DRAFT, null);
    draft = null;
    insisted = '';
    openReceipt(answer.receipt, true);
  }

  // Beginning, mending, looking up -----------------------------------------------------------------------------------

  function begin(fresh) {
    draft = fresh;
    told = null;
    touched = {};
    checked = insisted = '';
    say('problem', '');
    showFaults(false);
    view('form');
    try { window.history.replaceState(null, '', window.location.pathname); } catch (old) { window.location.hash = ''; }
    fillForm();
    if (terms) sayClosed();
    if (draft.fields.document_number) checkSoon();
  }
  function showSlips() {
    var slips = load(SLIPS) || [];
    if (!slips.length) return begin(load(DRAFT) || freshDraft());
    empty(at('slip-list'));
    slips.forEach(function (one) {
      var button = make('button', (one.event || '报名') + '，' + (one.fields.name || '') + '，' + when(one.at), 'plain');
      button.type = 'button';
      button.onclick = function () { openReceipt(one.receipt, false); };
      add(at('slip-list'), add(make('li'), button));
    });
    view('slips');
    try { window.history.replaceState(null, '', window.location.pathname); } catch (old) { window.location.hash = ''; }
  }
  function wanted(text) {
    var receipt = text.replace(/[\s-]/g, '').toLowerCase();
    return /^[0-9a-f]{32}$/.test(receipt) ? receipt : '';
  }
  function copyOf(fields, without) {
    var copy = {}, name;
    for (name in fields) if (without.indexOf(name) < 0) copy[name] = fields[name];
    return copy;
  }

  DOCUMENTS.forEach(function (name) { add(at('document_type'), option(name, name)); });
  at('form').onsubmit = function (event) {
    event.preventDefault();
    submit();
  };
  at('form').addEventListener('input', changed);
  at('form').addEventListener('change', function (event) {
    touch(event);
    changed(event);
  });
  at('form').addEventListener('focusout', touch);
  function touch(event) {
    var id = event.target.id, basis = /^basis-/.test(id);
    touched[basis ? 'basis' : id === 'guardian_agreed' ? 'guardian' : id] = true;
    if (told && event.type === 'focusout') showFaults(false);
  }
  function changed(event) {
    if (!draft || draft.sent) return;
    if (event.target.id === 'event' && terms) {
      draft.fields.group = at('group').value;
      fillGroups();
    }
    readForm();
    arrange();
    if (event.target.id === 'delegation' && terms) sayClosed();
    say('problem', '');
    saveSoon();
    checkSoon();
  }
  at('drop').onclick = function () {
    keep(DRAFT, null);
    begin(freshDraft());
  };
  at('slips-new').onclick = function () { begin(freshDraft()); };
  at('slips-clear').onclick = function () {
    if (!window.confirm('清除后，本机不再记得回执号和所填内容；已提交的报名不受影响。确定清除吗？')) return;
    keep(SLIPS, null);
    keep(DRAFT, null);
    begin(freshDraft());
  };
  at('receipt-mend').onclick = function () {
    var slip = slipOf(page.followed()), fresh = freshDraft(copyOf(slip.fields, []));
    fresh.mends = slip.receipt;
    begin(fresh);
  };
  at('receipt-more').onclick = function () { begin(freshDraft(copyOf(slipOf(page.followed()).fields, ['event', 'group']))); };
  at('receipt-back').onclick = showSlips;
  at('passes-show').onclick = function () {
    show(at('passes'), true);
    show(at('passes-show'), false);
  };
  at('look-up-form').onsubmit = function (event) {
    var receipt = wanted(at('wanted').value);
    event.preventDefault();
    if (receipt) openReceipt(receipt, false); else window.alert('回执号是 32 位字母和数字，请核对。');
  };
  window.addEventListener('online', function () {
    say('offline', '');
    if (draft && draft.sent) send(2000); else page.followAgain();
  });
  window.addEventListener('offline', function () { say('offline', '手机没有网络。已填的内容不会丢失，恢复后再提交。'); });
  // Another tab has sent this very registration.
  window.addEventListener('storage', function (event) {
    if (event.key !== SLIPS || !draft || load(DRAFT)) return;
    var slips = load(SLIPS) || [];
    if (draft.sent && slips.length) {
      draft = null;
      openReceipt(slips[0].receipt, true);
    }
  });

  terms = load(TERMS);
  if (terms) fillTerms();
  var asked = wanted(window.location.hash.slice(1)), saved = load(DRAFT);
  if (asked) openReceipt(asked, false);
  else if (saved) begin(saved);
  else showSlips();
  loadTerms(2000);
  if (draft && draft.sent) send(2000);
}());
