const frames = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';

/** The lines that move on a terminal now; parallel work shares them. */
const shown: Progress[] = [];
let ticker: NodeJS.Timeout | undefined;
let lines = 0;

/** One line that says what is going on: it turns on a terminal, and is written once at its end elsewhere. */
export class Progress {
  private readonly started = performance.now();
  private readonly saying: string;

  constructor(saying: string) {
    this.saying = saying;
    if (!process.stdout.isTTY) {
      process.stdout.write(`${saying} …\n`);
      return;
    }
    shown.push(this);
    ticker ??= setInterval(draw, 100);
    draw();
  }

  end(word = 'done'): void {
    const line = `${this.saying}: ${word} after ${this.seconds()} s\n`;
    const place = shown.indexOf(this);
    if (place === -1) {
      process.stdout.write(line);
      return;
    }
    erase();
    shown.splice(place, 1);
    process.stdout.write(line);
    if (shown.length > 0) {
      draw();
    } else {
      clearInterval(ticker);
      ticker = undefined;
    }
  }

  frame(): string {
    const turn = Math.floor(performance.now() / 100) % frames.length;
    return `${frames.charAt(turn)} ${this.saying} … ${this.seconds()} s`;
  }

  private seconds(): string {
    const passed = (performance.now() - this.started) / 1000;
    return passed < 10 ? passed.toFixed(1) : passed.toFixed(0);
  }
}

function draw(): void {
  erase();
  // A line longer than the terminal would wrap, and could not be taken back.
  const width = (process.stdout.columns || 80) - 1;
  process.stdout.write(shown.map((progress) => progress.frame().slice(0, width) + '\n').join(''));
  lines = shown.length;
}

function erase(): void {
  if (lines > 0) process.stdout.write(`\x1b[${String(lines)}A\x1b[0J`);
  lines = 0;
}
