"""Asks pinsight's verdict service about each TLS connection that mitmproxy is about to inspect, and leaves alone those of
apps that pin their certificate. docs/integrations/mitmproxy.md has the set-up; src/serve/wire.proto the messages.

    mitmdump --mode transparent -s pinsight_addon.py --set pinsight_service=/run/pinsight/verdict.sock

Needs mitmproxy 8.1 or later, and nothing else but Python's standard library: the few messages are written and read by hand.
"""
import asyncio
import ipaddress
import logging
import re

from mitmproxy import ctx, exceptions, version

# A service that does not answer must cost neither memory nor time without bound.
MAX_PENDING = 1024
MAX_CONNECTIONS = 65_536
MAX_UNSENT_OCTETS = 1024 * 1024
MAX_ANSWER_OCTETS = 64 * 1024
# The service ends a connection on which a longer question comes, and with it everybody's: a longer hello is not asked about.
MAX_QUESTION_OCTETS = 64 * 1024
# What is around a message: its id, and its length before it.
AROUND_OCTETS = 32
MAX_VARINT_OCTETS = 10
# Where the service is away, one connection in so many seconds tries to reach it; the others do not wait.
RETRY_SECONDS = 0.1

INSPECT, BYPASS = "inspect", "bypass"

# RFC 8446 section 6.2, by the names that OpenSSL gives them in its errors.
ALERTS = {
    "handshake failure": 40,
    "bad certificate": 42,
    "unsupported certificate": 43,
    "certificate revoked": 44,
    "certificate expired": 45,
    "certificate unknown": 46,
    "unknown ca": 48,
    "access denied": 49,
}
ALERT = re.compile(r"alert (" + "|".join(ALERTS) + ")")
SILENCE = re.compile(r"disconnected during the handshake|^connection closed$")


# Protocol buffers, as far as wire.proto needs them: varints (wire type 0) and strings of octets (wire type 2).


def varint(value: int) -> bytes:
    octets = bytearray()
    while value > 0x7F:
        octets.append(value & 0x7F | 0x80)
        value >>= 7
    octets.append(value)
    return bytes(octets)


def number(field: int, value: int) -> bytes:
    return varint(field << 3) + varint(value)


def octets(field: int, value: bytes) -> bytes:
    return varint(field << 3 | 2) + varint(len(value)) + value


def text(field: int, value: str) -> bytes:
    return octets(field, value.encode("utf-8", "backslashreplace"))


def read_varint(message: bytes, at: int) -> "tuple[int, int]":
    value = 0
    for shift in range(0, 7 * MAX_VARINT_OCTETS, 7):
        if at >= len(message):
            raise ValueError("a number is cut off")
        octet = message[at]
        at += 1
        value |= (octet & 0x7F) << shift
        if octet < 0x80:
            return value, at
    raise ValueError("a number is too long")


def fields(message: bytes):
    """The fields of a message as (number, value); fixed-width ones, which we do not need, are passed over."""
    at = 0
    while at < len(message):
        key, at = read_varint(message, at)
        kind = key & 7
        if kind == 0:
            value, at = read_varint(message, at)
            yield key >> 3, value
            continue
        length = 8
        if kind == 2:
            length, at = read_varint(message, at)
        elif kind == 5:
            length = 4
        elif kind != 1:
            raise ValueError("an unknown kind of field")
        if len(message) - at < length:
            raise ValueError("a field is cut off")
        if kind == 2:
            yield key >> 3, message[at : at + length]
        at += length


def flow_octets(client, server) -> bytes:
    return text(1, client[0]) + number(2, client[1]) + text(3, server[0]) + number(4, server[1])


def hello_question(client, server, hello: bytes) -> bytes:
    return octets(2, octets(1, flow_octets(client, server)) + octets(2, hello))


def report_question(client, server, outcome: str, alert=None, sni=None, server_closed_first=False) -> bytes:
    report = octets(1, flow_octets(client, server)) + text(2, outcome)
    if alert is not None:
        report += number(3, alert)
    if sni:
        report += text(4, sni)
    if server_closed_first:
        report += number(8, 1)
    return octets(4, report)


class Answer:
    """VerdictResponse, as far as it matters here."""

    def __init__(self, message: bytes):
        self.request_id = 0
        self.action = None
        self.reason = ""
        self.app = ""
        self.error = None
        for field, value in fields(message):
            if field == 1 and isinstance(value, int):
                self.request_id = value
            elif field == 2 and isinstance(value, bytes):
                self._verdict(value)
            elif field == 4 and isinstance(value, bytes):
                self.error = b" ".join(v for _, v in fields(value) if isinstance(v, bytes)).decode("utf-8", "replace")

    def _verdict(self, message: bytes):
        names = {1: "action", 2: "reason", 3: "app"}
        for field, value in fields(message):
            if field in names and isinstance(value, bytes):
                setattr(self, names[field], value.decode("utf-8", "replace"))


class Unanswered(Exception):
    """There is no verdict, and why."""


class Refused(Exception):
    """The question cannot be judged, and the client made it so: inspected, whatever is done where the service is away."""


class Service:
    """One connection to the verdict service; questions do not wait for each other. Made anew when it was lost."""

    def __init__(self, where: str):
        self.where = where
        self._pending = {}
        self._next = 1
        self._writer = None
        self._reading = None
        self._connecting = None
        self._retry_at = 0.0

    async def ask(self, question: bytes) -> Answer:
        if len(question) > MAX_QUESTION_OCTETS - AROUND_OCTETS:
            raise Refused("the hello is too long")
        if self._writer is None or self._writer.is_closing():
            await self._connected()
        if len(self._pending) >= MAX_PENDING or self._writer.transport.get_write_buffer_size() > MAX_UNSENT_OCTETS:
            raise Unanswered("too many questions have no answer yet")
        request_id, self._next = self._next, self._next + 1
        message = number(1, request_id) + question
        answer = asyncio.get_running_loop().create_future()
        self._pending[request_id] = answer
        try:
            self._writer.write(varint(len(message)) + message)
            return await answer
        finally:
            self._pending.pop(request_id, None)

    async def _connected(self):
        loop = asyncio.get_running_loop()
        if self._connecting is None:
            if loop.time() < self._retry_at:
                raise Unanswered("the service cannot be reached")
            self._connecting = loop.create_task(self._connect())
        # Whoever waits may give up; the attempt goes on for the others.
        await asyncio.shield(self._connecting)
        if self._writer is None:
            raise Unanswered("the service cannot be reached")

    async def _connect(self):
        try:
            if "/" in self.where:
                reader, writer = await asyncio.open_unix_connection(self.where)
            else:
                host, _, port = self.where.rpartition(":")
                reader, writer = await asyncio.open_connection(host.strip("[]") or "127.0.0.1", int(port))
            self._writer = writer
            self._reading = asyncio.get_running_loop().create_task(self._read(reader, writer))
        except OSError:
            self._retry_at = asyncio.get_running_loop().time() + RETRY_SECONDS
        finally:
            self._connecting = None

    async def _read(self, reader, writer):
        try:
            while True:
                length, shift = 0, 0
                while True:
                    octet = (await reader.readexactly(1))[0]
                    length |= (octet & 0x7F) << shift
                    shift += 7
                    if octet < 0x80:
                        break
                    if shift > 28:
                        raise ValueError("the length of an answer is too long")
                if length > MAX_ANSWER_OCTETS:
                    raise ValueError("an answer is too long")
                answer = Answer(await reader.readexactly(length))
                waiting = self._pending.get(answer.request_id)
                if waiting is not None and not waiting.done():
                    waiting.set_result(answer)
        except (OSError, ValueError, asyncio.IncompleteReadError):
            pass  # it went away, or is not the service
        finally:
            if self._writer is writer:
                self._writer = None
                for waiting in self._pending.values():
                    if not waiting.done():
                        waiting.set_exception(Unanswered("the connection to the service was lost"))
            writer.close()

    def close(self):
        if self._reading is not None:
            self._reading.cancel()
        if self._writer is not None:
            self._writer.close()


def plain_ip(host) -> "str | None":
    """An address without zone, IPv4 as IPv4 even where it came over an IPv6 socket; None for what is no address."""
    try:
        ip = ipaddress.ip_address(str(host).split("%")[0])
    except ValueError:
        return None
    mapped = getattr(ip, "ipv4_mapped", None)
    return str(mapped or ip)


def end(address) -> "tuple[str, int] | None":
    ip = plain_ip(address[0]) if address else None
    return None if ip is None else (ip, address[1])


class Connection:
    """An inspected connection, until it ends."""

    __slots__ = ("client", "server", "sni", "is_established", "server_closed")

    def __init__(self, client, sni):
        self.client = client
        self.server = None
        self.sni = sni
        self.is_established = False
        self.server_closed = False


class Pinsight:
    def __init__(self):
        self._service = None
        self._inspected = {}
        self._reports = set()
        self._was_answered = True

    def load(self, loader):
        loader.add_option(
            "pinsight_service",
            str,
            "/run/pinsight/verdict.sock",
            "Where pinsight's verdict service listens: path of its Unix socket, or host:port.",
        )
        loader.add_option("pinsight_timeout", int, 50, "Milliseconds that a connection waits for its verdict.")
        loader.add_option(
            "pinsight_on_failure",
            str,
            INSPECT,
            "What is done with a connection when there is no verdict in time.",
            choices=[INSPECT, BYPASS],
        )

    def configure(self, updated):
        where = ctx.options.pinsight_service
        if "pinsight_service" in updated:
            if "/" not in where and not re.fullmatch(r".*:[0-9]{1,5}", where):
                raise exceptions.OptionsError("pinsight_service: a path or host:port is needed")
            if self._service is not None:
                self._service.close()
            self._service = Service(where)
        if ctx.options.pinsight_timeout < 1:
            raise exceptions.OptionsError("pinsight_timeout: at least 1 ms is needed")

    def done(self):
        if self._service is not None:
            self._service.close()

    async def tls_clienthello(self, data):
        client = data.context.client
        if getattr(client, "transport_protocol", "tcp") != "tcp":
            return  # a hello inside QUIC or DTLS: inspected as it would be without us
        sni = data.client_hello.sni
        connection, action = Connection(end(client.peername), sni), ctx.options.pinsight_on_failure
        try:
            answer = await asyncio.wait_for(
                self._ask(connection, data.context.server, data.client_hello.raw_bytes()),
                ctx.options.pinsight_timeout / 1000,
            )
            # What is not said to be bypassed is inspected, whatever a later service may say.
            action = BYPASS if answer.action == BYPASS else INSPECT
            self._answered(None)
            if action == BYPASS:
                say("info", f"pinsight: {shown(sni)} is not inspected: {answer.reason} {answer.app}")
        except asyncio.TimeoutError:
            self._answered("no answer in time")
        except Unanswered as error:
            self._answered(str(error))
        except Refused:
            action = INSPECT
        if action == BYPASS:
            data.ignore_connection = True
        elif connection.server is not None and len(self._inspected) < MAX_CONNECTIONS:
            self._inspected[client.id] = connection

    async def _ask(self, connection, upstream, hello):
        if connection.client is None:
            raise Unanswered("the client has no address")
        connection.server = await self._destination(upstream, connection.sni)
        answer = await self._service.ask(hello_question(connection.client, connection.server, hello))
        if answer.action is None:
            raise Refused(answer.error or "the answer has no verdict")
        return answer

    async def _destination(self, upstream, sni):
        """Where the connection goes. A client that names one host to us and another in its hello is never bypassed."""
        if not upstream.address:
            raise Unanswered("no destination is known")
        to = end(upstream.address) or end(upstream.peername)
        name, port = upstream.address[0], upstream.address[1]
        if plain_ip(name) is None and str(name).rstrip(".").lower() != (sni or "").rstrip(".").lower():
            raise Refused("the hello names another host than the one that is connected to")
        if to is not None:
            return to
        try:
            found = await asyncio.get_running_loop().getaddrinfo(name, port)
        except OSError as error:
            raise Unanswered("the destination's name has no address") from error
        return end(found[0][4])

    def _answered(self, cause):
        """Says once that the service is away, and once that it is back: not for each connection."""
        if cause is not None and self._was_answered:
            say("warn", f"pinsight: {cause}: connections are handled by pinsight_on_failure")
        elif cause is None and not self._was_answered:
            say("info", "pinsight: the service answers again")
        self._was_answered = cause is None

    # How inspected connections go on.

    def tls_failed_client(self, data):
        connection = self._inspected.pop(data.context.client.id, None)
        error = data.conn.error or ""
        alert = ALERT.search(error)
        # An error of our own making (no common version or cipher) says nothing about the app.
        if connection is not None and (alert or SILENCE.search(error)):
            self._report(connection, "failed", alert=ALERTS[alert[1]] if alert else None)

    def tls_established_client(self, data):
        connection = self._inspected.get(data.context.client.id)
        if connection is not None:
            connection.is_established = True

    def requestheaders(self, flow):
        self._used(flow.client_conn.id)

    def tcp_message(self, flow):
        if flow.messages and flow.messages[-1].from_client:
            self._used(flow.client_conn.id)

    def server_disconnected(self, data):
        connection = self._inspected.get(data.client.id)
        if connection is not None:
            connection.server_closed = True

    def client_disconnected(self, client):
        connection = self._inspected.pop(client.id, None)
        if connection is not None and connection.is_established:
            self._report(connection, "closed_without_data", server_closed_first=connection.server_closed)

    def _used(self, client_id):
        connection = self._inspected.get(client_id)
        if connection is not None and connection.is_established:
            del self._inspected[client_id]
            self._report(connection, "established")

    def _report(self, connection, outcome, **more):
        if len(self._reports) >= MAX_PENDING:
            return
        question = report_question(connection.client, connection.server, outcome, sni=connection.sni, **more)
        task = asyncio.get_running_loop().create_task(self._send(question))
        # The loop itself keeps no task alive.
        self._reports.add(task)
        task.add_done_callback(self._reports.discard)

    async def _send(self, question):
        try:
            await asyncio.wait_for(self._service.ask(question), 1)
        except (asyncio.TimeoutError, Unanswered, Refused):
            pass  # a report that is lost costs one lesson


def shown(sni) -> str:
    return ascii(sni)[1:-1] if sni else "a connection without a name"


def say(level: str, message: str):
    """To mitmproxy's event log, which is Python's own since 9.0."""
    if int(version.VERSION.split(".")[0]) < 9:
        getattr(ctx.log, level)(message)
    else:
        logging.getLogger("pinsight").log(logging.WARNING if level == "warn" else logging.INFO, message)


addons = [Pinsight()]
