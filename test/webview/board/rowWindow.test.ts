import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edgeScroll, gapAt, rowWindow, scrollToRow } from '../../../webview-ui/board/rowWindow.ts';

test('every row in view is drawn, and few beyond, wherever a list is scrolled', () => {
  for (const count of [0, 1, 7, 2000]) {
    for (let scrollTop = 0; scrollTop <= count * 104; scrollTop += 37) {
      const { first, end } = rowWindow({ scrollTop, height: 800, rowHeight: 104, count });
      assert.ok(end - first <= 24, `${first} to ${end}`);
      const last = Math.min(count, Math.ceil((scrollTop + 800) / 104));
      if (last > 0 && scrollTop < count * 104)
        assert.ok(first <= Math.floor(scrollTop / 104) && end >= last, `${scrollTop} of ${count}: ${first} to ${end}`);
    }
  }
});

test('a row comes into view by the shortest way, and one in view moves nothing', () => {
  const list = { scrollTop: 1000, height: 500, rowHeight: 100 };
  assert.equal(scrollToRow(3, list), 300);
  assert.equal(scrollToRow(12, list), 1000);
  assert.equal(scrollToRow(20, list), 1600);
});

test('the nearest gap counts, inside the list', () => {
  assert.deepEqual(
    [-50, 0, 49, 51, 260, 9000].map((y) => gapAt(y, 100, 3)),
    [0, 0, 0, 1, 3, 3],
  );
});

test('a list scrolls only near its edges, faster the nearer', () => {
  assert.equal(edgeScroll(300, 600), 0);
  assert.ok(edgeScroll(40, 600) < 0 && edgeScroll(2, 600) < edgeScroll(40, 600));
  assert.ok(edgeScroll(598, 600) > edgeScroll(560, 600) && edgeScroll(560, 600) > 0);
});
