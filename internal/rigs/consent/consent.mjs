// Answers the question whether followcal may write to a calendar, as people do:
//   node consent.mjs (approve|deny) ADDRESS
// opens it in Debian's Chromium with a new profile and clicks; pages of followcal
// on the way are judged by axe-core. It prints the heading of the last page. What
// is wrong goes to standard error with exit code 1.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const [choice, address] = process.argv.slice(2);
const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
let wrong = 0;

function complain(where, what) {
  wrong++;
  console.error(`${where}: ${what}`);
}

// judge looks at the page in a context of its own world, past the page's policy.
async function judge(page, scheme) {
  await page.emulateMedia({ colorScheme: scheme });
  const title = await page.title();
  const found = await page.evaluate(async (source) => {
    (0, eval)(source);
    const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await window.axe.run(document, { runOnly: rules });
    return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html).join(" ")}`);
  }, axe);
  for (const violation of found) complain(`${title} (${scheme})`, violation);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) complain(title, `it is ${wide} pixels wider than the screen`);
}

// follow clicks its way from the address to the last page.
async function follow(page, looks) {
  await page.goto(address);
  const go = page.getByRole("button", { name: "Continue to Google" });
  if (await go.count()) {
    await looks(page);
    await Promise.all([page.waitForNavigation(), go.click()]);
  }
  const target = choice === "approve" ? page.getByRole("button", { name: /robin@example\.com/ }) : page.getByRole("link", { name: "Deny" });
  await Promise.all([page.waitForNavigation(), target.click()]);
  await page.getByRole("heading", { name: /^Google Calendar is/ }).waitFor();
  await looks(page);
  return page.getByRole("heading", { level: 1 }).innerText();
}

// Playwright makes a new, empty profile in TMPDIR.
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  // The page's own policy holds, so that a form that it forbids shows; axe-core
  // needs none, for playwright evaluates beside it.
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  page.setDefaultTimeout(45_000); // a machine that is busy with other tests
  page.on("console", (m) => m.type() === "error" && /Content Security Policy/.test(m.text()) && !/eval/.test(m.text()) && complain("policy", m.text()));
  console.log(await follow(page, async (page) => {
    for (const scheme of ["light", "dark"]) await judge(page, scheme);
  }));
} finally {
  await browser.close();
}
if (wrong) process.exit(1);
