// Reads a calendar with ical.js and prints what takes place when, as JSON: [uid, start, end] in milliseconds.
import fs from "node:fs";
import ICAL from "ical.js";

const { ics, from, to } = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const calendar = new ICAL.Component(ICAL.parse(ics));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
// Left to itself, ical.js gives an event the exceptions of all others in the calendar.
const alone = { strictExceptions: true, exceptions: [] };
const events = calendar.getAllSubcomponents("vevent").map((component) => new ICAL.Event(component, alone));
const found = [];
for (const event of events.filter((event) => !event.isRecurrenceException())) {
  for (const other of events) if (other.isRecurrenceException() && other.uid === event.uid) event.relateException(other);
  const next = event.iterator();
  // What was moved may lie before: the rule is read a little further than is asked for.
  for (let at = next.next(); at && at.toJSDate().getTime() < to + 7 * 86_400_000; at = next.next()) {
    const { startDate, endDate } = event.getOccurrenceDetails(at);
    const [start, end] = [startDate, endDate].map((time) => time.toJSDate().getTime());
    if (start < to && end > from) found.push([event.uid, start, end]);
  }
}
console.log(JSON.stringify(found));
