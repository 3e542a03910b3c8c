-- Runs a script as Argo CD runs it: the object in the global obj, the base functions, table, and of os only time and date
-- by require. No string and no math library, which a script finds only where they are switched on for its kind.
--
-- Usage: lua argo-cd.lua SCRIPT OBJECT, where OBJECT is a Lua file that returns the object. Prints the result as JSON.

local script, object = arg[1], arg[2]

local NOW = "2026-11-23T09:00:00Z"
local safe_os = {
  time = function() return 1795424400 end,
  date = function(format)
    if format ~= "!%Y-%m-%dT%XZ" then
      error("this harness knows no other format than !%Y-%m-%dT%XZ, but not " .. tostring(format))
    end
    return NOW
  end,
}

local given = {}
for _, name in ipairs({
  "assert", "error", "getmetatable", "ipairs", "next", "pairs", "pcall", "print", "rawequal", "rawget", "rawset",
  "select", "setmetatable", "table", "tonumber", "tostring", "type", "unpack", "xpcall",
}) do
  given[name] = _G[name]
end
given.require = function(name)
  if name == "os" then
    return safe_os
  end
  error("module " .. tostring(name) .. " not found")
end
given._G = given

local function chunk(file, environment)
  if setfenv then
    return setfenv(assert(loadfile(file)), environment)
  end
  return assert(loadfile(file, "t", environment))
end

given.obj = chunk(object, {})()

local format, gsub, byte = string.format, string.gsub, string.byte

-- ("x"):upper() is found through the metatable of strings, which is not there either.
debug.setmetatable("", nil)

local result = chunk(script, given)()

local function quoted(text)
  return '"' .. gsub(text, '[%c"\\]', function(c) return format("\\u%04x", byte(c)) end) .. '"'
end

-- As Argo CD writes a table: an empty one is an empty list.
local function json(value)
  local kind = type(value)
  if kind == "string" then
    return quoted(value)
  elseif kind == "number" or kind == "boolean" then
    return tostring(value)
  elseif kind ~= "table" then
    error("can't be written as JSON: " .. kind)
  elseif next(value) == nil then
    return "[]"
  end
  local parts = {}
  if type(next(value)) == "number" then
    for _, item in ipairs(value) do
      parts[#parts + 1] = json(item)
    end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  for key, item in pairs(value) do
    parts[#parts + 1] = quoted(key) .. ":" .. json(item)
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

io.write(json(result), "\n")
