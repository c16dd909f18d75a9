"""Triggers every rule of a file at a server, and compares what a socket sees with the file's promises."""

import concurrent.futures
import re
import socket
import ssl
import sys

SILENCE = 5

port, ca, path = int(sys.argv[1]), sys.argv[2], sys.argv[3]
RULE = re.compile(
    r"# promise: (.*)\n  - name: (.*)\n    at: (.*)\n    when: \{ (\w+): (.*) \}"
)


class Client:
    """Reads replies, and remembers the last one and how the connection ended."""

    def __init__(self, source):
        self.tcp = socket.create_connection(("127.0.0.1", port), 20, (source, 0))
        self.tcp.settimeout(SILENCE)
        self.socket = self.tcp
        self.last = b""
        self.whole = b""
        self.end = None

    def hear(self):
        """Reads a reply; what comes within a short while after it belongs to it too."""
        got = b""
        try:
            while not re.search(rb"(?:^|\n)\d{3}(?: [^\n]*)?\r?\n$", got):
                more = self.socket.recv(65536)
                if not more:
                    self.end = "fin"
                    break
                got += more
        except (socket.timeout, ssl.SSLWantReadError):
            self.end = "silent"
        except ConnectionResetError:
            self.end = "reset"
        except OSError:
            self.end = "reset"
        if got:
            self.whole = got
        self.last = got
        return self.end is None

    def say(self, line):
        try:
            self.socket.sendall(line)
        except OSError:
            pass
        self.last = b""
        return self.hear()

    def settle(self):
        """What became of the connection after the reply that matters."""
        if self.end is None:
            reply = self.last
            self.tcp.settimeout(0.5)
            self.last = b""
            self.hear()
            if self.end == "silent":
                self.end = None
                self.tcp.settimeout(SILENCE)
                self.say(b"NOOP\r\n")
                self.end = self.end or "open"
            self.last = reply
        elif self.end == "silent" and self.last:
            # Bytes, and no end of a reply: is somebody still there?
            reply = self.last
            self.end = None
            self.say(b"NOOP\r\n")
            self.end = self.end or "open"
            self.last = reply


def text(reply):
    lines = [line for line in reply.replace(b"\r\n", b"\n").split(b"\n") if line]
    if not lines:
        return "nothing"
    return "".join(chr(c) if 32 <= c < 127 else "\\x%02x" % c for c in lines[-1])


def handshake(client):
    context = ssl.create_default_context(cafile=ca)
    try:
        client.socket = context.wrap_socket(client.tcp, server_hostname="localhost")
    except ssl.SSLCertVerificationError as e:
        return "certificate refused: " + e.verify_message
    except (socket.timeout, TimeoutError):
        return "handshake fails, nothing, silent"
    except ConnectionResetError:
        return "handshake fails, nothing, reset"
    except (ssl.SSLError, OSError):
        return None
    return client.socket.version()


def raw_handshake(source, helo):
    """The bytes that come in answer to a ClientHello, and the end."""
    client = Client(source)
    client.hear()
    client.say(b"EHLO " + helo + b"\r\n")
    client.say(b"STARTTLS\r\n")
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = ssl.create_default_context(cafile=ca).wrap_bio(incoming, outgoing, server_hostname="localhost")
    try:
        tls.do_handshake()
    except ssl.SSLWantReadError:
        pass
    got, end = b"", "fin"
    try:
        client.tcp.sendall(outgoing.read())
        while more := client.tcp.recv(65536):
            got += more
    except socket.timeout:
        end = "silent"
    except OSError:
        end = "reset"
    if got == b"\xff" * 64:
        what = "64 bytes"
    elif got[:3] == b"\x16\x03\x02" and got[5:6] == b"\x02":
        what = "ServerHello of TLS 1.1"
    else:
        what = text(got)
    return f"handshake fails, {what}, {end}"


def see(at, kind, trigger):
    source = trigger if kind == "client" else "127.0.0.1"
    helo = (trigger if kind == "helo" else "client.example").encode()
    sender = (trigger if kind == "from" else "a@example.com").encode()
    to = (trigger if kind == "to" else "b@example.com").encode()
    client = Client(source)

    def until():
        if not client.hear() or at == "connect":
            return None
        if not client.say(b"EHLO " + helo + b"\r\n") or at == "ehlo":
            return None
        if at == "idle":
            client.hear()
            return None
        if at == "quit":
            client.say(b"QUIT\r\n")
            return None
        if at in ("starttls", "handshake"):
            if not client.say(b"STARTTLS\r\n") or at == "starttls":
                return None
            result = handshake(client)
            if result is None:
                return raw_handshake(source, helo)
            if not result.startswith("TLS"):
                return result
            if trigger.startswith("tls12"):
                return "handshake by " + result
            client.say(b"EHLO " + helo + b"\r\n")
            return f"handshake, {text(client.last)}, {client.end}"
        if not client.say(b"MAIL FROM:<" + sender + b">\r\n") or at == "mail":
            return None
        if not client.say(b"RCPT TO:<" + to + b">\r\n") or at == "rcpt":
            return None
        if not client.say(b"DATA\r\n") or not client.last.startswith(b"354"):
            return None
        client.say(b"Subject: x\r\n\r\n" + b"A line of text.\r\n" * 20 + b".\r\n")
        return None

    seen = until()
    if seen is None:
        client.settle()
        if trigger.startswith("starttls-stripped"):
            seen = "with STARTTLS" if b"STARTTLS" in client.whole else "without STARTTLS"
        else:
            seen = text(client.last)
        seen += ", " + client.end
    client.tcp.close()
    return seen



def certificate(promise, seen):
    """The verifier's words, whichever version of OpenSSL says them."""
    if not promise.startswith("certificate refused: ") or not seen.startswith("certificate refused: "):
        return promise == seen
    return promise.removeprefix("certificate refused: ") in seen


rules = RULE.findall(open(path, encoding="utf-8").read())
names = len(re.findall(r"^  - name: ", open(path, encoding="utf-8").read(), re.M))
if names != len(rules):
    sys.exit(f"{names} rules, but {len(rules)} with a promise")
wrong = 0
print("%-42s %-58s %s" % ("trigger", "promised", "seen"))
with concurrent.futures.ThreadPoolExecutor(8) as pool:
    results = list(pool.map(lambda rule: see(rule[2], rule[3], rule[4]), rules))
for (promise, name, at, kind, trigger), seen in zip(rules, results):
    right = certificate(promise, seen)
    wrong += not right
    print("%-42s %-58s %s%s" % (trigger, promise, seen, "" if right else "   <=== NOT AS PROMISED"))
print(f"{len(rules)} faults, {wrong} not as promised")
sys.exit(1 if wrong else 0)
