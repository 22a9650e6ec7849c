// The page's script, but for draws and results (contests.js). ES5 and XMLHttpRequest, so that a phone of ten years ago runs it; no library, nothing built.
// Everything shown is put in as text, never as markup. The token lives in this tab alone.
(function () {
  'use strict';

  var VERDICTS = { accepted: '通过', needs_evidence: '待补充材料', refused: '不予受理', returned: '退回修改', none: '待审核' };
  var RESULTS = { pass: '符合', fail: '不符合', needs_evidence: '需补材料', not_applicable: '不适用' };
  var RULES = { document: '证件', mobile: '手机号码', event_group: '赛项与组别', team: '团体队伍', employer_code: '信用代码',
    age_min: '最低年龄', retirement: '退休年龄', region_basis: '参赛依据', former_winner: '往届获奖', window: '报名时间' };
  var STATES = ['accepted', 'needs_evidence', 'returned', 'refused'];
  var STORE = 'naadam-token';
  var POLL_MS = 1000;

  var token = '';
  var following = null;  // the request that follows an upload
  var counts = null;     // as last told
  var seesBoards = false;

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
  // Links to what is shown of the page.
  function showPlaces() {
    var places = at('places');
    empty(places);
    Array.prototype.forEach.call(document.querySelectorAll('section'), function (section) {
      if (section.hidden || section.id === 'sign-in') return;
      var link = make('a', section.querySelector('h2').textContent);
      link.href = '#' + section.id;
      add(places, link);
    });
  }
  function when(iso) { return iso ? iso.replace('T', ' ').replace('+08:00', '') : ''; }

  // A new one for each thing that is done; the same for its repeats.
  function newKey() {
    var bytes = [], i;
    if (window.crypto && window.crypto.getRandomValues) {
      bytes = window.crypto.getRandomValues(new Uint8Array(16));
    } else {
      for (i = 0; i < 16; ++i) bytes.push(Math.floor(Math.random() * 256));
    }
    var key = '';
    for (i = 0; i < 16; ++i) key += (bytes[i] + 256).toString(16).slice(1);
    return key;
  }

  function complain(text) {
    at('problem').textContent = text || '';
    show(at('problem'), !!text);
    if (text && at('problem').scrollIntoView) at('problem').scrollIntoView();
  }
  function problemText(request) {
    if (request.status === 0) return '连不上系统，请检查网络后重试。';
    try {
      var told = JSON.parse(request.responseText);
      return told.title + '：' + told.detail + (request.status >= 500 ? '（跟踪号 ' + told.trace + '）' : '');
    } catch (unreadable) {
      return '系统没有正常应答（' + request.status + '），请稍后重试。';
    }
  }

  function open(method, path) {
    var request = new XMLHttpRequest();
    request.open(method, path);
    if (token) request.setRequestHeader('Authorization', 'Bearer ' + token);
    return request;
  }
  // failed(text, status, problem), where it is named, instead of a complaint.
  function ask(method, path, body, done, failed, key, headers) {
    var request = open(method, path);
    if (method === 'POST') request.setRequestHeader('Idempotency-Key', key || newKey());
    Object.keys(headers || {}).forEach(function (name) { request.setRequestHeader(name, headers[name]); });
    request.onload = function () {
      if (request.status >= 200 && request.status < 300) return done(JSON.parse(request.responseText));
      var problem = null;
      try { problem = JSON.parse(request.responseText); } catch (unreadable) { /* its status says enough */ }
      (failed || complain)(problemText(request), request.status, problem);
    };
    request.onerror = function () { (failed || complain)(problemText(request), 0, null); };
    request.send(body);
  }
  // A file, put where the browser puts what is downloaded; failed(status). The button waits meanwhile.
  function download(path, name, button, failed) {
    var request = open('GET', path), text = button.textContent;
    request.responseType = 'blob';
    button.disabled = true;
    button.textContent = '正在取……';
    function ended() {
      button.disabled = false;
      button.textContent = text;
    }
    request.onload = function () {
      ended();
      if (request.status !== 200) return failed(request.status);
      var link = make('a');
      link.href = URL.createObjectURL(request.response);
      link.download = name;
      add(document.body, link);
      link.click();
      document.body.removeChild(link);
      window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
    };
    request.onerror = function () { ended(); failed(0); };
    request.send();
  }

  // Signing in and out -------------------------------------------------------------------------------------------

  function may(self, what) { return self.may.indexOf(what) >= 0; }
  function remember(value) {
    try {
      if (value) window.sessionStorage.setItem(STORE, value); else window.sessionStorage.removeItem(STORE);
    } catch (refused) { /* then it is asked for again */ }
  }
  function signIn(value, quietly) {
    token = value;
    ask('GET', '/api/v1/me', null, function (self) {
      remember(token);
      complain('');
      at('who-name').textContent = self.name;
      show(at('who'), true);
      show(at('sign-in'), false);
      show(at('upload'), may(self, 'POST /api/v1/uploads'));
      show(at('follow'), may(self, 'GET /api/v1/uploads/{upload}'));
      show(at('look-up'), may(self, 'POST /api/v1/lookups'));
      show(at('counts'), may(self, 'GET /api/v1/counts'));
      seesBoards = may(self, 'GET /api/v1/boards/{event}/{group}/{delegation}');
      showPlaces();
      if (may(self, 'GET /api/v1/counts')) loadCounts();
      shared.signedIn.forEach(function (work) { work(self); });
    }, function (text, status) {
      token = '';
      if (status === 401) remember('');
      if (!quietly) complain(status === 401 ? '令牌无效，请核对后重试。' : text);
    });
  }
  function signOut() {
    remember('');
    window.location.reload();
  }

  // Handing a file in --------------------------------------------------------------------------------------------

  var handed = null;  // {file, key}: a repeat of the same file goes under the same key
  function handIn() {
    var file = at('file').files[0];
    if (!file) return;
    if (!handed || handed.file !== file) handed = { file: file, key: newKey() };
    var request = open('POST', '/api/v1/uploads');
    request.setRequestHeader('Idempotency-Key', handed.key);
    request.setRequestHeader('File-Name', encodeURIComponent(file.name));
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    complain('');
    at('upload-go').disabled = true;
    show(at('sending'), true);
    at('sending-part').style.width = '0';
    at('sending-text').textContent = '正在上传……';
    if (request.upload) {
      request.upload.onprogress = function (event) {
        if (event.lengthComputable) at('sending-part').style.width = 100 * event.loaded / event.total + '%';
      };
    }
    function ended() { at('upload-go').disabled = false; }
    request.onload = function () {
      ended();
      if (request.status !== 201) {
        at('sending-text').textContent = '';
        return complain(problemText(request));
      }
      var receipt = JSON.parse(request.responseText);
      at('sending-part').style.width = '100%';
      at('sending-text').textContent = '已收到，回执号 ' + receipt.upload + '，本单位第 ' + receipt.number + ' 份，' +
        when(receipt.accepted_at) + (receipt.training ? '（演练）' : '');
      at('upload-id').value = receipt.upload;
      follow(receipt.upload);
    };
    request.onerror = function () {
      ended();
      at('sending-text').textContent = '';
      complain('上传中断，请重新点“提交”，不会重复报名。');
    };
    request.send(file);
  }

  // Following an upload: server-sent events, read as they come; by polling where that does not work -----------------

  function follow(upload) {
    if (following) following.abort();
    show(at('outcome'), false);
    var request = open('GET', '/api/v1/uploads/' + encodeURIComponent(upload) + '/events');
    var read = 0, over = false, stopped = false;
    following = { abort: function () { stopped = true; request.abort(); } };
    var mine = following;
    function take() {
      var text = request.responseText, end;
      while ((end = text.indexOf('\n\n', read)) >= 0) {
        var event = /^event: (\w+)\ndata: (.*)$/.exec(text.slice(read, end));
        read = end + 2;
        if (!event) continue;
        over = event[1] === 'done';
        showOutcome(JSON.parse(event[2]));
      }
    }
    request.onprogress = function () { if (request.status === 200) take(); };
    request.onload = function () {
      if (request.status !== 200) {
        if (request.status === 503) return poll(upload, mine);
        return complain(problemText(request));
      }
      take();
      if (!over) poll(upload, mine);
    };
    request.onerror = function () { if (!stopped) poll(upload, mine); };
    request.send();
  }
  function poll(upload, mine) {
    if (following !== mine) return;
    ask('GET', '/api/v1/uploads/' + encodeURIComponent(upload), null, function (told) {
      if (following !== mine) return;
      showOutcome(told);
      if (told.stage !== 'complete' && told.stage !== 'refused') window.setTimeout(function () { poll(upload, mine); }, POLL_MS);
    });
  }

  function fillRows(table, headings, rows) {
    empty(table);
    if (rows.length === 0) return;
    var head = make('tr');
    headings.forEach(function (heading) { add(head, make('th', heading)); });
    add(table, head);
    rows.forEach(function (row) {
      var line = make('tr');
      row.forEach(function (cell) {
        add(line, make('td', cell.text === undefined ? cell : cell.text,
          cell.kind || (typeof cell === 'number' ? 'number' : '')));
      });
      add(table, line);
    });
  }
  function showOutcome(told) {
    complain('');
    show(at('outcome'), true);
    at('outcome-head').textContent = told.file_name + '，第 ' + told.number + ' 份，' + when(told.accepted_at) +
      (told.training ? '（演练）' : '');
    at('outcome-part').style.width = told.rows > 0 ? 100 * told.filled / told.rows + '%' : '0';
    var words = { stored: '已收到，等待读取', judging: '正在审核', complete: '审核完毕', refused: '不能受理' };
    at('outcome-text').textContent = (words[told.stage] || told.stage) + '：' + (told.stage === 'refused' ? told.refusal :
      '共 ' + told.rows + ' 行，已有结果 ' + told.filled + ' 行' +
      (told.withdrawn ? '，撤回 ' + told.withdrawn + ' 行' : '') +
      (told.conflicts ? '，其中与别的单位所填不一致 ' + told.conflicts + ' 行' : '') +
      (told.overtaken ? '，已被新的上传取代 ' + told.overtaken + ' 行' : ''));
    fillRows(at('outcome-verdicts'), ['结果', '行数'], ['accepted', 'needs_evidence', 'refused', 'returned']
      .filter(function (name) { return told.verdicts[name]; })
      .map(function (name) { return [{ text: VERDICTS[name], kind: name }, told.verdicts[name]]; }));
    var reasons = [];
    Object.keys(told.faults).forEach(function (rule) { reasons.push([RULES[rule] || rule, '不符合', told.faults[rule]]); });
    Object.keys(told.evidence).forEach(function (rule) { reasons.push([RULES[rule] || rule, '需补材料', told.evidence[rule]]); });
    reasons.sort(function (a, b) { return b[2] - a[2]; });
    fillRows(at('outcome-reasons'), ['规则', '原因', '行数'], reasons);
    empty(at('outcome-remarks'));
    told.remarks.slice(0, 20).forEach(function (remark) { add(at('outcome-remarks'), make('li', remark)); });
    show(at('outcome-book'), told.stage === 'complete');
    at('outcome-book').onclick = function () { fetchBook(told.upload, told.number); };
  }
  function fetchBook(upload, number) {
    download('/api/v1/uploads/' + encodeURIComponent(upload) + '/outcome.xlsx', '结果表-' + number + '.xlsx',
      at('outcome-book'), function (status) {
        complain(status === 409 ? '结果表还没有生成，请稍后再试。' : '没有取到结果表，请稍后重试。');
      });
  }

  // Looking entries up ---------------------------------------------------------------------------------------------

  function lookUp(wanted) {
    complain('');
    empty(at('entries'));
    if (/^[0-9a-f]{32}$/.test(wanted)) {
      ask('GET', '/api/v1/entries/' + wanted, null, function (entry) { showEntry(entry); });
    } else {
      ask('POST', '/api/v1/lookups', JSON.stringify({ document: wanted }), function (found) {
        found.entries.forEach(showEntry);
      });
    }
  }
  function showEntry(entry) {
    var box = at('entries');
    var head = make('h3', (entry.event_name || '赛项不明') + ' ' + (entry.group_name || '') + '，' +
      (entry.delegation_name || '代表队不明') + '：');
    add(head, make('span', entry.withdrawn ? '已撤回' : entry.conflict ? '退回修改（各单位所填不一致）' :
      VERDICTS[entry.verdict] || entry.verdict, entry.verdict));
    add(box, head, make('p', '报名编号 ' + entry.entry, 'hint'));
    if (entry.seat) add(box, make('p', '座位：第 ' + entry.seat.heat + ' 场 ' + entry.seat.station + ' 号工位'));
    if (entry.result) {
      add(box, make('p', '成绩：' + (entry.result.rank > 0 ? '总分 ' + entry.result.total + '，第 ' + entry.result.rank +
        ' 名' : '没有名次')));
    }
    if (entry.finals) {
      add(box, make('p', '决赛：' + ({ named: '入选', substitute: '第 ' + entry.finals.order + ' 替补' }[entry.finals.kind] ||
        '没有入选')));
    }
    entry.claims.forEach(function (claim) {
      var fields = claim.fields;
      add(box, make('p', fields.name + '，' + fields.document_type + ' ' + fields.document_number + '，手机 ' + fields.mobile +
        (fields.employer ? '，' + fields.employer : '')));
      add(box, make('p', claim.submitter + ' 第 ' + claim.upload_number + ' 份（' + claim.file_name + '）第 ' + claim.data_row +
        ' 行，' + when(claim.accepted_at) + (claim.withdrawn ? '，已撤回' : ''), 'hint'));
      var table = make('table', null, 'clauses');
      fillRows(table, ['规则', '结果', '说明', '依据'], claim.findings.map(function (finding) {
        return [RULES[finding.rule] || finding.rule, { text: RESULTS[finding.result] || finding.result, kind: finding.result },
          finding.text, finding.clause];
      }));
      add(box, table);
    });
  }

  // Counts ---------------------------------------------------------------------------------------------------------

  function loadCounts() {
    ask('GET', '/api/v1/counts', null, function (told) {
      counts = told;
      showCounts();
      shared.counted.forEach(function (work) { work(told); });
    });
  }
  function inState(board, state) {
    if (state !== 'all') return board[state];
    return STATES.reduce(function (sum, one) { return sum + board[one]; }, 0);
  }
  function showCounts() {
    var state = at('state').value, cells = {}, total = 0;
    counts.boards.forEach(function (board) {
      var place = board.event + ' ' + board.delegation;
      cells[place] = (cells[place] || 0) + inState(board, state);
      total += inState(board, state);
    });
    var columns = counts.delegations.map(function (one) { return { code: one.delegation, name: one.delegation_name }; });
    if (counts.boards.some(function (board) { return board.delegation === ''; })) columns.push({ code: '', name: '不明' });
    var rows = counts.events.map(function (one) { return { code: one.event, name: one.event_name, event: one }; });
    if (counts.boards.some(function (board) { return board.event === ''; })) rows.push({ code: '', name: '赛项不明' });
    var forecast = counts.viability_min !== undefined;
    at('counts-text').textContent = '合计 ' + total + (forecast ? '；预计进入决赛不足 ' + counts.viability_min + ' 的标红' : '');
    var table = at('matrix'), head = make('tr');
    empty(table);
    add(head, make('th', '赛项'));
    columns.forEach(function (column) { add(head, make('th', column.name)); });
    add(head, make('th', '合计'));
    if (forecast) add(head, make('th', '决赛预计'));
    add(table, head);
    rows.forEach(function (row) {
      var line = add(make('tr'), make('th', row.code + ' ' + row.name)), sum = 0;
      columns.forEach(function (column) {
        var n = cells[row.code + ' ' + column.code] || 0;
        sum += n;
        var cell = make('td', n === 0 ? '·' : seesBoards ? null : n, n === 0 ? 'number none' : 'number');
        if (n > 0 && seesBoards) {
          var button = make('button', n, 'link');
          button.type = 'button';
          button.onclick = function () { showBoard(row, column); };
          add(cell, button);
        }
        add(line, cell);
      });
      add(line, make('td', sum, 'number'));
      if (forecast) {
        add(line, row.event ? make('td', row.event.forecast, row.event.enough ? 'number' : 'number few') : make('td', ''));
      }
      add(table, line);
    });
    var last = add(make('tr'), make('th', '合计'));
    columns.forEach(function (column) {
      add(last, make('td', rows.reduce(function (sum, row) {
        return sum + (cells[row.code + ' ' + column.code] || 0);
      }, 0), 'number'));
    });
    add(last, make('td', total, 'number'));
    if (forecast) add(last, make('td', ''));
    add(table, last);
  }
  function showBoard(row, column) {
    var box = at('board'), state = at('state').value;
    empty(box);
    add(box, make('h3', row.name + '，' + column.name));
    counts.boards.forEach(function (board) {
      if (board.event !== row.code || board.delegation !== column.code || !board.event || !board.group || !board.delegation) return;
      var list = make('table');
      add(box, make('p', { worker: '职工组', student: '学生组' }[board.group] || board.group), list);
      ask('GET', '/api/v1/boards/' + [board.event, board.group, board.delegation].map(encodeURIComponent).join('/'), null,
        function (told) {
          told.places.filter(function (place) { return state === 'all' || place.state === state; }).forEach(function (place) {
            var button = make('button', place.entry, 'link');
            button.type = 'button';
            button.onclick = function () { shared.lookUp(place.entry); };
            add(list, add(make('tr'), add(make('td'), button), make('td', VERDICTS[place.state] || '已撤回', place.state)));
          });
          if (told.cursor) add(list, add(make('tr'), make('td', '还有更多，请用命令行 naadam entries 查看全部。')));
        });
    });
    box.scrollIntoView();
  }

  // -------------------------------------------------------------------------------------------------------------------

  function on(form, work) {
    at(form).onsubmit = function (event) {
      event.preventDefault();
      work();
    };
  }
  on('sign-in-form', function () { signIn(at('token').value.trim()); });
  on('upload-form', handIn);
  on('follow-form', function () { follow(at('upload-id').value.trim()); });
  on('look-up-form', function () { lookUp(at('wanted').value.trim()); });
  on('counts-form', loadCounts);
  at('state').onchange = function () { if (counts) showCounts(); };
  at('sign-out').onclick = signOut;
  // What contests.js uses, and where it waits for somebody to sign in.
  var shared = window.naadam = {
    at: at, show: show, empty: empty, make: make, add: add, when: when, newKey: newKey, on: on, may: may,
    complain: complain, ask: ask, showPlaces: showPlaces, download: download, fillRows: fillRows, signedIn: [], counted: [],
    lookUp: function (entry) {
      at('wanted').value = entry;
      lookUp(entry);
      at('look-up').scrollIntoView();
    }
  };
  try { token = window.sessionStorage.getItem(STORE) || ''; } catch (refused) { token = ''; }
  if (token) signIn(token, true);
}());
