-- wrk: sends the requests of a file, each once; counts what is not answered with 200.
-- The file: requests as they go over the wire, each after a line with its length.
local requests, sent = {}, 0
local only
bad = 0 -- not local: read from outside the thread

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
   sent = sent + 1
   if sent >= #requests then wrk.thread:stop() end
   return requests[sent]
end

function response(status)
   if status ~= 200 then bad = bad + 1 end
end

function setup(thread)
   only = thread
end

function done(summary)
   print(string.format("RESULT %d %d %d", summary.requests, only:get("bad"), summary.duration))
end
