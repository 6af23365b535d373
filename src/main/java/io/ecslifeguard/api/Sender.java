package io.ecslifeguard.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.regex.Pattern;

/** Where requests come from, for what one address may ask. */
final class Sender {

    /** Both forms in which some proxies add the port, which is another with each connection. */
    private static final Pattern WITH_PORT = Pattern.compile("\\[(.+)](?::[0-9]+)?|([0-9.]+):[0-9]+");

    private Sender() {}

    /**
     * The address of a request's sender. Behind a proxy it is the one that the proxy saw, which it adds at the end: what stands
     * before it may have been made up by whoever calls.
     */
    static String of(HttpServerRequest request) {
        var peer = address(request.connection().remoteAddress());
        if (address(request.remoteAddress()).equals(peer)) {
            // of no proxy, or of one that is not trusted
            return peer;
        }
        var seen = last(request.headers().getAll("X-Forwarded-For"));
        return seen.isEmpty() ? peer : seen;
    }

    private static String address(SocketAddress address) {
        return address.hostAddress() == null ? address.toString() : address.hostAddress();
    }

    private static String last(List<String> headers) {
        var addresses = headers.isEmpty() ? "" : headers.get(headers.size() - 1);
        var last = addresses.substring(addresses.lastIndexOf(',') + 1).strip();
        var withPort = WITH_PORT.matcher(last);
        return withPort.matches() ? withPort.group(withPort.group(1) == null ? 2 : 1) : last;
    }
}
