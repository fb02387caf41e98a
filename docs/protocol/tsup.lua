-- Wireshark dissector of TSUP, the Tracker Swarm Unification Protocol, versions 1 and 2. The protocol is specified in
-- tsup.md, beside this file. Written for Wireshark and tshark 4.0 and later.
--
-- To install it, copy this one file to the personal Lua plugins folder that Help > About Wireshark > Folders, or
-- "tshark -G folders", names. Or: tshark -X lua_script:tsup.lua -r FILE
--
-- TSUP shares its port with the UDP tracker protocol of BEP 15. Its packets are found by what they are, not by port: a
-- datagram is taken for TSUP if all its lengths and counts fit one of the two versions, or, between two ends of which
-- that was seen before, if only its action does. What does not fit there is shown as malformed. BEP 15 is left alone.

local tsup = Proto("tsup", "Tracker Swarm Unification Protocol")

local SYN, HELLO, SUMMARY, UPDATE, CANDIDATURE = 128, 129, 130, 131, 132
local LEADER, BYE, DIGEST, RESYNC, ERROR = 133, 134, 135, 136, 137

local action_names =
{
    [SYN] = "SYN", [HELLO] = "HELLO", [SUMMARY] = "SUMMARY", [UPDATE] = "UPDATE", [CANDIDATURE] = "CANDIDATURE",
    [LEADER] = "LEADER", [BYE] = "BYE", [DIGEST] = "DIGEST", [RESYNC] = "RESYNC", [ERROR] = "ERROR",
}
local summary_types = { [0] = "add", [1] = "remove", [4] = "everything" }
local link_kinds = { [0] = "internal", [1] = "external" }
local leader_kinds = { [0] = "CLAIM", [1] = "APPOINT", [2] = "RESIGN" }
local bye_reasons = { [0] = "shutting down", [1] = "link removed", [2] = "restarting with other settings" }
local error_codes = { [1] = "the kinds of the link's ends differ", [2] = "version refused", [3] = "unknown connection",
    [4] = "key" }

-- What is longer is invalid: section Limits.
local HASHES_MAX, LEADER_ENTRIES_MAX, DIGEST_ENTRIES_MAX, ORIGINS_MAX = 64, 48, 40, 32
local LIFE_UNIT_SEC = 16
local HOPS_MAX = 16
local TAG_LENGTH = 16
local NO_CONNECTION = "ffffffffffffffff"

local fields = {}

local function field(name, kind, label, ...)
    fields[name] = ProtoField[kind]("tsup." .. name, label, ...)
end

field("protocol_version", "uint8", "Spoken version")
field("connection_id", "uint64", "Connection id", base.HEX)
field("action", "uint32", "Action", base.DEC, action_names)
field("transaction_id", "uint32", "Transaction id", base.HEX_DEC)
field("listening_port", "uint16", "Listening port")
field("flags", "uint8", "Flags", base.HEX)
field("flags.ack", "bool", "ACK", 8, nil, 1)
field("flags.confirm", "bool", "CONFIRM", 8, nil, 2)
field("flags.unification", "bool", "UNIFICATION", 8, nil, 2)
field("flags.border", "bool", "Sender is a border tracker", 8, nil, 4)
field("key_id", "uint8", "Key id")
field("tag", "bytes", "Tag")
field("tag_present", "bool", "Tag present")
field("body", "bytes", "Body")

field("magic", "string", "Magic")
field("version", "uint8", "Version")
field("capabilities", "uint16", "Capabilities", base.HEX)
field("capabilities.border", "bool", "Border tracker", 16, nil, 1)
field("link_kind", "uint8", "Link kind", base.DEC, link_kinds)
field("hello_interval", "uint16", "Hello interval, units of 100 ms")
field("disconnect_interval", "uint16", "Disconnect interval, units of 100 ms")
field("longest_datagram", "uint16", "Longest datagram")
field("tracker_id", "bytes", "Tracker id")
field("boot_epoch", "absolute_time", "Boot epoch", base.UTC)
field("own_connection_id", "uint64", "Own connection id", base.HEX)

field("info_hash", "bytes", "Info-hash")
field("count", "uint8", "Count")

field("hello.heard", "uint32", "Highest transaction number heard")
field("hello.shared", "uint32", "Swarms shared with the receiver")
field("hello.internal_mandates", "uint32", "Internal mandates")
field("hello.external_mandates", "uint32", "External mandates")
field("hello.neighbour_digest", "uint64", "Neighbour digest", base.HEX)

field("summary.type", "uint8", "Type", base.DEC, summary_types)
field("summary.has", "bytes", "Swarms the sender has, too")

field("update.origin", "bytes", "Origin")
field("update.group", "none", "Group")
field("update.group_flags", "uint8", "Group flags", base.HEX)
field("update.group_flags.ipv6", "bool", "IPv6", 8, nil, 1)
field("update.group_flags.complete", "bool", "COMPLETE", 8, nil, 2)
field("update.group_flags.reflect", "bool", "REFLECT", 8, nil, 4)
field("update.origin_index", "uint8", "Origin index")
field("update.hops", "uint8", "Hops")
field("update.record", "none", "Record")
field("update.record_flags", "uint8", "Record flags", base.HEX)
field("update.record_flags.gone", "bool", "Gone", 8, nil, 1)
field("update.record_flags.seeder", "bool", "Seeder", 8, nil, 2)
field("update.stamp", "uint32", "Stamp, units of 16 ms")
field("update.life", "uint16", "Remaining life, seconds")
field("update.ipv4", "ipv4", "Address")
field("update.ipv6", "ipv6", "Address")
field("update.port", "uint16", "Port")

field("candidature.campaign", "uint64", "Campaign id", base.HEX)
field("candidature.mandates", "uint32", "Mandates")
field("candidature.swarms", "uint32", "Swarms")

field("leader.entry", "none", "Entry")
field("leader.kind", "uint8", "Kind", base.DEC, leader_kinds)
field("leader.term", "uint32", "Term")

field("bye.reason", "uint8", "Reason", base.DEC, bye_reasons)
field("error.code", "uint8", "Code", base.DEC, error_codes)

field("digest.entry", "none", "Entry")
field("digest.clients", "uint16", "Clients")
field("digest.fingerprints", "uint64", "XOR of fingerprints", base.HEX)

field("request_in", "framenum", "Request in", base.NONE, frametype.REQUEST)
field("response_in", "framenum", "Response in", base.NONE, frametype.RESPONSE)
field("response_time", "relative_time", "Response time")
field("repeats", "framenum", "First seen in", base.NONE, frametype.DUP_ACK)

tsup.fields = fields

local experts =
{
    malformed = ProtoExpert.new("tsup.malformed", "Malformed packet", expert.group.MALFORMED, expert.severity.ERROR),
    unknown = ProtoExpert.new("tsup.unknown_action", "Unknown action", expert.group.PROTOCOL, expert.severity.WARN),
    cut = ProtoExpert.new("tsup.cut", "Cut short by the capture or by who quotes it", expert.group.UNDECODED,
        expert.severity.NOTE),
    repeated = ProtoExpert.new("tsup.repeated", "Transaction id seen before: repetition or replay",
        expert.group.SEQUENCE, expert.severity.NOTE),
    refused = ProtoExpert.new("tsup.refused", "Refused", expert.group.RESPONSE_CODE, expert.severity.WARN),
    odd = ProtoExpert.new("tsup.odd", "Breaks a rule of the protocol", expert.group.PROTOCOL, expert.severity.WARN),
}
tsup.experts = experts

-- A quotation in an ICMP error is shown, but is not one more packet of the exchange.
local icmp_type = Field.new("icmp.type")
local icmpv6_type = Field.new("icmpv6.type")

-- What the first pass learned. The number of a frame leads to what it was taken for and what it belongs to.
local frames, ends_known, connection_versions, requests, numbers

function tsup.init()
    frames, ends_known, connection_versions, requests, numbers = {}, {}, {}, {}, {}
end

local function has_bit(value, bit)
    return value % (2 * bit) >= bit
end

local function byte(buffer, at)
    return buffer(at, 1):uint()
end

local function hex(buffer, at, length)
    return buffer(at, length):bytes():tohex(true)
end

-- Shapes: does a datagram's body have exactly the length that its counts say? Offsets are of the datagram.

local shapes1 =
{
    [HELLO] = function(_, length) return length == 18 end,

    [SUMMARY] = function(buffer, length)
        if length == 19 then
            return byte(buffer, 18) == 4
        end
        if (length - 18) % 21 ~= 0 then
            return false
        end
        for at = 18, length - 21, 21 do
            if byte(buffer, at) > 1 then
                return false
            end
        end
        return true
    end,

    [UPDATE] = function(buffer, length)
        if length < 19 or byte(buffer, 18) > 7 then
            return false
        end
        local at = 19
        while at + 21 <= length do
            at = at + 21 + 7 * (byte(buffer, at + 20) % 64)
        end
        return at == length
    end,

    [CANDIDATURE] = function(buffer, length)
        return length == 23 and byte(buffer, 18) == 0 or length == 19 and byte(buffer, 18) == 1
    end,

    [LEADER] = function(buffer, length)
        return length >= 19 and (length - 19) % 20 == 0 and
            (byte(buffer, 18) == 0 or length == 19 and byte(buffer, 18) == 1)
    end,
}

local function list_fits(buffer, from, to, size, countMax)
    return to > from and byte(buffer, from) <= countMax and to - from == 1 + size * byte(buffer, from)
end

local function groups_fit(buffer, from, to)
    if to <= from or byte(buffer, from) > ORIGINS_MAX then
        return false
    end
    local origins = byte(buffer, from)
    local at = from + 1 + 16 * origins
    while at + 24 <= to do
        local records = byte(buffer, at + 23)
        if records > 0 and byte(buffer, at + 21) >= origins then
            return false
        end
        at = at + 24 + records * (has_bit(byte(buffer, at + 20), 1) and 25 or 13)
    end
    return at == to
end

-- From and to are the bounds of the body.
local shapes2 =
{
    [HELLO] = function(_, from, to) return to - from == 24 end,

    [SUMMARY] = function(buffer, from, to, is_answer)
        if is_answer then
            return to > from and byte(buffer, from) <= HASHES_MAX and
                to - from == 1 + math.floor((byte(buffer, from) + 7) / 8)
        end
        return to - from >= 2 and byte(buffer, from) <= 1 and list_fits(buffer, from + 1, to, 20, HASHES_MAX)
    end,

    [UPDATE] = function(buffer, from, to, is_answer)
        if is_answer then
            return list_fits(buffer, from, to, 20, HASHES_MAX)
        end
        return groups_fit(buffer, from, to)
    end,

    [CANDIDATURE] = function(_, from, to, is_answer) return to - from == (is_answer and 0 or 16) end,

    [LEADER] = function(buffer, from, to, is_answer)
        if is_answer then
            return to == from
        end
        return list_fits(buffer, from, to, 25, LEADER_ENTRIES_MAX)
    end,

    [BYE] = function(_, from, to) return to - from == 1 end,

    [DIGEST] = function(buffer, from, to, is_answer)
        if is_answer then
            return list_fits(buffer, from, to, 20, HASHES_MAX)
        end
        return list_fits(buffer, from, to, 30, DIGEST_ENTRIES_MAX)
    end,

    [RESYNC] = function(buffer, from, to, is_answer)
        if is_answer then
            return to == from
        end
        return list_fits(buffer, from, to, 20, HASHES_MAX)
    end,

    [ERROR] = function(_, from, to) return to - from == 1 end,
}

local function has_block(buffer, length)
    return length >= 21 and buffer(19, 2):string() == "T2"
end

local function syn_fits(buffer, length)
    if not has_block(buffer, length) then
        return length == 19 and byte(buffer, 18) <= 1
    end
    if length < 64 then
        return false
    end
    local lengthMin = byte(buffer, 22) == 0 and 64 or 80
    return length == lengthMin or byte(buffer, 21) > 2 and length > lengthMin
end

local function fits1(buffer, length, action)
    return shapes1[action] ~= nil and shapes1[action](buffer, length)
end

local function body_end(buffer, length)
    return byte(buffer, 19) == 0 and length or length - TAG_LENGTH
end

local function fits2(buffer, length, action)
    if shapes2[action] == nil or length < 20 then
        return false
    end
    local to = body_end(buffer, length)
    return to >= 20 and shapes2[action](buffer, 20, to, has_bit(byte(buffer, 18), 1))
end

-- Both ends, in either direction the same.
local function ends(pinfo)
    local source = tostring(pinfo.src) .. "|" .. pinfo.src_port
    local destination = tostring(pinfo.dst) .. "|" .. pinfo.dst_port
    if source < destination then
        return source .. "|" .. destination
    end
    return destination .. "|" .. source
end

local function is_first_sight_enough(buffer, length, action, version)
    if buffer(16, 2):uint() == 0 then
        return false
    end
    if action == SYN then
        return has_block(buffer, length) or byte(buffer, 18) == 1 or hex(buffer, 0, 8) == NO_CONNECTION
    end
    if version == 1 then
        return action ~= HELLO or buffer(12, 4):uint() == 0
    end
    -- An acknowledgement with hardly any body could be something else, and is nothing without its request.
    return byte(buffer, 18) <= 2 and length >= 24
end

-- The version of the datagram, and whether it is as that version says; or nil if it is not of TSUP.
local function version_of(buffer, pinfo, is_chosen)
    local length = buffer:reported_len()
    if length < 18 or buffer:captured_len() < 18 then
        return nil
    end
    local action = buffer(8, 4):uint()
    if math.floor(action / 128) ~= 1 then
        return nil
    end
    if buffer(0, 4):uint() <= 3 then
        return nil
    end
    local connection = hex(buffer, 0, 8)
    local pair = ends(pinfo)
    local known = connection_versions[connection]
    local is_known = is_chosen or known ~= nil or ends_known[pair] ~= nil
    if buffer:captured_len() < length then
        return is_known and (known or ends_known[pair] or 2) or nil, false
    end
    if action == SYN then
        local is_fit = syn_fits(buffer, length)
        if not is_known and not (is_fit and is_first_sight_enough(buffer, length, action)) then
            return nil
        end
        return has_block(buffer, length) and 2 or 1, is_fit
    end
    local is_fit1, is_fit2 = fits1(buffer, length, action), fits2(buffer, length, action)
    if is_known then
        local expected = known or ends_known[pair] or (is_fit1 and 1 or 2)
        if action == ERROR then
            expected = 2
        end
        if known == nil and is_fit1 ~= is_fit2 then
            expected = is_fit1 and 1 or 2
        end
        return expected, expected == 1 and is_fit1 or expected == 2 and is_fit2
    end
    if is_fit2 and is_first_sight_enough(buffer, length, action, 2) then
        return 2, true
    end
    if is_fit1 and is_first_sight_enough(buffer, length, action, 1) then
        return 1, true
    end
    return nil
end

-- Exchanges: which packet answers which.

local function key_of(pinfo, is_answer, kind, transaction)
    local source = tostring(pinfo.src) .. "|" .. pinfo.src_port
    local destination = tostring(pinfo.dst) .. "|" .. pinfo.dst_port
    if is_answer then
        source, destination = destination, source
    end
    return source .. ">" .. destination .. ">" .. kind .. ">" .. transaction
end

-- The kinds of exchange this packet begins and ends; in SYN and in the unification of version 1 it may do both.
local function roles(version, action, flags)
    local is_acknowledgement = has_bit(flags, 1)
    if action == SYN then
        if has_bit(flags, 2) and version == 2 then
            return nil, "SYN-ACK"
        end
        if is_acknowledgement then
            return version == 2 and "SYN-ACK" or nil, "SYN"
        end
        return "SYN", nil
    end
    if action == ERROR then
        return nil, "SYN"
    end
    if action == HELLO or action == BYE then
        return nil, nil
    end
    if version == 1 and action == SUMMARY then
        return "SUMMARY", nil
    end
    if version == 1 and action == UPDATE and has_bit(flags, 2) and not is_acknowledgement then
        return "UPDATE", "SUMMARY"
    end
    local name = action_names[action] or tostring(action)
    if is_acknowledgement then
        return nil, name
    end
    return name, nil
end

local function link_answers(pinfo, frame, version, action, flags, transaction)
    local begins, finishes = roles(version, action, flags)
    if finishes ~= nil then
        local request = requests[key_of(pinfo, true, finishes, transaction)]
        if request ~= nil then
            frame.request = request.number
            frame.request_time = request.time
            if request.response == nil then
                request.response = pinfo.number
            end
        end
    end
    if begins ~= nil then
        local key = key_of(pinfo, false, begins, transaction)
        if version == 1 and requests[key] ~= nil and requests[key].response == nil then
            -- The same bytes once more: an answer is one to the first of them.
            frame.repeats = requests[key].number
            frame.begun = requests[key]
            return
        end
        frame.begun = { number = pinfo.number, time = pinfo.rel_ts }
        requests[key] = frame.begun
    end
end

local function note_number(pinfo, frame, action, flags, connection, transaction)
    if action == SYN or action == ERROR or has_bit(flags, 1) then
        return
    end
    local key = connection .. ">" .. transaction
    if numbers[key] == nil then
        numbers[key] = pinfo.number
    else
        frame.repeats = numbers[key]
    end
end

local function learn(buffer, pinfo, version, is_fit)
    local frame = { version = version, is_fit = is_fit }
    local action = buffer(8, 4):uint()
    local transaction = buffer(12, 4):uint()
    local connection = hex(buffer, 0, 8)
    local flags = 0
    if buffer:captured_len() > 18 and not (version == 1 and action == SUMMARY) then
        flags = byte(buffer, 18)
    end
    if is_fit and (action ~= SYN or version == 1) then
        ends_known[ends(pinfo)] = version
    end
    if action == SYN and is_fit and version == 2 then
        ends_known[ends(pinfo)] = ends_known[ends(pinfo)] or 2
        connection_versions[hex(buffer, 56, 8)] = 2
    elseif action == SYN and is_fit and flags == 1 then
        connection_versions[connection] = 1
    end
    link_answers(pinfo, frame, version, action, flags, transaction)
    if version == 2 then
        note_number(pinfo, frame, action, flags, connection, transaction)
    end
    return frame
end

-- Trees.

local function add_flags(tree, buffer, at, parent, names)
    local item = tree:add(fields[parent], buffer(at, 1))
    for _, name in ipairs(names) do
        item:add(fields[parent .. "." .. name], buffer(at, 1))
    end
end

local function add_hashes(tree, buffer, from, count)
    for i = 0, count - 1 do
        tree:add(fields.info_hash, buffer(from + 20 * i, 20))
    end
    return count .. (count == 1 and " swarm" or " swarms")
end

local function add_counted_hashes(tree, buffer, from)
    tree:add(fields.count, buffer(from, 1))
    return add_hashes(tree, buffer, from + 1, byte(buffer, from))
end

local function add_peer1(tree, buffer, at)
    local item = tree:add(fields["update.record"], buffer(at, 7))
    add_flags(item, buffer, at, "update.record_flags", { "gone" })
    local life = math.floor(byte(buffer, at) / 2) * LIFE_UNIT_SEC
    if life > 0 then
        item:add(fields["update.life"], buffer(at, 1), life)
    end
    item:add(fields["update.ipv4"], buffer(at + 1, 4))
    item:add(fields["update.port"], buffer(at + 5, 2))
    item:append_text(string.format(": %s:%d%s", tostring(buffer(at + 1, 4):ipv4()), buffer(at + 5, 2):uint(),
        has_bit(byte(buffer, at), 1) and ", gone" or ""))
end

local bodies1 =
{
    [HELLO] = function() return "" end,

    [SUMMARY] = function(tree, buffer, length)
        if length == 19 then
            tree:add(fields["summary.type"], buffer(18, 1))
            return "everything"
        end
        local added, removed = 0, 0
        for at = 18, length - 21, 21 do
            tree:add(fields["summary.type"], buffer(at, 1))
            tree:add(fields.info_hash, buffer(at + 1, 20))
            if byte(buffer, at) == 0 then
                added = added + 1
            else
                removed = removed + 1
            end
        end
        return string.format("add %d, remove %d", added, removed)
    end,

    [UPDATE] = function(tree, buffer, length)
        add_flags(tree, buffer, 18, "flags", { "ack", "unification", "border" })
        local at, swarms, peers = 19, 0, 0
        while at < length do
            local count = byte(buffer, at + 20) % 64
            local group = tree:add(fields["update.group"], buffer(at, 21 + 7 * count))
            group:add(fields.info_hash, buffer(at, 20))
            group:add(fields.count, buffer(at + 20, 1), count)
            for i = 0, count - 1 do
                add_peer1(group, buffer, at + 21 + 7 * i)
            end
            at, swarms, peers = at + 21 + 7 * count, swarms + 1, peers + count
        end
        return string.format("%d records in %d groups", peers, swarms)
    end,

    [CANDIDATURE] = function(tree, buffer, length)
        add_flags(tree, buffer, 18, "flags", { "ack" })
        if length == 19 then
            return ""
        end
        tree:add(fields["candidature.mandates"], buffer(19, 4))
        return buffer(19, 4):uint() .. " mandates"
    end,

    [LEADER] = function(tree, buffer, length)
        add_flags(tree, buffer, 18, "flags", { "ack" })
        return byte(buffer, 18) == 1 and "" or add_hashes(tree, buffer, 19, math.floor((length - 19) / 20))
    end,
}

local function add_record(tree, buffer, at, is_ipv6)
    local size = is_ipv6 and 16 or 4
    local item = tree:add(fields["update.record"], buffer(at, 9 + size))
    add_flags(item, buffer, at, "update.record_flags", { "gone", "seeder" })
    item:add(fields["update.stamp"], buffer(at + 1, 4))
    item:add(fields["update.life"], buffer(at + 5, 2))
    item:add(fields[is_ipv6 and "update.ipv6" or "update.ipv4"], buffer(at + 7, size))
    item:add(fields["update.port"], buffer(at + 7 + size, 2))
    local address = is_ipv6 and "[" .. tostring(buffer(at + 7, 16):ipv6()) .. "]" or tostring(buffer(at + 7, 4):ipv4())
    local state = has_bit(byte(buffer, at), 1) and "gone" or has_bit(byte(buffer, at), 2) and "seeder" or "leecher"
    item:append_text(string.format(": %s:%d, %s, %d s", address, buffer(at + 7 + size, 2):uint(), state,
        buffer(at + 5, 2):uint()))
end

local function add_group(tree, buffer, at, origins_from)
    local count = byte(buffer, at + 23)
    local is_ipv6 = has_bit(byte(buffer, at + 20), 1)
    local size = is_ipv6 and 25 or 13
    local group = tree:add(fields["update.group"], buffer(at, 24 + count * size))
    group:add(fields.info_hash, buffer(at, 20))
    add_flags(group, buffer, at + 20, "update.group_flags", { "ipv6", "complete", "reflect" })
    group:add(fields["update.origin_index"], buffer(at + 21, 1))
    if count > 0 then
        group:add(fields["update.origin"], buffer(origins_from + 16 * byte(buffer, at + 21), 16)):set_generated()
    end
    group:add(fields["update.hops"], buffer(at + 22, 1))
    if byte(buffer, at + 22) >= HOPS_MAX and count > 0 then
        group:add_proto_expert_info(experts.odd, "Records that have gone more than " .. HOPS_MAX .. " hops are dropped")
    end
    group:add(fields.count, buffer(at + 23, 1))
    for i = 0, count - 1 do
        add_record(group, buffer, at + 24 + i * size, is_ipv6)
    end
    group:append_text(string.format(": %s..., %d records%s%s", hex(buffer, at, 4), count,
        has_bit(byte(buffer, at + 20), 2) and ", COMPLETE" or "",
        has_bit(byte(buffer, at + 20), 4) and ", REFLECT" or ""))
    return at + 24 + count * size, count
end

-- Each adds the body from from to before to, and says in a few words what is in it.
local bodies2 =
{
    [HELLO] = function(tree, buffer, from)
        tree:add(fields["hello.heard"], buffer(from, 4))
        tree:add(fields["hello.shared"], buffer(from + 4, 4))
        tree:add(fields["hello.internal_mandates"], buffer(from + 8, 4))
        tree:add(fields["hello.external_mandates"], buffer(from + 12, 4))
        tree:add(fields["hello.neighbour_digest"], buffer(from + 16, 8))
        return string.format("%d shared", buffer(from + 4, 4):uint())
    end,

    [SUMMARY] = function(tree, buffer, from, to, is_answer)
        if is_answer then
            tree:add(fields.count, buffer(from, 1))
            if to > from + 1 then
                tree:add(fields["summary.has"], buffer(from + 1, to - from - 1))
            end
            return ""
        end
        tree:add(fields["summary.type"], buffer(from, 1))
        return summary_types[byte(buffer, from)] .. " " .. add_counted_hashes(tree, buffer, from + 1)
    end,

    [UPDATE] = function(tree, buffer, from, to, is_answer)
        if is_answer then
            return add_counted_hashes(tree, buffer, from)
        end
        local origins = byte(buffer, from)
        tree:add(fields.count, buffer(from, 1))
        for i = 0, origins - 1 do
            tree:add(fields["update.origin"], buffer(from + 1 + 16 * i, 16))
        end
        local at, groups, records, added = from + 1 + 16 * origins, 0, 0, 0
        while at < to do
            at, added = add_group(tree, buffer, at, from + 1)
            groups, records = groups + 1, records + added
        end
        return string.format("%d records in %d groups", records, groups)
    end,

    [CANDIDATURE] = function(tree, buffer, from, _, is_answer)
        if is_answer then
            return ""
        end
        tree:add(fields["candidature.campaign"], buffer(from, 8))
        tree:add(fields["candidature.mandates"], buffer(from + 8, 4))
        tree:add(fields["candidature.swarms"], buffer(from + 12, 4))
        return buffer(from + 8, 4):uint() .. " mandates"
    end,

    [LEADER] = function(tree, buffer, from, _, is_answer)
        if is_answer then
            return ""
        end
        local count = byte(buffer, from)
        tree:add(fields.count, buffer(from, 1))
        for at = from + 1, from + 25 * count, 25 do
            local entry = tree:add(fields["leader.entry"], buffer(at, 25))
            entry:add(fields.info_hash, buffer(at, 20))
            entry:add(fields["leader.kind"], buffer(at + 20, 1))
            entry:add(fields["leader.term"], buffer(at + 21, 4))
            entry:append_text(string.format(": %s of %s..., term %d", leader_kinds[byte(buffer, at + 20)] or "unknown",
                hex(buffer, at, 4), buffer(at + 21, 4):uint()))
        end
        return count .. " entries"
    end,

    [BYE] = function(tree, buffer, from)
        tree:add(fields["bye.reason"], buffer(from, 1))
        return bye_reasons[byte(buffer, from)] or "unknown reason"
    end,

    [DIGEST] = function(tree, buffer, from, _, is_answer)
        if is_answer then
            return add_counted_hashes(tree, buffer, from)
        end
        local count = byte(buffer, from)
        tree:add(fields.count, buffer(from, 1))
        for at = from + 1, from + 30 * count, 30 do
            local entry = tree:add(fields["digest.entry"], buffer(at, 30))
            entry:add(fields.info_hash, buffer(at, 20))
            entry:add(fields["digest.clients"], buffer(at + 20, 2))
            entry:add(fields["digest.fingerprints"], buffer(at + 22, 8))
            entry:append_text(string.format(": %s..., %d clients", hex(buffer, at, 4), buffer(at + 20, 2):uint()))
        end
        return count .. " entries"
    end,

    [RESYNC] = function(tree, buffer, from, _, is_answer)
        return is_answer and "" or add_counted_hashes(tree, buffer, from)
    end,

    [ERROR] = function(tree, buffer, from)
        local item = tree:add(fields["error.code"], buffer(from, 1))
        local text = error_codes[byte(buffer, from)] or "unknown code"
        item:add_proto_expert_info(experts.refused, "Refused: " .. text)
        return text
    end,
}

local function add_block(tree, buffer, length)
    tree:add(fields.magic, buffer(19, 2))
    tree:add(fields.version, buffer(21, 1))
    tree:add(fields.key_id, buffer(22, 1))
    local capabilities = tree:add(fields.capabilities, buffer(23, 2))
    capabilities:add(fields["capabilities.border"], buffer(23, 2))
    local kind = tree:add(fields.link_kind, buffer(25, 1))
    if byte(buffer, 25) > 1 then
        kind:add_proto_expert_info(experts.odd, "Unknown link kind")
    end
    tree:add(fields.hello_interval, buffer(26, 2)):append_text(" x 100 ms")
    tree:add(fields.disconnect_interval, buffer(28, 2)):append_text(" x 100 ms")
    tree:add(fields.longest_datagram, buffer(30, 2))
    tree:add(fields.tracker_id, buffer(32, 16))
    local bootMs = buffer(48, 8):uint64()
    tree:add(fields.boot_epoch, buffer(48, 8),
        NSTime.new((bootMs / 1000):tonumber(), (bootMs % 1000):tonumber() * 1000000))
    local own = tree:add(fields.own_connection_id, buffer(56, 8))
    if hex(buffer, 56, 8) == NO_CONNECTION then
        own:add_proto_expert_info(experts.odd, "An own connection id is never -1")
    end
    local is_tagged = byte(buffer, 22) ~= 0
    if is_tagged then
        tree:add(fields.tag, buffer(length - TAG_LENGTH, TAG_LENGTH))
    end
    tree:add(fields.tag_present, is_tagged):set_generated()
end

local function syn_name(flags, is_block)
    if is_block and has_bit(flags, 2) then
        return "SYN ACK CONFIRM"
    end
    return has_bit(flags, 1) and "SYN ACK" or "SYN"
end

local function add_header(tree, buffer, action)
    local connection = tree:add(fields.connection_id, buffer(0, 8))
    if action ~= SYN and hex(buffer, 0, 8) == NO_CONNECTION then
        connection:add_proto_expert_info(experts.odd, "Of no connection: will be dropped")
    end
    local item = tree:add(fields.action, buffer(8, 4))
    if action_names[action] == nil then
        item:add_proto_expert_info(experts.unknown)
    end
    tree:add(fields.transaction_id, buffer(12, 4))
    tree:add(fields.listening_port, buffer(16, 2))
end

local function time_of(seconds)
    local whole = math.floor(seconds)
    return NSTime.new(whole, math.floor((seconds - whole) * 1e9 + 0.5))
end

local function add_links(tree, pinfo, frame)
    if frame.repeats ~= nil then
        tree:add(fields.repeats, frame.repeats):set_generated()
        tree:add_proto_expert_info(experts.repeated)
    end
    if frame.request ~= nil then
        tree:add(fields.request_in, frame.request):set_generated()
        tree:add(fields.response_time, time_of(pinfo.rel_ts - frame.request_time)):set_generated()
    end
    if frame.begun ~= nil and frame.begun.response ~= nil then
        tree:add(fields.response_in, frame.begun.response):set_generated()
    end
end

-- Adds what lies behind the header of a packet that fits its version; its name and what is in it.
local function add_rest(tree, buffer, length, version, action)
    local name = action_names[action]
    if action == SYN then
        local is_block = version == 2
        add_flags(tree, buffer, 18, "flags", is_block and { "ack", "confirm" } or { "ack" })
        if is_block then
            add_block(tree, buffer, length)
        end
        return syn_name(byte(buffer, 18), is_block), ""
    end
    if version == 1 then
        local is_answer = action ~= SUMMARY and action ~= HELLO and has_bit(byte(buffer, 18), 1)
        return name .. (is_answer and " ACK" or ""), bodies1[action](tree, buffer, length)
    end
    local is_answer = has_bit(byte(buffer, 18), 1)
    local to = body_end(buffer, length)
    add_flags(tree, buffer, 18, "flags", action == UPDATE and { "ack", "unification" } or { "ack" })
    tree:add(fields.key_id, buffer(19, 1))
    local text = bodies2[action](tree, buffer, 20, to, is_answer)
    if to < length then
        tree:add(fields.tag, buffer(to, TAG_LENGTH))
    end
    tree:add(fields.tag_present, to < length):set_generated()
    return name .. (is_answer and " ACK" or ""), text
end

local function dissect(buffer, pinfo, tree, is_chosen)
    local is_quotation = icmp_type() ~= nil or icmpv6_type() ~= nil
    local frame = not is_quotation and frames[pinfo.number] or nil
    if frame == nil then
        local version, is_fit = version_of(buffer, pinfo, is_chosen)
        if version == nil then
            return 0
        end
        frame = { version = version, is_fit = is_fit }
        if not is_quotation and not pinfo.visited then
            frame = learn(buffer, pinfo, version, is_fit)
            frames[pinfo.number] = frame
        end
    end
    local length = buffer:captured_len()
    local action = buffer(8, 4):uint()
    pinfo.cols.protocol = "TSUP"
    local root = tree:add(tsup, buffer(0, length))
    root:add(fields.protocol_version, frame.version):set_generated()
    add_header(root, buffer, action)
    local name = action_names[action] or "unknown action " .. action
    local text
    if length < buffer:reported_len() or is_quotation and not frame.is_fit then
        root:add_proto_expert_info(experts.cut)
        text = "cut short"
    elseif action_names[action] == nil then
        text = "nothing known of it"
    elseif frame.is_fit then
        name, text = add_rest(root, buffer, length, frame.version, action)
    else
        root:add(fields.body, buffer(18, length - 18))
        root:add_proto_expert_info(experts.malformed, "Lengths and counts do not fit a " .. name .. " of version " ..
            frame.version)
        text = "malformed"
    end
    add_links(root, pinfo, frame)
    local info = string.format("v%d %s%s%s", frame.version, name, text ~= "" and ": " or "", text)
    pinfo.cols.info = info
    root:append_text(", " .. info)
    return length
end

function tsup.dissector(buffer, pinfo, tree)
    return dissect(buffer, pinfo, tree, true)
end

tsup:register_heuristic("udp", function(buffer, pinfo, tree)
    return dissect(buffer, pinfo, tree, false) > 0
end)

-- For captures that begin within a connection and hold little of it.
DissectorTable.get("udp.port"):add_for_decode_as(tsup)
