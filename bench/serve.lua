-- wrk: sends each request of a file once, then stops; counts what is not a 200.
-- The file: requests as they go over the wire, each after a line with its length.
local requests, next_one, answered = {}, 0, 0
local only
bad = 0 -- global: read from outside the thread

function init(args)
   local file = assert(io.open(args[1], "rb"))
   local length = file:read("*l")
   while length do
      requests[#requests + 1] = file:read(tonumber(length))
      length = file:read("*l")
   end
   file:close()
end

function request()
   next_one = next_one % #requests + 1
   return requests[next_one]
end

function response(status)
   answered = answered + 1
   if status ~= 200 then bad = bad + 1 end
   -- Those on the way are the last; none is sent twice.
   if answered + 64 >= #requests then wrk.thread:stop() end
end

function setup(thread)
   only = thread
end

function done(summary)
   print(string.format("RESULT %d %d %d", summary.requests, only:get("bad"),
      summary.duration))
end
