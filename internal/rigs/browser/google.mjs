// Connects a calendar as people do:
//   node google.mjs URL [PICTURES]
// opens a link in Debian's Chromium with a new profile, on a telephone and at a
// desk, light and dark, goes on to Google and comes back, and opens the link again.
// axe-core judges each page. What is wrong goes to standard error with exit code 1.
// Pictures are taken where PICTURES names a folder.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const [address, pictures] = process.argv.slice(2);
const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const screens = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } };
let wrong = 0;

function complain(where, what) {
  wrong++;
  console.error(`${where}: ${what}`);
}

// judge looks at the page as it is, everywhere.
async function judge(page, name) {
  for (const [screen, size] of Object.entries(screens)) {
    for (const colorScheme of ["light", "dark"]) {
      const where = `google ${name} ${screen} ${colorScheme}`;
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      if (pictures) await page.screenshot({ path: `${pictures}/${where.replaceAll(" ", "-")}.png` });
      const found = await page.evaluate(async (source) => {
        (0, eval)(source);
        const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
        const { violations } = await window.axe.run(document, { runOnly: rules });
        return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html).join(" ")}`);
      }, axe);
      for (const violation of found) complain(where, violation);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) complain(where, `it is ${wide} pixels wider than the screen`);
    }
  }
}

// Playwright makes a new, empty profile in TMPDIR.
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const page = await (await browser.newContext()).newPage(); // under the pages' own policy
  page.setDefaultTimeout(45_000); // a machine that is busy with other tests
  await page.goto(address);
  const go = page.getByRole("button", { name: "Continue to Google" });
  const box = await go.boundingBox();
  if (box.height < 44) complain("link", "the button is smaller than a finger");
  await judge(page, "link");
  await Promise.all([page.waitForNavigation(), go.click()]);
  await page.getByRole("heading", { name: "Google Calendar is connected" }).waitFor();
  await judge(page, "connected");
  const used = await page.goto(address);
  await page.getByText(/^This link was used; .*\.$/).waitFor();
  if (used.status() !== 410) complain("used link", `the answer is ${used.status()}`);
  await judge(page, "used");
} finally {
  await browser.close();
}
if (wrong) process.exit(1);
