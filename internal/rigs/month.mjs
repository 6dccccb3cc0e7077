// Draws what a person sees of a calendar file in a month view:
//   node month.mjs FILE.ics 2026-11-23 America/New_York OUT.png
// shows four weeks as on that day.
// The file is read by ical.js (Thunderbird's reader), drawn by EventCalendar
// in Debian's Chromium, and photographed.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ICAL from "ical.js";
import { chromium } from "playwright-core";

const [file, today, zone, picture] = process.argv.slice(2);
if (!picture) {
  console.error("usage: node month.mjs FILE.ics YYYY-MM-DD ZONE OUT.png");
  process.exit(2);
}

// One colour for each kind of event, by its category.
const colors = {
  "application-follow-up": "#1d6fb8",
  "interview-follow-up": "#7a3fb5",
  interview: "#b3261e",
  "thank-you": "#2e7d32",
  "move-on": "#6b7280",
};

function asEvent(component) {
  const event = new ICAL.Event(component);
  const category = component.getFirstPropertyValue("categories");
  return {
    id: event.uid,
    title: event.summary,
    allDay: event.startDate.isDate,
    start: event.startDate.toString(),
    end: event.endDate.toString(),
    backgroundColor: colors[category] ?? "#8a6d00",
  };
}

function readCalendar() {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
  const title = calendar.getFirstPropertyValue("x-wr-calname");
  return { title, events: calendar.getAllSubcomponents("vevent").map(asEvent) };
}

const asset = (name) =>
  readFileSync(fileURLToPath(import.meta.resolve(`@event-calendar/build/dist/${name}`)), "utf8");

const { title, events } = readCalendar();
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const page = await browser.newPage({
    timezoneId: zone, locale: "en-US", viewport: { width: 1280, height: 960 }, deviceScaleFactor: 1.5,
  });
  await page.clock.setFixedTime(`${today}T15:00:00Z`);
  await page.setContent(`<!doctype html><title>${title}</title><div id="month"></div>`);
  await page.addStyleTag({ content: asset("event-calendar.min.css") });
  await page.addStyleTag({ content: `
    body { margin: 0; padding: 20px 24px; font: 14px "DejaVu Sans", sans-serif; background: #fff; }
    .ec-event { font-size: 12px; border-radius: 4px; }
    .ec-title { font-size: 22px; }
  ` });
  await page.addScriptTag({ content: asset("event-calendar.min.js") });
  await page.evaluate(({ events, today }) => {
    window.EventCalendar.create(document.getElementById("month"), {
      view: "dayGridMonth",
      date: today,
      duration: { weeks: 4 },
      firstDay: 0,
      eventOrder: (a, b) => a.allDay !== b.allDay ? b.allDay - a.allDay : a.start - b.start || (a.title < b.title ? -1 : 1),
      dayMaxEvents: true,
      height: "760px",
      headerToolbar: { start: "title", center: "", end: "" },
      events,
    });
  }, { events, today });
  await page.screenshot({ path: picture, clip: { x: 0, y: 0, width: 1280, height: 800 } });
} finally {
  await browser.close();
}
console.log(`${events.length} events drawn to ${picture}`);
