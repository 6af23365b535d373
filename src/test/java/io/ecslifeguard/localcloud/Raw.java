package io.ecslifeguard.localcloud;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A client that shares no code with the local cloud, and looks at everything on the wire. */
final class Raw {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    Raw(LocalCloud cloud) {
        base = "http://127.0.0.1:" + cloud.port();
    }

    /** A request of SMQ, signed by V2 unless the headers bring an Authorization of their own. */
    @CanIgnoreReturnValue
    HttpResponse<String> smq(String method, String resource, String body, Map<String, String> headers) {
        return send(method, resource, body, signed(method, resource, headers));
    }

    private static Map<String, String> signed(String method, String resource, Map<String, String> headers) {
        var all = new LinkedHashMap<String, String>();
        all.put("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        all.put("x-mns-version", "2015-06-06");
        all.put("Content-Type", "text/xml");
        all.putAll(headers);
        all.values().removeIf(String::isEmpty);
        all.putIfAbsent("Authorization", "MNS test:" + sign(method, resource, all));
        if ("none".equals(all.get("Authorization"))) {
            all.remove("Authorization");
        }
        return all;
    }

    /** Sends a request of SMQ and does not wait for the answer; cancelled, it closes the connection. */
    CompletableFuture<HttpResponse<String>> begin(String method, String resource, String body) {
        var request = request(method, resource, body, signed(method, resource, Map.of()));
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    @CanIgnoreReturnValue
    HttpResponse<String> smq(String method, String resource) {
        return smq(method, resource, null, Map.of());
    }

    @CanIgnoreReturnValue
    HttpResponse<String> smq(String method, String resource, String body) {
        return smq(method, resource, body, Map.of());
    }

    @CanIgnoreReturnValue
    String control(String method, String path, String body) {
        var response = send(method, "/localcloud/" + path, body, Map.of());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    @CanIgnoreReturnValue
    String fault(String json) {
        return new JsonObject(control("POST", "faults", json)).getString("id");
    }

    /** How many calls a fault holds. */
    int held(String fault) {
        return new JsonObject(control("GET", "faults/" + fault, null)).getInteger("held");
    }

    void advance(long seconds) {
        control("POST", "time", "{\"seconds\": " + seconds + "}");
    }

    JsonArray calls(String query) {
        return new JsonObject(control("GET", "calls" + query, null)).getJsonArray("calls");
    }

    JsonObject queue(String name) {
        return new JsonObject(control("GET", "queues/" + name, null));
    }

    @CanIgnoreReturnValue
    HttpResponse<String> send(String method, String resource, String body, Map<String, String> headers) {
        try {
            return http.send(request(method, resource, body, headers), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(String method, String resource, String body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create(base + resource))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return request.build();
    }

    private static String sign(String method, String resource, Map<String, String> headers) {
        var mns = new TreeMap<String, String>();
        headers.forEach((name, value) -> {
            if (name.startsWith("x-mns-")) {
                mns.put(name, value);
            }
        });
        var text = new StringBuilder(method + "\n" + headers.getOrDefault("Content-MD5", "") + "\n"
                + headers.getOrDefault("Content-Type", "") + "\n" + headers.getOrDefault("Date", "") + "\n");
        mns.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
        return hmac("HmacSHA1", "test", text + resource);
    }

    static String hmac(String algorithm, String key, String text) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
