package io.ecslifeguard.localcloud.smq;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ecslifeguard.localcloud.access.AccessKey;
import io.ecslifeguard.localcloud.access.AccessKeys;
import io.ecslifeguard.localcloud.access.Signing;
import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.http.Request;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * SMQ's signatures, V2 ({@code MNS key:signature}) and V4 ({@code MNS4-HMAC-SHA256 Credential=...}).
 *
 * @see <a href="https://www.alibabacloud.com/help/en/mns/developer-reference/sign-requests">Sign requests</a>
 */
final class SmqSignature {

    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final String V4 = "MNS4-HMAC-SHA256 ";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** RFC 822 dates, with one digit or two for the day. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME;

    private final AccessKeys keys;

    SmqSignature(AccessKeys keys) {
        this.keys = keys;
    }

    /** The key's id that the request names, or null. */
    static String keyId(Request request) {
        var authorization = request.header("Authorization");
        if (authorization == null) {
            return null;
        }
        if (authorization.startsWith(V4)) {
            var from = authorization.indexOf("Credential=");
            return from < 0 ? null : authorization.substring(from + 11).split("[/,]")[0];
        }
        var colon = authorization.indexOf(':');
        return !authorization.startsWith("MNS ") || colon < 0 ? null : authorization.substring(4, colon);
    }

    void verify(Request request) {
        var authorization = request.header("Authorization");
        if (authorization == null) {
            throw new ApiError(400, "MissingAuthorizationHeader", "Authorization header is required.");
        }
        var id = keyId(request);
        if (id == null) {
            throw invalidAuthorization();
        }
        var dateText = request.header("x-mns-date") != null ? request.header("x-mns-date") : request.header("Date");
        if (dateText == null) {
            throw new ApiError(400, "MissingDateHeader", "Date header is required.");
        }
        var date = date(dateText);
        if (request.header("x-mns-version") == null) {
            throw new ApiError(400, "MissingVersionHeader", "x-mns-version header is required.");
        }
        if (!request.header("x-mns-version").equals("2015-06-06")) {
            throw QueueAttributes.invalid("The value of x-mns-version should be 2015-06-06.");
        }
        if (Duration.between(date, Instant.now()).abs().compareTo(WINDOW) > 0) {
            throw new ApiError(
                    408, "TimeExpired", "The http request you sent is expired: its date is " + dateText + ".");
        }
        checkDigest(request);
        var key = keys.get(id);
        if (key == null) {
            throw new ApiError(403, "InvalidAccessKeyId", "The AccessKey Id you provided is not exist.");
        }
        if (authorization.startsWith(V4)) {
            verifyV4(request, authorization, key, date);
        } else {
            verifyV2(request, authorization, key, dateText);
        }
        checkToken(key, request.header("security-token"));
    }

    private static void verifyV2(Request request, String authorization, AccessKey key, String date) {
        var text = new StringBuilder(256);
        text.append(request.method()).append('\n');
        text.append(orEmpty(request.header("Content-MD5"))).append('\n');
        text.append(orEmpty(request.header("Content-Type"))).append('\n');
        text.append(orEmpty(request.header("Date") == null ? date : request.header("Date")))
                .append('\n');
        headers(request, Set.of())
                .forEach((name, value) ->
                        text.append(name).append(':').append(value).append('\n'));
        text.append(request.uri());
        var expected = Signing.hmacBase64("HmacSHA1", key.secret(), text.toString());
        var given = authorization.substring(authorization.indexOf(':') + 1).trim();
        if (!Signing.same(expected, given)) {
            throw mismatch(text.toString());
        }
    }

    private static void verifyV4(Request request, String authorization, AccessKey key, Instant date) {
        var fields = authorization.substring(V4.length()).split(",");
        String[] scope = null;
        String given = null;
        for (var field : fields) {
            if (field.trim().startsWith("Credential=")) {
                scope = field.trim().substring(11).split("/");
            } else if (field.trim().startsWith("Signature=")) {
                given = field.trim().substring(10);
            }
        }
        if (scope == null || scope.length != 5 || given == null) {
            throw invalidAuthorization();
        }
        var stamp = STAMP.format(date);
        if (!scope[1].equals(stamp.substring(0, 8))
                || !scope[3].equals("mns")
                || !scope[4].equals("aliyun_v4_request")) {
            throw mismatch("the scope is " + stamp.substring(0, 8) + "/<region>/mns/aliyun_v4_request");
        }
        var signing = ("aliyun_v4" + key.secret()).getBytes(UTF_8);
        for (var i = 1; i < 5; i++) {
            signing = Signing.hmac("HmacSHA256", signing, scope[i]);
        }
        var headers = new StringBuilder();
        headers(request, Set.of("content-md5", "content-type"))
                .forEach((name, value) ->
                        headers.append(name).append(':').append(value.trim()).append('\n'));
        var head = V4.trim() + '\n' + stamp + '\n' + scope[1] + '/' + scope[2] + "/mns/aliyun_v4_request\n"
                + request.method() + '\n';
        var tries = new TreeSet<String>();
        for (var path : paths(request)) {
            // the Java SDK encodes what stands in the URL once more; others decode first
            tries.add(head + path + '\n' + query(request, false) + '\n' + headers + '\n');
            tries.add(head + path + '\n' + query(request, true) + '\n' + headers + '\n');
        }
        for (var text : tries) {
            if (Signing.same(Signing.hex(Signing.hmac("HmacSHA256", signing, text)), given)) {
                return;
            }
        }
        throw mismatch(tries.first());
    }

    /** With the endpoint's own path, if it has one, and without. */
    private static Set<String> paths(Request request) {
        var whole = request.path();
        var paths = new TreeSet<String>();
        for (var path : List.of(whole, whole.substring(Math.max(0, whole.indexOf("/queues"))))) {
            paths.add(Signing.encode(path).replace("%2F", "/"));
        }
        return paths;
    }

    private static String query(Request request, boolean decoded) {
        var sorted = new TreeMap<String, String>();
        if (request.query() != null) {
            for (var pair : request.query().split("&")) {
                if (!pair.isEmpty()) {
                    var at = pair.indexOf('=');
                    var name = (at < 0 ? pair : pair.substring(0, at)).toLowerCase(Locale.ROOT);
                    var value = at < 0 ? "" : pair.substring(at + 1);
                    sorted.put(
                            Signing.encode(decoded ? Request.decode(name, false) : name),
                            Signing.encode(decoded ? Request.decode(value, false) : value));
                }
            }
        }
        var text = new StringBuilder();
        sorted.forEach((name, value) ->
                text.append(text.length() == 0 ? "" : "&").append(name).append(value.isEmpty() ? "" : "=" + value));
        return text.toString();
    }

    private static TreeMap<String, String> headers(Request request, Set<String> more) {
        var sorted = new TreeMap<String, String>();
        for (var header : request.headers()) {
            var name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith("x-mns-") || more.contains(name)) {
                sorted.put(name, header.getValue());
            }
        }
        return sorted;
    }

    private static Instant date(String text) {
        try {
            return ZonedDateTime.parse(text, DATE).toInstant();
        } catch (DateTimeException e) {
            throw new ApiError(
                    400, "InvalidDateHeader", "The Date header is not valid: " + text + "; it is as RFC 822 has it.");
        }
    }

    /** Content-MD5 is the base64 of the digest, or, as several SDKs send it, of the digest in hex. */
    private static void checkDigest(Request request) {
        var given = request.header("Content-MD5");
        if (given == null || given.isEmpty()) {
            return;
        }
        var digest = Signing.digest("MD5", request.body().getBytes());
        var hex = Signing.hex(digest);
        var encoder = Base64.getEncoder();
        if (!given.equals(encoder.encodeToString(digest))
                && !given.equals(encoder.encodeToString(hex.getBytes(UTF_8)))
                && !given.equals(
                        encoder.encodeToString(hex.toUpperCase(Locale.ROOT).getBytes(UTF_8)))) {
            throw new ApiError(400, "InvalidDegist", "The Content-MD5 you specified is invalid.");
        }
    }

    private static void checkToken(AccessKey key, String token) {
        if (key.securityToken() == null) {
            return;
        }
        if (!key.securityToken().equals(token)) {
            throw new ApiError(403, "AccessDenied", "The security-token header is missing or not the key's own.");
        }
        if (key.expiredAt(Instant.now())) {
            throw new ApiError(403, "AccessDenied", "The security token has expired.");
        }
    }

    private static ApiError invalidAuthorization() {
        return new ApiError(
                400,
                "InvalidAuthorizationHeader",
                "The Authorization header format is invalid: it is MNS <key id>:<signature>, or "
                        + "MNS4-HMAC-SHA256 Credential=<key id>/<date>/<region>/mns/aliyun_v4_request,Signature=<hex>.");
    }

    private static ApiError mismatch(String text) {
        return new ApiError(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. "
                        + "Check your key and signing method. The string to sign is: " + text);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
