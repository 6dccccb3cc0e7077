-- Sends the requests of a file in turn. Each line has a path, the value of
-- Accept-Encoding and the entity tag, the last two of which may be missing.
local requests, last = {}, 0

function init(args)
	for line in io.lines(args[1]) do
		local path, encoding, tag = line:match("^([^\t]+)\t?([^\t]*)\t?(.*)$")
		local headers = { ["Host"] = "cal.example.org", ["User-Agent"] = "Mac OS X/14.5 (23F79) dataaccessd/1.0" }
		if encoding ~= "" then headers["Accept-Encoding"] = encoding end
		if tag ~= "" then headers["If-None-Match"] = tag end
		requests[#requests + 1] = wrk.format("GET", path, headers)
	end
end

function request()
	last = last % #requests + 1
	return requests[last]
end

function done(summary, latency)
	local e = summary.errors
	io.write(string.format('summary {"requests":%d,"microseconds":%d,"octets":%d,"failed":%d}\n',
		summary.requests, summary.duration, summary.bytes, e.connect + e.read + e.write + e.status + e.timeout))
end
