// Uses the page of an event as people do:
//   node event.mjs URL [PICTURES]
// opens it in Debian's Chromium with a new profile, on a telephone and at a desk,
// light and dark, and has axe-core judge it; on the telephone it says that the
// event is done. What is wrong goes to standard error with exit code 1. Pictures
// are taken where PICTURES names a folder.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const [address, pictures] = process.argv.slice(2);
const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const actions = ["done", "snooze", "replied", "dismiss"];
const screens = {
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desk: { viewport: { width: 1280, height: 900 } },
};
let wrong = 0;

function complain(where, what) {
  wrong++;
  console.error(`${where}: ${what}`);
}

// judge looks at the page as it is.
async function judge(page, where) {
  if (pictures) await page.screenshot({ path: `${pictures}/${where.replaceAll(" ", "-")}.png`, fullPage: true });
  const found = await page.evaluate(async (source) => {
    (0, eval)(source);
    const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await window.axe.run(document, { runOnly: rules });
    return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html).join(" ")}`);
  }, axe);
  for (const violation of found) complain(where, violation);
  const { wide, small } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    small: [...document.querySelectorAll("button, .button, label")]
      .filter((e) => e.getBoundingClientRect().height < 44 || e.getBoundingClientRect().width < 44)
      .map((e) => e.textContent.trim()),
  }));
  if (wide > 0) complain(where, `it is ${wide} pixels wider than the screen`);
  for (const text of small) complain(where, `${text} is smaller than a finger`);
}

// open fails where a page is not what was asked for.
async function open(page, url, status = 200) {
  const answer = await page.goto(url);
  if (answer.status() !== status) complain(url, `the answer is ${answer.status()}`);
}

// tap goes where a link or button leads.
async function tap(page, name) {
  const target = page.getByRole(name.role, { name: name.text, exact: true });
  await Promise.all([page.waitForNavigation(), target.tap()]);
}

async function look(browser, screen, scheme) {
  const context = await browser.newContext({ ...screens[screen], colorScheme: scheme, reducedMotion: "reduce", bypassCSP: true });
  const page = await context.newPage();
  page.on("request", (r) => {
    if (new URL(r.url()).origin !== new URL(address).origin) complain(screen, `it asks ${r.url()}`);
  });
  const where = `${screen} ${scheme}`;
  await open(page, address);
  await judge(page, `${where} event`);
  for (const action of where === "phone light" ? actions : ["replied"]) {
    await open(page, `${address}/${action}`);
    await judge(page, `${where} ${action}`);
  }
  if (where === "phone light") {
    await open(page, address);
    await page.addStyleTag({ content: "html { font-size: 200% }" });
    await judge(page, `${where} large text`);
  }
  await context.close();
}

// use confirms with fingers, without JavaScript and under the page's own policy.
async function use(browser) {
  const context = await browser.newContext({ ...screens.phone, javaScriptEnabled: false });
  const page = await context.newPage();
  await open(page, address);
  const box = await page.getByRole("link", { name: "Done", exact: true }).boundingBox();
  if (box.height < 44) complain("done", "the policy keeps the style sheet out");
  await tap(page, { role: "link", text: "Done" });
  await tap(page, { role: "button", text: "Yes, it is done" });
  if (page.url() !== address) complain("done", `it leads to ${page.url()}`);
  await page.getByRole("status").getByText("This is done.").waitFor();
  await page.reload();
  await page.getByText("This is done.").waitFor();
  await context.close();
}

async function after(browser, scheme) {
  const context = await browser.newContext({ ...screens.phone, colorScheme: scheme, bypassCSP: true });
  const page = await context.newPage();
  await open(page, address);
  await judge(page, `phone ${scheme} afterwards`);
  await open(page, address.slice(0, -3) + "AAA", 404);
  await judge(page, `phone ${scheme} unknown`);
  await context.close();
}

// Playwright makes a new, empty profile in TMPDIR.
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  for (const screen of Object.keys(screens)) for (const scheme of ["light", "dark"]) await look(browser, screen, scheme);
  await use(browser);
  for (const scheme of ["light", "dark"]) await after(browser, scheme);
} finally {
  await browser.close();
}
if (wrong) process.exit(1);
