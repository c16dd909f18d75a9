"""Talks to a server that fails on purpose, and reads in a packet capture what it put on the wire."""

import socket
import ssl
import struct
import sys
import time

FAULTS = ["fin", "reset", "half", "truncate", "dribble"]
VERSIONS = {"TLS 1.2": ssl.TLSVersion.TLSv1_2, "TLS 1.3": ssl.TLSVersion.TLSv1_3}
# After STARTTLS, but for those that say otherwise.
MODES = ["plain", *VERSIONS, *("implicit " + version for version in VERSIONS)]
DRIBBLED = len("250 2.1.5 Drops\r\n")
FIN, RST = 1, 4


def talk(port, tls_port, ca):
    """One connection for each fault in each mode; prints its client port."""
    for mode in MODES:
        implicit = mode.startswith("implicit ")
        version = VERSIONS.get(mode.removeprefix("implicit "))
        for fault in FAULTS:
            tcp = socket.create_connection(("127.0.0.1", tls_port if implicit else port), 20)
            mine = tcp.getsockname()[1]
            line = tcp
            if version and not implicit:
                read_reply(line)
                say(line, "EHLO client.example")
                say(line, "STARTTLS")
            if version:
                context = ssl.create_default_context(cafile=ca)
                context.minimum_version = context.maximum_version = version
                line = context.wrap_socket(tcp, server_hostname="localhost", suppress_ragged_eofs=True)
            if implicit or not version:
                read_reply(line)
            say(line, "EHLO client.example")
            say(line, "MAIL FROM:<a@example.com>")
            # What comes before is not looked at.
            print(mine, mode.replace(" ", "-"), fault, flush=True)
            time.sleep(0.2)
            try:
                say(line, f"RCPT TO:<{fault}@fault.example>")
                if fault == "half":
                    # Long after the FIN; the server must still acknowledge it.
                    time.sleep(0.3)
                    line.sendall(b"NOOP\r\n")
                    time.sleep(0.3)
            except OSError:
                pass
            tcp.close()


def say(line, command):
    line.sendall(command.encode() + b"\r\n")
    read_reply(line)


def read_reply(line):
    got = b""
    while not got.endswith(b"\n") or got.split(b"\n")[-2][3:4] == b"-":
        more = line.recv(4096)
        if not more:
            return
        got += more


def packets(path):
    """Yields source port, destination port, flags and payload of each TCP segment."""
    with open(path, "rb") as file:
        data = file.read()
    little = data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1")
    order = "<" if little else ">"
    at = 24
    while at + 16 <= len(data):
        kept = struct.unpack(order + "I", data[at + 8 : at + 12])[0]
        frame = data[at + 16 : at + 16 + kept]
        at += 16 + kept
        ip = frame[14:]
        if frame[12:14] != b"\x08\x00" or ip[9] != 6:
            continue
        tcp = ip[(ip[0] & 15) * 4 : struct.unpack(">H", ip[2:4])[0]]
        source, target = struct.unpack(">HH", tcp[:4])
        yield source, target, tcp[13], tcp[(tcp[12] >> 4) * 4 :]


def after_last_command(segments, port):
    """The segments from RCPT on: the client's last payload before the server's end or its own.

    After the server's FIN a client sends more if it is half-closed, and a TLS client its own alert.
    """
    ends = (i for i, s in enumerate(segments) if s[2] & FIN or s[0] == port and s[2] & RST)
    end = next(ends, len(segments))
    sent = [i for i, s in enumerate(segments[:end]) if s[0] != port and s[3]]
    return segments[sent[-1] :]


def records(segments):
    stream = b"".join(load for load in segments)
    found = []
    while len(stream) >= 5:
        length = struct.unpack(">H", stream[3:5])[0]
        found.append((stream[0], length))
        stream = stream[5 + length :]
    return found


def judge(mode, fault, segments, port):
    from_server = [s for s in segments if s[0] == port]
    left = next((i for i, s in enumerate(segments) if s[0] != port and s[2] & FIN), len(segments))
    loads = [s[3] for s in segments[:left] if s[0] == port and s[3]]
    ends = [("RST" if s[2] & RST else "FIN") for s in from_server if s[2] & (RST | FIN)]
    plain = mode == "plain"
    if fault == "reset":
        return ends[:1] == ["RST"] and not loads, f"server sends {ends}, {len(loads)} segments of data"
    if fault == "truncate":
        return ends[:1] == ["FIN"] and not loads, f"server sends {ends}, {len(loads)} segments of data"
    if fault == "fin":
        notified = len(loads) == (0 if plain else 1)
        return ends[:1] == ["FIN"] and "RST" not in ends and notified, f"server sends {ends}, {records(loads) if not plain else loads}"
    if fault == "half":
        fin = next((i for i, s in enumerate(segments) if s[0] == port and s[2] & FIN), None)
        if fin is None:
            return False, "no FIN"
        later = segments[fin + 1 :]
        sent = next((i for i, s in enumerate(later) if s[0] != port and s[3]), None)
        if sent is None:
            return False, "the client could send nothing after FIN"
        closing = next((i for i, s in enumerate(later) if s[0] != port and s[2] & (FIN | RST)), len(later))
        answers = later[sent + 1 : closing + 1]
        taken = any(s[0] == port and not s[2] & RST for s in answers)
        refused = any(s[0] == port and s[2] & RST for s in answers)
        return taken and not refused, "server sends FIN, then acknowledges what the client sends"
    if plain:
        lengths = [len(load) for load in loads]
        return lengths == [1] * DRIBBLED, f"segments of {lengths} bytes"
    sizes = records(loads)
    alone = all(len(load) == 5 + size[1] for load, size in zip(loads, sizes))
    right = len(sizes) == DRIBBLED and alone and {t for t, _ in sizes} == {23} and len(set(sizes)) == 1
    return right, f"{len(sizes)} records, each a segment of its own: {alone}"


def check(ports, path, talked):
    connections = {}
    for segment in packets(path):
        ends = segment[:2]
        server = ends[0] if ends[0] in ports else ends[1]
        client = ends[1] if ends[0] in ports else ends[0]
        connections.setdefault((client, server), []).append(segment)
    wrong = 0
    for line in open(talked, encoding="utf-8"):
        mine, mode, fault = line.split()
        port = ports[mode.startswith("implicit-")]
        segments = connections.get((int(mine), port), [])
        right, seen = judge(mode, fault, after_last_command(segments, port), port)
        wrong += not right
        print("%-17s %-8s %s%s" % (mode, fault, seen, "" if right else "   <=== NOT AS PROMISED"))
    sys.exit(1 if wrong else 0)


if sys.argv[1] == "talk":
    talk(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
else:
    check((int(sys.argv[2]), int(sys.argv[3])), sys.argv[4], sys.argv[5])
