"""Reads a calendar with other people's programs and prints what takes place when.

    python read.py icalendar|vobject|radicale FILE

As JSON: [uid, start, end] in milliseconds since 1970. The file is what the example `feed` of the crate casework writes.
"""

import json
import re
import socket
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

READER, FILE = sys.argv[1:]
DATA = json.loads(Path(FILE).read_text())
UTC = timezone.utc
FROM, TO = (datetime.fromtimestamp(DATA[end] / 1000, UTC) for end in ("from", "to"))


def millis(moment):
    return round(moment.timestamp() * 1000)


def within(found):
    return [row for row in found if row[1] < DATA["to"] and row[2] > DATA["from"]]


def by_icalendar(text):
    import icalendar
    import recurring_ical_events

    events = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(FROM, TO)
    return [[str(it["UID"]), millis(it["DTSTART"].dt), millis(it["DTEND"].dt)] for it in events]


def by_vobject(text):
    import vobject

    calendar = vobject.readOne(text)
    found, moved = [], {}
    for event in calendar.vevent_list:
        if hasattr(event, "recurrence_id"):
            moved.setdefault(event.uid.value, {})[millis(event.recurrence_id.value)] = event
    for event in calendar.vevent_list:
        if hasattr(event, "recurrence_id"):
            continue
        lasts = event.dtend.value - event.dtstart.value
        # vobject reads rules in local time and gives them back with the zone.
        rules = event.getrruleset(addRDate=True)
        for start in rules:
            if millis(start) > DATA["to"] + 7 * 86_400_000:
                break
            other = moved.get(event.uid.value, {}).get(millis(start))
            start, end = (other.dtstart.value, other.dtend.value) if other else (start, start + lasts)
            found.append([event.uid.value, millis(start), millis(end)])
    return within(found)


def by_radicale(text):
    """Puts every series into a Radicale server, and has a CalDAV client search it there."""
    import caldav

    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        options = [f"--server-hosts=127.0.0.1:{port}", f"--storage-filesystem-folder={folder}", "--auth-type=none"]
        server = subprocess.Popen([sys.executable, "-m", "radicale", *options], stderr=subprocess.DEVNULL)
        try:
            client = caldav.DAVClient(f"http://127.0.0.1:{port}/", username="kart", password="kart")
            for _ in range(100):
                try:
                    calendar = client.principal().make_calendar("Kalender")
                    break
                except Exception:
                    time.sleep(0.1)
            head, zone, series = parts(text)
            for events in series.values():
                calendar.save_event("".join([head, zone, *events, "END:VCALENDAR\r\n"]))
            found = []
            for event in calendar.search(start=FROM, end=TO, event=True, expand=True):
                for it in event.icalendar_instance.walk("VEVENT"):
                    found.append([str(it["UID"]), millis(it["DTSTART"].dt), millis(it["DTEND"].dt)])
            return within(found)
        finally:
            server.terminate()
            server.wait()


def parts(text):
    """A server keeps one series in one file: the calendar's head, its time zone, and the events by their UID."""
    head = text[: text.index("BEGIN:VTIMEZONE")]
    # A method is for calendars that are sent, not for those that are kept.
    head = head.replace("METHOD:PUBLISH\r\n", "")
    zone = re.search(r"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n", text, re.S).group()
    series = {}
    for event in re.findall(r"BEGIN:VEVENT.*?END:VEVENT\r\n", text, re.S):
        series.setdefault(re.search(r"UID:(.*)\r\n", event).group(1), []).append(event)
    return head, zone, series


readers = {"icalendar": by_icalendar, "vobject": by_vobject, "radicale": by_radicale}
print(json.dumps(readers[READER](DATA["ics"])))
