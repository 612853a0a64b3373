-- For wrk: asks for the paths of a file, one a line, in order, and from the start again at its end.
-- Prints one line of figures that bench/load.py reads.
-- Usage: wrk -t1 ... -s bench/load.lua http://127.0.0.1:PORT -- FILE

local requests, position = {}, 0

function init(arguments)
  for path in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
end

function request()
  position = position % #requests + 1
  return requests[position]
end

function done(summary, latency)
  -- wrk counts as requests only those that were answered, whatever the status.
  local errors = summary.errors
  local unanswered = errors.connect + errors.read + errors.write + errors.timeout
  local requests, failed = summary.requests + unanswered, unanswered + errors.status
  io.write(string.format("figures requests=%d microseconds=%d failed=%d", requests, summary.duration, failed))
  for _, share in ipairs({50, 95, 99}) do
    io.write(string.format(" p%d=%d", share, latency:percentile(share)))
  end
  io.write("\n")
end
