"""Asks for the address that is named, twice, as a subscription does, and writes
the calendar to standard output. The second poll must bring nothing new."""
import gzip
import sys
import urllib.error
import urllib.request

request = urllib.request.Request(sys.argv[1], headers={"Accept-Encoding": "gzip"})
with urllib.request.urlopen(request) as response:
    body = response.read()
    if response.headers["Content-Encoding"] == "gzip":
        body = gzip.decompress(body)
    request.add_header("If-None-Match", response.headers["ETag"])
try:
    urllib.request.urlopen(request)
    sys.exit("the second poll brought the calendar again")
except urllib.error.HTTPError as answer:
    if answer.code != 304:
        sys.exit(f"the second poll was answered {answer.code}")
sys.stdout.buffer.write(body)
