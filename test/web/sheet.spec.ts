import { sheetLimits, sheetName, sheetOf, type SeenPart } from '../../apps/web/src/app/compare/sheet.ts';

const part = (
  width: number,
  height: number,
  frame: SeenPart['frame'],
  stage = { width: 400, height: 300 },
): SeenPart => ({
  size: { width, height },
  frame,
  stage,
});

describe('UI7: the exported picture', () => {
  test('whole pictures are drawn whole, at the pixels of the sharpest, with room for names', () => {
    const whole = { left: 0, top: 0, width: 400, height: 300 };
    const sheet = sheetOf([part(800, 600, whole), part(400, 300, whole)], 2);
    expect(sheet.cells.map(({ source }) => source)).toEqual(Array(2).fill({ x: 0, y: 0, width: 1, height: 1 }));
    expect(sheet.cells.map(({ picture }) => [picture.width, picture.height])).toEqual([
      [800, 600],
      [800, 600],
    ]);
    const [first, second] = sheet.cells;
    expect(sheet.width).toBeGreaterThan(1600);
    expect(first?.caption.y).toBeGreaterThanOrEqual((first?.picture.y ?? 0) + 600);
    expect((second?.picture.x ?? 0) - 800).toBeGreaterThan(first?.picture.x ?? 0);
    expect(sheet.font).toBeGreaterThanOrEqual(13);
  });

  test('of one that is zoomed only what is seen is drawn', () => {
    const [cell] = sheetOf([part(1600, 1200, { left: -400, top: -600, width: 1600, height: 1200 })], 1).cells;
    expect(cell?.source).toEqual({ x: 0.25, y: 0.5, width: 0.25, height: 0.25 });
    expect([cell?.picture.width, cell?.picture.height]).toEqual([400, 300]);
  });

  test.each([
    [6, 3],
    [2, 2],
    [3, 1],
  ])('%i huge pictures in %i columns stay within what a browser can draw', (count, columns) => {
    const huge = part(30_000, 20_000, { left: 0, top: 0, width: 400, height: 267 });
    const sheet = sheetOf(Array<SeenPart>(count).fill(huge), columns);
    expect(Math.max(sheet.width, sheet.height)).toBeLessThanOrEqual(sheetLimits.side);
    expect(sheet.width * sheet.height).toBeLessThanOrEqual(sheetLimits.pixels);
    expect(sheet.width * sheet.height).toBeGreaterThan(sheetLimits.pixels * 0.5);
    for (const { caption } of sheet.cells) expect(caption.y + caption.height).toBeLessThanOrEqual(sheet.height);
  });

  test('the file is named after the images, and no system refuses the name', () => {
    expect(sheetName(['a.jpg', 'b.v2.png'])).toBe('a vs b.v2.png');
    expect(sheetName(['a/b:c*.jpg', 'd\n"e".jpg'])).toBe('a_b_c_ vs d_e_.png');
    expect(sheetName(['1.jpg', '2.jpg', '3.jpg', '4.jpg', '5.jpg'])).toBe('1 vs 2 vs 3 and 2 more.png');
    expect(sheetName(['x'.repeat(300), '🦩'.repeat(300)]).length).toBeLessThan(180);
  });
});
