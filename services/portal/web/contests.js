// Draws, marks, results and the finals on the page. ES5, as portal.js, from which it takes what both need.
(function () {
  'use strict';

  var page = window.naadam;
  var at = page.at, show = page.show, empty = page.empty, make = page.make, add = page.add;
  var GROUPS = { worker: '职工组', student: '学生组', '': '全部组别' };
  var DRAW_PHASES = { committing: '承诺', frozen: '名单已定', published: '已公布' };
  var PHASES = { waiting: '还没有抽签', open: '录入中', published: '已公布', correcting: '更正中' };
  var STEPS = { open: '开始', commit: '承诺', freeze: '定名单', reveal: '公开秘密', publish: '公布', redraw: '重新抽签',
    substitute: '递补', 'import': '录入', decide: '裁决', nominate: '定名单', scheme: '评分标准' };
  var PRESENCES = { competed: '', absent: '缺席', disqualified: '取消资格', withdrawn: '退赛' };

  var self = null;             // who is signed in
  var names = {};              // of events and delegations, by code
  var shownMarks = null;       // the contest on view

  function name(code) { return names[code] || code; }
  function may(what) { return self !== null && page.may(self, what); }
  // Steps for a delegation are taken by its league and by the region.
  function actsFor(what, delegation) {
    return may(what) && (self.role !== 'league' || self.delegation === delegation);
  }
  function phaseOf(contest) {
    return contest.phase === 'open' && !contest.marked ? '还没有成绩' : PHASES[contest.phase] || contest.phase;
  }
  function link(text, work) {
    var button = make('button', text, 'link');
    button.type = 'button';
    button.onclick = work;
    return button;
  }
  function button(text, work) {
    var made = make('button', text);
    made.type = 'button';
    made.onclick = work;
    return made;
  }
  function options(select, list, first) {
    empty(select);
    if (first) list = [first].concat(list);
    list.forEach(function (one) {
      var option = make('option', one.text);
      option.value = one.value;
      add(select, option);
    });
  }
  function pathOf(contest) {
    var parts = contest.round === 'final' ? ['final', contest.event, 'all', 'region'] :
      ['trial', contest.event, contest.group, contest.delegation];
    return parts.map(encodeURIComponent).join('/');
  }
  function titleOf(contest) {
    return (contest.event_name || name(contest.event)) + ' ' + (contest.round === 'final' ? '决赛' :
      (contest.group_name || GROUPS[contest.group] || contest.group) + '，' +
      (contest.delegation_name || name(contest.delegation)));
  }
  function steps(box, list) {
    if (!list || list.length === 0) return;
    var table = make('table');
    page.fillRows(table, ['步骤', '办理人', '时间', '说明'], list.map(function (one) {
      return [STEPS[one.step] || one.step, one.by, page.when(one.at), one.note];
    }));
    add(box, add(make('div', null, 'wide'), table));
  }
  function fileOf(path, fileName, text) {
    var made = button(text, function () {
      page.download(path, fileName, made, function (status) {
        page.complain(status === 401 || status === 403 ? '还没有公布，暂时不能下载。' : '没有取到文件，请稍后重试。');
      });
    });
    return made;
  }

  // Draws ----------------------------------------------------------------------------------------------------------

  function loadDraws() {
    page.ask('GET', '/api/v1/draws', null, function (told) {
      show(at('draws'), told.draws.length > 0);
      page.showPlaces();
      var table = at('draw-list'), head = make('tr');
      empty(table);
      ['抽签', '编号', '进行到', '报名', '承诺', '公开', ''].forEach(function (text) { add(head, make('th', text)); });
      add(table, head);
      told.draws.forEach(function (draw) {
        add(table, add(make('tr'), make('td', draw.round === 'final' ? '决赛' : draw.delegation_name + ' 选拔赛'),
          make('td', draw.draw), make('td', DRAW_PHASES[draw.phase] || draw.phase), make('td', draw.entries, 'number'),
          make('td', draw.commitments.length, 'number'), make('td', draw.reveals.length, 'number'),
          add(make('td'), link('查看', function () { showDraw(draw); }))));
      });
    }, self ? undefined : function () { /* a stranger is told what there is, if it can be had */ });
  }
  function showDraw(draw) {
    var box = at('draw');
    empty(box);
    add(box, make('h3', draw.round === 'final' ? '决赛抽签' : draw.delegation_name + ' 选拔赛抽签'),
      make('p', '公共随机数：' + draw.source + '，' + page.when(draw.value_at) + ' 产生' +
        (draw.public_text ? '，值为 ' + draw.public_text : '')),
      make('p', '承诺：' + (draw.commitments.join('、') || '无') + '；公开：' + (draw.reveals.join('、') || '无') +
        (draw.left_out.length ? '；没有公开因而不计入：' + draw.left_out.join('、') : '')));
    if (draw.reason) add(box, make('p', '重新抽签，代替 ' + draw.replaces + '：' + draw.reason));
    if (draw.list) add(box, make('p', '名单 SHA-256 ' + draw.list, 'hint'));
    add(box, fileOf('/api/v1/draws/' + draw.round + '/' + (draw.delegation || 'region') + '/record.json',
      '抽签记录-' + draw.draw + '.json', '下载抽签记录'));
    steps(box, draw.steps);
    box.scrollIntoView();
  }

  // Marks ----------------------------------------------------------------------------------------------------------

  function pickedMarks() {
    var picked = { round: at('marks-round').value, event: at('marks-event').value, group: at('marks-group').value,
      delegation: at('marks-delegation').value };
    if (picked.round === 'final') picked.group = picked.delegation = '';
    return picked;
  }
  function showRound() {
    var trial = at('marks-round').value === 'trial';
    show(at('marks-group'), trial);
    show(at('marks-delegation'), trial);
  }
  function loadMarks(contest, text) {
    page.complain('');
    page.ask('GET', '/api/v1/marks/' + pathOf(contest), null, function (told) {
      shownMarks = told;
      handed = null;
      show(at('standing'), true);
      empty(at('sheet-faults'));
      at('sheet-text').textContent = text || '';
      at('sheet-text').className = text ? 'done' : '';
      at('standing-head').textContent = titleOf(told);
      at('standing-text').textContent = standingText(told);
      at('standing-numbers').textContent = told.numbers && told.numbers.length ? '参赛号：' + told.numbers.join('、') : '';
      show(at('sheet-form'), may('POST /api/v1/marks/{round}/{event}/{group}/{delegation}'));
      show(at('sheet-reason'), told.version > 0);
      show(at('sheet-reason-label'), told.version > 0);
      ranks(at('standing-ranks'), told);
    }, function (problem) {
      show(at('standing'), false);
      page.complain(problem);
    });
  }
  function standingText(told) {
    var text = phaseOf(told);
    if (told.version) text += '，第 ' + told.version + ' 版成绩';
    text += '：出场 ' + told.starts + ' 人，已录 ' + told.marked + ' 人' +
      (told.open_marks ? '，还缺 ' + told.open_marks + ' 项成绩' : '') + '。';
    (told.ties || []).forEach(function (tie) { text += tie.join('、') + ' 并列，待裁决。'; });
    return told.phase === 'published' || (told.ties || []).length ? text : text + (told.why || '');
  }
  function ranks(table, told) {
    var entries = (told.ranked || []).some(function (one) { return one.entry; });
    var looksUp = may('GET /api/v1/entries/{entry}'), head = make('tr');
    empty(table);
    if (!told.ranked || told.ranked.length === 0) return;
    ['名次', '参赛号', '总分', ''].concat(entries ? ['报名编号'] : []).forEach(function (text) { add(head, make('th', text)); });
    add(table, head);
    told.ranked.forEach(function (one) {
      var remark = one.tied ? '并列' : PRESENCES[one.presence] === undefined ? one.presence : PRESENCES[one.presence];
      var line = add(make('tr'), make('td', one.rank || '', 'number'), make('td', one.number),
        make('td', one.total === undefined ? '' : one.total, 'number'), make('td', remark));
      if (entries) {
        add(line, looksUp ? add(make('td'), link(one.entry, function () { page.lookUp(one.entry); })) :
          make('td', one.entry, 'hint'));
      }
      add(table, line);
    });
  }

  var handed = null;  // {file, reason, key}: a repeat of the same goes under the same key
  function handSheetIn() {
    var file = at('sheet').files[0], reason = at('sheet-reason').value.trim();
    if (!file || !shownMarks) return;
    if (!handed || handed.file !== file || handed.reason !== reason) {
      handed = { file: file, reason: reason, key: page.newKey() };
    }
    var contest = shownMarks, headers = { 'File-Name': encodeURIComponent(file.name), 'Content-Type': 'application/octet-stream' };
    if (reason) headers.Reason = encodeURIComponent(reason);
    page.complain('');
    empty(at('sheet-faults'));
    at('sheet-text').className = '';
    at('sheet-text').textContent = '正在提交……';
    at('sheet-go').disabled = true;
    page.ask('POST', '/api/v1/marks/' + pathOf(contest), file, function (told) {
      at('sheet-go').disabled = false;
      at('sheet').value = at('sheet-reason').value = '';
      loadMarks(contest, (told.again ? '这份成绩表以前录入过，仍是' : '已录入，是') + '第 ' + told.version + ' 版。' +
        (told.remarks || []).join(''));
      if (!at('results').hidden) loadResults();
    }, function (text, status, problem) {
      at('sheet-go').disabled = false;
      at('sheet-text').textContent = '';
      if (!problem || problem.code !== 'sheet_refused') return page.complain(text);
      at('sheet-text').className = 'fail';
      at('sheet-text').textContent = '成绩表没有录入，共有 ' + problem.faults_total + ' 处错误，请逐项改正后重新提交：';
      page.fillRows(at('sheet-faults'), ['行', '列', '怎么改'], problem.faults.map(function (one) {
        return [one.row ? { text: one.row, kind: 'number' } : '', one.column, one.text];
      }));
    }, handed.key, headers);
  }

  // Results --------------------------------------------------------------------------------------------------------

  function loadResults() {
    var round = at('results-round').value, delegation = at('results-delegation').value;
    show(at('results-delegation'), round === 'trial');
    page.ask('GET', '/api/v1/results?round=' + round + (round === 'trial' ? '&delegation=' + encodeURIComponent(delegation) : ''),
      null, function (told) {
        var table = at('result-list'), head = make('tr');
        show(at('results'), self !== null || told.contests.length > 0);
        page.showPlaces();
        at('results-text').textContent = told.contests.length ? '共 ' + told.contests.length + ' 场' : '还没有' +
          (self ? '抽过签的' : '公布的') + '场次。';
        empty(table);
        if (told.contests.length === 0) return;
        ['赛项', '组别', '代表队', '出场', '已录', '待裁决', '进行到', ''].forEach(function (text) { add(head, make('th', text)); });
        add(table, head);
        told.contests.forEach(function (one) {
          one.round = round;
          add(table, add(make('tr'), make('td', one.event_name || name(one.event)),
            make('td', one.group_name || GROUPS[one.group] || one.group),
            make('td', one.delegation_name || name(one.delegation)), make('td', one.starts, 'number'),
            make('td', one.marked === undefined ? '' : one.marked, 'number'), make('td', one.ties || '', one.ties ? 'number few' : 'number'),
            make('td', phaseOf(one), one.phase === 'published' ? 'done' : ''),
            add(make('td'), link('查看', function () { loadResult(one); }))));
        });
      }, self ? undefined : function () { /* as for draws */ });
  }
  function loadResult(contest, text) {
    page.complain('');
    page.ask('GET', '/api/v1/results/' + pathOf(contest), null, function (told) { showResult(told, text); });
  }
  function showResult(told, text) {
    var box = at('result'), path = '/api/v1/results/' + pathOf(told), table = make('table');
    empty(box);
    add(box, make('h3', titleOf(told)));
    if (text) add(box, make('p', text, 'done'));
    var published = '已由 ' + told.published_by + ' 于 ' + page.when(told.published_at) + ' 公布。';
    var correcting = told.phase === 'correcting', inside = correcting && told.published_ranked;
    if (correcting) {
      add(box, make('p', '更正中，自 ' + page.when(told.correcting_since) + ' 起。重新公布之前，以原公布的成绩为准，原成绩' + published, 'fail'));
    }
    if (inside) {
      var standing = make('table');
      ranks(standing, { ranked: told.published_ranked });
      add(box, add(make('div', null, 'wide'), standing), make('p', '更正后的成绩（还没有公布）：'));
    }
    if (!correcting || inside) add(box, make('p', told.phase === 'published' ? published : standingText(told)));
    ranks(table, told);
    add(box, add(make('div', null, 'wide'), table));
    if (told.ranked && actsFor('POST /api/v1/results/{round}/{event}/{group}/{delegation}/publish', told.delegation) &&
        told.phase !== 'published' && !told.why && !(told.ties || []).length) {
      var publish = button('公布成绩', function () {
        if (!window.confirm('公布 ' + titleOf(told) + ' 的成绩？\n公布后任何人都能看到名次，并给每位选手发短信。')) return;
        publish.disabled = true;
        page.ask('POST', path + '/publish', null, function () { loadResult(told, '已公布。'); loadResults(); loadFinals(); },
          function (problem) {
            publish.disabled = false;
            page.complain(problem);
          });
      });
      add(box, publish);
    }
    if (told.phase === 'published' || correcting) {
      add(box, fileOf(path + '/record.json', '成绩记录-' + told.event + '-' + (told.group || 'all') + '.json', '下载成绩记录'),
        make('p', '成绩记录可以在任何电脑上用 naadam rank 重新排名，结果必须一样。', 'hint'));
    }
    if (actsFor('POST /api/v1/results/{round}/{event}/{group}/{delegation}/decide', told.delegation)) {
      (told.ties || []).forEach(function (tie) { tieForm(box, path, told, tie); });
    }
    steps(box, told.steps);
    box.scrollIntoView();
  }
  function tieForm(box, path, told, tie) {
    var form = make('form'), order = make('input', null, 'long'), reason = make('input', null, 'long');
    order.value = tie.join(' ');
    order.required = reason.required = true;
    order.setAttribute('aria-label', '名次从高到低');
    reason.placeholder = '裁决的理由';
    reason.setAttribute('aria-label', '裁决的理由');
    add(box, add(form, make('label', tie.join('、') + ' 并列：按裁决的名次从高到低写参赛号'), order, reason, make('button', '裁决')));
    form.onsubmit = function (event) {
      event.preventDefault();
      page.ask('POST', path + '/decide', JSON.stringify({ order: order.value.trim().split(/[\s,，、]+/), reason: reason.value.trim() }),
        function () { loadResult(told, '已裁决。'); loadResults(); });
    };
  }

  // The finals -----------------------------------------------------------------------------------------------------

  function loadFinals() {
    page.ask('GET', '/api/v1/finals', null, function (told) {
      var acts = may('POST /api/v1/finals/{delegation}/nominate'), table = at('finals-list'), head = make('tr');
      show(at('finals'), acts || told.finals.length > 0);
      page.showPlaces();
      show(at('nominate'), acts);
      at('finals-text').textContent = told.finals.length ? '每个代表队每个赛项前两名入选，其后为替补。' : '还没有决赛名单。';
      empty(table);
      if (told.finals.length === 0) return;
      ['赛项', '代表队', '入选', '替补', '状态'].forEach(function (text) { add(head, make('th', text)); });
      add(table, head);
      told.finals.forEach(function (one) {
        add(table, add(make('tr'), make('td', one.event_name || name(one.event)),
          make('td', one.delegation_name || name(one.delegation)), people(one.named), people(one.substitutes),
          (one.outdated || []).length ? make('td', '名单依据的成绩已更正，待重新提名', 'fail') :
            make('td', PHASES[one.phase] || one.phase, one.phase === 'published' ? 'done' : '')));
      });
    }, self ? undefined : function () { /* as for draws */ });
  }
  function people(list) {
    var cell = make('td');
    (list || []).forEach(function (one) {
      var text = (GROUPS[one.group] ? GROUPS[one.group] + ' ' : '') + one.number + '（第 ' + one.rank + ' 名，' + one.total + ' 分）';
      add(cell, may('GET /api/v1/entries/{entry}') ? add(make('div'), link(text, function () { page.lookUp(one.entry); })) :
        make('div', text));
    });
    return cell;
  }
  function nominate() {
    var delegation = at('nominate-delegation').value;
    if (!window.confirm('确定 ' + name(delegation) + ' 的决赛名单？\n按已公布的名次，每个赛项前两名入选；入选者和替补会收到短信。')) return;
    at('nominate-go').disabled = true;
    page.ask('POST', '/api/v1/finals/' + encodeURIComponent(delegation) + '/nominate', null, function (told) {
      at('nominate-go').disabled = false;
      page.complain(told.refused.map(function (one) { return name(one.event) + '：' + one.text; }).join('\n'));
      loadFinals();
    }, function (problem) {
      at('nominate-go').disabled = false;
      page.complain(problem);
    });
  }

  // -------------------------------------------------------------------------------------------------------------------

  function learn(told) {
    told.events.forEach(function (one) { names[one.event] = one.event_name; });
    told.delegations.forEach(function (one) { names[one.delegation] = one.delegation_name; });
    return told.delegations.map(function (one) { return { value: one.delegation, text: one.delegation_name }; });
  }
  function fillSelects(told) {
    var delegations = learn(told);
    options(at('marks-event'), told.events.map(function (one) { return { value: one.event, text: one.event + ' ' + one.event_name }; }));
    options(at('marks-delegation'), delegations);
    options(at('nominate-delegation'), delegations);
    loadResults();
    loadFinals();
  }
  page.signedIn.push(function (who) {
    self = who;
    show(at('marks'), may('GET /api/v1/marks/{round}/{event}/{group}/{delegation}'));
    page.showPlaces();
    loadDraws();
    if (!may('GET /api/v1/counts')) {
      loadResults();
      loadFinals();
    }
  });
  page.counted.push(function (told) {
    if (at('marks-event').options.length === 0) fillSelects(told);
  });
  page.on('marks-form', function () { loadMarks(pickedMarks()); });
  page.on('sheet-form', handSheetIn);
  page.on('results-form', loadResults);
  at('marks-round').onchange = showRound;
  at('results-round').onchange = loadResults;
  at('results-delegation').onchange = loadResults;
  at('nominate-go').onclick = nominate;
  function loadPublished() {
    loadDraws();
    loadResults();
    loadFinals();
  }
  page.ask('GET', '/api/v1/edition', null, function (told) {
    options(at('results-delegation'), learn(told), { value: '', text: '全部代表队' });
    loadPublished();
  }, loadPublished);
}());
