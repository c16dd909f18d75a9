"""Triggers every rule of a file at a server, and compares what a socket sees with the file's promises.

    faults.py rules FILE                    a second rule file: an implicit-TLS listener, and what triggers handshakes there
    faults.py run PORT TLS-PORT CA FILE     meets every fault in plaintext, after STARTTLS and on implicit TLS

TLS is spoken over buffers in memory, so that what TCP does below it is seen too: RST, FIN, and whether close_notify came first.
"""

import concurrent.futures
import re
import socket
import ssl
import sys
import time

SILENCE = 4
RULE = re.compile(
    r"# promise: (?P<promise>.*)\n  - name: (?P<name>.*)\n    at: (?P<at>.*)\n"
    r"    when: \{ (?P<kind>\w+): (?P<trigger>.*) \}\n(?P<outcome>(?:    .*\n)*)"
)
MODES = ["plaintext", "STARTTLS", "implicit TLS"]
MESSAGE = b"Subject: x\r\n\r\n" + b"A line of text.\r\n" * 20 + b".\r\n"
# Of what a promise says of TLS alone.
UNDER_TLS = "; under TLS "


def connected(port, source):
    """An RST may come before connect() has returned, which then fails: somebody else has to see it."""
    for _ in range(50):
        try:
            return socket.create_connection(("127.0.0.1", port), 20, (source, 0))
        except ConnectionResetError:
            continue
    raise AssertionError("no connection stands for long enough to be looked at")


class Client:
    """Reads replies, and remembers the last one, when its bytes came, and how the connection ended."""

    def __init__(self, port, source):
        self.tcp = connected(port, source)
        self.tcp.settimeout(SILENCE)
        self.tls = None
        self.last = b""
        self.whole = b""
        self.notified = False
        self.end = None
        self.begin()

    def begin(self):
        """From here on is measured: what the client does next is what it waits for an answer to."""
        self.began = time.monotonic()
        self.arrivals = []

    def receive(self):
        """What TCP brings; nothing at FIN."""
        got = self.tcp.recv(65536)
        if got:
            self.arrivals.append((time.monotonic(), got))
        return got

    def read(self):
        """What is said, decrypted; nothing at the end of the stream."""
        while self.tls:
            try:
                got = self.tls.read(65536)
            except ssl.SSLWantReadError:
                more = self.receive()
                if not more:
                    return b""
                self.incoming.write(more)
                continue
            if got:
                return got
            # The end of TLS; the end of TCP is still to come.
            self.notified = True
            while self.receive():
                pass
            return b""
        return self.receive()

    def hear(self):
        """Reads a reply; what comes within a short while after it belongs to it too."""
        got = b""
        try:
            while not re.search(rb"(?:^|\n)\d{3}(?: [^\n]*)?\r?\n$", got):
                more = self.read()
                if not more:
                    self.end = "close_notify, fin" if self.notified else "fin"
                    break
                got += more
        except TimeoutError:
            self.end = "close_notify, silent" if self.notified else "silent"
        except OSError as e:
            self.end = "reset" if isinstance(e, ConnectionError) else "fails: " + str(e)
        if got:
            self.whole = got
        self.last = got
        return self.end is None

    def say(self, line):
        self.begin()
        try:
            self.send(line)
        except OSError:
            # What the other side did is still to be read.
            pass
        self.last = b""
        return self.hear()

    def settle(self):
        """What became of the connection after the reply that matters; measured no longer."""
        reply, measured = self.last, (self.began, self.arrivals)
        if self.end is None:
            self.tcp.settimeout(0.5)
            self.hear()
            self.tcp.settimeout(SILENCE)
        if self.end == "silent" and reply:
            # A reply, or bytes and no end of one: is somebody still there?
            self.end = None
            self.say(b"NOOP\r\n")
            self.end = self.end or "open"
        self.last, (self.began, self.arrivals) = reply, measured

    def send(self, line):
        if self.tls:
            self.tls.write(line)
            line = self.outgoing.read()
        self.tcp.sendall(line)

    def handshake(self):
        """Returns what fails; nothing if the session is under TLS."""
        self.begin()
        self.last = b""
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        context = ssl.create_default_context(cafile=ca)
        tls = context.wrap_bio(self.incoming, self.outgoing, server_hostname="localhost")
        end = None
        try:
            while end is None:
                try:
                    tls.do_handshake()
                    self.tcp.sendall(self.outgoing.read())
                    self.tls = tls
                    self.begin()
                    return None
                except ssl.SSLWantReadError:
                    self.tcp.sendall(self.outgoing.read())
                    more = self.receive()
                    if not more:
                        end = "fin"
                    self.incoming.write(more)
            got = b""
        except ssl.SSLCertVerificationError as e:
            return "certificate refused: " + e.verify_message
        except ssl.SSLError:
            end = "fin"
            try:
                while self.receive():
                    pass
            except TimeoutError:
                end = "silent"
            except OSError:
                end = "reset"
        except TimeoutError:
            end = "silent"
        except OSError:
            end = "reset"
        return f"handshake fails, {answer(b''.join(got for _, got in self.arrivals))}, {end}"


def answer(got):
    """What came in answer to a ClientHello."""
    if got == b"\xff" * 64:
        return "64 bytes"
    if got[:3] == b"\x16\x03\x02" and got[5:6] == b"\x02":
        return "ServerHello of TLS 1.1"
    return text(got)


def text(reply):
    lines = [line for line in reply.replace(b"\r\n", b"\n").split(b"\n") if line]
    if not lines:
        return "nothing"
    return "".join(chr(c) if 32 <= c < 127 else "\\x%02x" % c for c in lines[-1])


def applies(rule, mode):
    """What comes before TLS can be met in plaintext alone, and a handshake not there."""
    if mode == "plaintext":
        return rule["at"] != "handshake"
    if mode == "STARTTLS":
        return rule["at"] not in ("connect", "starttls") and "STARTTLS" not in rule["outcome"]
    return rule["at"] != "starttls" and "STARTTLS" not in rule["outcome"]


def see(rule, mode):
    """Up to what the rule is about; returns the client and what was seen."""
    at, kind, trigger = rule["at"], rule["kind"], rule["trigger"]
    if at == "handshake" and mode == "implicit TLS":
        kind, trigger = "client", rule["client"]
    helo = b"EHLO " + (trigger if kind == "helo" else "client.example").encode() + b"\r\n"
    sender = (trigger if kind == "from" else "a@example.com").encode()
    to = (trigger if kind == "to" else "b@example.com").encode()
    client = Client(tls_port if mode == "implicit TLS" else port, trigger if kind == "client" else "127.0.0.1")

    def shake_hands():
        failed = client.handshake()
        if failed or at != "handshake":
            return failed
        if "protocols" in rule["outcome"]:
            return "handshake by " + client.tls.version()
        client.hear()
        return f"handshake, {text(client.last)}, {client.end}"

    def until():
        if mode == "implicit TLS" and (seen := shake_hands()):
            return seen
        if not client.hear() or at == "connect":
            return None
        if mode == "STARTTLS":
            first = helo if at == "handshake" else b"EHLO before.example\r\n"
            if not client.say(first) or not client.say(b"STARTTLS\r\n"):
                return None
            if seen := shake_hands():
                return seen
        if not client.say(helo) or at == "ehlo":
            return None
        if at == "idle":
            client.begin()
            client.hear()
            return None
        if at == "quit":
            client.say(b"QUIT\r\n")
            return None
        if at == "starttls":
            client.say(b"STARTTLS\r\n")
            return None
        if not client.say(b"MAIL FROM:<" + sender + b">\r\n") or at == "mail":
            return None
        if not client.say(b"RCPT TO:<" + to + b">\r\n") or at == "rcpt":
            return None
        if not client.say(b"DATA\r\n") or not client.last.startswith(b"354"):
            return None
        client.say(MESSAGE)
        return None

    seen = until()
    if seen is None:
        client.settle()
        if "STARTTLS" in rule["outcome"]:
            seen = "with STARTTLS" if b"STARTTLS" in client.whole else "without STARTTLS"
        else:
            seen = text(client.last)
        seen += ", " + client.end
    client.tcp.close()
    return client, seen


def as_promised(rule, mode, seen):
    promise, _, of_tls = rule["promise"].partition(UNDER_TLS)
    if promise.startswith("certificate refused: "):
        # The verifier's words, whichever version of OpenSSL says them.
        return seen.startswith("certificate refused: ") and promise.removeprefix("certificate refused: ") in seen
    if mode != "plaintext" and of_tls != "without close_notify" and not promise.startswith("handshake"):
        promise = re.sub(r"fin$", "close_notify, fin", promise)
    return promise == seen


SECONDS = {"ms": 0.001, "s": 1}


def timed(rule, client):
    """When the reply's last byte came and in how many pieces, if the rule speaks of it, and whether it should have been so."""
    if not client.last:
        return "", True
    took = client.arrivals[-1][0] - client.began
    said = f", {took:.1f} s"
    if found := re.search(r"dribble: \{ bytes: 1, every: (\d+)(ms|s) \}", rule["outcome"]):
        length = len(client.last)
        least = (length - 1) * int(found[1]) * SECONDS[found[2]]
        if client.tls:
            # However TCP carries them, the records are the server's.
            pieces = records(b"".join(got for _, got in client.arrivals))
            right = pieces == length
        else:
            # A reader that is held up finds several at once.
            pieces = len(client.arrivals)
            right = length / 2 <= pieces <= length
        said = f", {took:.1f} s in {pieces}"
    elif found := re.search(r"(?:delay|silence): (\d+)(ms|s)", rule["outcome"]):
        least, right = int(found[1]) * SECONDS[found[2]], True
    elif found := re.search(r"bandwidth: (\d+)B/s", rule["outcome"]):
        least, right = len(MESSAGE) / int(found[1]), True
    else:
        return "", True
    # The server's timers are never early, but for what is rounded; what is later than this was held up by something else.
    right = right and least * 0.9 <= took <= least + SILENCE
    return said if right else f"{said}, and {least:.1f} s were promised", right


def records(stream):
    count = 0
    while len(stream) >= 5:
        count += 1
        stream = stream[5 + int.from_bytes(stream[3:5], "big") :]
    return count


def meet(rule, mode):
    """A cell of the table, and whether all is as promised."""
    if not applies(rule, mode):
        return "", True
    client, seen = see(rule, mode)
    time_seen, in_time = timed(rule, client)
    if as_promised(rule, mode, seen) and in_time:
        ending = seen.removeprefix(rule["promise"].partition(UNDER_TLS)[0].rpartition(", ")[0] + ", ")
        return ending.partition(": ")[0] + time_seen, True
    return seen + time_seen, False


def read(path):
    source = open(path, encoding="utf-8").read()
    found = [match.groupdict() for match in RULE.finditer(source)]
    names = len(re.findall(r"^  - name: ", source, re.M))
    if names != len(found):
        sys.exit(f"{names} rules, but {len(found)} with a promise")
    handshakes = [rule for rule in found if rule["at"] == "handshake"]
    for number, rule in enumerate(handshakes, 1):
        # On implicit TLS nothing else is known of the client yet.
        rule["client"] = f"127.0.6.{number}"
    return found


def print_rules(path):
    print("server:\n  listen:\n    - { port: 0 }\n    - { port: 0, tls: implicit }\nrules:")
    for rule in read(path):
        if rule["at"] == "handshake":
            print(f"  - name: {rule['name']} on implicit TLS\n    at: handshake")
            print(f"    when: {{ listener: smtps, client: {rule['client']} }}\n{rule['outcome']}", end="")


def run(path):
    rules = read(path)
    print("What a client saw, by how the session came about: the reply was as promised, the connection went on as said here.")
    line = "%-40s %-72s %-24s %-24s %s"
    print(line % ("trigger", "promised", *MODES))
    meetings = [(rule, mode) for rule in rules for mode in MODES]
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        cells = list(pool.map(lambda meeting: meet(*meeting), meetings))
    wrong, met = 0, 0
    for number, rule in enumerate(rules):
        row = cells[number * len(MODES) : (number + 1) * len(MODES)]
        met += sum(applies(rule, mode) for mode in MODES)
        print((line % (rule["trigger"], rule["promise"], *(cell or "-" if right else "WRONG" for cell, right in row))).rstrip())
        for mode, (cell, right) in zip(MODES, row):
            if not right:
                wrong += 1
                print(f"    NOT AS PROMISED, {mode}: {cell}")
    print(f"{len(rules)} faults met {met} times, {wrong} not as promised")
    sys.exit(1 if wrong else 0)


def main():
    global port, tls_port, ca
    if sys.argv[1] == "rules":
        print_rules(sys.argv[2])
    else:
        port, tls_port, ca = int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
        run(sys.argv[5])


if __name__ == "__main__":
    main()
